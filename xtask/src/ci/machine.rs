//! What this machine has for the steps.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::workspace;

/// The machine that the gate runs on.
pub(super) struct Machine {
    pub(super) root: PathBuf,
    /// Whether the system's TLS can be built: on Linux that is OpenSSL, which needs its headers.
    pub(super) has_native_tls: bool,
}

impl Machine {
    pub(super) fn look() -> Result<Self> {
        let has_native_tls = !cfg!(target_os = "linux")
            || succeeds(Command::new("pkg-config").args(["--exists", "openssl"]));
        Ok(Self {
            root: workspace::root()?,
            has_native_tls,
        })
    }

    /// A program that is to run in the workspace.
    pub(super) fn program(&self, name: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(name);
        command.current_dir(&self.root);
        command
    }

    /// Cargo, in the workspace, as the user started it.
    pub(super) fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = self.program("cargo");
        command.args(arguments);
        command
    }

    /// Whether `cargo NAME` is there: a subcommand that is installed beside cargo.
    pub(super) fn has_subcommand(name: &str) -> bool {
        has(&format!("cargo-{name}"))
    }

    /// Whether rustup has a toolchain whose name begins so.
    pub(super) fn has_toolchain(name: &str) -> bool {
        Command::new("rustup")
            .args(["toolchain", "list"])
            .stderr(Stdio::null())
            .output()
            .is_ok_and(|output| {
                String::from_utf8_lossy(&output.stdout)
                    .lines()
                    .any(|line| line.starts_with(name))
            })
    }

    /// Where cargo builds.
    pub(super) fn target(&self) -> PathBuf {
        match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => self.root.join(folder),
            None => self.root.join("target"),
        }
    }

    /// What cargo knows of the workspace's own packages.
    pub(super) fn packages(&self) -> Result<Vec<Value>> {
        let text = super::output(&mut self.cargo([
            "metadata",
            "--format-version=1",
            "--no-deps",
            "--locked",
        ]))?;
        let mut metadata: Value = serde_json::from_str(&text).context("cargo metadata")?;
        match metadata["packages"].take() {
            Value::Array(packages) => Ok(packages),
            _ => anyhow::bail!("cargo metadata tells of no packages"),
        }
    }

    /// The packages that are published, in their order in the metadata.
    pub(super) fn published(&self) -> Result<Vec<Value>> {
        let mut packages = self.packages()?;
        packages.retain(|package| package["publish"].is_null());
        Ok(packages)
    }

    /// Graph's whole document, where it is at hand.
    pub(super) fn document(&self) -> Option<PathBuf> {
        let path = match env::var_os("GRAPH_BETA_YAML") {
            Some(path) => PathBuf::from(path),
            None => self.root.join("../shared/upstream/graph-beta.yaml"),
        };
        path.is_file().then_some(path)
    }
}

/// Whether the program is found where programs are looked for.
pub(super) fn has(program: &str) -> bool {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH").is_some_and(|paths| {
        env::split_paths(&paths).any(|folder: PathBuf| folder.join(&file).is_file())
    })
}

fn succeeds(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// A text of a value of cargo's metadata.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str> {
    value[name]
        .as_str()
        .with_context(|| format!("cargo metadata tells no {name}"))
}

/// The folder of a package.
pub(super) fn folder(package: &Value) -> Result<&Path> {
    Path::new(text(package, "manifest_path")?)
        .parent()
        .context("a manifest is in no folder")
}
