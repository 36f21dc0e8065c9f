//! The folder in which everything is built and run.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use std::{env, fs};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use tempfile::TempDir;

use super::consumer::Consumer;
use super::tell;

/// A folder with a copy of the crates, so that a measurement can change them.
pub(super) struct Workbench {
    folder: PathBuf,
    quick: bool,
    /// Removes the folder in the end, unless it is to be kept.
    _temporary: Option<TempDir>,
}

/// What a build took.
pub(super) struct Built {
    /// CPU seconds of the compiler and all that it started, where the system says so.
    pub(super) processor: Option<f64>,
    /// Seconds on the clock.
    pub(super) wall: f64,
    /// The packages that were compiled, not taken from an earlier build.
    pub(super) compiled: BTreeSet<String>,
}

impl Workbench {
    /// Copies the crates of the workspace to `kept`, or to a temporary folder.
    pub(super) fn new(workspace: &Path, kept: Option<&Path>, quick: bool) -> Result<Self> {
        let (folder, temporary) = match kept {
            Some(folder) => (folder.to_owned(), None),
            None => {
                let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
                (folder.path().to_owned(), Some(folder))
            }
        };
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let folder = folder.canonicalize()?;
        let manifest = fs::read_to_string(workspace.join("Cargo.toml"))?;
        let members = "members = [\"crates/*\"]";
        let manifest: Vec<&str> = manifest
            .lines()
            .map(|line| {
                if line.starts_with("members") {
                    members
                } else {
                    line
                }
            })
            .collect();
        write(&folder.join("Cargo.toml"), manifest.join("\n").as_bytes())?;
        for name in ["client", "facade", "transport"] {
            let path = Path::new("crates").join(name);
            copy(&workspace.join(&path), &folder.join(&path))?;
        }
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Self {
            folder,
            quick,
            _temporary: temporary,
        })
    }

    /// How often to repeat: as asked for, or a few times when in a hurry.
    pub(super) fn times(&self, usual: usize, quick: usize) -> usize {
        if self.quick { quick } else { usual }
    }

    /// A path in the folder.
    pub(super) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.join(path)
    }

    /// Writes a package and downloads what it depends on, at the versions of the workspace where it has them.
    pub(super) fn write(&self, consumer: &Consumer) -> Result<PathBuf> {
        let package = self.path(consumer.name);
        let files = consumer
            .files
            .iter()
            .map(|(path, text)| (*path, text.as_ref()));
        let manifest = consumer.manifest();
        for (path, text) in files.chain([("Cargo.toml", manifest.as_str())]) {
            write(&package.join(path), text.as_bytes())?;
        }
        let lock = package.join("Cargo.lock");
        if !lock.exists() {
            fs::copy(self.path("Cargo.lock"), lock)?;
        }
        succeed(cargo(&package).args(["fetch", "--quiet"]))?;
        Ok(package)
    }

    /// Writes a package and builds its programs for release. Gives the folder of the programs.
    pub(super) fn release(&self, consumer: &Consumer) -> Result<PathBuf> {
        tell(&format!("building {} for release", consumer.name));
        let package = self.write(consumer)?;
        // Only the result counts, so a compiler cache may help.
        let mut cargo = cargo(&package);
        cargo.args(["build", "--offline", "--release"]);
        if let Some(wrapper) = env::var_os("RUSTC_WRAPPER") {
            cargo.env("RUSTC_WRAPPER", wrapper);
        }
        succeed(&mut cargo)?;
        Ok(package.join("target/release"))
    }
}

/// Builds a package for debugging, without a compiler cache and without the network.
pub(super) fn build(package: &Path) -> Result<Built> {
    let before = processor_time();
    let started = Instant::now();
    let mut cargo = cargo(package);
    cargo.args(["build", "--offline", "--message-format=json"]);
    let output = succeed(&mut cargo)?;
    let wall = started.elapsed().as_secs_f64();
    let processor = processor_time()
        .zip(before)
        .map(|(after, before)| after - before);
    let messages = output
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let compiled = messages
        .filter(|message| message["reason"] == "compiler-artifact" && message["fresh"] == false)
        .filter_map(|message| Some(message["package_id"].as_str()?.to_owned()))
        .collect();
    Ok(Built {
        processor,
        wall,
        compiled,
    })
}

/// Cargo, in the folder of a package, as it is for a user who has set nothing.
fn cargo(package: &Path) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(package);
    for (name, _) in env::vars_os() {
        let shown = name.to_string_lossy();
        let is_kept = ["CARGO", "CARGO_HOME", "CARGO_NET_OFFLINE"].contains(&shown.as_ref());
        if (shown.starts_with("CARGO") || shown.starts_with("RUSTC") || shown == "RUSTFLAGS")
            && !is_kept
        {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Runs a command to its end and gives what it printed.
pub(super) fn succeed(command: &mut Command) -> Result<String> {
    let program = Path::new(command.get_program());
    let program = program
        .file_name()
        .unwrap_or_default()
        .display()
        .to_string();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot run {program}: is it installed?"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let arguments: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
        bail!("{program} {} failed:\n{said}", arguments.join(" "));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a measuring program and gives the figures that it printed.
pub(super) fn figures(command: &mut Command) -> Result<Value> {
    let output = succeed(command)?;
    serde_json::from_str(&output).with_context(|| format!("not figures: {output:?}"))
}

/// One of the figures of a measuring program.
pub(super) fn figure(figures: &Value, name: &str) -> Result<f64> {
    let value = figures[name].as_f64();
    value.with_context(|| format!("the measuring program gave no {name}"))
}

/// A process that ends with this value.
pub(super) struct Background(pub(super) Child);

impl Drop for Background {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// CPU seconds of all processes that were started from here and have ended.
fn processor_time() -> Option<f64> {
    // Linux counts in hundredths of a second. The fields follow the name of the program, which may have spaces.
    let text = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<f64>().ok();
    Some((ticks(13)? + ticks(14)?) / 100.0)
}

/// Copies a folder; a link becomes the file that it leads to.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?.path();
        let name = entry.file_name().context("a file without a name")?;
        if entry.is_dir() {
            copy(&entry, &to.join(name))?;
        } else {
            let bytes =
                fs::read(&entry).with_context(|| format!("cannot read {}", entry.display()))?;
            write(&to.join(name), &bytes)?;
        }
    }
    Ok(())
}

/// Writes a file, unless it is as it should be: to write it anew would make Cargo build again.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
