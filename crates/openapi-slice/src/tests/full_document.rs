//! The slice of a real document of 58 MB, if it is at hand.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::InPieces;
use super::reference::{map, parse, slice};
use crate::index::Piece;
use crate::selection::Admission;
use crate::{Count, Road, Slicer};

/// The document: where `GRAPH_BETA_YAML` says, or beside the workspace.
fn document() -> Option<String> {
    let beside = "../../../shared/upstream/graph-beta.yaml";
    let path = std::env::var_os("GRAPH_BETA_YAML").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(beside),
        PathBuf::from,
    );
    if !path.exists() && std::env::var_os("GRAPH_BETA_YAML").is_none() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(std::fs::read_to_string(path).expect("the document that GRAPH_BETA_YAML names"))
}

#[test]
fn both_roads_find_the_same_parts() {
    let Some(text) = document() else {
        return;
    };
    let source = text.as_bytes();
    let fast = crate::fast::index(&source, &|_| Admission::Perhaps, false).expect("the fast road");
    let general = crate::general::index(&source).unwrap();
    assert_eq!(fast.sections.len(), general.sections.len());
    for (fast_section, general_section) in fast.sections.iter().zip(&general.sections) {
        assert_eq!(fast_section.kind, general_section.kind);
        assert_eq!(fast_section.parts.len(), general_section.parts.len());
        for (one, other) in fast_section.parts.iter().zip(&general_section.parts) {
            assert_eq!((&one.name, one.key_at), (&other.name, other.key_at));
            match (&one.piece, &other.piece) {
                // The empty lines before the next part are nobody's.
                (Piece::Lines(one), Piece::Lines(other)) => {
                    assert_eq!(text[one.clone()].trim_end(), text[other.clone()].trim_end());
                }
                _ => {
                    let (one, other) = (fast.load(one).unwrap(), general.load(other).unwrap());
                    assert_eq!(crate::write::to_json(&one), crate::write::to_json(&other));
                }
            }
        }
    }
}

#[test]
fn every_slice_is_that_of_the_reference() {
    let Some(text) = document() else {
        return;
    };
    let plain = parse(&text);
    let mut segments: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, _) in map(&plain["paths"]) {
        let end = path[1..].find(['/', '(']).map_or(path.len(), |at| at + 1);
        segments.entry(&path[..end]).or_default().push(path);
    }
    assert!(segments.len() >= 50, "{} segments", segments.len());

    let hardware = "/deviceManagement/hardwareConfigurations";
    for prefix in segments.keys().copied().chain([hardware]) {
        // A segment ends where the next one, or the arguments of a function, begin.
        let below = ["/**", "(**"].map(|end| format!("{prefix}{end}"));
        let some = |end: &str| {
            let start = format!("{prefix}{end}");
            map(&plain["paths"]).any(|(path, _)| path.starts_with(&start))
        };
        let mut slicer = Slicer::new();
        for (wanted, pattern) in [
            (plain["paths"].get(prefix).is_some(), prefix),
            (some("/"), &below[0]),
            (some("("), &below[1]),
        ] {
            if wanted {
                slicer = slicer.path(pattern);
            }
        }
        let selected = |path: &str| {
            let rest = path.strip_prefix(prefix);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '(']))
        };
        let expected = slice(&plain, selected);
        let fast = slicer.slice(text.as_bytes()).unwrap();
        assert_eq!(fast.report().road, Road::Fast, "{prefix}");
        expected.assert_is(&fast.document, prefix);
    }
}

#[test]
fn hardware_configurations_are_14_paths_and_25_schemas() {
    let Some(text) = document() else {
        return;
    };
    let root = "/deviceManagement/hardwareConfigurations";
    let slicer = Slicer::new()
        .path(root)
        .path(format!("{root}/**"))
        .drop_prose(true);
    let slice = slicer.slice(text.as_bytes()).unwrap();
    let report = slice.report();
    assert_eq!(
        report.paths,
        Count {
            kept: 14,
            dropped: 14_227
        }
    );
    assert_eq!(report.operations, 28);
    assert_eq!(
        report.components_of("schemas"),
        Count {
            kept: 25,
            dropped: 6_164
        }
    );
    for subtype in ["allDevices", "allLicensedUsers", "group", "exclusionGroup"] {
        let schema = format!("microsoft.graph.{subtype}AssignmentTarget");
        let why = slice.why(&schema);
        assert!(
            why.first().is_some_and(|first| first.contains(root)),
            "{why:?}"
        );
        assert_eq!(why.last(), Some(&format!("components/schemas/{schema}")));
    }
    assert!(!slice.to_json().contains("\"summary\""));

    // No more than a window is ever read of it at once.
    let in_pieces = InPieces::new(text.as_bytes());
    let same = slicer.slice_source(&in_pieces).unwrap();
    assert_eq!(same.to_yaml(), slice.to_yaml());
    assert!(in_pieces.largest.into_inner() < 1 << 20);

    // The slice is a document itself, of which nothing is left out.
    let again = slicer.slice(slice.to_yaml().as_bytes()).unwrap();
    assert_eq!(again.to_yaml(), slice.to_yaml());
    let as_json = slicer.slice(slice.to_json().as_bytes()).unwrap();
    assert_eq!(as_json.to_yaml(), slice.to_yaml());
}
