//! One try on the wire: the request goes out, the response is read to its end or to its limit.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode, Version, header};
use reqwest::{Request, Url};

use crate::clock::{Clock, within_since};
use crate::endpoint;
use crate::error::{Error, ErrorKind};

/// The body of a refusal is read up to here; what is longer is no error of Graph's.
const MAX_REFUSAL_BYTES: usize = 256 * 1024;

/// The most memory that is set aside for a body because of what its head says.
const MAX_RESERVED_BYTES: u64 = 1024 * 1024;

/// What came back.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) version: Version,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// Why the body is not whole. The status is worth something even so.
    pub(super) cut_off: Option<Stop>,
}

/// How one try goes about its business.
pub(super) struct Exchange<'a> {
    pub(super) clock: &'a dyn Clock,
    /// Where the request goes, and where the answer must come from.
    pub(super) url: &'a Url,
    pub(super) max_body_bytes: usize,
    /// The longest silence before the head of the answer, and between the parts of its body.
    pub(super) silence: Duration,
    /// When all must be done.
    pub(super) end: Instant,
}

/// Why there is no answer.
pub(super) enum Stop {
    Failed(Error),
    /// The end came.
    OutOfTime,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl Exchange<'_> {
    /// Sends a request and reads the answer.
    pub(super) async fn run(
        &self,
        client: &reqwest::Client,
        request: Request,
    ) -> Result<Answer, Stop> {
        let mut response = self
            .within(client.execute(request), "before it answered")
            .await?
            .map_err(|error| network(error, "before an answer came"))?;
        if response.url() != self.url {
            return Err(followed(response.url()).into());
        }
        let (status, version) = (response.status(), response.version());
        let headers = std::mem::take(response.headers_mut());
        let mut body = BytesMut::new();
        let cut_off = self.read(&mut response, &mut body).await.err();
        Ok(Answer {
            status,
            version,
            headers,
            body: body.freeze(),
            cut_off,
        })
    }

    /// Reads the body chunk by chunk. What was read before an error stays in `body`.
    async fn read(
        &self,
        response: &mut reqwest::Response,
        body: &mut BytesMut,
    ) -> Result<(), Stop> {
        let is_success = response.status().is_success();
        let limit = match is_success {
            true => self.max_body_bytes,
            false => MAX_REFUSAL_BYTES,
        };
        // The start of a refusal is of use even when the rest is too much.
        let announced = response.content_length().filter(|_| is_success);
        if announced.is_some_and(|length| length > limit as u64) {
            return Err(too_large(limit).into());
        }
        // A length that is announced is only believed so far.
        let expected = announced.map_or(0, |length| length.min(MAX_RESERVED_BYTES));
        body.reserve(usize::try_from(expected).unwrap_or(0));
        loop {
            let chunk = self
                .within(response.chunk(), "in the middle of its answer")
                .await?
                .map_err(|error| network(error, "in the middle of the answer"))?;
            let Some(chunk) = chunk else {
                return Ok(());
            };
            if body.len() + chunk.len() > limit {
                return Err(too_large(limit).into());
            }
            body.extend_from_slice(&chunk);
        }
    }

    /// What `future` gives, unless the service is silent for too long, or the end comes first.
    async fn within<F: Future>(&self, future: F, when: &str) -> Result<F::Output, Stop> {
        let now = self.clock.now();
        let remaining = self.end.saturating_duration_since(now);
        match within_since(self.clock, now, self.silence.min(remaining), future).await {
            Some(output) => Ok(output),
            None if self.silence <= remaining => Err(silent(self.silence, when).into()),
            None => Err(Stop::OutOfTime),
        }
    }
}

/// The error for a redirect. Graph's JSON calls need none, and a token must not follow one.
pub(super) fn redirect(status: StatusCode, headers: &HeaderMap) -> Option<Error> {
    if !status.is_redirection() {
        return None;
    }
    let target = headers
        .get(header::LOCATION)
        .and_then(|location| Url::parse(location.to_str().ok()?).ok())
        .map_or_else(|| "elsewhere".to_owned(), |url| endpoint::show(&url));
    let message = format!("the service redirects to {target}, where the token does not go");
    Some(Error::new(ErrorKind::Redirect, message))
}

fn followed(url: &Url) -> Error {
    let target = endpoint::show(url);
    let message = format!(
        "the HTTP client followed a redirect to {target}: build it with `redirect::Policy::none()`"
    );
    Error::new(ErrorKind::Redirect, message)
}

fn too_large(limit: usize) -> Error {
    let message = format!(
        "the response is longer than {limit} bytes: if that is right, raise `max_body_bytes`"
    );
    Error::new(ErrorKind::TooLarge, message)
}

fn silent(limit: Duration, when: &str) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("the service was silent for {limit:?} {when}"),
    )
}

fn network(error: reqwest::Error, when: &str) -> Error {
    // The URL may hold a skip token.
    let error = error.without_url();
    let (kind, message) = if error.is_connect() {
        let (kind, message) = no_connection(&error);
        (kind, message.to_owned())
    } else if error.is_timeout() {
        (
            ErrorKind::Timeout,
            format!("the HTTP client's own time limit passed {when}"),
        )
    } else if error.is_builder() {
        (
            ErrorKind::InvalidRequest,
            "the request cannot be put on the wire".to_owned(),
        )
    } else {
        (ErrorKind::Network, format!("the connection broke {when}"))
    };
    Error::new(kind, message).with_source(error)
}

/// Why no connection could be made. The TLS libraries and the resolvers of the systems have no error type in common, so
/// that their text is all there is to go by.
fn no_connection(error: &dyn std::error::Error) -> (ErrorKind, &'static str) {
    // As the C libraries of Linux (glibc, musl), macOS and Windows put it. A failure for the moment reads differently.
    const NO_SUCH_HOST: [&str; 4] = [
        "name or service not known",
        "name does not resolve",
        "nodename nor servname provided",
        "no such host is known",
    ];
    let mut cause = Some(error);
    while let Some(error) = cause {
        let text = error.to_string().to_ascii_lowercase();
        if text.contains("certificate") {
            let message = "the service's certificate is not trusted: is there a proxy that opens TLS in between, whose own \
                           certificate this machine does not know, or is the machine's clock wrong?";
            return (ErrorKind::Certificate, message);
        }
        if NO_SUCH_HOST.iter().any(|name| text.contains(name)) {
            let message =
                "there is no host of that name: check the endpoint, and this machine's DNS";
            return (ErrorKind::UnknownHost, message);
        }
        cause = error.source();
    }
    (ErrorKind::Connect, "no connection could be made")
}
