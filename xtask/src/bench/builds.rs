//! Builds of a consumer: from nothing, after touching it, after changing the specification.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use super::consumer::{
    Consumer, FACADE, FACADE_NATIVE, FACADE_TAKEN, FACADE_TAKEN_NATIVE, FLOOR, FLOOR_NATIVE,
    FLOOR_TAKEN, FLOOR_TAKEN_NATIVE, GENERATED, GRAPH_RS_SDK, RAW, summary_with_facade,
    summary_with_generated, summary_with_graph_rs_sdk, summary_with_raw,
};
use super::quantity::{Goal, Quantity, Unit};
use super::workbench::{Built, Workbench, build};
use super::{floor, tell};

const SPECIFICATION: &str = "crates/client/spec/hardware-configurations.json";

/// CPU and wall time of builds.
struct Times {
    processor: Quantity,
    wall: Quantity,
}

impl Times {
    fn new(what: &str) -> Self {
        Self {
            processor: Quantity::new(format!("{what}, CPU time"), Unit::Seconds),
            wall: Quantity::new(format!("{what}, wall time"), Unit::Seconds),
        }
    }

    fn add(&mut self, subject: &str, built: &Built) {
        if let Some(seconds) = built.processor {
            self.processor.add(subject, seconds);
        }
        self.wall.add(subject, built.wall);
    }

    /// Both, compared alike; CPU time only where the system tells it.
    fn compare(self, compare: impl Fn(Quantity) -> Result<Quantity>) -> Result<Vec<Quantity>> {
        [self.processor, self.wall]
            .into_iter()
            .filter(|quantity| !quantity.subjects.is_empty())
            .map(compare)
            .collect()
    }
}

/// From an empty target folder, everything downloaded.
pub(super) fn clean(workbench: &Workbench) -> Result<Vec<Quantity>> {
    let rustls = ["generate", "rustls"];
    let native = ["generate", "native-tls"];
    let subjects = [
        (FACADE, summary_with_facade("summary-facade", &rustls)),
        (
            FACADE_NATIVE,
            summary_with_facade("summary-native", &native),
        ),
        (
            FACADE_TAKEN,
            summary_with_facade("summary-taken", &rustls[1..]),
        ),
        (
            FACADE_TAKEN_NATIVE,
            summary_with_facade("summary-taken-native", &native[1..]),
        ),
        (GRAPH_RS_SDK, summary_with_graph_rs_sdk()),
        (GENERATED, generated(workbench)?),
        (FLOOR, floor::consumer(workbench, "floor", &rustls)?),
        (
            FLOOR_NATIVE,
            floor::consumer(workbench, "floor-native", &native)?,
        ),
        (
            FLOOR_TAKEN,
            floor::consumer(workbench, "floor-taken", &rustls[1..])?,
        ),
        (
            FLOOR_TAKEN_NATIVE,
            floor::consumer(workbench, "floor-taken-native", &native[1..])?,
        ),
        (RAW, summary_with_raw()),
    ];
    let packages = write_all(workbench, &subjects)?;
    let mut times = Times::new("clean debug build");
    let mut crates = Quantity::new("clean debug build, crates", Unit::Count);
    for round in 0..workbench.times(3, 1) {
        for (subject, package) in &packages {
            tell(&format!("building {subject} from nothing"));
            let target = package.join("target");
            if target.exists() {
                fs::remove_dir_all(&target)?;
            }
            let built = build(package)?;
            times.add(subject, &built);
            if round == 0 {
                crates.add(subject, built.compiled.len() as f64);
            }
        }
    }
    // The goals are of the CPU time: the wall time goes with what else the machine does.
    let mut quantities = times.compare(|time| {
        let goal = |most| {
            time.what
                .ends_with("CPU time")
                .then_some(Goal::AtMost(most))
        };
        let (rustls, native) = (goal(0.58), goal(0.5));
        time.ratio(FACADE_TAKEN, GRAPH_RS_SDK, rustls)?
            .ratio(FACADE_TAKEN_NATIVE, GRAPH_RS_SDK, native)?
            .ratio(FACADE, GRAPH_RS_SDK, None)?
            .ratio(FACADE_NATIVE, GRAPH_RS_SDK, None)?
            .ratio(FACADE, GENERATED, None)?
            .ratio(FLOOR, GRAPH_RS_SDK, None)?
            .ratio(FLOOR_NATIVE, GRAPH_RS_SDK, None)?
            .ratio(FLOOR_TAKEN, GRAPH_RS_SDK, None)?
            .ratio(FLOOR_TAKEN_NATIVE, GRAPH_RS_SDK, None)
    })?;
    quantities.push(
        crates
            .ratio(FACADE_TAKEN_NATIVE, GRAPH_RS_SDK, Some(Goal::AtMost(0.62)))?
            .ratio(FACADE_TAKEN, GRAPH_RS_SDK, None)?
            .ratio(FACADE, GRAPH_RS_SDK, None)?
            .ratio(FACADE_NATIVE, GRAPH_RS_SDK, None)?
            .ratio(FLOOR, GRAPH_RS_SDK, None)?
            .ratio(FLOOR_TAKEN_NATIVE, GRAPH_RS_SDK, None)?,
    );
    Ok(quantities)
}

/// After touching the consumer, and after changing the specification.
pub(super) fn incremental(workbench: &Workbench) -> Result<Vec<Quantity>> {
    let subjects = [
        (
            FACADE,
            summary_with_facade("summary-facade", &["generate", "rustls"]),
        ),
        (GENERATED, generated(workbench)?),
    ];
    let packages = write_all(workbench, &subjects)?;
    for (subject, package) in &packages {
        tell(&format!("building {subject}, to change it then"));
        build(package)?;
    }
    let mut touched = Times::new("build after changing the consumer");
    for round in 0..workbench.times(9, 3) {
        for (subject, package) in &packages {
            change(&package.join("src/main.rs"), |text| {
                format!("{text}\n#[allow(dead_code)]\nfn round_{round}() {{}}\n")
            })?;
            touched.add(subject, &build(package)?);
        }
    }
    // 1.1 is about the noise of a build of a second or so.
    let goal = Some(Goal::AtMost(1.1));
    let mut quantities = touched.compare(|time| time.ratio(FACADE, GENERATED, goal))?;

    let mut crates = Quantity::new("crates built after changing the specification", Unit::Count);
    let mut respecified = Times::new("build after changing the specification");
    for round in 0..workbench.times(3, 1) {
        for (subject, package) in &packages {
            let specification = match *subject {
                FACADE => workbench.path(SPECIFICATION),
                _ => package.join("spec.json"),
            };
            change(&specification, |text| {
                text.replacen(r#""title": ""#, &format!(r#""title": "{round} "#), 1)
            })?;
            let built = build(package)?;
            respecified.add(subject, &built);
            if round == 0 {
                tell(&format!("built for {subject}: {:?}", built.compiled));
                crates.add(subject, built.compiled.len() as f64);
            }
        }
    }
    quantities.extend(respecified.compare(|time| time.ratio(FACADE, GENERATED, None))?);
    // The client and what is above it: the facade and the consumer.
    quantities.push(crates.limit(FACADE, Goal::AtMost(3.0))?);
    Ok(quantities)
}

fn generated(workbench: &Workbench) -> Result<Consumer> {
    let path = workbench.path(SPECIFICATION);
    let specification = fs::read_to_string(path).context("the specification is not there")?;
    Ok(summary_with_generated(specification))
}

fn write_all<'a>(
    workbench: &Workbench,
    subjects: &[(&'a str, Consumer)],
) -> Result<Vec<(&'a str, PathBuf)>> {
    subjects
        .iter()
        .map(|(subject, consumer)| Ok((*subject, workbench.write(consumer)?)))
        .collect()
}

fn change(path: &Path, change: impl Fn(&str) -> String) -> Result<()> {
    let text = fs::read_to_string(path)?;
    let changed = change(&text);
    ensure!(changed != text, "{} was not changed", path.display());
    fs::write(path, changed).with_context(|| format!("cannot write {}", path.display()))
}
