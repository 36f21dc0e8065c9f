//! The facade, as a program would use it.

mod measure;

use intune_hardware_configurations::{
    Credential, HardwareConfigurationId, HardwareConfigurations, Transport,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const ID: &str = "5a1c2d3e-0000-4000-8000-000000000001";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["call", root, count] => call(root, count.parse()?).await,
        ["list", root] => list(root).await,
        ["work", root, ahead] => work(root, ahead.parse()?).await,
        ["one-by-one", root, count] => one_by_one(root, count.parse()?).await,
        ["batch", root, count] => batch(root, count.parse()?).await,
        ["start", root] => start(root).await,
        ["https"] => HardwareConfigurations::new(Credential::fixed("token"))
            .map(drop)
            .map_err(Into::into),
        _ => Err("unknown command".into()),
    }
}

fn connect(root: &str) -> Outcome<HardwareConfigurations> {
    let settings = Transport::builder(Credential::fixed("token")).loopback_endpoint(root);
    Ok(HardwareConfigurations::with(settings)?)
}

async fn call(root: &str, count: usize) -> Outcome<()> {
    let profile = connect(root)?.profile(&HardwareConfigurationId::new(ID)?);
    profile.run_summary().await?;
    let mut calls = measure::Calls::start(count);
    for _ in 0..count {
        let summary = profile.run_summary().await?;
        std::hint::black_box(summary.devices.successful);
        calls.lap();
    }
    calls.finish();
    Ok(())
}

async fn list(root: &str) -> Outcome<()> {
    let profile = connect(root)?.profile(&HardwareConfigurationId::new(ID)?);
    let mut listing = measure::Listing::start();
    let mut states = profile.device_run_states().list();
    while let Some(state) = states.next().await {
        std::hint::black_box(state?.id);
        listing.items(1);
    }
    listing.finish();
    Ok(())
}

/// A list with 20 µs of work on each item, such as writing it somewhere.
async fn work(root: &str, ahead: bool) -> Outcome<()> {
    let profile = connect(root)?.profile(&HardwareConfigurationId::new(ID)?);
    let mut listing = measure::Listing::start();
    let mut states = profile.device_run_states().list().read_ahead(ahead);
    while let Some(state) = states.next().await {
        std::hint::black_box(state?.id);
        listing.items(1);
        let began = std::time::Instant::now();
        while began.elapsed().as_micros() < 20 {
            std::hint::spin_loop();
        }
    }
    listing.finish();
    Ok(())
}

fn ids(count: usize) -> Outcome<Vec<HardwareConfigurationId>> {
    let id = |number| HardwareConfigurationId::new(format!("5a1c2d3e-0000-4000-8000-{number:012}"));
    Ok((0..count).map(id).collect::<Result<_, _>>()?)
}

async fn one_by_one(root: &str, count: usize) -> Outcome<()> {
    let configurations = connect(root)?;
    let ids = ids(count)?;
    let started = std::time::Instant::now();
    for id in &ids {
        configurations.profile(id).run_summary().await?;
    }
    println!(r#"{{"seconds": {}}}"#, started.elapsed().as_secs_f64());
    Ok(())
}

async fn batch(root: &str, count: usize) -> Outcome<()> {
    let configurations = connect(root)?;
    let ids = ids(count)?;
    let started = std::time::Instant::now();
    for summary in configurations.run_summaries(&ids).await {
        summary?;
    }
    println!(r#"{{"seconds": {}}}"#, started.elapsed().as_secs_f64());
    Ok(())
}

async fn start(root: &str) -> Outcome<()> {
    let profile = connect(root)?.profile(&HardwareConfigurationId::new(ID)?);
    let summary = profile.run_summary().await?;
    println!("{:?}", summary.devices.successful.into_value());
    Ok(())
}
