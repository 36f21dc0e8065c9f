//! The HTTP clients: the one whose connections all calls share, and others for when its connections are the trouble.

use std::time::Duration;

use super::tls::Tls;
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};

/// Where the connections come from.
pub(super) struct Clients {
    shared: reqwest::Client,
    /// How to make another one; not known of a client that the caller brought.
    settings: Option<Settings>,
}

struct Settings {
    tls: Tls,
    is_https: bool,
    connect_timeout: Duration,
    proxy: Option<reqwest::Proxy>,
}

impl Clients {
    /// The client that the caller brought.
    pub(super) fn injected(client: reqwest::Client) -> Self {
        Self {
            shared: client,
            settings: None,
        }
    }

    /// A client that goes no further than it is told.
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
        let shared = settings.client().map_err(|error| {
            Error::new(ErrorKind::Configuration, "the HTTP client cannot be set up")
                .with_source(error)
        })?;
        Ok(Self {
            shared,
            settings: Some(settings),
        })
    }

    /// The client that all calls share.
    pub(super) fn shared(&self) -> &reqwest::Client {
        &self.shared
    }

    /// A client without connections, if there can be one: a service that is unavailable over one connection may be
    /// well over another, which leads to another of its machines.
    pub(super) fn fresh(&self) -> reqwest::Client {
        let fresh = self
            .settings
            .as_ref()
            .and_then(|settings| settings.client().ok());
        fresh.unwrap_or_else(|| self.shared.clone())
    }
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
