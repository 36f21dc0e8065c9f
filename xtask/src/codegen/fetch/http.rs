//! One request and its answer: who may be asked, which redirects are followed, what the headers say.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use ureq::http::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, LOCATION, RETRY_AFTER,
};
use ureq::http::{HeaderMap, HeaderName, StatusCode, Uri};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

use super::download::Failure;
use super::sink::Encoding;

/// How many redirects are followed, one after another.
const REDIRECTS: usize = 5;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// How long nothing may arrive before a connection is given up.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

pub(super) type Response = ureq::http::Response<Body>;

/// Reads an address and refuses one that would be asked in the clear.
pub(super) fn parse(url: &str) -> Result<Uri> {
    let uri: Uri = url
        .parse()
        .map_err(|error| anyhow!("`{}` is not a web address: {error}", redacted(url)))?;
    if uri.scheme_str() != Some("https") && !is_loopback(&uri) {
        bail!(
            "{} is not an https address; plain http is for loopback only. Give another with --url, or read a \
             file with --input",
            redacted(url)
        );
    }
    Ok(uri)
}

pub(super) fn agent(uri: &Uri) -> Agent {
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .root_certs(RootCerts::PlatformVerifier)
        .build();
    let mut config = Agent::config_builder()
        .tls_config(tls)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_per_read(Some(IDLE_TIMEOUT))
        .timeout_per_write(Some(IDLE_TIMEOUT));
    if is_loopback(uri) {
        config = config.proxy(None);
    }
    Agent::new_with_config(config.build())
}

/// Asks for a document, compressed if the server likes, and follows redirects.
pub(super) fn get(
    agent: &Agent,
    uri: &Uri,
    headers: &[(HeaderName, String)],
) -> Result<Response, Failure> {
    let mut uri = uri.clone();
    for _ in 0..=REDIRECTS {
        let mut request = agent.get(&uri).header(ACCEPT_ENCODING, "gzip");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let response = request.call().map_err(|error| unreachable(&uri, error))?;
        match redirect(&uri, &response)? {
            Some(next) => uri = next,
            None => return Ok(response),
        }
    }
    Err(anyhow!(
        "more than {REDIRECTS} redirects, one after another, the last to {}",
        redacted(&uri.to_string())
    )
    .into())
}

/// Where an answer sends us; an error if we do not go there.
fn redirect(from: &Uri, response: &Response) -> Result<Option<Uri>> {
    let status = response.status();
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let here = redacted(&from.to_string());
    let Some(location) = header(response.headers(), &LOCATION) else {
        bail!("{here} answered {status} without a Location");
    };
    let mut parts = location
        .parse::<Uri>()
        .map_err(|error| anyhow!("{here} redirects to something that is not an address: {error}"))?
        .into_parts();
    if parts.scheme.is_none() && location.starts_with('/') && !location.starts_with("//") {
        parts.scheme = from.scheme().cloned();
        parts.authority = from.authority().cloned();
    }
    let next = Uri::from_parts(parts).unwrap_or_default();
    let secure = next.scheme_str() == Some("https");
    if !(secure || is_loopback(from) && is_loopback(&next)) {
        bail!(
            "{here} redirects to {}, which is not an https address and is not followed; download the document \
             by hand and read it with --input",
            redacted(location)
        );
    }
    Ok(Some(next))
}

/// Whether an address is http or https on this machine.
fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let ip = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    matches!(uri.scheme_str(), Some("http" | "https"))
        && (host.eq_ignore_ascii_case("localhost") || ip.is_ok_and(|ip| ip.is_loopback()))
}

/// An address for people, without what may be a secret: the user and the query.
pub(super) fn redacted(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    match url.split_once("://") {
        Some((scheme, rest)) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = authority.rsplit('@').next().unwrap_or_default();
            format!("{scheme}://{host}{path}")
        }
        None => url.to_owned(),
    }
}

fn unreachable(uri: &Uri, error: ureq::Error) -> Failure {
    let worth_another_try = match &error {
        ureq::Error::Timeout(_) | ureq::Error::ConnectionFailed | ureq::Error::Protocol(_) => true,
        // A certificate that is not trusted comes as invalid data.
        ureq::Error::Io(error) => error.kind() != std::io::ErrorKind::InvalidData,
        _ => false,
    };
    let url = redacted(&uri.to_string());
    let error = anyhow!(error).context(format!(
        "cannot reach {url}; a proxy is taken from HTTPS_PROXY, and --input reads a file without a network"
    ));
    if worth_another_try {
        Failure::transient(error)
    } else {
        Failure::Final(error)
    }
}

/// The text of a header, the first if there are several, if it is text.
fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// What proves that a later answer is of the same document, byte for byte: a strong entity tag.
pub(super) fn strong_etag(headers: &HeaderMap) -> Option<String> {
    let etag = header(headers, &ETAG)?;
    etag.starts_with('"').then(|| etag.to_owned())
}

pub(super) fn encoding(headers: &HeaderMap) -> Result<Encoding> {
    match header(headers, &ureq::http::header::CONTENT_ENCODING) {
        None | Some("" | "identity") => Ok(Encoding::Identity),
        Some("gzip" | "x-gzip") => Ok(Encoding::Gzip),
        Some(other) => bail!("the answer is compressed as `{other}`, which was not asked for"),
    }
}

/// The first byte of a partial answer and the size of the whole: `bytes 100-199/200`.
pub(super) fn content_range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let (range, total) = header(headers, &CONTENT_RANGE)?
        .strip_prefix("bytes ")?
        .split_once('/')?;
    let (start, _) = range.split_once('-')?;
    Some((start.trim().parse().ok()?, total.trim().parse().ok()))
}

/// How long the server asks to wait; a date is not understood, and is no wait.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    header(headers, &RETRY_AFTER)?
        .parse()
        .ok()
        .map(Duration::from_secs)
}

pub(super) fn is_html(headers: &HeaderMap) -> bool {
    header(headers, &CONTENT_TYPE)
        .is_some_and(|value| value.to_ascii_lowercase().starts_with("text/html"))
}

/// Whether the same request may be answered better a little later.
pub(super) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

/// What to say of a web page that came instead of the document.
pub(super) fn not_a_document(from: &str) -> String {
    format!(
        "{from} answered with a web page, not with an OpenAPI document: a proxy or a sign-in page may stand \
         before it. Open the address in a browser to see it, or read a downloaded file with --input"
    )
}
