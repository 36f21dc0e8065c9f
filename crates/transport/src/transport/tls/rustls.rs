//! rustls with ring, and the system's certificates.
//!
//! ring and aws-lc both need a C compiler and nothing else. A clean build of reqwest took 30 s with ring and 45 s with
//! aws-lc on two cores, and that is what everybody who depends on this crate pays.

use std::sync::Arc;

use reqwest::ClientBuilder;
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::{Error, ErrorKind};

/// The TLS set-up.
pub(in crate::transport) struct Tls(ClientConfig);

impl Tls {
    /// `needed` is false for plain http, which must work on a machine without certificates.
    pub(in crate::transport) fn new(needed: bool) -> Result<Self, Error> {
        // A program that has chosen its cryptography keeps it.
        let provider = CryptoProvider::get_default()
            .cloned()
            .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(failed)?;
        let builder = if needed {
            builder.with_platform_verifier().map_err(failed)?
        } else {
            builder.with_root_certificates(RootCertStore::empty())
        };
        let mut config = builder.with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self(config))
    }

    /// Has a client use it.
    pub(in crate::transport) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
        builder.tls_backend_preconfigured(self.0.clone())
    }
}

fn failed(error: rustls::Error) -> Error {
    Error::new(
        ErrorKind::Configuration,
        "TLS cannot be set up: are the system's root certificates installed?",
    )
    .with_source(error)
}
