//! The running emulator.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::{Request, Response};
use tokio::task::AbortHandle;

use crate::error::SetupError;
use crate::faults::{Fault, Reset};
use crate::http::Call;
use crate::journal::Exchange;
use crate::server;
use crate::service::Service;
use crate::service::tokens::Grant;
use crate::tenant::RunState;

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
pub struct Emulator {
    pub(crate) service: Arc<Service>,
    pub(crate) address: SocketAddr,
    pub(crate) root: String,
    #[cfg(feature = "tls")]
    pub(crate) authority: Option<String>,
    pub(crate) token: String,
    pub(crate) server: AbortHandle,
}

impl std::fmt::Debug for Emulator {
    /// Shows where the emulator is, never what it holds: its tokens, and files with BIOS passwords.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emulator")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Emulator {
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

    /// Answers a request without a socket, for a client whose transport can be replaced and for what is to be measured
    /// without a network. It is checked and recorded like any other; a `Host` header is not needed.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use intune_hardware_configurations_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::start().await?;
    /// let request = http::Request::get("/beta/deviceManagement/hardwareConfigurations/$count")
    ///     .header("authorization", format!("Bearer {}", emulator.token()))
    ///     .body(Bytes::new())?;
    /// let response = emulator.answer(request).await?;
    /// assert_eq!(response.into_body(), "3");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When a fault resets the connection before the answer is through, or sends raw bytes, which need one.
    pub async fn answer(&self, request: Request<Bytes>) -> io::Result<Response<Bytes>> {
        let (head, body) = request.into_parts();
        let call = Call::new(head, &self.root, 0);
        let (reply, wire) = server::answer(&self.service, call, Full::new(body)).await?;
        if !wire.delay.is_zero() {
            tokio::time::sleep(wire.delay).await;
        }
        if wire.raw.is_some() || matches!(wire.reset, Some(Reset::Before | Reset::Inside)) {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        let mut response = Response::new(reply.body);
        *response.status_mut() = reply.status;
        *response.headers_mut() = reply.headers;
        Ok(response)
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

    /// Every request that came so far, oldest first, within the bounds on the
    /// [number](crate::EmulatorBuilder::journal_size) and the [bytes](crate::EmulatorBuilder::journal_bytes) of them.
    #[must_use]
    pub fn journal(&self) -> Vec<Exchange> {
        self.service.journal.exchanges()
    }

    /// How many requests the journal had to forget, because they were too many or took too many bytes.
    #[must_use]
    pub fn forgotten(&self) -> u64 {
        self.service.journal.forgotten()
    }

    /// Forgets the requests that came so far.
    pub fn clear_journal(&self) {
        self.service.journal.clear();
    }

    /// Moves the clock on, whichever [`Clock`](crate::Clock) it is.
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
    ///
    /// # Errors
    ///
    /// When the fault could never happen, for instance because there is no such operation.
    pub fn add_fault(&self, fault: Fault) -> Result<(), SetupError> {
        fault.check(self.service.spec)?;
        self.service.faults.add(fault);
        Ok(())
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        self.service.faults.clear();
    }

    /// Puts the tenant, the settings and the quirks back to what they were at the start, and forgets all requests. The
    /// clock goes on, faults and tokens stay.
    pub fn reset(&self) {
        self.service.reset();
    }
}
