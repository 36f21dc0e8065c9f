//! What one call may ask for, beyond its request.

use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::error::{Error, ErrorKind};
use crate::response::CLIENT_REQUEST_ID;
use crate::retry::{Load, RetryPolicy};

/// Options of one call. `CallOptions::default()` is what the transport was built with.
///
/// ```
/// use std::time::Duration;
/// use msgraph_transport::CallOptions;
///
/// # fn main() -> Result<(), msgraph_transport::Error> {
/// let options = CallOptions::new()
///     .client_request_id("6c1b7e64-9c8e-4f0f-bd31-5f0f6b1f3e6a")?
///     .header("Prefer", "odata.maxpagesize=100")?
///     .call_timeout(Duration::from_secs(20));
/// # let _ = options;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct CallOptions {
    pub(crate) headers: HeaderMap,
    pub(crate) client_request_id: Option<HeaderValue>,
    pub(crate) timeouts: Timeouts,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) repeatable: Option<bool>,
    /// What the call counts for when it is paced; one request unless told.
    pub(crate) load: Option<Load>,
    pub(crate) through_gate: bool,
    /// When the call must be over, besides its own limit: the end of what it is a part of.
    pub(crate) deadline: Option<Instant>,
}

impl CallOptions {
    /// The options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a header to every try of the call, replacing one of the same name.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRequest`] when the name or the value cannot stand in a header, or when it is one that the
    /// transport answers for (`Authorization`, `Host`, `Content-Length`, …).
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Error> {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| {
            Error::new(
                ErrorKind::InvalidRequest,
                format!("`{}` is not a header name", name.escape_debug()),
            )
        })?;
        if RESERVED.contains(&name) {
            return Err(Error::new(
                ErrorKind::InvalidRequest,
                format!("the header `{name}` is set by the transport: leave it out"),
            ));
        }
        let mut value = header_value(name.as_str(), value)?;
        // Nobody knows what it holds: it is not shown, and HTTP/2 does not keep it.
        value.set_sensitive(true);
        self.headers.insert(name, value);
        Ok(self)
    }

    /// Asks the service for a preference, such as `odata.maxpagesize=100`. May be called several times.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRequest`] when the value cannot stand in a header.
    pub fn prefer(mut self, preference: &str) -> Result<Self, Error> {
        let value = header_value("prefer", preference)?;
        self.headers.append("prefer", value);
        Ok(self)
    }

    /// Makes the call depend on the object's version: the service answers 412 when `etag` is no longer current.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRequest`] when the value cannot stand in a header.
    pub fn if_match(mut self, etag: &str) -> Result<Self, Error> {
        let value = header_value("if-match", etag)?;
        self.headers.insert(header::IF_MATCH, value);
        Ok(self)
    }

    /// The id under which the service logs all tries of this call. A GUID is made up when none is given.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRequest`] when the value cannot stand in a header.
    pub fn client_request_id(mut self, id: &str) -> Result<Self, Error> {
        self.client_request_id = Some(header_value("client-request-id", id)?);
        Ok(self)
    }

    /// Limits the whole call: every try and every wait between them.
    pub fn call_timeout(mut self, limit: Duration) -> Self {
        self.timeouts.call = Some(limit);
        self
    }

    /// Limits one try, from the first byte sent to the last byte read.
    pub fn try_timeout(mut self, limit: Duration) -> Self {
        self.timeouts.attempt = Some(limit);
        self
    }

    /// Limits the silence of the service: the time to the head of the response, and between two parts of its body.
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.timeouts.read = Some(limit);
        self
    }

    /// How the call is tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Whether the call goes out while the client's [gate](crate::Transport::gate_closed_for) is closed. Off by default:
    /// for the rare call that cannot wait, such as one that undoes another. When the service refuses it, too, it waits
    /// and gives up like any other.
    pub fn through_gate(mut self, through: bool) -> Self {
        self.through_gate = through;
        self
    }

    /// Says that this request may, or may not, be sent again when it is unknown whether the first one arrived. Overrides
    /// [`Operation::is_repeatable`](crate::Operation::is_repeatable).
    pub fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }
}

impl CallOptions {
    /// Puts the headers of the options into a request of a batch. Fails when there is an option that one of many requests
    /// in a round trip cannot have.
    pub(crate) fn put_into_item(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        let Timeouts {
            read,
            attempt,
            call,
        } = self.timeouts;
        let is_limited = read.or(attempt).or(call).is_some();
        if is_limited || self.retry.is_some() || self.through_gate {
            let message = "a request of a batch has no timeout, no retry policy and no way through the gate of its own: \
                           give them to the batch";
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        headers.extend(self.headers.clone());
        if let Some(id) = &self.client_request_id {
            headers.insert(CLIENT_REQUEST_ID, id.clone());
        }
        Ok(())
    }
}

/// Limits on time; `None` is the transport's own.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Timeouts {
    pub(crate) read: Option<Duration>,
    pub(crate) attempt: Option<Duration>,
    pub(crate) call: Option<Duration>,
}

/// Headers that a caller must not set: they decide who is asking, or where the message ends.
const RESERVED: [HeaderName; 7] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
    header::COOKIE,
];

fn header_value(name: &str, value: &str) -> Result<HeaderValue, Error> {
    // The value is not shown: it may be a secret.
    HeaderValue::from_str(value).map_err(|_| {
        Error::new(
            ErrorKind::InvalidRequest,
            format!("the value for the header `{name}` holds characters that no header may hold"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_shown() {
        let options = CallOptions::new().header("x-key", "hunter2").unwrap();
        assert!(!format!("{options:?}").contains("hunter2"));
    }

    #[test]
    fn reserved_headers_and_line_breaks_are_refused() {
        assert!(
            CallOptions::new()
                .header("authorization", "Bearer x")
                .is_err()
        );
        assert!(CallOptions::new().header("Host", "evil.example").is_err());
        let error = CallOptions::new()
            .header("x-note", "a\r\nAuthorization: stolen")
            .unwrap_err();
        assert!(!error.to_string().contains("stolen"), "{error}");
    }
}
