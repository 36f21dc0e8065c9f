//! The gate: what must hold before anything lands, step by step.

mod features;
mod machine;
mod minimal;
mod packages;
mod steps;
mod tools;

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use self::machine::Machine;
use self::steps::{STEPS, Step};

/// Runs what CI runs, step by step, with the time that each step takes.
///
/// A step that needs what this machine lacks is skipped, and told at the end. The first step that fails ends the run, with
/// the command that repeats what failed.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run only this step; can be given several times.
    #[arg(long, value_name = "STEP", value_parser = steps::names())]
    only: Vec<String>,

    /// Leave this step out; can be given several times.
    #[arg(long, value_name = "STEP", value_parser = steps::names(), conflicts_with = "only")]
    without: Vec<String>,

    /// Go on after a step that failed.
    #[arg(long)]
    keep_going: bool,

    /// Print the steps and what each is for, and run nothing.
    #[arg(long)]
    list: bool,
}

/// How a step ended that did not fail.
enum Outcome {
    Passed,
    /// With what is missing here, and how to get it.
    Skipped(String),
}

/// The step cannot be done here.
fn skipped(why: impl Into<String>) -> Result<Outcome> {
    Ok(Outcome::Skipped(why.into()))
}

/// The step is as good as its command.
fn passed(result: Result<()>) -> Result<Outcome> {
    result.map(|()| Outcome::Passed)
}

/// How a step ended.
struct Ended {
    name: &'static str,
    outcome: Result<Outcome>,
    took: Duration,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.list {
        for step in STEPS {
            let when = if step.on_request {
                " (only when asked for)"
            } else {
                ""
            };
            say(&format!("{:<14} {}{when}", step.name, step.what));
        }
        return Ok(());
    }
    let machine = Machine::look()?;
    let mut ended = Vec::new();
    for step in STEPS.iter().filter(|step| arguments.wants(step)) {
        say(&format!("\n==> {}: {}", step.name, step.what));
        let start = Instant::now();
        let outcome = (step.run)(&machine);
        if let Err(error) = &outcome {
            say(&format!("\nFAILED: {}: {error:#}", step.name));
        }
        let failed = outcome.is_err();
        ended.push(Ended {
            name: step.name,
            outcome,
            took: start.elapsed(),
        });
        if failed && !arguments.keep_going {
            break;
        }
    }
    report(&ended)
}

impl Arguments {
    fn wants(&self, step: &Step) -> bool {
        let named = |names: &[String]| names.iter().any(|given| given == step.name);
        match self.only[..] {
            [] => !step.on_request && !named(&self.without),
            _ => named(&self.only),
        }
    }
}

/// Tells how each step ended. Fails when one failed.
fn report(ended: &[Ended]) -> Result<()> {
    say("\nstep             time  ended");
    let mut failed = Vec::new();
    for Ended {
        name,
        outcome,
        took,
    } in ended
    {
        let word = match outcome {
            Ok(Outcome::Passed) => "passed".to_owned(),
            Ok(Outcome::Skipped(why)) => format!("SKIPPED: {why}"),
            Err(_) => {
                failed.push(*name);
                "FAILED".to_owned()
            }
        };
        say(&format!("{name:<14} {:>4} s  {word}", took.as_secs()));
    }
    if let [first, ..] = failed[..] {
        bail!(
            "{} failed; repeat it with `cargo xtask ci --only {first}`",
            failed.join(", ")
        );
    }
    say("\nall steps passed");
    Ok(())
}

/// Runs a program, whose command line is printed first and named if it fails.
fn execute(command: &mut Command) -> Result<()> {
    let line = command_line(command);
    say(&format!("$ {line}"));
    let status = command
        .status()
        .map_err(|error| anyhow::anyhow!("cannot run `{line}`: {error}"))?;
    if !status.success() {
        bail!("{status}; repeat it with\n    {line}");
    }
    Ok(())
}

/// As [`execute`], and gives what the program printed on its standard output.
fn output(command: &mut Command) -> Result<String> {
    let line = command_line(command);
    say(&format!("$ {line}"));
    let output = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| anyhow::anyhow!("cannot run `{line}`: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("{}\n{text}\nrepeat it with\n    {line}", output.status);
    }
    Ok(text)
}

/// The command as one would type it, with the variables that it sets.
fn command_line(command: &Command) -> String {
    let variables = command.get_envs().filter_map(|(name, value)| {
        Some(format!(
            "{}={}",
            name.to_string_lossy(),
            quoted(&value?.to_string_lossy())
        ))
    });
    let words = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| quoted(&word.to_string_lossy()));
    variables.chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./=:,@+".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Prints a line for the person who runs the command.
#[allow(clippy::print_stdout, reason = "this is a command")]
fn say(line: &str) {
    println!("{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_printed_so_that_it_can_be_pasted() {
        let mut command = Command::new("cargo");
        command
            .args(["doc", "--features", "a,b", "it's"])
            .env("RUSTDOCFLAGS", "-D warnings");
        assert_eq!(
            command_line(&command),
            r"RUSTDOCFLAGS='-D warnings' cargo doc --features a,b 'it'\''s'"
        );
    }

    #[test]
    fn a_failure_names_what_failed_and_how_to_repeat_it() {
        let ended = [("lint", true), ("test", false)].map(|(name, passed)| Ended {
            name,
            outcome: if passed {
                Ok(Outcome::Passed)
            } else {
                Err(anyhow::anyhow!("no"))
            },
            took: Duration::ZERO,
        });
        let error = report(&ended).unwrap_err().to_string();
        assert_eq!(
            error,
            "test failed; repeat it with `cargo xtask ci --only test`"
        );
        assert!(report(&ended[..1]).is_ok());
    }
}
