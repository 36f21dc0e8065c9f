//! Other people's tools read the specification: what they find wrong, our readers would stumble over.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};

use crate::workspace;

const SPECIFICATION: &str = "spec/hardware-configurations.json";

/// Lets other tools, pinned, check the specification, and says which are missing.
///
/// They are looked for in target/spec-check, where `--install` puts them; nothing is installed without it.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Install the tools that are missing, with npm and with pip, into target/spec-check.
    #[arg(long)]
    install: bool,
}

/// A tool in a pinned version.
struct Tool {
    program: &'static str,
    package: &'static str,
    version: &'static str,
    source: Source,
    /// What it is called with; the specification comes last.
    arguments: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq)]
enum Source {
    Npm,
    Pip,
}

const TOOLS: [Tool; 3] = [
    Tool {
        program: "redocly",
        package: "@redocly/cli",
        version: "2.77.0",
        source: Source::Npm,
        arguments: &["lint", "--extends", "recommended", "--max-problems", "20"],
    },
    Tool {
        program: "spectral",
        package: "@stoplight/spectral-cli",
        version: "6.16.3",
        source: Source::Npm,
        arguments: &["lint", "--fail-severity", "hint", "--ruleset", RULESET],
    },
    Tool {
        program: "openapi-spec-validator",
        package: "openapi-spec-validator",
        version: "0.9.0",
        source: Source::Pip,
        arguments: &[],
    },
];

/// Spectral's own rules; it takes them from a file only.
const RULESET: &str = "spec/spectral.yaml";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root()?;
    let folder = root.join("target/spec-check");
    let (mut missing, mut failed) = (Vec::new(), Vec::new());
    for tool in &TOOLS {
        if arguments.install && !tool.path(&folder).is_file() {
            // A registry that cannot be reached says nothing of the specification.
            if let Err(error) = tool.install(&folder) {
                say(format_args!("{} is not installed: {error:#}", tool.package));
            }
        }
        let path = tool.path(&folder);
        if !path.is_file() {
            missing.push(format!("{} {}", tool.package, tool.version));
            continue;
        }
        say(format_args!("{} {}", tool.package, tool.version));
        let status = Command::new(&path)
            .args(tool.arguments)
            .arg(SPECIFICATION)
            .current_dir(&root)
            .status()
            .with_context(|| format!("cannot run {}", path.display()))?;
        if !status.success() {
            failed.push(tool.package);
        }
    }
    if !missing.is_empty() {
        let missing = missing.join(", ");
        say(format_args!(
            "SKIPPED: {missing}; `cargo xtask spec-check --install` gets them"
        ));
    }
    if !failed.is_empty() {
        bail!("{SPECIFICATION} does not satisfy {}", failed.join(", "));
    }
    Ok(())
}

impl Tool {
    fn path(&self, folder: &Path) -> PathBuf {
        match self.source {
            Source::Npm => folder.join("node_modules/.bin").join(self.program),
            Source::Pip => folder.join("python/bin").join(self.program),
        }
    }

    fn install(&self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        match self.source {
            Source::Npm => quiet(
                Command::new("npm")
                    .args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
                    .arg(folder)
                    .arg(format!("{}@{}", self.package, self.version)),
            ),
            Source::Pip => {
                let python = folder.join("python");
                quiet(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
                quiet(
                    Command::new(python.join("bin/pip"))
                        .args(["install", "--quiet"])
                        .arg(format!("{}=={}", self.package, self.version)),
                )
            }
        }
    }
}

fn quiet(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_owned();
    let status = command
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("cannot run {}", name.display()))?;
    ensure!(status.success(), "{} failed", name.display());
    Ok(())
}

fn say(line: std::fmt::Arguments<'_>) {
    use std::io::Write as _;

    _ = writeln!(std::io::stdout(), "{line}");
}
