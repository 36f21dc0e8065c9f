//! A test that runs itself, or another, again in a process of its own: environment variables are for a whole process.

use std::process::Command;

/// Runs the test called `name` in this program, with what `set_up` does to its environment. It must pass.
pub(crate) fn run_again(name: &str, set_up: impl FnOnce(&mut Command) -> &mut Command) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = set_up(command.args(["--exact", name])).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    // A test that does not exist succeeds as well.
    let has_passed = output.status.success() && said.contains("1 passed");
    assert!(has_passed, "{name}: {said}");
}
