//! Maintainer commands: `cargo xtask …`.

mod bench;
mod ci;
mod codegen;
mod public_api;
#[cfg(test)]
mod rooms;
mod spec_check;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Maintainer commands of this workspace.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Bench(bench::Arguments),
    Ci(ci::Arguments),
    /// Makes spec/hardware-configurations.json from Graph's whole OpenAPI document.
    Codegen(codegen::Arguments),
    PublicApi(public_api::Arguments),
    SpecCheck(spec_check::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Ci(arguments) => ci::run(&arguments),
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::PublicApi(arguments) => public_api::run(&arguments),
        Command::SpecCheck(arguments) => spec_check::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            codegen::tell_error(&error);
            ExitCode::FAILURE
        }
    }
}
