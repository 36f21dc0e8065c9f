// What the examples of the crate's documentation start with; no module of the crate.

use intune_hardware_configurations::{
    Credential, HardwareConfigurationId, HardwareConfigurations, Transport,
};
use intune_hardware_configurations_emulator::Emulator;

/// An emulated tenant, which lives as long as the process, and the id of a configuration in it.
pub async fn connect()
-> Result<(HardwareConfigurations, HardwareConfigurationId), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    let settings =
        Transport::builder(Credential::fixed(emulator.token())).loopback_endpoint(emulator.root());
    let id = HardwareConfigurationId::new(emulator.configurations().swap_remove(0))?;
    std::mem::forget(emulator);
    Ok((HardwareConfigurations::with(settings)?, id))
}
