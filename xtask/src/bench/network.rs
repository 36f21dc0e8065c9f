//! Calls, lists and batches over loopback, to a service that answers from memory.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use super::consumer::{self, FACADE, GRAPH_RS_SDK, RAW};
use super::quantity::{Goal, Quantity, Unit};
use super::workbench::{Background, Workbench, figure, figures};
use super::{callgrind, data};

/// The measuring programs, and what the service needs.
struct Loopback {
    programs: Vec<(&'static str, PathBuf)>,
    server: PathBuf,
    items: PathBuf,
    summary: PathBuf,
}

/// The service, running.
struct Service<'a> {
    loopback: &'a Loopback,
    root: String,
    _process: Background,
}

impl Loopback {
    fn new(workbench: &Workbench) -> Result<Self> {
        let server = consumer::server();
        let server = workbench.release(&server)?.join(server.name);
        Self::of(workbench, programs(workbench)?, server)
    }

    fn of(
        workbench: &Workbench,
        programs: Vec<(&'static str, PathBuf)>,
        server: PathBuf,
    ) -> Result<Self> {
        let loopback = Self {
            programs,
            server,
            items: workbench.path("items.json"),
            summary: workbench.path("summary.json"),
        };
        fs::write(&loopback.items, data::device_states(1_000))?;
        fs::write(&loopback.summary, data::RUN_SUMMARY)?;
        Ok(loopback)
    }

    /// Starts the service with so many pages of device states, and so long a delay before each answer.
    fn serve(&self, pages: usize, delay_ms: usize) -> Result<Service<'_>> {
        let mut server = Command::new(&self.server);
        server.args([pages.to_string(), delay_ms.to_string()]);
        server.args([&self.items, &self.summary]);
        server.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut server = server.spawn().context("cannot start the service")?;
        let output = server.stdout.take().context("the service is silent")?;
        let process = Background(server);
        let mut root = String::new();
        BufReader::new(output).read_line(&mut root)?;
        Ok(Service {
            loopback: self,
            root: root.trim().to_owned(),
            _process: process,
        })
    }
}

impl Service<'_> {
    /// A run of a subject's program.
    fn command(&self, subject: &str, command: &str, count: Option<usize>) -> Result<Command> {
        let mut programs = self.loopback.programs.iter();
        let (_, program) = programs
            .find(|(name, _)| *name == subject)
            .with_context(|| format!("there is no program of {subject}"))?;
        let mut run = Command::new(program);
        run.args([command, self.root.as_str()]);
        run.args(count.map(|count| count.to_string()));
        Ok(run)
    }
}

/// The measuring programs by subject, built.
pub(super) fn programs(workbench: &Workbench) -> Result<Vec<(&'static str, PathBuf)>> {
    [
        (FACADE, consumer::facade()),
        (RAW, consumer::raw()),
        (GRAPH_RS_SDK, consumer::graph_rs_sdk()),
    ]
    .into_iter()
    .map(|(subject, consumer)| Ok((subject, workbench.release(&consumer)?.join(consumer.name))))
    .collect()
}

const SUBJECTS: [&str; 3] = [FACADE, RAW, GRAPH_RS_SDK];

const AHEAD: &str = "facade, reading ahead";
const ONE_BY_ONE: &str = "facade, page after page";

/// One run summary on a warm connection.
pub(super) fn call(workbench: &Workbench) -> Result<Vec<Quantity>> {
    let loopback = Loopback::new(workbench)?;
    let service = loopback.serve(1, 0)?;
    let mut latency = Quantity::new("run summary over loopback, latency", Unit::Seconds);
    let mut allocations = Quantity::new("run summary over loopback, allocations", Unit::Count);
    let mut bytes = Quantity::new("run summary over loopback, bytes allocated", Unit::Bytes);
    for _ in 0..workbench.times(15, 3) {
        for subject in SUBJECTS {
            let figures = figures(&mut service.command(subject, "call", Some(1_000))?)?;
            latency.add(subject, figure(&figures, "seconds")?);
            allocations.add(subject, figure(&figures, "allocations")?);
            bytes.add(subject, figure(&figures, "bytes")?);
        }
    }
    let mut quantities = vec![
        latency.ratio(FACADE, RAW, Some(Goal::AtMost(1.1)))?,
        allocations.ratio(FACADE, RAW, Some(Goal::AtMost(1.3)))?,
        bytes.ratio(FACADE, RAW, None)?,
    ];
    if callgrind::is_there() {
        let count = call_instructions(&service, &SUBJECTS)?;
        quantities.push(count.ratio(FACADE, RAW, None)?);
    }
    Ok(quantities)
}

/// The instructions of one run summary, by the programs of the gate in `folder`.
pub(super) fn gate(workbench: &Workbench, folder: &Path) -> Result<Quantity> {
    let programs = [(FACADE, "facade"), (RAW, "raw")];
    let programs = programs.map(|(subject, name)| (subject, folder.join(name)));
    let loopback = Loopback::of(workbench, programs.into(), folder.join("server"))?;
    call_instructions(&loopback.serve(1, 0)?, &[FACADE, RAW])
}

fn call_instructions(service: &Service<'_>, subjects: &[&'static str]) -> Result<Quantity> {
    let mut count = Quantity::new("run summary over loopback, instructions", Unit::Count);
    for subject in subjects {
        let few = callgrind::instructions(&service.command(subject, "call", Some(20))?)?;
        let many = callgrind::instructions(&service.command(subject, "call", Some(220))?)?;
        count.add(subject, (many - few) / 200.0);
    }
    Ok(count)
}

/// A million device states in pages of 1,000.
pub(super) fn list(workbench: &Workbench) -> Result<Vec<Quantity>> {
    let loopback = Loopback::new(workbench)?;
    let service = loopback.serve(workbench.times(1_000, 100), 0)?;
    let mut rate = Quantity::new("list of device states, items", Unit::PerSecond);
    let mut growth = Quantity::new(
        "list of device states, memory over the first page",
        Unit::Bytes,
    );
    for _ in 0..workbench.times(7, 3) {
        for subject in SUBJECTS {
            let figures = figures(&mut service.command(subject, "list", None)?)?;
            rate.add(subject, figure(&figures, "rate")?);
            growth.add(subject, figure(&figures, "growth")? * 1024.0);
        }
    }
    let mut quantities = vec![
        rate.ratio(FACADE, RAW, Some(Goal::AtLeast(0.85)))?.ratio(
            FACADE,
            GRAPH_RS_SDK,
            Some(Goal::AtLeast(1.5)),
        )?,
        growth.limit(FACADE, Goal::AtMost(16e6))?,
    ];
    if callgrind::is_there() {
        let mut count = Quantity::new("list of device states, instructions a page", Unit::Count);
        let (few, many) = (2, 12);
        for subject in SUBJECTS {
            let mut instructions = Vec::new();
            for pages in [few, many] {
                let service = loopback.serve(pages, 0)?;
                let command = service.command(subject, "list", None)?;
                instructions.push(callgrind::instructions(&command)?);
            }
            count.add(
                subject,
                (instructions[1] - instructions[0]) / (many - few) as f64,
            );
        }
        quantities.push(count.ratio(FACADE, RAW, None)?);
    }
    quantities.extend(read_ahead(workbench, &loopback)?);
    Ok(quantities)
}

/// What reading ahead gives to someone who works on each item, when the service takes its time, and what memory it takes.
fn read_ahead(workbench: &Workbench, loopback: &Loopback) -> Result<[Quantity; 2]> {
    let service = loopback.serve(50, 20)?;
    let what = "list from a service that takes 20 ms a page, 20 µs of work an item";
    let mut rate = Quantity::new(format!("{what}, items"), Unit::PerSecond);
    let mut growth = Quantity::new(format!("{what}, memory over the first page"), Unit::Bytes);
    for _ in 0..workbench.times(5, 2) {
        for (subject, ahead) in [(AHEAD, "true"), (ONE_BY_ONE, "false")] {
            let mut command = service.command(FACADE, "work", None)?;
            let figures = figures(command.arg(ahead))?;
            rate.add(subject, figure(&figures, "rate")?);
            growth.add(subject, figure(&figures, "growth")? * 1024.0);
        }
    }
    Ok([
        rate.ratio(AHEAD, ONE_BY_ONE, None)?,
        growth.limit(AHEAD, Goal::AtMost(16e6))?,
    ])
}

/// 500 run summaries, from a service that takes 20 ms for an answer.
pub(super) fn batch(workbench: &Workbench) -> Result<Vec<Quantity>> {
    let loopback = Loopback::new(workbench)?;
    let service = loopback.serve(1, 20)?;
    let mut time = Quantity::new(
        "500 run summaries from a service that takes 20 ms",
        Unit::Seconds,
    );
    for _ in 0..workbench.times(5, 1) {
        for subject in ["one-by-one", "batch"] {
            let figures = figures(&mut service.command(FACADE, subject, Some(500))?)?;
            time.add(subject, figure(&figures, "seconds")?);
        }
    }
    Ok(vec![time.ratio(
        "one-by-one",
        "batch",
        Some(Goal::AtLeast(40.0)),
    )?])
}
