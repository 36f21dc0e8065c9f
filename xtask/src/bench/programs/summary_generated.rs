//! Prints a run summary, with a client that progenitor makes of the specification, and nothing else.

#[allow(clippy::all, dead_code)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = std::env::var("CONFIGURATION")?;
    let client = generated::Client::new("https://graph.microsoft.com/beta");
    let summary = client.get_run_summary(&id, None, None).await?.into_inner();
    println!("successful: {}", summary.successful_device_count.unwrap_or(0));
    println!("failed: {}", summary.failed_device_count.unwrap_or(0));
    println!("pending: {}", summary.pending_device_count.unwrap_or(0));
    Ok(())
}
