//! Measures the slicer and what one would use instead, in one run.
//!
//! `cargo run --release` in this folder, with the program built before. Every measurement is a
//! process of its own; those of one table take turns, so that what else the machine does falls
//! on all of them.

mod document;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use granit_parser::Parser;
use openapi_slice::Slicer;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    if let [_, contender, file, rest @ ..] = args.as_slice() {
        return contend(contender, file, rest);
    }
    let folder = std::env::temp_dir().join("openapi-slice-bench");
    std::fs::create_dir_all(&folder)?;
    let (yaml, selection) = whole_document(&folder)?;
    let selection: Vec<&str> = selection.iter().map(String::as_str).collect();

    println!("## The whole process\n");
    let wc = processes(&yaml, &selection, 31)?;
    table(&wc, 0);

    println!("\n## YAML, in process\n");
    let mut rows = Vec::new();
    for (contender, rounds) in [
        ("fast", 7),
        ("succinctly", 5),
        ("granit", 3),
        ("general", 3),
        ("serde_yaml_ng", 2),
    ] {
        rows.push(in_process(contender, &yaml, &selection, rounds)?);
    }
    table(&rows, 0);

    println!("\n## JSON, in process\n");
    let json = folder.join("document.json");
    let value: serde_json::Value = {
        let all = Slicer::new().slice(&std::fs::read(&yaml)?)?;
        serde_json::from_str(&all.to_json())?
    };
    std::fs::write(&json, serde_json::to_string(&value)?)?;
    drop(value);
    let mut rows = Vec::new();
    for (contender, rounds) in [("fast", 7), ("sonic-rs", 7), ("serde_json", 3)] {
        rows.push(in_process(contender, &json, &selection, rounds)?);
    }
    table(&rows, 0);

    println!("\n## Sizes and selections\n");
    let mut rows = Vec::new();
    for megabytes in [1, 10, 58, 500] {
        let file = folder.join(format!("made-{megabytes}.yaml"));
        std::fs::write(&file, document::make(megabytes))?;
        for (paths, pattern) in [
            (1, "/area0/items0/*"),
            (10, "/area0/items?/*"),
            (1_000, "/area0/**"),
        ] {
            // `?` is no wildcard of ours: ten patterns of one path each.
            let patterns: Vec<String> = if paths == 10 {
                (0..10)
                    .map(|n| pattern.replace('?', &n.to_string()))
                    .collect()
            } else {
                vec![pattern.to_owned()]
            };
            let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
            let mut row = in_process("fast", &file, &patterns, 5)?;
            row.name = format!("{megabytes} MB, up to {paths} paths");
            rows.push(row);
        }
        std::fs::remove_file(file)?;
    }
    table(&rows, 0);
    Ok(())
}

/// The real document if it is at hand, else one of its size and shape, and what to select.
fn whole_document(folder: &Path) -> Result<(PathBuf, Vec<String>)> {
    let beside = "../../../../shared/upstream/graph-beta.yaml";
    let real = std::env::var_os("GRAPH_BETA_YAML").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(beside),
        PathBuf::from,
    );
    if real.is_file() {
        let root = "/deviceManagement/hardwareConfigurations";
        return Ok((real, vec![root.into(), format!("{root}/**")]));
    }
    println!(
        "{} is not there; measuring with a document like it\n",
        real.display()
    );
    let made = folder.join("document.yaml");
    std::fs::write(&made, document::make(58))?;
    Ok((made, vec!["/area1/items101*/**".into()]))
}

/// One contender: its times in milliseconds and its peak memory.
struct Row {
    name: String,
    times: Vec<f64>,
    peak_megabytes: Option<f64>,
}

/// `wc -l` and the program, taking turns.
fn processes(file: &Path, selection: &[&str], rounds: usize) -> Result<Vec<Row>> {
    let program =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/release/openapi-slice");
    let mut slicer = Command::new(program);
    slicer.arg(file);
    for pattern in selection {
        slicer.args(["--path", pattern]);
    }
    let mut wc = Command::new("wc");
    wc.arg("-l").arg(file);
    let mut rows = Vec::new();
    let mut commands = [("wc -l", wc), ("openapi-slice", slicer)];
    for (name, _) in &commands {
        rows.push(Row {
            name: (*name).to_owned(),
            times: Vec::new(),
            peak_megabytes: None,
        });
    }
    for _ in 0..rounds {
        for ((_, command), row) in commands.iter_mut().zip(&mut rows) {
            let started = Instant::now();
            let status = command.stdout(Stdio::null()).status()?;
            row.times.push(started.elapsed().as_secs_f64() * 1e3);
            if !status.success() {
                return Err(format!("{} failed; build the program first", row.name).into());
            }
        }
    }
    Ok(rows)
}

/// Runs this program again for each round, so that every one starts with fresh memory.
fn in_process(contender: &str, file: &Path, selection: &[&str], rounds: usize) -> Result<Row> {
    let mut row = Row {
        name: contender.to_owned(),
        times: Vec::new(),
        peak_megabytes: None,
    };
    for _ in 0..rounds {
        let output = Command::new(std::env::current_exe()?)
            .arg(contender)
            .arg(file)
            .args(selection)
            .stderr(Stdio::inherit())
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        let mut numbers = text.split_whitespace().map(str::parse::<f64>);
        let (Some(time), Some(peak)) = (numbers.next(), numbers.next()) else {
            return Err(format!("{contender} failed").into());
        };
        row.times.push(time?);
        let peak = peak?;
        row.peak_megabytes = Some(row.peak_megabytes.map_or(peak, |before| before.max(peak)));
    }
    Ok(row)
}

/// One measurement: prints the milliseconds and the memory beyond the document's, in MB.
fn contend(contender: &str, file: &str, selection: &[String]) -> Result<()> {
    let bytes = std::fs::read(file)?;
    let slicer = selection.iter().fold(Slicer::new(), |slicer, pattern| {
        slicer.path(pattern.as_str())
    });
    let before = peak_megabytes();
    let started = Instant::now();
    match contender {
        "fast" => drop(slicer.slice(&bytes)?.to_yaml()),
        "general" => drop(slicer.fast_road(false).slice(&bytes)?.to_yaml()),
        "granit" => {
            let mut options = granit_parser::Options::default();
            options.set_emit_comments(false);
            let text = std::str::from_utf8(&bytes)?;
            for event in Parser::new_from_str_with_options(text, options) {
                std::hint::black_box(event?);
            }
        }
        "succinctly" => {
            let index = succinctly::yaml::YamlIndex::build(&bytes);
            drop(std::hint::black_box(
                index.map_err(|error| format!("{error:?}"))?,
            ));
        }
        "serde_yaml_ng" => {
            std::mem::forget(serde_yaml_ng::from_slice::<serde_yaml_ng::Value>(&bytes)?)
        }
        "serde_json" => std::mem::forget(serde_json::from_slice::<serde_json::Value>(&bytes)?),
        "sonic-rs" => sonic_lazy(&bytes)?,
        other => return Err(format!("no such contender: {other}").into()),
    }
    let time = started.elapsed().as_secs_f64() * 1e3;
    println!("{time} {}", peak_megabytes() - before);
    Ok(())
}

/// Finds one path and one schema, with checks of all that is passed.
fn sonic_lazy(bytes: &[u8]) -> Result<()> {
    for section in ["paths", "components"] {
        let object = sonic_rs::get(bytes, [section])?;
        for entry in sonic_rs::to_object_iter(object.as_raw_str()) {
            std::hint::black_box(entry?);
        }
    }
    Ok(())
}

/// The peak of this process's memory so far; zero where the system does not tell.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}

/// Prints medians, minima and ratios to one of the rows.
fn table(rows: &[Row], baseline: usize) {
    let median = |row: &Row| {
        let mut times = row.times.clone();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let minimum = |row: &Row| row.times.iter().copied().fold(f64::INFINITY, f64::min);
    println!(
        "| | median ms | minimum ms | ratio of minima | memory MB |\n| --- | --- | --- | --- | --- |"
    );
    for row in rows {
        let memory = row
            .peak_megabytes
            .map_or_else(|| "-".to_owned(), |peak| format!("{peak:.0}"));
        println!(
            "| {} | {:.1} | {:.1} | {:.2} | {memory} |",
            row.name,
            median(row),
            minimum(row),
            minimum(row) / minimum(&rows[baseline]),
        );
    }
}
