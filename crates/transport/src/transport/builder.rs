//! Building a transport.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::clients::Clients;
use super::{Shared, Transport};
use crate::clock::{Clock, SystemClock};
use crate::cloud::{ApiVersion, Cloud};
use crate::credential::{Credential, TokenCache};
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};
use crate::options::Timeouts;
use crate::retry::{Gate, Pacer, Pacing, RetryPolicy};

/// How long a connection may take to be made, unless told otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The limits on time, unless told otherwise. Exports and reports of Graph take a minute at times.
const TIMEOUTS: Timeouts = Timeouts {
    read: Some(Duration::from_secs(60)),
    attempt: Some(Duration::from_secs(120)),
    call: Some(Duration::from_secs(300)),
};

/// The longest body that is read, unless told otherwise: far above a page of a thousand objects.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// The settings of a [`Transport`]. Everything has a default but the credential.
#[must_use]
pub struct TransportBuilder {
    credential: Credential,
    cloud: Cloud,
    version: ApiVersion,
    endpoint: Option<(String, Scheme)>,
    http: Option<Http>,
    proxy: Option<reqwest::Proxy>,
    user_agent: String,
    clock: Arc<dyn Clock>,
    retry: RetryPolicy,
    timeouts: Timeouts,
    connect_timeout: Duration,
    pacing: Option<Pacing>,
    max_body_bytes: usize,
}

#[derive(Debug, Clone, Copy)]
enum Scheme {
    Https,
    LoopbackHttp,
}

/// HTTP clients that the caller brings.
enum Http {
    One(reqwest::Client),
    Made(Box<dyn Fn() -> reqwest::Result<reqwest::Client> + Send + Sync>),
}

impl TransportBuilder {
    pub(super) fn new(credential: Credential) -> Self {
        Self {
            credential,
            cloud: Cloud::default(),
            version: ApiVersion::default(),
            endpoint: None,
            http: None,
            proxy: None,
            user_agent: concat!("msgraph-transport/", env!("CARGO_PKG_VERSION")).to_owned(),
            clock: Arc::new(SystemClock),
            retry: RetryPolicy::new(),
            timeouts: TIMEOUTS,
            connect_timeout: CONNECT_TIMEOUT,
            pacing: None,
            max_body_bytes: MAX_BODY_BYTES,
        }
    }

    /// The cloud, from which root and scope follow.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// The version of the API.
    pub fn api_version(mut self, version: ApiVersion) -> Self {
        self.version = version;
        self
    }

    /// Another place than the cloud's root, such as a gateway: scheme (https), host and port. The token is still one
    /// of the cloud.
    pub fn endpoint(mut self, root: impl Into<String>) -> Self {
        self.endpoint = Some((root.into(), Scheme::Https));
        self
    }

    /// A service on this machine, such as an emulator, which may be plain http: `http://127.0.0.1:8080`.
    pub fn loopback_endpoint(mut self, root: impl Into<String>) -> Self {
        self.endpoint = Some((root.into(), Scheme::LoopbackHttp));
        self
    }

    /// What goes in front of this crate's own `User-Agent`, such as `fleet-report/1.2`.
    pub fn user_agent(mut self, product: &str) -> Self {
        self.user_agent = format!("{product} {}", self.user_agent);
        self
    }

    /// The longest body that is read, in bytes after decompression. Default: 64 MiB.
    pub fn max_body_bytes(mut self, limit: usize) -> Self {
        self.max_body_bytes = limit;
        self
    }

    /// How calls are tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Keeps requests and writes under a limit, by waiting before it is reached. Off by default.
    pub fn pacing(mut self, pacing: Pacing) -> Self {
        self.pacing = Some(pacing);
        self
    }

    /// Limits the time to make a connection. Default: 10 s. Has no effect on an [injected client](Self::http_client).
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// Limits the silence of the service: the time to the head of a response, and between two parts of its body.
    /// Default: 60 s.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.timeouts.read = Some(limit);
        self
    }

    /// Limits one try, from the first byte sent to the last byte read. Default: 120 s.
    pub fn try_timeout(mut self, limit: Duration) -> Self {
        self.timeouts.attempt = Some(limit);
        self
    }

    /// Limits a whole call: every try and every wait between them. Default: 300 s.
    pub fn call_timeout(mut self, limit: Duration) -> Self {
        self.timeouts.call = Some(limit);
        self
    }

    /// The clock to live by: a [`VirtualClock`](crate::clock::VirtualClock) in tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// A proxy to go through, in place of one from the environment. It sees the token only of a
    /// [plain http endpoint](Self::loopback_endpoint), for which the environment's is never used. Has no effect on an
    /// [injected client](Self::http_client).
    pub fn proxy(mut self, proxy: reqwest::Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// An HTTP client of your own, for certificates, DNS or whatever else. Switch its redirects off: the transport answers
    /// for where the token goes, and cannot look inside the client.
    ///
    /// Its connections make headway on the tokio runtime that makes the first call alone. A call on another runtime is
    /// refused with [`ErrorKind::Configuration`]: see [`http_client_with`](Self::http_client_with).
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(Http::One(client));
        self
    }

    /// As [`http_client`](Self::http_client), with a way to make a client: one is made for each tokio runtime that makes
    /// calls, and for tries that have to go over another connection. In place of a client that was set before.
    ///
    /// ```
    /// use msgraph_transport::{Credential, Transport, reqwest};
    ///
    /// let make = || reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
    /// let builder = Transport::builder(Credential::fixed("token")).http_client_with(make);
    /// # let _ = builder;
    /// ```
    pub fn http_client_with(
        mut self,
        make: impl Fn() -> reqwest::Result<reqwest::Client> + Send + Sync + 'static,
    ) -> Self {
        self.http = Some(Http::Made(Box::new(make)));
        self
    }

    /// Builds the transport. Nothing is sent, and no token is asked for.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when the endpoint is not one that may see a token, or TLS cannot be set up.
    pub fn build(self) -> Result<Transport, Error> {
        let endpoint = match self.endpoint {
            None => Endpoint::https(self.cloud.root())?,
            Some((root, Scheme::Https)) => Endpoint::https(&root)?,
            Some((root, Scheme::LoopbackHttp)) => Endpoint::loopback(&root)?,
        };
        let clients = match self.http {
            Some(Http::One(client)) => Clients::injected(client),
            Some(Http::Made(make)) => Clients::made(make)?,
            None => Clients::new(&endpoint, self.connect_timeout, self.proxy)?,
        };
        let user_agent = HeaderValue::try_from(&self.user_agent).map_err(|_| {
            Error::new(
                ErrorKind::Configuration,
                "the user agent holds characters that no header may hold",
            )
        })?;
        let scope = self.cloud.scope();
        let base_url = endpoint.below(self.version.segment());
        Ok(Transport {
            shared: Arc::new(Shared {
                clients,
                endpoint,
                cloud: self.cloud,
                base_url,
                tokens: TokenCache::new(self.credential, scope, Arc::clone(&self.clock)),
                user_agent,
                clock: self.clock,
                jitter: fastrand::f64,
                retry: self.retry,
                timeouts: self.timeouts,
                gate: Gate::default(),
                pacer: self.pacing.map(Pacer::new),
                max_body_bytes: self.max_body_bytes,
            }),
        })
    }
}

impl std::fmt::Debug for TransportBuilder {
    /// Shows nothing of the endpoint and the client, which may hold credentials.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TransportBuilder")
            .field("cloud", &self.cloud)
            .field("version", &self.version)
            .field("retry", &self.retry)
            .field("timeouts", &self.timeouts)
            .field("pacing", &self.pacing)
            .field("max_body_bytes", &self.max_body_bytes)
            .finish_non_exhaustive()
    }
}
