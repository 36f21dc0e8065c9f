//! ARCHITECTURE.md says what each room of the workspace may depend on, and where things are. It is held to it here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::workspace;

fn page(root: &Path) -> String {
    fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap()
}

/// What stands in backticks in a text.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The rows of the table of rooms: the folder, and the rooms that it may depend on, or `None` for any.
fn rooms(page: &str) -> BTreeMap<&str, Option<BTreeSet<&str>>> {
    let table = page.split("## Rooms").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let allowed = (cells[3] != "anything").then(|| quoted(cells[3]).into_iter().collect());
        (quoted(cells[1])[0], allowed)
    })
    .collect()
}

#[test]
fn rooms_depend_on_what_the_page_allows() {
    let root = workspace::root().unwrap();
    let page = page(&root);
    let rooms = rooms(&page);
    let output = Command::new(env!("CARGO"))
        .current_dir(&root)
        .args([
            "metadata",
            "--format-version=1",
            "--no-deps",
            "--locked",
            "--offline",
        ])
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let folder = |package: &Value| {
        let manifest = Path::new(package["manifest_path"].as_str().unwrap());
        let folder = manifest.parent().unwrap().strip_prefix(&root).unwrap();
        folder.to_str().unwrap().replace('\\', "/")
    };
    let packages = metadata["packages"].as_array().unwrap();
    let folders: BTreeMap<&str, String> = packages
        .iter()
        .map(|package| (package["name"].as_str().unwrap(), folder(package)))
        .collect();
    let known: BTreeSet<&str> = rooms.keys().copied().collect();
    let there: BTreeSet<&str> = folders.values().map(String::as_str).collect();
    assert_eq!(known, there, "the table of rooms in ARCHITECTURE.md");
    for package in packages {
        let room = &folders[package["name"].as_str().unwrap()];
        let Some(allowed) = &rooms[room.as_str()] else {
            continue;
        };
        let dependencies = package["dependencies"].as_array().unwrap();
        // Tests may use anything; what users build may not.
        let built = dependencies.iter().filter(|it| it["kind"] != "dev");
        for name in built.filter_map(|it| it["name"].as_str()) {
            let Some(other) = folders.get(name) else {
                continue;
            };
            let other = other.rsplit('/').next().unwrap();
            assert!(
                allowed.contains(other),
                "{room} depends on {other}, which ARCHITECTURE.md does not allow"
            );
        }
    }
}

#[test]
fn what_the_pages_point_at_exists() {
    let root = workspace::root().unwrap();
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"] {
        let text = fs::read_to_string(root.join(page)).unwrap();
        let folders = ["crates/", "docs/", "spec/", "tests/", "xtask/", ".ci/"];
        let mut seen = 0;
        for path in quoted(&text) {
            if !folders.iter().any(|folder| path.starts_with(folder)) {
                continue;
            }
            seen += 1;
            assert!(root.join(path).exists(), "{page} points at {path}");
        }
        assert!(seen > 0, "{page} points at no file");
    }
}

#[test]
fn each_promise_names_a_test_that_is_there() {
    let root = workspace::root().unwrap();
    let page = fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let rows: Vec<&str> = page
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'))
        .collect();
    assert!(rows.len() > 5, "the table of promises in SECURITY.md");
    for row in rows {
        let proof = quoted(row.rsplit('|').nth(1).unwrap());
        let (paths, names): (Vec<&str>, Vec<&str>) = proof.iter().partition(|it| it.contains('/'));
        assert!(!paths.is_empty(), "no test proves: {row}");
        for name in names {
            let is_there = paths.iter().any(|path| {
                let text = fs::read_to_string(root.join(path)).unwrap();
                text.contains(&format!("fn {name}("))
            });
            assert!(is_there, "SECURITY.md names the test {name}");
        }
    }
}
