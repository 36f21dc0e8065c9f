//! Counting instructions, which no busy neighbour disturbs.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use super::tell;

/// Whether valgrind is installed; says so when it is not.
pub(super) fn is_there() -> bool {
    let version = Command::new("valgrind")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let is_there = version.is_ok_and(|status| status.success());
    if !is_there {
        tell("valgrind is not installed: instructions are left out");
    }
    is_there
}

/// The instructions that a program executes, the system's not counted.
pub(super) fn instructions(program: &Command) -> Result<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program.get_program())
        .args(program.get_args())
        .stdin(Stdio::null())
        .output()
        .context("cannot run valgrind")?;
    let said = String::from_utf8_lossy(&output.stderr);
    collected(&said)
        .filter(|_| output.status.success())
        .with_context(|| format!("valgrind did not count: {said}"))
}

/// The instructions of one repetition: of `many` repetitions less those of `few`, which leaves the start of the
/// process out.
pub(super) fn instructions_each(
    few: usize,
    many: usize,
    program: impl Fn(usize) -> Command,
) -> Result<f64> {
    let few_take = instructions(&program(few))?;
    let many_take = instructions(&program(many))?;
    Ok((many_take - few_take) / (many - few) as f64)
}

/// The figure after `Collected :`.
fn collected(said: &str) -> Option<f64> {
    let line = said
        .lines()
        .find_map(|line| line.split_once("Collected :"))?;
    line.1.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::collected;

    #[test]
    fn the_count_is_found() {
        let said = "==7== Events    : Ir\n==7== Collected : 123456\n==7==\n";
        assert_eq!(collected(said), Some(123_456.0));
        assert_eq!(collected("==7== killed"), None);
    }
}
