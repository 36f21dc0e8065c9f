//! The running emulator and how it is set up.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use crate::clock::Clock;
use crate::error::StartError;
use crate::faults::Fault;
use crate::journal::Exchange;
use crate::server::{self, Server};
use crate::service::tokens::Grant;
use crate::service::{Log, Service};
use crate::settings::{Leniency, Quirk, Settings, Throttle};
use crate::tenant::{RunState, Tenant};

/// The two permissions that the operations ask for.
const ALL_PERMISSIONS: [&str; 2] = [
    "DeviceManagementConfiguration.Read.All",
    "DeviceManagementConfiguration.ReadWrite.All",
];

/// An emulated tenant that answers on loopback until it is dropped.
///
/// ```
/// use intune_hardware_configurations_emulator::Emulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::start().await?;
/// println!("point a client at {} with the token {}", emulator.root(), emulator.token());
/// let configuration = &emulator.configurations()[0];
/// println!("and ask for {}/deviceManagement/hardwareConfigurations/{configuration}", emulator.base_url());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Emulator {
    service: Arc<Service>,
    address: SocketAddr,
    root: String,
    #[cfg(feature = "tls")]
    authority: Option<String>,
    token: String,
    server: AbortHandle,
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Emulator {
    /// Starts an emulator with the [sample tenant](Tenant::sample) on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// When no port can be opened.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Sets up an emulator before it starts.
    #[must_use]
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::default()
    }

    /// The root that a client is pointed at, in place of `https://graph.microsoft.com`.
    #[must_use]
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The certificate of the authority that a client has to trust, as PEM, when the emulator speaks https.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn certificate_authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    /// The root with the version of the API: `…/beta`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("{}/beta", self.root())
    }

    /// The address that the emulator listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A token that is accepted for all operations and does not expire.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Issues a token that allows no more than `grant` says.
    #[must_use]
    pub fn issue_token(&self, grant: Grant) -> String {
        self.service.tokens.issue(grant, self.service.clock.now())
    }

    /// The ids of all hardware configurations, in the order in which they are listed.
    #[must_use]
    pub fn configurations(&self) -> Vec<String> {
        self.service
            .tenant()
            .profiles
            .iter()
            .map(|profile| profile.id.clone())
            .collect()
    }

    /// Every request that came so far, oldest first, up to the [size of the journal](EmulatorBuilder::journal_size).
    #[must_use]
    pub fn journal(&self) -> Vec<Exchange> {
        self.service.journal.exchanges()
    }

    /// Forgets the requests that came so far.
    pub fn clear_journal(&self) {
        self.service.journal.clear();
    }

    /// Moves the clock on, whichever [`Clock`] it is.
    pub fn advance(&self, by: Duration) {
        self.service.clock.advance(by);
    }

    /// Lets `count` more devices of a configuration leave `pending`, when its transitions are
    /// [by hand](crate::Transitions::ByHand). Returns how many have been let in all, or `None` if there is no such
    /// configuration.
    pub fn release(&self, configuration: &str, count: u32) -> Option<u32> {
        self.service
            .tenant_mut()
            .release(configuration, count, self.service.clock.now())
    }

    /// Sets what one device, given by its number, reports for a configuration. Returns whether the device has that
    /// configuration.
    pub fn set_device_state(&self, configuration: &str, device: u32, state: RunState) -> bool {
        self.service.tenant_mut().set_device_state(
            configuration,
            device,
            state,
            self.service.clock.now(),
        )
    }

    /// Makes something go wrong from now on.
    pub fn add_fault(&self, fault: Fault) {
        self.service.faults.add(fault);
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        self.service.faults.clear();
    }

    /// Puts the tenant back to what it was at the start, and forgets all requests.
    pub fn reset(&self) {
        self.service.reset();
    }
}

/// Sets up an [`Emulator`].
#[derive(Clone, Debug, Default)]
pub struct EmulatorBuilder {
    tenant: Tenant,
    clock: Option<Clock>,
    settings: Settings,
    faults: Vec<Fault>,
    address: Option<SocketAddr>,
    log: Option<Log>,
    #[cfg(feature = "tls")]
    tls: bool,
}

impl EmulatorBuilder {
    /// Sets the tenant; [`Tenant::sample`] without.
    #[must_use]
    pub fn tenant(mut self, tenant: Tenant) -> Self {
        self.tenant = tenant;
        self
    }

    /// Sets the clock; [`Clock::Real`] without.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Sets how many items a page holds at most; 1,000 without. Zero is taken as one.
    #[must_use]
    pub fn page_size(mut self, items: u32) -> Self {
        self.settings.page_size = items.max(1);
        self
    }

    /// Sets how many requests the journal remembers; 10,000 without.
    #[must_use]
    pub fn journal_size(mut self, requests: usize) -> Self {
        self.settings.journal_size = requests;
        self
    }

    /// Lets something pass that is refused by default.
    #[must_use]
    pub fn lenient(mut self, leniency: Leniency) -> Self {
        self.settings.leniencies.push(leniency);
        self
    }

    /// Turns on something that Graph does in some places only.
    #[must_use]
    pub fn quirk(mut self, quirk: Quirk) -> Self {
        self.settings.quirks.push(quirk);
        self
    }

    /// Makes something go wrong.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Limits how often a client may call.
    #[must_use]
    pub fn throttle(mut self, throttle: Throttle) -> Self {
        self.settings.throttle = Some(throttle);
        self
    }

    /// Sets the address to listen on; a free port of the loopback interface without.
    #[must_use]
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = Some(address);
        self
    }

    /// Calls `log` with every request, once it is answered.
    #[must_use]
    pub fn log(mut self, log: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        self.log = Some(Log(Arc::new(log)));
        self
    }

    /// Speaks https, with a certificate authority that is made for this emulator.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

    /// Starts the emulator in the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// When the address cannot be listened on, for instance because its port is in use.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let wanted = self
            .address
            .unwrap_or_else(|| SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        let bind = |source| StartError::Bind {
            address: wanted,
            source,
        };
        let listener = TcpListener::bind(wanted).await.map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let service = Service::new(
            self.tenant,
            self.clock.unwrap_or(Clock::Real),
            self.settings,
            self.log,
        );
        let service = Arc::new(service.map_err(StartError::Specification)?);
        for fault in self.faults {
            service.faults.add(fault);
        }
        let forever = Duration::from_secs(100 * 365 * 86_400);
        let token = service.tokens.issue(
            Grant::new(ALL_PERMISSIONS).expires_in(forever),
            service.clock.now(),
        );
        #[cfg(feature = "tls")]
        let tls = match self.tls {
            true => Some(server::tls::Tls::new(address.ip()).map_err(StartError::Keys)?),
            false => None,
        };
        #[cfg(feature = "tls")]
        let authority = tls.as_ref().map(|tls| tls.authority.clone());
        #[cfg(feature = "tls")]
        let secure = tls.is_some();
        #[cfg(not(feature = "tls"))]
        let secure = false;
        let root = root(address, secure);
        let server = Server {
            service: Arc::clone(&service),
            root: root.clone(),
            #[cfg(feature = "tls")]
            tls,
        };
        let server = tokio::spawn(server::serve(listener, Arc::new(server))).abort_handle();
        Ok(Emulator {
            service,
            address,
            root,
            #[cfg(feature = "tls")]
            authority,
            token,
            server,
        })
    }
}

/// How a client on this machine names the emulator.
fn root(address: SocketAddr, secure: bool) -> String {
    let reachable = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => {
            SocketAddr::from((Ipv4Addr::LOCALHOST, address.port()))
        }
        IpAddr::V6(ip) if ip.is_unspecified() => {
            SocketAddr::from((Ipv6Addr::LOCALHOST, address.port()))
        }
        _ => address,
    };
    match secure {
        // Certificates are for names, and some clients do not take an address for one.
        true if reachable.ip().is_loopback() => format!("https://localhost:{}", address.port()),
        true => format!("https://{reachable}"),
        false => format!("http://{reachable}"),
    }
}
