//! The HTTP clients: one for each runtime, whose connections all its calls share, and a spare one for when these are the
//! trouble.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use http::Version;

use super::tls::Tls;
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};
use crate::runtime;

/// Runtimes whose connections are kept besides those of the first. The one that has not called for longest makes room.
const MOST_RUNTIMES: usize = 64;

/// Tries at a time that go over spare connections, where each takes one of its own (HTTP/1.1).
const MOST_SPARE: usize = 8;

/// A spare client is kept for this long even when its service is unavailable as well.
const SPARE_LEAST: Duration = Duration::from_secs(1);

/// A spare client that is older than this may lead to what was the trouble before.
const SPARE_MOST: Duration = Duration::from_secs(60);

/// Makes a client.
type Make = Box<dyn Fn() -> reqwest::Result<reqwest::Client> + Send + Sync>;

/// Where the connections come from.
pub(super) struct Clients {
    /// `None` when the caller brought the one client that there is.
    make: Option<Make>,
    first: Arc<Connections>,
    /// The runtime that has called first. The sockets of a client make headway on the runtime that opened them alone.
    first_runtime: OnceLock<runtime::Id>,
    /// Those of other runtimes; who called last comes last.
    others: Mutex<Vec<(runtime::Id, Arc<Connections>)>>,
}

/// The connections of one runtime.
pub(super) struct Connections {
    client: reqwest::Client,
    spare: Mutex<Spares>,
}

#[derive(Default)]
struct Spares {
    /// How many were made.
    made: u64,
    current: Option<(reqwest::Client, Instant)>,
    in_use: Arc<AtomicUsize>,
}

/// A client for one try.
pub(super) struct Lease {
    pub(super) client: reqwest::Client,
    /// Which spare client it is, if it is one.
    spare: Option<(u64, InUse)>,
}

/// Counts a try that goes over a spare connection.
struct InUse(Arc<AtomicUsize>);

impl Drop for InUse {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What a try over which a service was unavailable went over.
#[derive(Clone, Copy)]
pub(super) struct Trouble {
    spare: Option<u64>,
    version: Version,
}

impl Lease {
    /// The service was unavailable over it.
    pub(super) fn trouble(&self, version: Version) -> Trouble {
        Trouble {
            spare: self.spare.as_ref().map(|(number, _)| *number),
            version,
        }
    }
}

impl Clients {
    /// The client that the caller brought.
    pub(super) fn injected(client: reqwest::Client) -> Self {
        Self::with(client, None)
    }

    /// Clients that the caller makes.
    pub(super) fn made(make: Make) -> Result<Self, Error> {
        let client = make().map_err(failed)?;
        Ok(Self::with(client, Some(make)))
    }

    /// Clients that go no further than they are told.
    pub(super) fn new(
        endpoint: &Endpoint,
        connect_timeout: Duration,
        proxy: Option<reqwest::Proxy>,
    ) -> Result<Self, Error> {
        let settings = Settings {
            tls: Tls::new(endpoint.is_https())?,
            is_https: endpoint.is_https(),
            connect_timeout,
            proxy,
        };
        Self::made(Box::new(move || settings.client()))
    }

    fn with(client: reqwest::Client, make: Option<Make>) -> Self {
        Self {
            make,
            first: Arc::new(Connections::new(client)),
            first_runtime: OnceLock::new(),
            others: Mutex::default(),
        }
    }

    /// A client to build requests with.
    pub(super) fn shared(&self) -> &reqwest::Client {
        &self.first.client
    }

    /// The connections for calls on a runtime.
    pub(super) fn of(&self, runtime: runtime::Id) -> Result<Arc<Connections>, Error> {
        if *self.first_runtime.get_or_init(|| runtime) == runtime {
            return Ok(Arc::clone(&self.first));
        }
        let Some(make) = &self.make else {
            return Err(Error::new(
                ErrorKind::Configuration,
                "the HTTP client that the transport was given has its connections on another tokio runtime, where they may \
                 stand still: give it a way to make one for each runtime (`TransportBuilder::http_client_with`), or build a \
                 transport for each",
            ));
        };
        let mut others = lock(&self.others);
        let known = others.iter().position(|(other, _)| *other == runtime);
        let connections = match known {
            Some(place) => others.remove(place).1,
            None => Arc::new(Connections::new(make().map_err(failed)?)),
        };
        if others.len() >= MOST_RUNTIMES {
            others.remove(0);
        }
        others.push((runtime, Arc::clone(&connections)));
        Ok(connections)
    }

    /// A client for a try of a call on `connections`, after `trouble` with its last try if there was any: a service that
    /// is unavailable over one connection may be well over another, which leads to another of its machines.
    pub(super) fn lease(
        &self,
        connections: &Connections,
        trouble: Option<Trouble>,
        now: impl FnOnce() -> Instant,
    ) -> Lease {
        let spare = match (trouble, &self.make) {
            (Some(trouble), Some(make)) => connections.spare(make, trouble, now()),
            _ => None,
        };
        spare.unwrap_or_else(|| Lease {
            client: connections.client.clone(),
            spare: None,
        })
    }
}

impl Connections {
    fn new(client: reqwest::Client) -> Self {
        Self {
            client,
            spare: Mutex::default(),
        }
    }

    /// The spare client: the same for all who need one, so that a thousand calls that fail at once do not open a
    /// thousand connections more. `None` when enough use it, and others had better try those that are open.
    fn spare(&self, make: &Make, trouble: Trouble, now: Instant) -> Option<Lease> {
        let mut spares = lock(&self.spare);
        // Over HTTP/2, one connection is enough for all.
        let is_shared = trouble.version >= Version::HTTP_2;
        if !is_shared && spares.in_use.load(Ordering::Relaxed) >= MOST_SPARE {
            return None;
        }
        let is_good = spares.current.as_ref().is_some_and(|(_, made)| {
            let age = now.saturating_duration_since(*made);
            let is_the_trouble = trouble.spare == Some(spares.made);
            age < SPARE_LEAST || (age < SPARE_MOST && !is_the_trouble)
        });
        if !is_good {
            spares.current = Some((make().ok()?, now));
            spares.made += 1;
        }
        let (client, _) = spares.current.as_ref()?;
        spares.in_use.fetch_add(1, Ordering::Relaxed);
        Some(Lease {
            client: client.clone(),
            spare: Some((spares.made, InUse(Arc::clone(&spares.in_use)))),
        })
    }
}

/// How the transport makes its own clients.
struct Settings {
    tls: Tls,
    is_https: bool,
    connect_timeout: Duration,
    proxy: Option<reqwest::Proxy>,
}

impl Settings {
    fn client(&self) -> reqwest::Result<reqwest::Client> {
        let mut builder = self
            .tls
            .apply(reqwest::Client::builder())
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            // The transport retries by its own rules; the limit of 0 keeps the client from copying each request in case.
            .retry(reqwest::retry::never().max_retries_per_request(0))
            .connect_timeout(self.connect_timeout);
        if !self.is_https {
            // A proxy from the environment would see the token in the clear.
            builder = builder.no_proxy();
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.clone());
        }
        builder.build()
    }
}

fn failed(error: reqwest::Error) -> Error {
    Error::new(ErrorKind::Configuration, "the HTTP client cannot be set up").with_source(error)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
