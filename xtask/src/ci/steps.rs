//! The steps of the gate, in their order: what fails fast comes first.

use anyhow::{Context as _, Result, bail, ensure};

use super::machine::{Machine, has, text};
use super::{Outcome, execute, features, minimal, output, packages, passed, skipped, tools};

/// A step of the gate.
pub(super) struct Step {
    pub(super) name: &'static str,
    /// What holds when the step passes.
    pub(super) what: &'static str,
    pub(super) run: fn(&Machine) -> Result<Outcome>,
    /// Runs only when it is asked for, since it builds everything anew.
    pub(super) on_request: bool,
}

/// All steps.
pub(super) const STEPS: &[Step] = &[
    Step {
        name: "format",
        what: "the code is laid out as rustfmt does",
        run: format,
        on_request: false,
    },
    Step {
        name: "words",
        what: "no spelling mistakes (typos)",
        run: tools::words,
        on_request: false,
    },
    Step {
        name: "workflows",
        what: "the workflows are valid (actionlint)",
        run: tools::workflows,
        on_request: false,
    },
    Step {
        name: "book",
        what: "the guide builds (mdbook)",
        run: tools::book,
        on_request: false,
    },
    Step {
        name: "lint",
        what: "no warning of Clippy, with all features",
        run: lint,
        on_request: false,
    },
    Step {
        name: "readme",
        what: "the README's two commands, as they stand there: the picture and all tests",
        run: readme,
        on_request: false,
    },
    Step {
        name: "system-tls",
        what: "https over the system's TLS, which then brings nothing of rustls",
        run: system_tls,
        on_request: false,
    },
    Step {
        name: "as-generated",
        what: "the facade works the same without the feature generate",
        run: as_generated,
        on_request: false,
    },
    Step {
        name: "drift",
        what: "the specification is what codegen makes of Graph's document",
        run: drift,
        on_request: false,
    },
    Step {
        name: "features",
        what: "every combination of features of the published crates compiles",
        run: features::check,
        on_request: false,
    },
    Step {
        name: "spec-check",
        what: "other tools find nothing wrong with the specification",
        run: spec_check,
        on_request: false,
    },
    Step {
        name: "docs",
        what: "the documentation builds without a warning",
        run: docs,
        on_request: false,
    },
    Step {
        name: "packages",
        what: "every published crate builds from its package, and holds what it needs and nothing else",
        run: packages::check,
        on_request: false,
    },
    Step {
        name: "instructions",
        what: "calls and decoding take no more instructions than was measured",
        run: instructions,
        on_request: false,
    },
    Step {
        name: "dependencies",
        what: "licences, sources and duplicates are the known ones (cargo-deny)",
        run: tools::dependencies,
        on_request: false,
    },
    Step {
        name: "unused",
        what: "no dependency is named and not used (cargo-machete)",
        run: tools::unused,
        on_request: false,
    },
    Step {
        name: "public-api",
        what: "the public API is the one in api/ (cargo-public-api)",
        run: tools::public_api,
        on_request: false,
    },
    Step {
        name: "semver",
        what: "the version says what changed since the last release (cargo-semver-checks)",
        run: tools::semver,
        on_request: false,
    },
    Step {
        name: "msrv",
        what: "the published crates compile with the oldest Rust that they promise",
        run: tools::msrv,
        on_request: false,
    },
    Step {
        name: "minimal",
        what: "the published crates compile with the oldest dependencies that they allow",
        run: minimal::check,
        on_request: true,
    },
];

/// The names of the steps, as the command line takes them.
pub(super) fn names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

fn format(machine: &Machine) -> Result<Outcome> {
    passed(execute(&mut machine.cargo(["fmt", "--all", "--check"])))
}

/// The flags that turn on all features that this machine can build.
fn all_features(machine: &Machine) -> Result<Vec<String>> {
    if machine.has_native_tls {
        return Ok(vec!["--all-features".to_owned()]);
    }
    let mut features = Vec::new();
    for package in machine.packages()? {
        let name = text(&package, "name")?;
        let own = package["features"].as_object().into_iter().flatten();
        let own = own
            .map(|(feature, _)| feature)
            .filter(|feature| *feature != "native-tls");
        features.extend(own.map(|feature| format!("{name}/{feature}")));
    }
    Ok(vec!["--features".to_owned(), features.join(",")])
}

fn lint(machine: &Machine) -> Result<Outcome> {
    let mut command = machine.cargo(["clippy", "--workspace", "--all-targets", "--locked"]);
    command
        .args(all_features(machine)?)
        .args(["--", "-D", "warnings"]);
    passed(execute(&mut command))
}

/// The commands of the first block of shell in the README, run as they stand there.
fn readme(machine: &Machine) -> Result<Outcome> {
    let readme = std::fs::read_to_string(machine.root.join("README.md")).context("README.md")?;
    let commands = commands(&readme);
    ensure!(
        commands.len() == 2,
        "the README's first block of shell should hold two commands: {commands:?}"
    );
    let shown = output(machine.program("sh").args(["-c", &commands[0]]))?;
    super::say(&shown);
    ensure!(
        shown.contains('█'),
        "`{}` does not show the picture with bars",
        commands[0]
    );
    // What the second prints goes straight through: whoever reads the log counts its tests.
    passed(execute(machine.program("sh").args(["-c", &commands[1]])))
}

fn commands(readme: &str) -> Vec<String> {
    let block = readme
        .split_once("```sh\n")
        .and_then(|(_, rest)| rest.split_once("```"));
    let lines = block.map_or("", |(block, _)| block).lines();
    lines
        .map(|line| line.split(" #").next().unwrap_or(line).trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

fn system_tls(machine: &Machine) -> Result<Outcome> {
    if !machine.has_native_tls {
        return skipped("pkg-config finds no openssl (Debian: libssl-dev and pkg-config)");
    }
    execute(&mut machine.cargo([
        "test",
        "--locked",
        "-p",
        "workspace-tests",
        "--features",
        "native-tls",
        "--test",
        "facade",
        "--test",
        "faults",
        "https",
    ]))?;
    let tree = output(&mut machine.cargo([
        "tree",
        "--locked",
        "-p",
        "intune-hardware-configurations",
        "--no-default-features",
        "--features",
        "native-tls",
        "-e",
        "normal,build",
        "--prefix",
        "none",
    ]))?;
    let of_rustls = ["ring", "rustls", "rustls-platform-verifier"];
    let brought = tree.lines().find(|line| {
        of_rustls
            .iter()
            .any(|name| line.split(' ').next() == Some(name))
    });
    if let Some(brought) = brought {
        bail!("the feature native-tls brings {brought}");
    }
    Ok(Outcome::Passed)
}

/// The examples of the documentation run against the emulator, over the client as it was generated.
fn as_generated(machine: &Machine) -> Result<Outcome> {
    passed(execute(&mut machine.cargo([
        "test",
        "--doc",
        "--locked",
        "-p",
        "intune-hardware-configurations",
        "--no-default-features",
        "--features",
        "rustls",
    ])))
}

fn drift(machine: &Machine) -> Result<Outcome> {
    let mut command = machine.cargo(["xtask", "codegen", "--check"]);
    if let Some(document) = machine.document() {
        command.arg("--input").arg(document);
    }
    passed(execute(&mut command))
}

fn spec_check(machine: &Machine) -> Result<Outcome> {
    if !machine.root.join("target/spec-check").is_dir() {
        return skipped("no tool is installed: `cargo xtask spec-check --install`");
    }
    passed(execute(&mut machine.cargo(["xtask", "spec-check"])))
}

fn docs(machine: &Machine) -> Result<Outcome> {
    let mut command = machine.cargo(["doc", "--workspace", "--no-deps", "--locked"]);
    command
        .args(all_features(machine)?)
        .env("RUSTDOCFLAGS", "-D warnings");
    passed(execute(&mut command))
}

fn instructions(machine: &Machine) -> Result<Outcome> {
    if !has("valgrind") {
        return skipped("valgrind is not installed");
    }
    let folder = machine.target().join("gate");
    let mut command = machine.cargo(["xtask", "bench", "--only", "gate", "--check", "--folder"]);
    command.arg(&folder).arg("--output").arg(&folder);
    passed(execute(&mut command))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_of_the_readme_are_found() {
        let text = "# A\n\n```rust\nfn a() {}\n```\n\n```sh\ncargo a -- --b   # words\n\ncargo c\n```\n```sh\nd\n```\n";
        assert_eq!(commands(text), ["cargo a -- --b", "cargo c"]);
    }
}
