//! The record of every request, for assertions and for people.

mod redact;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::clock::Ticks;
use crate::http::{Call, Reply};

/// One request and how it was answered.
#[derive(Clone)]
#[non_exhaustive]
pub struct Exchange {
    /// Counts the requests of this emulator from 1.
    pub number: u64,
    /// When the request came, by the emulator's clock.
    pub time: SystemTime,
    /// The method, such as `GET`.
    pub method: String,
    /// Path and query as they came.
    pub target: String,
    /// The version of HTTP, such as `HTTP/1.1` or `HTTP/2.0`.
    pub version: String,
    /// Which connection it came over, counted from 1; 0 when it came [over none](crate::Emulator::answer).
    pub connection: u64,
    /// The request headers in lower case. The token is not among them: `authorization` says only which scheme it was.
    pub headers: Vec<(String, String)>,
    /// The request body as it came, but for the secrets among the headers of a batch.
    pub body: Vec<u8>,
    /// The id of the operation in the specification, such as `get_run_summary`, if the request was for one.
    pub operation: Option<String>,
    /// The status of the answer.
    pub status: u16,
    /// The `request-id` of the answer.
    pub request_id: String,
    /// The least permission that would have done.
    pub least_permission: Option<String>,
    /// What was injected, if anything.
    pub fault: Option<String>,
    /// What is worth knowing about the request.
    pub findings: Vec<Finding>,
}

/// Something that a client did and should not do, or nearly did right.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Finding {
    /// The request was refused for this reason.
    Refused(String),
    /// The route does not exist; this one is the nearest that does.
    NearMiss(String),
    /// The request came again before the time that `Retry-After` had asked for.
    EarlyRetry {
        /// How long the client was asked to wait.
        asked: Duration,
        /// How long it waited.
        waited: Duration,
    },
    /// The client hung up while it waited for the answer.
    HungUp,
    /// The token carries more than the least permission.
    MorePermissionThanNeeded {
        /// What would have done.
        least: String,
    },
}

impl Finding {
    /// How much memory the finding takes beyond itself, and itself.
    fn bytes(&self) -> usize {
        let text = match self {
            Self::Refused(text)
            | Self::NearMiss(text)
            | Self::MorePermissionThanNeeded { least: text } => text.len(),
            Self::EarlyRetry { .. } | Self::HungUp => 0,
        };
        size_of::<Self>() + text
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(reason) => write!(f, "refused: {reason}"),
            Self::NearMiss(route) => write!(f, "there is no such route; the nearest is {route}"),
            Self::EarlyRetry { asked, waited } => write!(
                f,
                "retried after {:.3} s although Retry-After asked for {} s",
                waited.as_secs_f64(),
                asked.as_secs_f64()
            ),
            Self::HungUp => f.write_str("the client hung up while it waited"),
            Self::MorePermissionThanNeeded { least } => write!(f, "{least} would have been enough"),
        }
    }
}

impl std::fmt::Debug for Exchange {
    /// Shows how long the body is, never what it says: it may hold BIOS passwords.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exchange")
            .field("number", &self.number)
            .field("method", &self.method)
            .field("target", &self.target)
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("fault", &self.fault)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}

impl Exchange {
    /// The value of a request header; its name in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| &**value)
    }

    /// The request body as JSON, if it is.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The exchange as the control API shows it.
    pub(crate) fn to_json(&self) -> Value {
        let findings: Vec<String> = self.findings.iter().map(ToString::to_string).collect();
        json!({
            "number": self.number,
            "time": Ticks::from_system_time(self.time).to_string(),
            "method": self.method,
            "target": self.target,
            "version": self.version,
            "connection": self.connection,
            "headers": self.headers.iter().cloned().collect::<BTreeMap<_, _>>(),
            "body": self.json(),
            "operation": self.operation,
            "status": self.status,
            "requestId": self.request_id,
            "leastPermission": self.least_permission,
            "fault": self.fault,
            "findings": findings,
        })
    }

    /// How much memory the exchange takes, roughly.
    fn bytes(&self) -> usize {
        let headers = self.headers.iter();
        let headers: usize = headers
            .map(|(name, value)| size_of::<(String, String)>() + name.len() + value.len())
            .sum();
        let findings: usize = self.findings.iter().map(Finding::bytes).sum();
        size_of::<Self>() + self.target.len() + self.body.len() + headers + findings
    }

    pub(crate) fn begin(number: u64, time: Ticks, call: &Call, request_id: String) -> Self {
        let headers = call.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            let shown = redact::header(name.as_str(), &value);
            (
                name.as_str().to_owned(),
                shown.unwrap_or_else(|| value.into_owned()),
            )
        });
        Self {
            number,
            time: time.system_time(),
            method: call.method.as_str().to_owned(),
            target: call.target.clone(),
            version: format!("{:?}", call.version),
            connection: call.connection,
            headers: headers.collect(),
            body: redact::body(call),
            operation: None,
            status: 0,
            request_id,
            least_permission: None,
            fault: None,
            findings: Vec::new(),
        }
    }
}

/// The last requests, and who was asked to wait.
#[derive(Debug)]
pub(crate) struct Journal {
    state: Mutex<State>,
    most: usize,
    most_bytes: usize,
}

#[derive(Debug, Default)]
struct State {
    received: u64,
    exchanges: VecDeque<Exchange>,
    /// How much the exchanges take together.
    bytes: usize,
    forgotten: u64,
    /// Requests that were told to come again later: what, when, and after how long.
    waiting: VecDeque<(String, Ticks, Duration)>,
}

/// How many requests that were told to wait are remembered.
const WAITING: usize = 256;

impl Journal {
    pub(crate) fn new(most: usize, most_bytes: usize) -> Self {
        Self {
            state: Mutex::default(),
            most,
            most_bytes,
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next request.
    pub(crate) fn number(&self) -> u64 {
        let mut state = self.state();
        state.received += 1;
        state.received
    }

    /// Whether the same request was told to wait longer than until now.
    pub(crate) fn early_retry(&self, call: &Call, now: Ticks) -> Option<Finding> {
        let key = format!("{} {}", call.method, call.target);
        let mut state = self.state();
        let position = state
            .waiting
            .iter()
            .position(|(waiting, ..)| *waiting == key)?;
        let (_, since, asked) = state.waiting.remove(position)?;
        let waited = now.since(since);
        (waited < asked).then_some(Finding::EarlyRetry { asked, waited })
    }

    pub(crate) fn record(&self, exchange: Exchange, reply: &Reply, now: Ticks) {
        let mut state = self.state();
        if let Some(asked) = retry_after(reply, now) {
            state.waiting.push_back((
                format!("{} {}", exchange.method, exchange.target),
                now,
                asked,
            ));
            if state.waiting.len() > WAITING {
                state.waiting.pop_front();
            }
        }
        state.bytes += exchange.bytes();
        state.exchanges.push_back(exchange);
        while state.exchanges.len() > self.most || state.bytes > self.most_bytes {
            let Some(oldest) = state.exchanges.pop_front() else {
                break;
            };
            state.bytes -= oldest.bytes();
            state.forgotten += 1;
        }
    }

    /// Adds to an exchange that was recorded before, if it is still there.
    pub(crate) fn add_finding(&self, number: u64, finding: Finding) {
        let mut state = self.state();
        let mut latest_first = state.exchanges.iter_mut().rev();
        if let Some(exchange) = latest_first.find(|exchange| exchange.number == number) {
            let bytes = finding.bytes();
            exchange.findings.push(finding);
            state.bytes += bytes;
        }
    }

    pub(crate) fn forgotten(&self) -> u64 {
        self.state().forgotten
    }

    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.state().exchanges.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        let mut state = self.state();
        // The numbers go on: an answer that is still waited for must not be taken for a later one.
        *state = State {
            received: state.received,
            ..State::default()
        };
    }
}

/// How long a reply asks to wait: in seconds, with a fraction or not, or until a date.
fn retry_after(reply: &Reply, now: Ticks) -> Option<Duration> {
    let value = reply
        .headers
        .get(hyper::header::RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    Some(Ticks::from_system_time(httpdate::parse_http_date(value).ok()?).since(now))
}
