//! Prints a run summary, with graph-rs-sdk: its custom endpoint, as it knows no hardware configurations.

use graph_rs_sdk::GraphClient;
use graph_rs_sdk::http::Method;

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct RunSummary {
    successful_device_count: Option<i32>,
    failed_device_count: Option<i32>,
    pending_device_count: Option<i32>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("GRAPH_ACCESS_TOKEN")?;
    let id = std::env::var("CONFIGURATION")?;
    let root = "https://graph.microsoft.com/beta/deviceManagement/hardwareConfigurations";
    let mut client = GraphClient::new(token);
    client.use_endpoint(&format!("{root}/{id}/runSummary").parse()?);
    let response = client.custom(Method::GET, None).send().await?;
    let summary: RunSummary = response.error_for_status()?.json().await?;
    println!("successful: {}", summary.successful_device_count.unwrap_or(0));
    println!("failed: {}", summary.failed_device_count.unwrap_or(0));
    println!("pending: {}", summary.pending_device_count.unwrap_or(0));
    Ok(())
}
