//! Decoding a page of 1,000 device states.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::quantity::{Goal, Quantity, Unit};
use super::workbench::{Workbench, figure, figures};
use super::{callgrind, consumer, data};

const SUBJECTS: [(&str, &str); 3] = [
    ("facade types", "facade"),
    ("struct", "struct"),
    ("Value", "value"),
];

/// The program, and the page that it decodes.
struct Decoder {
    program: PathBuf,
    page: PathBuf,
}

impl Decoder {
    fn new(workbench: &Workbench, folder: &Path) -> Result<Self> {
        let page = workbench.path("page.json");
        let states = data::device_states(1_000);
        fs::write(&page, format!(r#"{{"value":[{states}]}}"#))?;
        let program = folder.join("decode");
        Ok(Self { program, page })
    }

    fn command(&self, subject: &str, times: usize) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(subject).arg(&self.page).arg(times.to_string());
        command
    }

    fn instructions(&self) -> Result<Quantity> {
        let mut count = Quantity::new("decode 1,000 device states, instructions", Unit::Count);
        for (name, subject) in SUBJECTS {
            let each = callgrind::instructions_each(1, 6, |times| self.command(subject, times))?;
            count.add(name, each);
        }
        Ok(count)
    }
}

pub(super) fn measure(workbench: &Workbench) -> Result<Vec<Quantity>> {
    let decoder = Decoder::new(workbench, &workbench.release(&consumer::facade())?)?;
    let mut quantities = Vec::new();
    if callgrind::is_there() {
        quantities.push(compare(decoder.instructions()?, 1.3)?);
    }
    let mut time = Quantity::new("decode 1,000 device states, time", Unit::Seconds);
    for _ in 0..workbench.times(15, 3) {
        for (name, subject) in SUBJECTS {
            let figures = figures(&mut decoder.command(subject, 100))?;
            time.add(name, figure(&figures, "seconds")?);
        }
    }
    quantities.push(compare(time, 1.3)?);
    Ok(quantities)
}

/// The instructions, by the program of the gate in `folder`, with what the gate allows over a struct.
pub(super) fn gate(workbench: &Workbench, folder: &Path, over_struct: f64) -> Result<Quantity> {
    compare(
        Decoder::new(workbench, folder)?.instructions()?,
        over_struct,
    )
}

fn compare(quantity: Quantity, over_struct: f64) -> Result<Quantity> {
    quantity
        .ratio("facade types", "struct", Some(Goal::AtMost(over_struct)))?
        .ratio("facade types", "Value", Some(Goal::AtMost(0.6)))
}
