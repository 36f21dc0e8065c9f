//! One try on the wire: the request goes out, the response is read to its end or to its limit.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode, header};
use reqwest::{Request, Url};

use super::Shared;
use crate::clock::{Clock, within};
use crate::endpoint;
use crate::error::{Error, ErrorKind};

/// The body of a refusal is read up to here; what is longer is no error of Graph's.
const MAX_REFUSAL_BYTES: usize = 256 * 1024;

/// The most memory that is set aside for a body because of what its head says.
const MAX_RESERVED_BYTES: u64 = 1024 * 1024;

/// What came back.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    /// Why the body is not whole. The status is worth something even so.
    pub(super) cut_off: Option<Error>,
}

/// Sends a request and reads the answer, with at most `silence` before its head and between its parts.
pub(super) async fn exchange(
    shared: &Shared,
    client: &reqwest::Client,
    request: Request,
    silence: Duration,
) -> Result<Answer, Error> {
    let clock = shared.clock.as_ref();
    let asked = request.url().clone();
    let mut response = within(clock, silence, client.execute(request))
        .await
        .ok_or_else(|| silent(silence, "before it answered"))?
        .map_err(|error| network(error, "before an answer came"))?;
    if response.url() != &asked {
        return Err(followed(response.url()));
    }
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let limit = if status.is_success() {
        shared.max_body_bytes
    } else {
        MAX_REFUSAL_BYTES
    };
    let mut body = BytesMut::new();
    let cut_off = read(clock, &mut response, silence, limit, &mut body)
        .await
        .err();
    Ok(Answer {
        status,
        headers,
        body: body.freeze(),
        cut_off,
    })
}

/// Reads the body chunk by chunk. What was read before an error stays in `body`.
async fn read(
    clock: &dyn Clock,
    response: &mut reqwest::Response,
    silence: Duration,
    limit: usize,
    body: &mut BytesMut,
) -> Result<(), Error> {
    let too_large = || {
        let message = format!(
            "the response is longer than {limit} bytes: if that is right, raise `max_body_bytes`"
        );
        Error::new(ErrorKind::TooLarge, message)
    };
    // The start of a refusal is of use even when the rest is too much.
    let announced = response
        .content_length()
        .filter(|_| response.status().is_success());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    // A length that is announced is only believed so far.
    let expected = announced.map_or(0, |length| length.min(MAX_RESERVED_BYTES));
    body.reserve(usize::try_from(expected).unwrap_or(0));
    loop {
        let chunk = within(clock, silence, response.chunk())
            .await
            .ok_or_else(|| silent(silence, "in the middle of its answer"))?
            .map_err(|error| network(error, "in the middle of the answer"))?;
        let Some(chunk) = chunk else {
            return Ok(());
        };
        if body.len() + chunk.len() > limit {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
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
        (ErrorKind::Connect, "no connection could be made".to_owned())
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
