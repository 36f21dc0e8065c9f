//! Every published crate builds from its package, in the order in which they depend on each other.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::machine::{Machine, folder, text};
use super::{Outcome, execute, output};

/// What a package may hold: its source, what its build reads, what a user reads.
const MAY_HOLD: [&str; 6] = [
    "src/",
    "build/",
    "spec/",
    "generated/",
    "examples/",
    "docs/",
];

/// What cargo adds, and single files.
const FILES: [&str; 5] = [
    ".cargo_vcs_info.json",
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
    "build.rs",
];

/// What every package holds.
const MUST_HOLD: [&str; 3] = ["LICENSE-APACHE", "LICENSE-MIT", "README.md"];

pub(super) fn check(machine: &Machine) -> Result<Outcome> {
    let published = machine.published()?;
    let mut names = Vec::new();
    for package in &published {
        names.push(text(package, "name")?);
        holds_what_it_should(machine, package)?;
    }
    // Cargo builds each from its archive, and takes the others' archives for what it depends on.
    let mut command = machine.cargo(["package", "--locked", "--allow-dirty"]);
    command.args(names.iter().flat_map(|name| ["-p", name]));
    execute(&mut command)?;
    Ok(Outcome::Passed)
}

fn holds_what_it_should(machine: &Machine, package: &Value) -> Result<()> {
    let name = text(package, "name")?;
    let list =
        output(&mut machine.cargo(["package", "--list", "--allow-dirty", "--quiet", "-p", name]))?;
    let files: Vec<&str> = list.lines().collect();
    for must in MUST_HOLD {
        ensure!(files.contains(&must), "the package of {name} lacks {must}");
        let path = folder(package)?.join(must);
        let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
        ensure!(!text.trim().is_empty(), "{} is empty", path.display());
    }
    let surplus: Vec<&&str> = files
        .iter()
        .filter(|file| !FILES.contains(file) && !MUST_HOLD.contains(file))
        .filter(|file| !MAY_HOLD.iter().any(|folder| file.starts_with(folder)))
        .collect();
    ensure!(
        surplus.is_empty(),
        "the package of {name} holds what no user needs, see `include` in its Cargo.toml: {surplus:?}"
    );
    Ok(())
}
