//! No TLS, for programs that bring an HTTP client of their own or only talk to this machine.

use reqwest::ClientBuilder;

use crate::error::{Error, ErrorKind};

/// The TLS set-up, empty.
pub(in crate::transport) struct Tls;

impl Tls {
    /// Fails when TLS is needed.
    pub(in crate::transport) fn new(needed: bool) -> Result<Self, Error> {
        if needed {
            return Err(Error::new(
                ErrorKind::Configuration,
                "https needs TLS, and this program was built without: turn on the feature `rustls` or `native-tls`, or \
                 bring an `http_client`",
            ));
        }
        Ok(Self)
    }

    /// Leaves a client as it is.
    #[allow(clippy::unused_self, reason = "other TLS has something to add")]
    pub(in crate::transport) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
        builder
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_goes_without() {
        assert!(Tls::new(false).is_ok());
        let error = Tls::new(true).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("`native-tls`"), "{error}");
    }
}
