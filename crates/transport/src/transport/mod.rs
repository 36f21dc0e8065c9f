//! The transport: the one way to Graph.

mod builder;
mod call;
mod clients;
mod exchange;
mod template;
mod tls;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tracing::Instrument;

pub use self::builder::TransportBuilder;
use self::call::Call;
use self::clients::Clients;
use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::credential::{Credential, TokenCache};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::operation::Operation;
use crate::options::{CallOptions, Timeouts};
use crate::response::Response;
use crate::retry::{Gate, Pacer, RetryPolicy};
use crate::trace;

/// Sends requests to Graph by Graph's rules. Cheap to clone; clones share everything.
///
/// One transport serves any number of tokio runtimes, such as those of the tests that share a `static`: each has
/// connections of its own, as those of a runtime that nobody runs stand still. Token, gate and pacing are the same for
/// all. A single [HTTP client of your own](TransportBuilder::http_client) serves the first runtime alone, and calls on
/// another one are refused.
///
/// ```no_run
/// use http::Method;
/// use msgraph_transport::{CallOptions, Cloud, Credential, Operation, Transport};
///
/// static COUNT_DEVICES: Operation =
///     Operation::new("count_devices", Method::GET, "/devices/$count", &["Device.Read.All"]);
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let transport = Transport::builder(Credential::fixed(std::env::var("GRAPH_ACCESS_TOKEN")?))
///     .cloud(Cloud::UsGovernmentL4)
///     .build()?;
/// let url = format!("{}/devices/$count", transport.base_url());
/// let request = transport.http().get(url).build()?;
/// let response = transport.send(&COUNT_DEVICES, request, &CallOptions::new()).await?;
/// println!("{} devices", response.text()?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Transport {
    shared: Arc<Shared>,
}

struct Shared {
    clients: Clients,
    endpoint: Endpoint,
    cloud: Cloud,
    base_url: reqwest::Url,
    tokens: TokenCache,
    user_agent: HeaderValue,
    clock: Arc<dyn Clock>,
    /// A random number in 0..1 for each backoff.
    jitter: fn() -> f64,
    retry: RetryPolicy,
    timeouts: Timeouts,
    gate: Gate,
    pacer: Option<Pacer>,
    max_body_bytes: usize,
}

impl Transport {
    /// Starts building a transport that calls with `credential`, by default in the worldwide cloud.
    pub fn builder(credential: impl Into<Credential>) -> TransportBuilder {
        TransportBuilder::new(credential.into())
    }

    /// The root and version that every request starts with, such as `https://graph.microsoft.com/v1.0`, without a
    /// slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.shared.base_url.as_str()
    }

    /// Parses a URL. One below [`base_url`](Self::base_url), as those of requests are, costs half of what it would
    /// elsewhere. `None` when it is no URL.
    ///
    /// ```
    /// # use msgraph_transport::{Credential, Transport};
    /// # let transport = Transport::builder(Credential::fixed("token")).build()?;
    /// let url = transport.parse_url("https://graph.microsoft.com/v1.0/devices/42").unwrap();
    /// assert_eq!(url.path(), "/v1.0/devices/42");
    /// # Ok::<(), msgraph_transport::Error>(())
    /// ```
    #[must_use]
    pub fn parse_url(&self, url: &str) -> Option<reqwest::Url> {
        let base = &self.shared.base_url;
        match url.strip_prefix(base.as_str()) {
            // `?` and `#` end a path, and space around a URL is none of it.
            Some(rest)
                if rest.starts_with('/')
                    && rest
                        .bytes()
                        .all(|byte| byte > b' ' && !b"?#".contains(&byte)) =>
            {
                let mut parsed = base.clone();
                parsed.set_path(&url[base.as_str().len() - base.path().len()..]);
                Some(parsed)
            }
            _ => reqwest::Url::parse(url).ok(),
        }
    }

    /// The cloud.
    #[must_use]
    pub fn cloud(&self) -> Cloud {
        self.shared.cloud
    }

    /// The HTTP client, for building requests. A request sent with it directly has no token, no retries and no checks.
    #[must_use]
    pub fn http(&self) -> &reqwest::Client {
        self.shared.clients.shared()
    }

    /// Whether this is the same transport: a clone of it, with its credential, its limits and its settings.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// How long a call may take in all, unless its options say otherwise; [`Duration::MAX`] without a limit.
    #[must_use]
    pub fn call_timeout(&self) -> Duration {
        self.shared.timeouts.call.unwrap_or(Duration::MAX)
    }

    /// The clock that the transport lives by.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.shared.clock
    }

    /// How long the client holds its calls back, because the service told one of them to wait (429 and 509, or 503 with
    /// `Retry-After`); `None` when it does not.
    ///
    /// There is one gate for the whole transport: it covers every operation on every resource, those of clones included,
    /// since the service's limits count an application's requests and not what they are for. A wait that the service asks
    /// of a single item of a batch is that item's alone. The gate opens by itself when the time is over, after an hour at
    /// the latest.
    ///
    /// ```
    /// # use msgraph_transport::{Credential, Transport};
    /// # let transport = Transport::builder(Credential::fixed("token")).build()?;
    /// if let Some(wait) = transport.gate_closed_for() {
    ///     println!("throttled for {} s more", wait.as_secs());
    /// }
    /// # Ok::<(), msgraph_transport::Error>(())
    /// ```
    #[must_use]
    pub fn gate_closed_for(&self) -> Option<Duration> {
        self.shared.gate.closed_for(|| self.shared.clock.now())
    }

    /// Opens the [gate](Self::gate_closed_for): calls that wait at it go on at once, and new ones are sent. A call that
    /// was itself told to wait keeps to that. For when you know better than the last `Retry-After`; the next one closes
    /// the gate again. A single call goes past it with [`CallOptions::through_gate`].
    pub fn open_gate(&self) {
        self.shared.gate.open();
    }

    /// Sends a request and reads its response to the end.
    ///
    /// Dropping the future stops everything at once, waits included.
    ///
    /// # Errors
    /// Everything that is not a 2xx response: see [`ErrorKind`](crate::ErrorKind).
    pub async fn send(
        &self,
        operation: &Operation,
        request: reqwest::Request,
        options: &CallOptions,
    ) -> Result<Response, Error> {
        self.traced(operation, request, options, |call| call.run())
            .await
    }
}

impl Transport {
    /// Refuses a URL that is not in the transport's cloud.
    pub(crate) fn check_origin(&self, url: &reqwest::Url) -> Result<(), Error> {
        self.shared.endpoint.check(url)
    }

    /// The policy of a call with these options.
    pub(crate) fn retry_policy<'a>(&'a self, options: &'a CallOptions) -> &'a RetryPolicy {
        options.retry.as_ref().unwrap_or(&self.shared.retry)
    }

    /// A body in which the present token, should a service echo it, is blacked out.
    pub(crate) fn without_token<'a>(&self, body: &'a [u8]) -> Cow<'a, [u8]> {
        self.shared.tokens.without_token(body)
    }

    /// Sends a request that was refused for the moment as part of a batch: after its own wait, as a second try.
    pub(crate) async fn send_later(
        &self,
        operation: &Operation,
        request: reqwest::Request,
        options: &CallOptions,
        refusal: Error,
    ) -> Result<Response, Error> {
        self.traced(operation, request, options, |call| call.run_after(refusal))
            .await
    }

    /// Makes a call within its span.
    async fn traced<'a, F>(
        &'a self,
        operation: &'a Operation,
        request: reqwest::Request,
        options: &'a CallOptions,
        run: impl FnOnce(Call<'a>) -> F,
    ) -> Result<Response, Error>
    where
        F: Future<Output = Result<Response, Error>>,
    {
        let span = trace::call_span(operation, &request);
        let result = match Call::new(&self.shared, operation, request, options) {
            // Boxed, so that the futures of callers stay small.
            Ok(call) => Box::pin(run(call).instrument(span.clone())).await,
            Err(error) => Err(error.with_operation(operation)),
        };
        trace::finished(&span, &result);
        result
    }
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transport")
            .field("base_url", &self.base_url())
            .field("cloud", &self.shared.cloud)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_below_the_root_are_parsed_like_all_others() {
        let transport = Transport::builder(Credential::fixed("token"))
            .build()
            .unwrap();
        let root = transport.base_url();
        assert_eq!(root, "https://graph.microsoft.com/v1.0");
        for rest in [
            "",
            "/",
            "/devices/42",
            "/devices/a%2Fb%3F%23%25/x",
            "/devices/ä😀\"<>`{}|^'()",
            "/a/./b/../c/%2e%2E/d/",
            "/a//b\\c\\..\\d",
            "/../../other",
            "/devices?$top=1&x='y z'",
            "/devices#part?no",
            "/devices/ ",
            "/dev\tic\nes",
            "/devices\u{1}",
            "0/devices",
            ":8443/devices",
            "@evil.example/devices",
        ] {
            let url = format!("{root}{rest}");
            assert_eq!(
                transport.parse_url(&url),
                reqwest::Url::parse(&url).ok(),
                "{url}"
            );
        }
        assert_eq!(transport.parse_url("/devices"), None);
    }
}
