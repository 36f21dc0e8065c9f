//! The published crates compile with the oldest versions that their manifests allow.

use std::fs;

use anyhow::{Context as _, Result};

use super::machine::{Machine, text};
use super::{Outcome, execute, output, skipped};

/// Works on a copy, since cargo writes the oldest versions into the lock file.
pub(super) fn check(machine: &Machine) -> Result<Outcome> {
    if !Machine::has_toolchain("nightly") {
        return skipped("needs a nightly toolchain, which alone can choose the oldest versions");
    }
    let copy = tempfile::tempdir().context("no temporary folder")?;
    let files = output(machine.program("git").args(["ls-files", "-z"]))?;
    for file in files.split_terminator('\0') {
        let (from, to) = (machine.root.join(file), copy.path().join(file));
        // A file that was deleted and is not yet committed as such.
        if !from.exists() {
            continue;
        }
        let folder = to.parent().context("a file is in no folder")?;
        fs::create_dir_all(folder)
            .and_then(|()| fs::copy(&from, &to))
            .with_context(|| format!("cannot copy {}", from.display()))?;
    }
    let mut update = machine.cargo([
        "+nightly",
        "update",
        "--quiet",
        "-Z",
        "direct-minimal-versions",
    ]);
    execute(update.current_dir(copy.path()))?;
    let mut check = machine.cargo(["check", "--locked"]);
    for package in &machine.published()? {
        check.args(["-p", text(package, "name")?]);
    }
    check
        .arg("--target-dir")
        .arg(machine.target().join("minimal"));
    execute(check.current_dir(copy.path()))?;
    Ok(Outcome::Passed)
}
