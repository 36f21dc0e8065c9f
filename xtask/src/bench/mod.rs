//! Measures what users pay for, each beside what they would use instead: build time, size, decoding, calls, lists.

mod builds;
mod callgrind;
mod consumer;
mod data;
mod decode;
mod floor;
mod gate;
mod machine;
mod network;
mod programs;
mod quantity;
mod report;
mod size;
mod start;
mod workbench;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use self::quantity::Quantity;
use self::workbench::Workbench;
use crate::workspace;

/// Measures what users pay for (build time, size, decoding, calls, lists), each beside what they would
/// use instead, and writes results.md and results.json.
///
/// Makes what it needs in a temporary folder and changes nothing in the workspace but the results. Builds
/// from the package registry, clean builds without a compiler cache, so the whole takes long.
/// Instructions are counted with valgrind, where it is installed.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Measure only this; can be given several times.
    #[arg(long, value_name = "NAME", value_enum)]
    only: Vec<Name>,

    /// Repeat less: for a look, not for the record.
    #[arg(long)]
    quick: bool,

    /// Build in this folder and keep it, so that the next run in it is fast [default: a temporary folder].
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,

    /// Fail when a goal is missed.
    #[arg(long)]
    check: bool,

    /// Where the results go.
    #[arg(long, value_name = "FOLDER", default_value = "target/bench")]
    output: PathBuf,
}

/// A measurement.
#[derive(Clone, Copy, Debug, PartialEq, clap::ValueEnum)]
enum Name {
    /// Clean debug builds of a consumer: CPU and wall time, crates.
    Build,
    /// Builds after touching the consumer, and after changing the specification.
    Incremental,
    /// Stripped release binaries that print a run summary.
    Size,
    /// Decoding a page of 1,000 device states: instructions and time.
    Decode,
    /// One run summary over loopback: latency, instructions, allocations.
    Call,
    /// A long list of device states: items a second, instructions a page, growth of memory.
    List,
    /// 500 run summaries in batches, from a service that takes 20 ms.
    Batch,
    /// From the start of a process to its first request.
    Start,
    /// Instructions of decoding and of a run summary, quick to build; only when asked for.
    Gate,
}

impl Name {
    fn measure(self, workbench: &Workbench) -> Result<Vec<Quantity>> {
        match self {
            Self::Build => builds::clean(workbench),
            Self::Incremental => builds::incremental(workbench),
            Self::Size => size::measure(workbench),
            Self::Decode => decode::measure(workbench),
            Self::Call => network::call(workbench),
            Self::List => network::list(workbench),
            Self::Batch => network::batch(workbench),
            Self::Start => start::measure(workbench),
            Self::Gate => gate::measure(workbench),
        }
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let workspace = workspace::root()?;
    let workbench = Workbench::new(&workspace, arguments.folder.as_deref(), arguments.quick)?;
    let output = workspace.join(&arguments.output);
    let mut quantities = Vec::new();
    let mut failed = Vec::new();
    for name in <Name as clap::ValueEnum>::value_variants() {
        let is_wanted = match arguments.only[..] {
            // What the gate counts is counted by others as well.
            [] => *name != Name::Gate,
            _ => arguments.only.contains(name),
        };
        if !is_wanted {
            continue;
        }
        // What was measured in an hour is not lost for what comes after it.
        match name.measure(&workbench) {
            Ok(measured) => quantities.extend(measured),
            Err(error) => failed.push(format!("{name:?}: {error:#}")),
        }
        save(&output, &quantities)?;
    }
    say(&report::markdown(&machine::describe(), &quantities));
    ensure!(failed.is_empty(), "not measured: {}", failed.join("; "));
    let missed: Vec<&str> = quantities
        .iter()
        .filter(|quantity| !quantity.meets_its_goals())
        .map(|quantity| quantity.what.as_str())
        .collect();
    ensure!(
        !arguments.check || missed.is_empty(),
        "goals are missed: {}",
        missed.join("; ")
    );
    Ok(())
}

/// Writes what is there of the results.
fn save(output: &Path, quantities: &[Quantity]) -> Result<()> {
    let machine = machine::describe();
    let json = report::json(&machine, quantities)?;
    fs::create_dir_all(output)
        .and_then(|()| {
            let markdown = report::markdown(&machine, quantities);
            fs::write(output.join("results.md"), markdown)
        })
        .and_then(|()| fs::write(output.join("results.json"), json))
        .with_context(|| format!("cannot write the results to {}", output.display()))
}

/// Prints a result.
#[allow(clippy::print_stdout, reason = "this is a command")]
fn say(text: &str) {
    println!("{text}");
}

/// Prints what is being done; a measurement takes minutes.
#[allow(clippy::print_stderr, reason = "this is a command")]
fn tell(text: &str) {
    eprintln!("bench: {text}");
}
