//! How an emulator is set up.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper::Request;
use hyper::body::Bytes;
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::emulator::Emulator;
use crate::error::StartError;
use crate::faults::{Effect, Fault, Script};
use crate::journal::Exchange;
use crate::server::{self, Server};
use crate::service::tokens::Grant;
use crate::service::{Log, Service};
use crate::settings::{Leniency, Quirk, Settings, Throttle};
use crate::spec::Spec;
use crate::tenant::Tenant;

/// The permissions that the operations ask for, and the names of groups.
const ALL_PERMISSIONS: [&str; 3] = [
    "DeviceManagementConfiguration.Read.All",
    "DeviceManagementConfiguration.ReadWrite.All",
    "GroupMember.Read.All",
];

/// Sets up an [`Emulator`].
#[derive(Clone, Debug, Default)]
pub struct EmulatorBuilder {
    tenant: Tenant,
    clock: Option<Clock>,
    settings: Settings,
    faults: Vec<Fault>,
    address: Option<SocketAddr>,
    script: Option<Script>,
    log: Option<Log>,
    #[cfg(feature = "tls")]
    tls: bool,
}

impl Emulator {
    /// Starts an emulator with the [sample tenant](crate::Tenant::sample) on a free port of the loopback interface.
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

    /// Sets how many requests the journal remembers; 10,000 without. Beyond, the oldest are
    /// [forgotten](Emulator::forgotten).
    #[must_use]
    pub fn journal_size(mut self, requests: usize) -> Self {
        self.settings.journal_size = requests;
        self
    }

    /// Sets how many bytes the remembered requests may take, with their headers and bodies; 64 MiB without. Beyond, the
    /// oldest are [forgotten](Emulator::forgotten).
    #[must_use]
    pub fn journal_bytes(mut self, bytes: usize) -> Self {
        self.settings.journal_bytes = bytes;
        self
    }

    /// Sets how many bytes of pages are kept, so that a page that is asked for again costs next to nothing; 64 MiB
    /// without. Pages are made anew once anything was written. Zero keeps none.
    #[must_use]
    pub fn page_cache_bytes(mut self, bytes: usize) -> Self {
        self.settings.page_cache_bytes = bytes;
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

    /// Asks `decide` about every request what goes wrong with it, for what rules cannot express. It sees the request
    /// whole, its token too.
    ///
    /// ```
    /// use intune_hardware_configurations_emulator::{Effect, Emulator};
    ///
    /// let mut requests = 0;
    /// let every_third_fails = Emulator::builder().script(move |request| {
    ///     requests += 1;
    ///     (requests % 3 == 0 && request.body().is_empty()).then(|| Effect::status(503))
    /// });
    /// # let _ = every_third_fails;
    /// ```
    #[must_use]
    pub fn script(
        mut self,
        decide: impl FnMut(&Request<Bytes>) -> Option<Effect> + Send + 'static,
    ) -> Self {
        self.script = Some(Script::new(decide));
        self
    }

    /// Limits how often an application may call.
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

    /// Lets the control API answer to this name of the machine, too: a name without a port, such as `emulator`. Without, it
    /// answers to the emulator's own address and to `localhost` only, so that no page in a browser can reach it under a
    /// name of its own.
    #[must_use]
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.settings.hosts.push(name.into());
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
    /// When the address cannot be listened on, for instance because its port is in use, and when the tenant or a fault
    /// cannot be meant.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let spec = Spec::load().map_err(StartError::Specification)?;
        let tenant = self
            .tenant
            .checked(spec, self.settings.strictness())
            .map_err(StartError::Tenant)?;
        for (number, fault) in self.faults.iter().enumerate() {
            let outer = format!("[{number}]");
            fault
                .check(spec)
                .map_err(|error| StartError::Fault(error.within(&outer)))?;
        }
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
            tenant,
            self.clock.unwrap_or(Clock::Real),
            self.settings,
            address.ip(),
            self.script,
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
