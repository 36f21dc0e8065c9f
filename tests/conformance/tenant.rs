//! The tenant that the tests ask: a real one, or the emulator.

use std::env;

use intune_hardware_configurations::{Cloud, Credential, HardwareConfigurations, Transport};
use intune_hardware_configurations_emulator::Emulator;

pub(crate) struct Tenant {
    pub(crate) configurations: HardwareConfigurations,
    /// Kept because it ends when it is dropped.
    emulator: Option<Emulator>,
}

impl Tenant {
    pub(crate) async fn open() -> Self {
        let (settings, emulator) = match env::var("GRAPH_ACCESS_TOKEN") {
            Ok(token) => {
                let cloud = match env::var("GRAPH_CLOUD").as_deref() {
                    Err(_) | Ok("global") => Cloud::Global,
                    Ok("us-l4") => Cloud::UsGovernmentL4,
                    Ok("us-l5") => Cloud::UsGovernmentL5,
                    Ok("china") => Cloud::China,
                    Ok(other) => {
                        panic!("GRAPH_CLOUD must be global, us-l4, us-l5 or china, not {other}")
                    }
                };
                (
                    Transport::builder(Credential::fixed(token)).cloud(cloud),
                    None,
                )
            }
            Err(_) => {
                let emulator = Emulator::start().await.unwrap();
                let settings = Transport::builder(Credential::fixed(emulator.token()))
                    .loopback_endpoint(emulator.root());
                (settings, Some(emulator))
            }
        };
        Self {
            configurations: HardwareConfigurations::with(settings).unwrap(),
            emulator,
        }
    }

    pub(crate) fn emulated(&self) -> bool {
        self.emulator.is_some()
    }

    pub(crate) fn may_write(&self) -> bool {
        self.emulated() || env::var("GRAPH_WRITES").is_ok_and(|value| value == "1")
    }
}
