//! What can go wrong at the start.

use std::net::SocketAddr;

/// Why an emulator could not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be listened on.
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// The certificate or the key for signing tokens cannot be made.
    Keys(String),
    /// The specification within this crate cannot be read, which is a mistake in the crate.
    Specification(String),
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bind { address, source } if source.kind() == std::io::ErrorKind::AddrInUse => {
                write!(
                    f,
                    "port {} of {} is in use: stop what uses it, or take port 0 for a free one",
                    address.port(),
                    address.ip()
                )
            }
            Self::Bind { address, .. } => write!(f, "cannot listen on {address}"),
            Self::Keys(reason) => write!(f, "cannot make a certificate: {reason}"),
            Self::Specification(reason) => write!(
                f,
                "cannot read the specification within the crate: {reason}"
            ),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Bind { source, .. } => Some(source),
            Self::Keys(_) | Self::Specification(_) => None,
        }
    }
}
