//! The table, by what goes wrong.

mod batch;
mod errors;
mod origins;
mod pages;
mod retries;
mod timeouts;
mod tokens;
mod waits;
mod wire;

use crate::case::Case;
pub(crate) use tokens::CHALLENGE;

/// Every row.
pub(crate) fn all() -> Vec<Case> {
    let parts = [
        retries::cases(),
        waits::cases(),
        timeouts::cases(),
        wire::cases(),
        errors::cases(),
        tokens::cases(),
        origins::cases(),
        pages::cases(),
        batch::cases(),
    ];
    parts.into_iter().flatten().collect()
}

/// TLS that trusts nobody, for a client that only speaks plain http.
pub(crate) fn no_tls() -> rustls::ClientConfig {
    rustls::ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}
