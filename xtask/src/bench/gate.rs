//! The gate against regressions: what must not grow, in instructions, which no busy machine disturbs.

use anyhow::{Result, ensure};

use super::consumer::{self, FACADE, RAW};
use super::quantity::{Goal, Quantity};
use super::workbench::Workbench;
use super::{callgrind, decode, network};

/// A run summary, against raw reqwest: what was measured last, and nearly two hundredths.
const CALL: Goal = Goal::AtMost(1.14);
/// A page of 1,000 device states, against a struct by hand: alike.
const DECODE: f64 = 1.11;

pub(super) fn measure(workbench: &Workbench) -> Result<Vec<Quantity>> {
    ensure!(callgrind::is_there(), "the gate counts with valgrind");
    let folder = workbench.release(&consumer::gate())?;
    Ok(vec![
        decode::gate(workbench, &folder, DECODE)?,
        network::gate(workbench, &folder)?.ratio(FACADE, RAW, Some(CALL))?,
    ])
}
