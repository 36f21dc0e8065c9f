//! Exports the run states of a hardware configuration's devices as CSV or JSON Lines, as they come: a million of them
//! need no more memory than two pages.
//!
//! `cargo run -p workspace-tests --example export -- csv` or `-- jsonl`. The tenant is the emulator's; with a real one, only the
//! settings of the transport differ.

use std::error::Error;
use std::io::{self, BufWriter, Write};

use intune_hardware_configurations::query::{ListQuery, Property};
use intune_hardware_configurations::{
    Credential, DeviceRunState, DeviceRunStateProperty, HardwareConfigurationId,
    HardwareConfigurations, List, Transport,
};
use intune_hardware_configurations_emulator::Emulator;
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let format = std::env::args().nth(1);
    run(
        format.as_deref().unwrap_or("csv"),
        BufWriter::new(io::stdout().lock()),
    )
    .await
}

async fn run(format: &str, to: impl Write) -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::start().await?;
    let settings =
        Transport::builder(Credential::fixed(emulator.token())).loopback_endpoint(emulator.root());
    let configurations = HardwareConfigurations::with(settings)?;
    let id = emulator.configurations().swap_remove(0);
    let profile = configurations.profile(&HardwareConfigurationId::new(id)?);

    let query = ListQuery::new().select(DeviceRunStateProperty::ALL.iter().copied());
    // All of them are read, and written on the way: the next page can be on its way meanwhile.
    let devices = profile
        .device_run_states()
        .list()
        .query(query)
        .read_ahead(true);
    match format {
        "csv" => csv(devices, to).await,
        "jsonl" => json_lines(devices, to).await,
        other => Err(format!("unknown format {other}: use csv or jsonl").into()),
    }
}

async fn csv(mut devices: List<DeviceRunState>, to: impl Write) -> Result<(), Box<dyn Error>> {
    let mut table = csv::Writer::from_writer(to);
    table.write_record(
        DeviceRunStateProperty::ALL
            .iter()
            .map(|property| property.name()),
    )?;
    while let Some(device) = devices.next().await.transpose()? {
        let device = serde_json::to_value(device)?;
        table.write_record(DeviceRunStateProperty::ALL.iter().map(|property| {
            match &device[property.name()] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            }
        }))?;
    }
    table.flush()?;
    Ok(())
}

async fn json_lines(
    mut devices: List<DeviceRunState>,
    mut to: impl Write,
) -> Result<(), Box<dyn Error>> {
    while let Some(device) = devices.next().await.transpose()? {
        serde_json::to_writer(&mut to, &device)?;
        writeln!(to)?;
    }
    to.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn both_formats_have_every_device() {
        for (format, lines) in [("csv", 251), ("jsonl", 250)] {
            let mut text = Vec::new();
            run(format, &mut text).await.unwrap();
            let text = String::from_utf8(text).unwrap();
            assert_eq!(text.lines().count(), lines, "{format}");
            assert!(text.contains("configurationState"));
        }
        assert!(run("xml", io::sink()).await.is_err());
    }
}
