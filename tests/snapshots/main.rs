//! Snapshots of what the document and the generator amount to, so that a review of a new one shows what changed.
//!
//! Accept changed snapshots with `INSTA_UPDATE=always cargo test -p workspace-tests --test snapshots`, and read them.

#![allow(clippy::expect_used, reason = "a test may fail where it likes")]

mod generated;
mod specification;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Compares each text with its snapshot in `folder`, and fails on a snapshot that has no text any more.
fn assert_snapshots(folder: &str, texts: impl IntoIterator<Item = (String, String)>) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut names = BTreeSet::new();
    settings.bind(|| {
        for (name, text) in texts {
            insta::assert_snapshot!(name.clone(), text);
            names.insert(format!("{name}.snap"));
        }
    });
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("snapshots")
        .join(folder);
    let files: BTreeSet<String> = fs::read_dir(path)
        .expect("the folder of snapshots")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    let stale: Vec<&String> = files.difference(&names).collect();
    assert!(
        stale.is_empty(),
        "snapshots of nothing; delete them: {stale:?}"
    );
}

#[test]
fn every_snapshot_belongs_to_a_test() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let folders = fs::read_dir(path)
        .expect("the folder of snapshots")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_none_or(|extension| extension != "rs"))
        .map(|path| {
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        });
    let folders: BTreeSet<String> = folders.collect();
    let known = ["specification".to_owned()];
    assert_eq!(
        folders,
        BTreeSet::from(known),
        "delete what no test compares"
    );
}
