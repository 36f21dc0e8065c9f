//! Signs in with what `azure_identity` offers, and lists the names of the tenant's hardware configurations.
//!
//! With `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and `AZURE_CLIENT_SECRET` it is an application that is registered in the
//! tenant; without them the managed identity of the machine or service of Azure that it runs on.
//!
//! Here it is only compiled: a program of your own depends on `azure_identity` with its default features, which bring the
//! HTTP stack that tokens are fetched with.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::env::var;
use std::error::Error;

use azure_identity::{ClientSecretCredential, ManagedIdentityCredential};
use intune_hardware_configurations::{Credential, HardwareConfigurations};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let configurations = HardwareConfigurations::new(credential()?)?;
    let mut list = configurations.list();
    while let Some(configuration) = list.next().await.transpose()? {
        println!(
            "{}",
            configuration.display_name.as_deref().unwrap_or("no name")
        );
    }
    Ok(())
}

fn credential() -> Result<Credential, Box<dyn Error>> {
    let Ok(secret) = var("AZURE_CLIENT_SECRET") else {
        return Ok(ManagedIdentityCredential::new(None)?.into());
    };
    let (tenant, client) = (var("AZURE_TENANT_ID")?, var("AZURE_CLIENT_ID")?);
    Ok(ClientSecretCredential::new(&tenant, client, secret.into(), None)?.into())
}
