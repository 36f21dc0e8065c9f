//! Where Graph is, and the check that keeps tokens from going anywhere else.

use reqwest::Url;

use crate::error::{Error, ErrorKind};

/// The one origin (scheme, host, port) that may see a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    root: Url,
}

impl Endpoint {
    /// An endpoint over https.
    pub(crate) fn https(root: &str) -> Result<Self, Error> {
        let endpoint = Self::parse(root)?;
        if endpoint.root.scheme() == "https" {
            return Ok(endpoint);
        }
        Err(configuration(format!(
            "the endpoint {} is not https: a token must not cross a network in the clear (for an emulator on this machine use `loopback_endpoint`)",
            show(&endpoint.root)
        )))
    }

    /// An endpoint on this machine, which may be plain http.
    pub(crate) fn loopback(root: &str) -> Result<Self, Error> {
        let endpoint = Self::parse(root)?;
        let is_loopback = match endpoint.root.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        if is_loopback && matches!(endpoint.root.scheme(), "http" | "https") {
            return Ok(endpoint);
        }
        Err(configuration(format!(
            "the endpoint {} is not on this machine: use localhost, 127.0.0.1 or [::1], or `endpoint` with https",
            show(&endpoint.root)
        )))
    }

    fn parse(root: &str) -> Result<Self, Error> {
        let url = Url::parse(root).map_err(|error| {
            configuration(format!(
                "the endpoint is not a URL ({error}): give one such as https://graph.microsoft.com"
            ))
        })?;
        let is_bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none()
            && url.has_host();
        if is_bare {
            return Ok(Self { root: url });
        }
        Err(configuration(format!(
            "the endpoint {} must be scheme, host and port alone, without a path, a query or a user",
            show(&url)
        )))
    }

    /// The root without a slash at the end.
    pub(crate) fn root(&self) -> &str {
        self.root.as_str().trim_end_matches('/')
    }

    /// The URL of a path below the root.
    pub(crate) fn below(&self, path: &str) -> Url {
        let mut url = self.root.clone();
        url.set_path(path);
        url
    }

    /// Whether traffic to this endpoint is encrypted.
    pub(crate) fn is_https(&self) -> bool {
        self.root.scheme() == "https"
    }

    /// Refuses every URL that is not at this endpoint. Must pass before a token is even asked for.
    pub(crate) fn check(&self, url: &Url) -> Result<(), Error> {
        let same_origin = url.scheme() == self.root.scheme()
            && url.host_str() == self.root.host_str()
            && url.port_or_known_default() == self.root.port_or_known_default();
        // `https://user@graph…` would make reqwest send credentials of the link's choice.
        let without_user = url.username().is_empty() && url.password().is_none();
        if same_origin && without_user {
            return Ok(());
        }
        if same_origin {
            let message = format!(
                "the URL at {} has a user name or a password in it, which could stand in for the token: nothing was sent",
                self.root()
            );
            return Err(Error::new(ErrorKind::ForeignOrigin, message));
        }
        Err(Error::new(
            ErrorKind::ForeignOrigin,
            format!(
                "{} is not at {}, the only place that may see the token: nothing was sent",
                show(url),
                self.root()
            ),
        ))
    }
}

/// Scheme, host and port of a URL. The rest may hold secrets (a user, a skip token) and is never shown.
pub(crate) fn show(url: &Url) -> String {
    let host = url.host_str().unwrap_or("(no host)");
    match url.port() {
        Some(port) => format!("{}://{host}:{port}", url.scheme()),
        None => format!("{}://{host}", url.scheme()),
    }
}

fn configuration(message: String) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_scheme_host_and_port_pass() {
        let endpoint = Endpoint::https("https://graph.microsoft.com").unwrap();
        for good in [
            "https://graph.microsoft.com/beta/x?$skiptoken=1",
            "https://GRAPH.Microsoft.COM/beta",
            "https://graph.microsoft.com:443/beta",
        ] {
            assert!(endpoint.check(&Url::parse(good).unwrap()).is_ok(), "{good}");
        }
        for bad in [
            "http://graph.microsoft.com/beta",
            "https://graph.microsoft.com:8443/beta",
            "https://graph.microsoft.com.evil.example/beta",
            "https://graph.microsoft.com./beta",
            "https://user@graph.microsoft.com/beta",
            "https://graph.microsoft.com@evil.example/beta",
            "https://evil.example\\@graph.microsoft.com/beta",
            "https://graph.microsoft.us/beta",
            "https://xn--grph-5na.microsoft.com/beta",
            "ftp://graph.microsoft.com/beta",
            "file:///etc/passwd",
        ] {
            let error = endpoint.check(&Url::parse(bad).unwrap()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::ForeignOrigin, "{bad}");
        }
    }

    #[test]
    fn plain_http_is_for_loopback_alone() {
        for good in [
            "http://127.0.0.1:80",
            "http://localhost:1",
            "http://[::1]:9",
            "http://127.9.9.9",
        ] {
            assert!(Endpoint::loopback(good).is_ok(), "{good}");
            assert!(Endpoint::https(good).is_err(), "{good}");
        }
        for bad in [
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "http://10.0.0.1",
            "http://user@localhost",
            "http://localhost/beta",
            "localhost:80",
            "",
        ] {
            assert!(Endpoint::loopback(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_refused_link_shows_its_origin_and_nothing_else() {
        let endpoint = Endpoint::https("https://graph.microsoft.com").unwrap();
        let link = Url::parse("https://bob:hunter2@evil.example/path?$skiptoken=secret").unwrap();
        let text = endpoint.check(&link).unwrap_err().to_string();
        assert!(text.contains("https://evil.example"), "{text}");
        let link =
            Url::parse("https://bob:hunter2@graph.microsoft.com/path?$skiptoken=secret").unwrap();
        let with_user = endpoint.check(&link).unwrap_err().to_string();
        assert!(with_user.contains("has a user name"), "{with_user}");
        for secret in ["bob", "hunter2", "skiptoken", "secret"] {
            assert!(!text.contains(secret), "{text}");
            assert!(!with_user.contains(secret), "{with_user}");
        }
    }
}
