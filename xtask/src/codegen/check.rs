//! Whether the committed files are what `codegen` would write.

use std::fs;

use anyhow::{Context as _, Result, bail};

use super::origin::Origin;
use super::record::{Files, Record, sha256};
use super::{Made, OVERLAY, Place, RECORD, SPECIFICATION, differences, make, say};

/// Compares the committed files with what would be written, as far as the material goes.
///
/// With the whole document at hand (`--input`, or the last download), goes all the way. Without it, compares the
/// checksums of the record, which catches an edit of the specification or of the overlay by hand.
pub(crate) fn run(place: &Place, record: &Record, origin: &Origin) -> Result<()> {
    let specification = read(&place.specification())?;
    match origin.read_if_at_hand(place, record)? {
        Some((bytes, found)) => {
            // The same bytes are the same document, wherever they were read from this time.
            let recorded = record.document.clone();
            let document = recorded
                .filter(|known| known.sha256 == found.sha256)
                .unwrap_or(found);
            let made = make(&bytes, document, origin, record, place)?;
            compare(&made, &specification, &read(&place.record())?)
                .with_context(|| format!("run `{}`", origin.command()))?;
            say(format_args!(
                "up to date, checked against the whole document"
            ));
        }
        None => {
            compare_checksums(record, &specification, &read(&place.overlay())?)?;
            say(format_args!(
                "up to date by the recorded checksums; the whole document is not at hand (`--input FILE`)"
            ));
        }
    }
    Ok(())
}

fn read(path: &std::path::Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn compare(made: &Made, specification: &str, record: &str) -> Result<()> {
    if made.specification != specification {
        let changes = differences(specification, &made.specification)?.join("\n  ");
        bail!("{SPECIFICATION} is not what codegen makes, which would change:\n  {changes}");
    }
    if made.record != record {
        bail!("{RECORD} is not what codegen writes");
    }
    Ok(())
}

fn compare_checksums(record: &Record, specification: &str, overlay: &str) -> Result<()> {
    let Some(Files {
        specification_sha256,
        overlay_sha256,
    }) = &record.files
    else {
        bail!("{RECORD} has no checksums; run `cargo xtask codegen`");
    };
    for (name, recorded, text) in [
        (SPECIFICATION, specification_sha256, specification),
        (OVERLAY, overlay_sha256, overlay),
    ] {
        if sha256(text.as_bytes()) != *recorded {
            bail!(
                "{name} changed since codegen last ran; run `{}`",
                remedy(record)
            );
        }
    }
    Ok(())
}

/// The command that makes the committed files again, from the document that they were made of.
fn remedy(record: &Record) -> String {
    match &record.document {
        Some(document) if document.origin != record.upstream.commit => {
            let digest = &document.sha256;
            format!("cargo xtask codegen --input FILE` on the document of SHA-256 `{digest}")
        }
        _ => "cargo xtask codegen".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::overlay::Applied;
    use super::super::record::{Kept, Upstream};
    use super::*;

    fn record(specification: &str, overlay: &str) -> Record {
        Record {
            upstream: Upstream {
                repository: "o/n".into(),
                path: "p".into(),
                commit: "c".into(),
            },
            document: None,
            kept: None,
            left_out: None,
            files: Some(Files {
                specification_sha256: sha256(specification.as_bytes()),
                overlay_sha256: sha256(overlay.as_bytes()),
            }),
        }
    }

    #[test]
    fn an_edit_by_hand_is_found_without_the_document() {
        let record = record("{}", "actions");
        compare_checksums(&record, "{}", "actions").unwrap();
        for (specification, overlay, file) in [
            ("{ }", "actions", "hardware-configurations.json"),
            ("{}", "Actions", "overlay.yaml"),
        ] {
            let error = compare_checksums(&record, specification, overlay).unwrap_err();
            let text = error.to_string();
            assert!(
                text.contains(file) && text.contains("`cargo xtask codegen`"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_difference_is_told_in_the_terms_of_the_api() {
        let made = Made {
            specification: r#"{"components":{"schemas":{"a":{"type":"object"}}}}"#.into(),
            record: String::new(),
            kept: Kept {
                paths: 0,
                operations: 0,
                schemas: 1,
            },
            absorbed: Vec::new(),
            applied: Applied::default(),
        };
        let text = compare(&made, "{}", "").unwrap_err().to_string();
        assert!(text.contains("schema `a`: added"), "{text}");
    }
}
