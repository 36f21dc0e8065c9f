//! The public API of the published crates as text files, so that a review sees what a change does to it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use crate::workspace;

/// The crates whose API is promised.
const CRATES: [&str; 5] = [
    "intune-hardware-configurations",
    "intune-hardware-configurations-client",
    "intune-hardware-configurations-emulator",
    "msgraph-transport",
    "openapi-slice",
];

/// Where the texts are.
const FOLDER: &str = "api";

/// Writes the public API of the published crates to api/, a line an item, with all features on.
///
/// Needs a nightly toolchain and cargo-public-api. The texts depend a little on the toolchain's version.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; fail if the files are not what would be written.
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root()?;
    let folder = root.join(FOLDER);
    let mut changed = Vec::new();
    for name in CRATES {
        let text = public_api(&root, name)?;
        let path = folder.join(format!("{name}.txt"));
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        changed.push(name);
        if !arguments.check {
            fs::create_dir_all(&folder)
                .and_then(|()| fs::write(&path, &text))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    ensure!(
        !arguments.check || changed.is_empty(),
        "the public API of {} is not the one in {FOLDER}/: run `cargo xtask public-api`, and read the difference",
        changed.join(", ")
    );
    Ok(())
}

/// The public API of a crate, without what each type implements of itself or by a blanket.
fn public_api(root: &Path, name: &str) -> Result<String> {
    let output = Command::new("cargo")
        .current_dir(root)
        .args([
            "+nightly",
            "public-api",
            "-p",
            name,
            "--all-features",
            "-sss",
        ])
        .output()
        .context("cannot run cargo")?;
    if !output.status.success() {
        bail!(
            "cargo public-api failed for {name}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    String::from_utf8(output.stdout).context("cargo public-api prints no text")
}
