//! The collection of all hardware configurations.

use intune_hardware_configurations_client::types;
use msgraph_transport::{ApiVersion, Credential, Error, ErrorKind, Transport, TransportBuilder};

use super::call::Call;
use super::profile::Profile;
use super::request::{Built, segment};
use crate::decode;
use crate::list::List;
use crate::query::{CountQuery, ItemQuery};
use crate::types::{
    HardwareConfiguration, HardwareConfigurationId, HardwareConfigurationPatch,
    NewHardwareConfiguration, RunSummary,
};

/// The hardware configurations of a tenant. Cheap to clone; clones share connections, tokens and limits. May be kept in a
/// `static`, and used from any number of tokio runtimes, such as those of tests.
///
/// ```no_run
/// use intune_hardware_configurations::{Credential, HardwareConfigurationId, HardwareConfigurations};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let configurations = HardwareConfigurations::new(Credential::fixed(std::env::var("GRAPH_ACCESS_TOKEN")?))?;
/// let id = HardwareConfigurationId::new("5a1c…")?;
/// let summary = configurations.run_summary(&id).await?;
/// println!("{} of {} devices", summary.devices.successful.unwrap_or(0), summary.devices.total());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct HardwareConfigurations {
    transport: Transport,
}

impl HardwareConfigurations {
    /// The hardware configurations of the tenant that `credential` signs in to, in the worldwide cloud.
    /// [`HardwareConfigurations::with`] has the other clouds, and all settings.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when TLS cannot be set up.
    pub fn new(credential: impl Into<Credential>) -> Result<Self, Error> {
        Self::with(Transport::builder(credential))
    }

    /// The hardware configurations that a transport with these settings reaches. The version of the API is always
    /// `beta`, the only one that has them.
    ///
    /// ```
    /// use intune_hardware_configurations::{Cloud, Credential, HardwareConfigurations, Transport};
    ///
    /// let settings = Transport::builder(Credential::fixed("token")).cloud(Cloud::UsGovernmentL4);
    /// let configurations = HardwareConfigurations::with(settings)?;
    /// assert_eq!(
    ///     configurations.list().url()?,
    ///     "https://graph.microsoft.us/beta/deviceManagement/hardwareConfigurations",
    /// );
    /// # Ok::<(), intune_hardware_configurations::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when the settings do not go together.
    pub fn with(settings: TransportBuilder) -> Result<Self, Error> {
        let transport = settings.api_version(ApiVersion::Beta).build()?;
        Ok(Self { transport })
    }

    /// The hardware configurations that a transport reaches which is used for other parts of Graph, too, so that all share
    /// connections, tokens and limits.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when the transport is for another version of the API than `beta`, the only one that has
    /// hardware configurations.
    pub fn over(transport: Transport) -> Result<Self, Error> {
        if transport.base_url().ends_with(ApiVersion::Beta.segment()) {
            return Ok(Self { transport });
        }
        let message = format!(
            "hardware configurations are in the beta API alone, and the transport is for {}: \
             build it with `ApiVersion::Beta`",
            transport.base_url(),
        );
        Err(Error::new(ErrorKind::Configuration, message))
    }

    /// The transport that all calls go through.
    pub fn transport(&self) -> &Transport {
        &self.transport
    }

    /// The handle of one configuration, for what belongs to it. Nothing is sent.
    pub fn profile(&self, id: &HardwareConfigurationId) -> Profile {
        Profile::new(self.transport.clone(), id.clone())
    }

    /// How one configuration fares, in numbers: short for `profile(id).run_summary()`.
    ///
    /// Permissions: `DeviceManagementConfiguration.Read.All`, or `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn run_summary(
        &self,
        id: &HardwareConfigurationId,
    ) -> Call<RunSummary, ItemQuery<RunSummary>> {
        self.profile(id).run_summary()
    }

    /// Lists the configurations: a stream, page after page as it is read.
    ///
    /// Permissions: `DeviceManagementConfiguration.Read.All`, or `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn list(&self) -> List<HardwareConfiguration> {
        let built = Built::new(&self.transport, |requests| {
            requests.list_hardware_configurations(None, None, None, None, None, None, None, None)
        });
        List::new(&self.transport, built)
    }

    /// Counts the configurations.
    ///
    /// Permissions: `DeviceManagementConfiguration.Read.All`, or `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn count(&self) -> Call<u64, CountQuery<HardwareConfiguration>> {
        let built = Built::new(&self.transport, |requests| {
            requests.count_hardware_configurations(None, None)
        });
        Call::new(&self.transport, built, decode::count)
    }

    /// Reads one configuration.
    ///
    /// Permissions: `DeviceManagementConfiguration.Read.All`, or `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn get(
        &self,
        id: &HardwareConfigurationId,
    ) -> Call<HardwareConfiguration, ItemQuery<HardwareConfiguration>> {
        let built = segment(id).and_then(|id| {
            Built::new(&self.transport, |requests| {
                requests.get_hardware_configuration(&id, None, None)
            })
        });
        Call::new(&self.transport, built, decode::entity)
    }

    /// Creates a configuration, after checking its sizes. It is not sent again when it is unknown whether the first
    /// request was acted on, as after 504: that could create it twice, which
    /// [`RetryPolicy::risk_duplicates`](crate::RetryPolicy::risk_duplicates) accepts.
    ///
    /// Permission: `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn create(&self, new: &NewHardwareConfiguration) -> Call<HardwareConfiguration> {
        let body = types::HardwareConfiguration::default();
        let built = Built::new(&self.transport, |requests| {
            requests.create_hardware_configuration(&body)
        })
        .and_then(|built| built.limited(new.check_limits())?.body(new));
        Call::new(&self.transport, built, decode::entity)
    }

    /// Changes what `patch` mentions of a configuration, after checking its sizes.
    ///
    /// Permission: `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn update(
        &self,
        id: &HardwareConfigurationId,
        patch: &HardwareConfigurationPatch,
    ) -> Call<HardwareConfiguration> {
        let built = segment(id).and_then(|id| {
            let body = types::HardwareConfiguration::default();
            Built::new(&self.transport, |requests| {
                requests.update_hardware_configuration(&id, &body)
            })?
            .limited(patch.check_limits())?
            .body(patch)
        });
        Call::new(&self.transport, built, decode::entity)
    }

    /// Deletes a configuration, with its assignments and run states. `If-Match` can be set in the call's options.
    /// That it is gone when the request has to be repeated is a success if an earlier try may have done it, and its answer
    /// got lost; it is not if that try was refused.
    ///
    /// Permission: `DeviceManagementConfiguration.ReadWrite.All`.
    pub fn delete(&self, id: &HardwareConfigurationId) -> Call<()> {
        let built = segment(id).and_then(|id| {
            Built::new(&self.transport, |requests| {
                requests.delete_hardware_configuration(&id, None)
            })
        });
        Call::deleting(&self.transport, built)
    }
}
