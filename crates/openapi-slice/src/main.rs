//! Cuts a huge OpenAPI document down to some paths and what they need.

mod cli;
mod input;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use openapi_slice::Slice;

use crate::cli::{Args, Format, ReportFormat};
use crate::input::Input;

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // Nothing can be done about a closed standard error.
            let _ = writeln!(io::stderr(), "error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), String> {
    let input = Input::open(&args.document)
        .map_err(|error| format!("cannot read {}: {error}", args.document.display()))?;
    let slice = args
        .slicer()
        .slice_source(&input)
        .map_err(|error| format!("{}: {error}", args.document.display()))?;
    if args.why.is_empty() {
        write_slice(args, &slice, args.format(&input))?;
    } else {
        explain(args, &slice)?;
    }
    write_report(args, &slice)?;
    // The process ends here. To free a large slice piece by piece takes longer than to write it.
    std::mem::forget(slice);
    Ok(())
}

fn write_slice(args: &Args, slice: &Slice, format: Format) -> Result<(), String> {
    let text = match format {
        Format::Json => slice.to_json(),
        Format::Yaml => slice.to_yaml(),
    };
    match &args.output {
        Some(path) => std::fs::write(path, text)
            .map_err(|error| format!("cannot write {}: {error}", path.display())),
        None => print(&text),
    }
}

/// Prints the chain of references that keeps each of the names.
fn explain(args: &Args, slice: &Slice) -> Result<(), String> {
    for name in &args.why {
        let chain = slice.why(name);
        if chain.is_empty() {
            return Err(format!("{name:?} is not in the slice"));
        }
        let mut text = String::new();
        for (depth, step) in chain.iter().enumerate() {
            text.extend(std::iter::repeat_n("  ", depth));
            text.push_str(step);
            text.push('\n');
        }
        print(&text)?;
    }
    Ok(())
}

fn write_report(args: &Args, slice: &Slice) -> Result<(), String> {
    let text = match args.report {
        None => return Ok(()),
        Some(ReportFormat::Text) => slice.report().to_string(),
        Some(ReportFormat::Json) => {
            let json = serde_json::to_string(slice.report());
            json.map_err(|error| error.to_string())? + "\n"
        }
    };
    io::stderr()
        .write_all(text.as_bytes())
        .map_err(|error| format!("cannot write the report: {error}"))
}

fn print(text: &str) -> Result<(), String> {
    match io::stdout().write_all(text.as_bytes()) {
        // The reader has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(format!("cannot write to standard output: {error}")),
        Ok(()) => Ok(()),
    }
}
