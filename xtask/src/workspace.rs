//! Where the workspace is that a command works on.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The top folder of the workspace, found when the command runs: two checkouts may share one target folder, and so one
/// built `xtask`.
pub(crate) fn root() -> Result<PathBuf> {
    // Cargo tells the program that it runs where the package is; started by hand, it is the folder one stands in.
    let start = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(package) => PathBuf::from(package),
        None => env::current_dir().context("there is no current folder")?,
    };
    above(&start).with_context(|| {
        format!(
            "{} is not inside of the workspace: run `cargo xtask` there",
            start.display()
        )
    })
}

/// The nearest folder, from `start` upwards, that holds the workspace.
fn above(start: &Path) -> Option<PathBuf> {
    start
        .ancestors()
        .find(|folder| folder.join("spec/upstream.toml").is_file() && folder.join("xtask").is_dir())
        .map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn each_checkout_finds_itself() {
        let place = tempfile::tempdir().unwrap();
        let folders = ["one", "two"].map(|name| place.path().join(name));
        for folder in &folders {
            fs::create_dir_all(folder.join("xtask/src")).unwrap();
            fs::create_dir_all(folder.join("spec")).unwrap();
            fs::write(folder.join("spec/upstream.toml"), "").unwrap();
            assert_eq!(above(&folder.join("xtask/src")).as_ref(), Some(folder));
        }
        assert_eq!(above(place.path()), None);
    }
}
