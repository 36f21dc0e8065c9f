//! The command line.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Parser;
use intune_hardware_configurations_emulator::{Leniency, Quirk};

/// The Intune hardware configurations API of Microsoft Graph on this machine.
///
/// Starts with a small sample tenant, says how to point a client at it, and logs every request. Requests are held to
/// the specification; what is refused says why. Everything is forgotten at the end.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    pub(crate) port: u16,

    /// The address to listen on. Whoever can reach it can change everything
    #[arg(long, default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,

    /// A name of this machine under which the control API may be asked, beside its address and localhost; can be repeated
    #[arg(long, value_name = "NAME", value_parser = host_name)]
    pub(crate) allow_host: Vec<String>,

    /// How many devices the tenant has; made when asked for, so a million take no memory
    #[arg(long)]
    pub(crate) devices: Option<u32>,

    /// How many users own the devices
    #[arg(long)]
    pub(crate) users: Option<u32>,

    /// What ids, names and outcomes depend on; the same seed gives the same tenant
    #[arg(long)]
    pub(crate) seed: Option<u64>,

    /// A JSON file with the tenant: devices, users, groups, filters, profiles, scenario
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Option<PathBuf>,

    /// A JSON file with a list of faults
    #[arg(long, value_name = "FILE")]
    pub(crate) faults: Option<PathBuf>,

    /// How many items a page holds at most
    #[arg(long, value_name = "ITEMS", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) page_size: u32,

    /// Lets time run so many times as fast
    #[arg(long, value_name = "FACTOR", value_parser = speed)]
    pub(crate) speed: Option<f64>,

    #[arg(long, value_name = "NAME", value_parser = leniency, help = lenient_help())]
    pub(crate) lenient: Vec<Leniency>,

    #[arg(long, value_name = "NAME", value_parser = quirk, help = quirk_help())]
    pub(crate) quirk: Vec<Quirk>,

    /// Limits requests as documented: 100 writes and 1,000 requests in 20 seconds
    #[arg(long)]
    pub(crate) throttle: bool,

    /// Speaks https, with a certificate authority that is made for this run
    #[arg(long)]
    pub(crate) tls: bool,

    /// Where to write the certificate of the authority; a temporary file otherwise
    #[arg(long, value_name = "FILE", requires = "tls")]
    pub(crate) ca_file: Option<PathBuf>,

    /// Prints one line of JSON when ready, for programs
    #[arg(long)]
    pub(crate) json: bool,

    /// Does not log requests
    #[arg(long)]
    pub(crate) quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  A tenant of a hundred thousand devices:
    intune-hardware-configurations-emulator --devices 100000
  For a test in any language: a free port, one line of JSON, no log:
    intune-hardware-configurations-emulator --port 0 --json --quiet
  For an official SDK, which sends tokens over https only:
    intune-hardware-configurations-emulator --tls --ca-file ca.pem
  The same for Microsoft's Python SDK, if it sends batches:
    intune-hardware-configurations-emulator --tls --ca-file ca.pem --lenient python-sdk-batches
  A rollout of an hour in six minutes, with a scenario of your own:
    intune-hardware-configurations-emulator --speed 10 --scenario tenant.json

A scenario file:
  { \"devices\": 500, \"users\": 200, \"profiles\": [{ \"displayName\": \"Secure Boot\",
      \"targets\": [{ \"@odata.type\": \"#microsoft.graph.allDevicesAssignmentTarget\" }],
      \"scenario\": { \"success\": 9, \"fail\": 1, \"transitions\": { \"overSeconds\": 3600 } } }] }
A file with faults:
  [{ \"effect\": { \"respond\": { \"status\": 429, \"headers\": [[\"retry-after\", \"2\"]] } },
     \"operation\": \"get_run_summary\", \"times\": 2 },
   { \"effect\": \"resetInside\", \"probability\": 0.01 }]

While it runs, /_emulator/health, reset, seed, clock, transitions, faults, settings, tokens and journal control it.";

fn lenient_help() -> String {
    let names = leniency_names();
    format!("Lets something pass that is refused otherwise; can be repeated: {names}")
}

fn quirk_help() -> String {
    let names = quirk_names();
    format!("Does something that Graph does in some places only; can be repeated: {names}")
}

fn leniency_names() -> String {
    Leniency::ALL.map(Leniency::name).join(", ")
}

fn quirk_names() -> String {
    Quirk::ALL.map(Quirk::name).join(", ")
}

fn leniency(name: &str) -> Result<Leniency, String> {
    let mut all = Leniency::ALL.into_iter();
    all.find(|leniency| leniency.name() == name)
        .ok_or_else(|| format!("there is no such leniency. Known: {}", leniency_names()))
}

fn quirk(name: &str) -> Result<Quirk, String> {
    let mut all = Quirk::ALL.into_iter();
    all.find(|quirk| quirk.name() == name)
        .ok_or_else(|| format!("there is no such quirk. Known: {}", quirk_names()))
}

fn host_name(text: &str) -> Result<String, String> {
    let is_name = |character: char| character.is_ascii_alphanumeric() || "-._".contains(character);
    match !text.is_empty() && text.chars().all(is_name) {
        true => Ok(text.to_owned()),
        false => Err("it must be a name such as emulator, without scheme and port".to_owned()),
    }
}

fn speed(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(factor) if factor.is_finite() && factor > 0.0 => Ok(factor),
        _ => Err("it must be a number above zero".to_owned()),
    }
}
