//! Prints a run summary, with the facade.

use intune_hardware_configurations::{Credential, HardwareConfigurationId, HardwareConfigurations};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("GRAPH_ACCESS_TOKEN")?;
    let id = HardwareConfigurationId::new(std::env::var("CONFIGURATION")?)?;
    let configurations = HardwareConfigurations::new(Credential::fixed(token))?;
    let summary = configurations.profile(&id).run_summary().await?;
    println!("successful: {}", summary.devices.successful.unwrap_or(0));
    println!("failed: {}", summary.devices.failed.unwrap_or(0));
    println!("pending: {}", summary.devices.pending.unwrap_or(0));
    Ok(())
}
