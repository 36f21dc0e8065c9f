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
    /// One of the faults could never happen.
    Fault(SetupError),
    /// The tenant cannot be one.
    Tenant(SetupError),
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
            Self::Fault(error) => write!(f, "cannot use the faults: {error}"),
            Self::Tenant(error) => write!(f, "cannot use the tenant: {error}"),
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
            // What is said of a fault or a tenant is part of the text.
            Self::Keys(_) | Self::Fault(_) | Self::Tenant(_) | Self::Specification(_) => None,
        }
    }
}

/// What of a fault or a tenant cannot be meant, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupError {
    place: String,
    problem: String,
}

impl SetupError {
    pub(crate) fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            problem: problem.into(),
        }
    }

    /// The same, as part of something larger.
    pub(crate) fn within(mut self, outer: &str) -> Self {
        self.place = format!("{outer}.{}", self.place);
        self
    }
}

impl std::fmt::Display for SetupError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "'{}' {}", self.place, self.problem)
    }
}

impl std::error::Error for SetupError {}
