//! Maintainer commands: `cargo xtask …`.

mod bench;
mod codegen;
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
    /// Makes spec/hardware-configurations.json from Graph's whole OpenAPI document.
    Codegen(codegen::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Codegen(arguments) => codegen::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            codegen::tell_error(&error);
            ExitCode::FAILURE
        }
    }
}
