//! reqwest and structs written by hand.

mod measure;
mod types;

use types::{DeviceState, Page, RunSummary};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const PATH: &str = "beta/deviceManagement/hardwareConfigurations";
const ID: &str = "5a1c2d3e-0000-4000-8000-000000000001";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["call", root, count] => call(root, count.parse()?).await,
        ["list", root] => list(root).await,
        ["start", root] => start(root).await,
        ["https"] => reqwest::Client::builder().build().map(drop).map_err(Into::into),
        _ => Err("unknown command".into()),
    }
}

async fn run_summary(client: &reqwest::Client, root: &str) -> Outcome<RunSummary> {
    let response = client
        .get(format!("{root}/{PATH}/{ID}/runSummary"))
        .bearer_auth("token")
        .send()
        .await?
        .error_for_status()?;
    Ok(response.json().await?)
}

async fn call(root: &str, count: usize) -> Outcome<()> {
    let client = reqwest::Client::new();
    run_summary(&client, root).await?;
    let mut calls = measure::Calls::start(count);
    for _ in 0..count {
        let summary = run_summary(&client, root).await?;
        std::hint::black_box(summary.successful_device_count);
        calls.lap();
    }
    calls.finish();
    Ok(())
}

async fn list(root: &str) -> Outcome<()> {
    let client = reqwest::Client::new();
    let mut listing = measure::Listing::start();
    let mut next = Some(format!("{root}/{PATH}/{ID}/deviceRunStates"));
    while let Some(link) = next {
        let response = client.get(link).bearer_auth("token").send().await?;
        let page: Page<DeviceState> = response.error_for_status()?.json().await?;
        for state in page.value {
            std::hint::black_box(state.id);
            listing.items(1);
        }
        next = page.next_link;
    }
    listing.finish();
    Ok(())
}

async fn start(root: &str) -> Outcome<()> {
    let summary = run_summary(&reqwest::Client::new(), root).await?;
    println!("{:?}", summary.successful_device_count);
    Ok(())
}
