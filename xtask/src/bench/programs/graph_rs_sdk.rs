//! graph-rs-sdk, which knows no hardware configurations: its custom endpoint, and structs written by hand.

mod measure;
mod types;

use futures_util::StreamExt;
use graph_rs_sdk::GraphClient;
use graph_rs_sdk::GraphClientConfiguration;
use graph_rs_sdk::http::Method;
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
        _ => Err("unknown command".into()),
    }
}

fn connect(url: &str) -> Outcome<GraphClient> {
    let settings = GraphClientConfiguration::new().access_token("token").https_only(false);
    let mut client = GraphClient::from(settings);
    client.use_test_endpoint(&url.parse()?);
    Ok(client)
}

async fn run_summary(client: &GraphClient) -> Outcome<RunSummary> {
    let response = client.custom(Method::GET, None).send().await?;
    Ok(response.error_for_status()?.json().await?)
}

async fn call(root: &str, count: usize) -> Outcome<()> {
    let client = connect(&format!("{root}/{PATH}/{ID}/runSummary"))?;
    run_summary(&client).await?;
    let mut calls = measure::Calls::start(count);
    for _ in 0..count {
        let summary = run_summary(&client).await?;
        std::hint::black_box(summary.successful_device_count);
        calls.lap();
    }
    calls.finish();
    Ok(())
}

async fn list(root: &str) -> Outcome<()> {
    let client = connect(&format!("{root}/{PATH}/{ID}/deviceRunStates"))?;
    let mut listing = measure::Listing::start();
    let mut pages = client.custom(Method::GET, None).paging().stream::<Page<DeviceState>>()?;
    while let Some(page) = pages.next().await {
        let page = page?.into_body().map_err(|error| format!("{error:?}"))?;
        for state in page.value {
            std::hint::black_box(state.id);
            listing.items(1);
        }
    }
    listing.finish();
    Ok(())
}

async fn start(root: &str) -> Outcome<()> {
    let client = connect(&format!("{root}/{PATH}/{ID}/runSummary"))?;
    println!("{:?}", run_summary(&client).await?.successful_device_count);
    Ok(())
}
