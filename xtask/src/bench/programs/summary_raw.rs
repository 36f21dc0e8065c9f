//! Prints a run summary, with reqwest and a struct written by hand.

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
    let response = client()?.get(format!("{root}/{id}/runSummary")).bearer_auth(token).send().await?;
    let summary: RunSummary = response.error_for_status()?.json().await?;
    println!("successful: {}", summary.successful_device_count.unwrap_or(0));
    println!("failed: {}", summary.failed_device_count.unwrap_or(0));
    println!("pending: {}", summary.pending_device_count.unwrap_or(0));
    Ok(())
}

