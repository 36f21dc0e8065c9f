//! The system's TLS: OpenSSL on Linux, Security framework on macOS, Schannel on Windows.

use reqwest::{ClientBuilder, tls};

use crate::error::Error;

/// The TLS set-up.
pub(in crate::transport) struct Tls {
    needed: bool,
}

impl Tls {
    /// `needed` is false for plain http, which must work on a machine without certificates.
    #[allow(clippy::unnecessary_wraps, reason = "other TLS can fail here")]
    pub(in crate::transport) fn new(needed: bool) -> Result<Self, Error> {
        Ok(Self { needed })
    }

    /// Has a client use it.
    pub(in crate::transport) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
        // The lowest version that rustls speaks; the client itself offers HTTP/2.
        let builder = builder
            .tls_backend_native()
            .tls_version_min(tls::Version::TLS_1_2);
        if self.needed {
            builder
        } else {
            builder.tls_certs_only([])
        }
    }
}
