//! Decoding a page of 1,000 device states.

use std::fs;
use std::process::Command;

use anyhow::Result;

use super::quantity::{Goal, Quantity, Unit};
use super::workbench::{Workbench, figure, figures};
use super::{callgrind, consumer, data};

pub(super) fn measure(workbench: &Workbench) -> Result<Vec<Quantity>> {
    let program = workbench.release(&consumer::facade())?.join("decode");
    let page = workbench.path("page.json");
    fs::write(
        &page,
        format!(r#"{{"value":[{}]}}"#, data::device_states(1_000)),
    )?;
    let subjects = [
        ("facade types", "facade"),
        ("struct", "struct"),
        ("Value", "value"),
    ];
    let command = |subject: &str, times: usize| {
        let mut command = Command::new(&program);
        command.arg(subject).arg(&page).arg(times.to_string());
        command
    };

    let mut quantities = Vec::new();
    if callgrind::is_there() {
        let mut count = Quantity::new("decode 1,000 device states, instructions", Unit::Count);
        for (name, subject) in subjects {
            let each = callgrind::instructions_each(1, 6, |times| command(subject, times))?;
            count.add(name, each);
        }
        quantities.push(with_goals(count)?);
    }
    let mut time = Quantity::new("decode 1,000 device states, time", Unit::Seconds);
    for _ in 0..workbench.times(15, 3) {
        for (name, subject) in subjects {
            let figures = figures(&mut command(subject, 100))?;
            time.add(name, figure(&figures, "seconds")?);
        }
    }
    quantities.push(with_goals(time)?);
    Ok(quantities)
}

fn with_goals(quantity: Quantity) -> Result<Quantity> {
    quantity
        .ratio("facade types", "struct", Some(Goal::AtMost(1.3)))?
        .ratio("facade types", "Value", Some(Goal::AtMost(0.6)))
}
