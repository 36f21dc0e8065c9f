//! A tenant on this machine, and the facade pointed at it.

use intune_hardware_configurations::{
    Credential, HardwareConfigurationId, HardwareConfigurations, Profile, RetryPolicy, Transport,
};
use intune_hardware_configurations_emulator::{Emulator, EmulatorBuilder, Exchange};

pub(crate) struct Emulated {
    pub(crate) emulator: Emulator,
    pub(crate) configurations: HardwareConfigurations,
}

impl Emulated {
    pub(crate) async fn start(builder: EmulatorBuilder) -> Self {
        let emulator = builder.start().await.unwrap();
        let settings = Transport::builder(Credential::fixed(emulator.token()))
            .loopback_endpoint(emulator.root())
            .retry(RetryPolicy::none());
        let configurations = HardwareConfigurations::with(settings).unwrap();
        Self {
            emulator,
            configurations,
        }
    }

    /// The id of a seeded configuration.
    pub(crate) fn id(&self, index: usize) -> HardwareConfigurationId {
        HardwareConfigurationId::new(self.emulator.configurations()[index].as_str()).unwrap()
    }

    /// The handle of a seeded configuration.
    pub(crate) fn profile(&self, index: usize) -> Profile {
        self.configurations.profile(&self.id(index))
    }

    /// The last request that came.
    pub(crate) fn last(&self) -> Exchange {
        self.emulator.journal().pop().unwrap()
    }
}
