//! Prints the run summary of a hardware configuration as a table with bars.
//!
//! Without arguments, it starts the emulator and shows what a seeded configuration is like. With `--configuration` it
//! asks a real tenant, with the token in `GRAPH_ACCESS_TOKEN`.

#![allow(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "an example prints"
)]

use std::env;
use std::error::Error;
use std::process::ExitCode;

use intune_hardware_configurations::{
    Cloud, Credential, HardwareConfigurationId, HardwareConfigurations, RunCounts, RunSummary,
    Transport,
};
use intune_hardware_configurations_emulator::Emulator;

const USAGE: &str = "\
Prints the run summary of a hardware configuration.

Usage: cargo run --example run_summary [-- --configuration ID [--cloud CLOUD]]

Options:
  --configuration ID  Ask a tenant for this configuration, with the token in GRAPH_ACCESS_TOKEN;
                      without it, the emulator is started and asked
  --cloud CLOUD       global (default), us-l4 (GCC High), us-l5 (DoD) or china
  --help              Print this";

const BAR_WIDTH: usize = 40;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let outcome = match parse(env::args().skip(1)) {
        Ok(Request::Help) => {
            println!("{USAGE}");
            Ok(())
        }
        Ok(Request::Emulator) => ask_emulator().await,
        Ok(Request::Tenant { cloud, id }) => ask_tenant(cloud, &id).await,
        Err(message) => Err(format!("{message}\n\n{USAGE}").into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprint!("error: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprint!(": {error}");
                cause = error.source();
            }
            eprintln!();
            ExitCode::FAILURE
        }
    }
}

async fn ask_emulator() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let settings =
        Transport::builder(Credential::fixed(emulator.token())).loopback_endpoint(emulator.root());
    let configurations = HardwareConfigurations::with(settings)?;
    let mut list = configurations.list();
    let first = list
        .next()
        .await
        .ok_or("the emulator has no configuration")??;
    let id = first.id.into_value().ok_or("the configuration has no id")?;
    println!(
        "No --configuration given: this is the emulator, at {}\n",
        emulator.root()
    );
    show(&configurations, &id).await
}

async fn ask_tenant(cloud: Cloud, id: &HardwareConfigurationId) -> Result<(), Box<dyn Error>> {
    let token = env::var("GRAPH_ACCESS_TOKEN").unwrap_or_default();
    if token.is_empty() {
        let scope = cloud.scope();
        let message =
            format!("GRAPH_ACCESS_TOKEN is not set; put an access token for {scope} into it");
        return Err(message.into());
    }
    let settings = Transport::builder(Credential::fixed(token)).cloud(cloud);
    show(&HardwareConfigurations::with(settings)?, id).await
}

async fn show(
    configurations: &HardwareConfigurations,
    id: &HardwareConfigurationId,
) -> Result<(), Box<dyn Error>> {
    let configuration = configurations.get(id).await?;
    let summary = configurations.run_summary(id).await?;
    let name = configuration.display_name.into_value();
    println!("{}", name.as_deref().unwrap_or("(without a name)"));
    print!("{}", table(&summary));
    Ok(())
}

fn table(summary: &RunSummary) -> String {
    let last_run = match summary.last_run.value() {
        Some(time) => time.to_string(),
        None => "never".to_owned(),
    };
    let devices = section("Devices", &summary.devices);
    let users = section("Users", &summary.users);
    format!("Last run: {last_run}\n\n{devices}\n{users}")
}

fn section(title: &str, counts: &RunCounts) -> String {
    let total = counts.total();
    let rate = match counts.success_rate() {
        Some(rate) => format!("{:.1} % successful", rate * 100.0),
        None => "no rate".to_owned(),
    };
    let mut text = format!("{title}: {total}, {rate}\n");
    for (state, count) in counts.by_state() {
        let count = count.unwrap_or(0);
        text.push_str(&format!("  {state:<15}{count:>8}  {}\n", bar(count, total)));
    }
    text
}

/// A bar as long as `count` is of `total`, in eighths of a character.
fn bar(count: i64, total: i64) -> String {
    const PARTS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    if total <= 0 || count <= 0 {
        return String::new();
    }
    let eighths = (count as f64 / total as f64 * (BAR_WIDTH * 8) as f64).round() as usize;
    // What is there at all is seen, however little it is.
    let eighths = eighths.clamp(1, BAR_WIDTH * 8);
    let mut bar = "█".repeat(eighths / 8);
    bar.extend((eighths % 8).checked_sub(1).map(|part| PARTS[part]));
    bar
}

enum Request {
    Help,
    Emulator,
    Tenant {
        cloud: Cloud,
        id: HardwareConfigurationId,
    },
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Request, String> {
    let mut cloud = None;
    let mut id = None;
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--cloud" => cloud = Some(parse_cloud(&value()?)?),
            "--configuration" => {
                let text = value()?;
                id = Some(HardwareConfigurationId::new(text).map_err(|error| error.to_string())?);
            }
            other => return Err(format!("unknown argument {other}")),
        }
    }
    match (cloud, id) {
        (cloud, Some(id)) => Ok(Request::Tenant {
            cloud: cloud.unwrap_or_default(),
            id,
        }),
        (Some(_), None) => Err("--cloud needs --configuration".to_owned()),
        (None, None) => Ok(Request::Emulator),
    }
}

fn parse_cloud(name: &str) -> Result<Cloud, String> {
    match name {
        "global" => Ok(Cloud::Global),
        "us-l4" => Ok(Cloud::UsGovernmentL4),
        "us-l5" => Ok(Cloud::UsGovernmentL5),
        "china" => Ok(Cloud::China),
        other => Err(format!("unknown cloud {other}")),
    }
}
