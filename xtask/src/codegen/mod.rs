//! Makes the committed specification from Graph's whole OpenAPI document:
//! fetch, slice, mend, overlay, write.

mod changes;
mod check;
mod document;
mod fetch;
mod mend;
mod origin;
mod overlay;
mod record;
mod slice;
#[cfg(test)]
mod tests;
mod verify;
mod write;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use self::changes::Change;
use self::mend::Mended;
use self::origin::Origin;
use self::overlay::Applied;
use self::record::{Document, Files, Kept, Record, sha256};
use crate::workspace;

/// The collection that everything kept is below.
const ROOT: &str = "/deviceManagement/hardwareConfigurations";

const SPECIFICATION: &str = "spec/hardware-configurations.json";
const OVERLAY: &str = "spec/overlay.yaml";
const RECORD: &str = "spec/upstream.toml";

/// Fetches Graph's beta OpenAPI document, keeps the hardwareConfigurations part, mends what stops good
/// code from being generated, lays spec/overlay.yaml over it, and writes the result.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Read this file, YAML or JSON, in place of a download.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["commit", "url"])]
    input: Option<PathBuf>,

    /// Download this commit or branch in place of the pinned commit; a commit named by its whole hash is pinned from
    /// then on.
    #[arg(long, value_name = "COMMIT", conflicts_with = "url")]
    commit: Option<String>,

    /// Download this URL.
    #[arg(long)]
    url: Option<String>,

    /// Write nothing; fail if the committed files are not what would be written. Needs no network:
    /// without the whole document, compares checksums.
    #[arg(long, conflicts_with_all = ["commit", "url"])]
    check: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    run_in(&Place::of_workspace()?, arguments)
}

fn run_in(place: &Place, arguments: &Arguments) -> Result<()> {
    let record = Record::read(&place.record())?;
    let origin = Origin::of(arguments, &record.upstream);
    if arguments.check {
        return check::run(place, &record, &origin);
    }
    let (bytes, document) = origin.read(place, &record)?;
    let made = make(&bytes, document, &origin, &record, place)?;
    tell(&made, place)?;
    if let Some(pinned) = origin.leaves_pinned(&record.upstream) {
        say(format_args!(
            "the next run without options takes {pinned} again: name a commit by its whole hash to pin it"
        ));
    }
    write::replace(&place.specification(), &made.specification)?;
    write::replace(&place.record(), &made.record)
}

/// The files of one run.
struct Made {
    specification: String,
    record: String,
    kept: Kept,
    applied: Applied,
    /// What upstream says and a mend states otherwise.
    absorbed: Vec<String>,
}

/// Slices, mends and describes the document.
fn make(
    bytes: &[u8],
    document: Document,
    origin: &Origin,
    record: &Record,
    place: &Place,
) -> Result<Made> {
    let mut sliced = slice::slice(bytes).with_context(|| format!("cannot slice {origin}"))?;
    let Mended {
        absorbed,
        mut problems,
    } = mend::mend(&mut sliced.document, ROOT);
    let overlay = fs::read_to_string(place.overlay())
        .with_context(|| format!("cannot read {}", place.overlay().display()))?;
    let mended = sliced.document.clone();
    let mut note = |error: anyhow::Error| problems.push(format!("{error:#}"));
    let applied = overlay::apply(&mut sliced.document, &overlay)
        .context(OVERLAY)
        .map_err(&mut note)
        .unwrap_or_default();
    verify::nothing_invented(&mended, &sliced.document).unwrap_or_else(&mut note);
    verify::verify(&sliced.document).unwrap_or_else(&mut note);
    if !problems.is_empty() {
        // What upstream changed explains most of what is wrong now, and is told first.
        tell_upstream(&sliced.document, &absorbed, place)?;
        bail!("{}", problems.join("\n"));
    }
    let specification = write::to_text(&sliced.document)?;
    let record = Record {
        upstream: origin.pin(&record.upstream),
        document: Some(document),
        kept: Some(sliced.kept),
        left_out: Some(sliced.left_out),
        files: Some(Files {
            specification_sha256: sha256(specification.as_bytes()),
            overlay_sha256: sha256(overlay.as_bytes()),
        }),
    };
    Ok(Made {
        specification,
        record: record.to_text()?,
        kept: sliced.kept,
        applied,
        absorbed,
    })
}

/// Says what changed upstream in a document that cannot be used yet. Its descriptions are not complete, and not compared.
fn tell_upstream(document: &Value, absorbed: &[String], place: &Place) -> Result<()> {
    let Ok(old) = fs::read_to_string(place.specification()) else {
        return Ok(());
    };
    let Ok(old) = serde_json::from_str::<Value>(&old) else {
        return Ok(());
    };
    let changes = changes::changes(&old, document);
    let changes: Vec<&Change> = changes.iter().filter(|change| !change.is_prose()).collect();
    if !changes.is_empty() {
        say(format_args!(
            "upstream changed, as far as it can be told before it is mended:"
        ));
    }
    for change in changes {
        say(format_args!("  {change}"));
    }
    tell_absorbed(absorbed);
    Ok(())
}

/// Says what upstream has and the specification has not, by a mend.
fn tell_absorbed(absorbed: &[String]) {
    for line in absorbed {
        say(format_args!("mended: {line}"));
    }
}

/// Says what a run changes, in the terms of the API.
fn tell(made: &Made, place: &Place) -> Result<()> {
    let Kept {
        paths,
        operations,
        schemas,
    } = made.kept;
    say(format_args!(
        "kept {paths} paths, {operations} operations, {schemas} schemas of upstream"
    ));
    let Applied { actions, nodes } = made.applied;
    say(format_args!(
        "applied {actions} actions of the overlay, to {nodes} places"
    ));
    tell_absorbed(&made.absorbed);
    let Ok(old) = fs::read_to_string(place.specification()) else {
        say(format_args!("{} is new", place.specification().display()));
        return Ok(());
    };
    if old == made.specification {
        say(format_args!("{SPECIFICATION} stays as it is"));
        return Ok(());
    }
    for line in differences(&old, &made.specification)? {
        say(format_args!("{line}"));
    }
    Ok(())
}

/// What differs between two texts of the specification, a line each.
fn differences(old: &str, new: &str) -> Result<Vec<String>> {
    // An old text that is no JSON has been edited by hand, and is replaced as a whole.
    let Ok(old) = serde_json::from_str::<Value>(old) else {
        return Ok(vec!["the committed specification is not JSON".to_owned()]);
    };
    let new = serde_json::from_str(new)?;
    let changes = changes::changes(&old, &new);
    if changes.is_empty() {
        return Ok(vec![
            "the layout of the file changes, the API does not".to_owned(),
        ]);
    }
    let breaking = changes.iter().filter(|change| change.breaking()).count();
    let mut lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
    if breaking > 0 {
        lines.push(format!(
            "{breaking} of {} changes can break callers",
            changes.len()
        ));
    }
    Ok(lines)
}

/// Where the files are.
struct Place {
    workspace: PathBuf,
}

impl Place {
    fn of_workspace() -> Result<Self> {
        Ok(Self {
            workspace: workspace::root()?,
        })
    }

    fn specification(&self) -> PathBuf {
        self.workspace.join(SPECIFICATION)
    }

    fn overlay(&self) -> PathBuf {
        self.workspace.join(OVERLAY)
    }

    fn record(&self) -> PathBuf {
        self.workspace.join(RECORD)
    }

    /// Downloads are kept here.
    fn cache(&self) -> PathBuf {
        self.workspace.join("target/codegen")
    }
}

/// Prints a line for the person who runs the command, and may have stopped reading: `| head`.
#[cfg(not(test))]
fn say(line: std::fmt::Arguments<'_>) {
    use std::io::Write as _;

    _ = writeln!(std::io::stdout(), "{line}");
}

/// Prints a line where the test that runs captures it.
#[cfg(test)]
fn say(line: std::fmt::Arguments<'_>) {
    println!("{line}");
}

/// Prints why a command failed.
#[allow(clippy::print_stderr, reason = "this is a command")]
pub(crate) fn tell_error(error: &anyhow::Error) {
    eprintln!("error: {error:#}");
}
