//! What can be made to go wrong, when, and how often.

mod apply;
mod check;
mod raw;
mod script;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::http::Call;
use crate::random::{fraction, mix};
pub use raw::{Raw, Then};
pub(crate) use script::Script;

/// A rule that makes something go wrong.
///
/// ```
/// use intune_hardware_configurations_emulator::{Effect, Fault};
///
/// // The first two summaries are throttled, without saying for how long.
/// let throttled = Fault::new(Effect::status(429)).on("get_run_summary").times(2);
/// // One in a hundred requests of any kind ends in a reset connection, the same ones in every run.
/// let resets = Fault::new(Effect::ResetBefore).probability(0.01, 42);
/// # let _ = (throttled, resets);
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    effect: Effect,
    /// The id of an operation of the specification.
    #[serde(default, skip_serializing_if = "is_default")]
    operation: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    method: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    target_contains: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    skip: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    times: Option<u32>,
    #[serde(default, skip_serializing_if = "is_default")]
    probability: Option<f64>,
    #[serde(default, skip_serializing_if = "is_default")]
    seed: u64,
}

/// Whether a value is what stands for it when it is left out.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Fault {
    /// A fault on every request.
    #[must_use]
    pub fn new(effect: impl Into<Effect>) -> Self {
        Self {
            effect: effect.into(),
            operation: None,
            method: None,
            target_contains: None,
            skip: 0,
            times: None,
            probability: None,
            seed: 0,
        }
    }

    /// Only on this operation of the specification, such as `get_run_summary`.
    #[must_use]
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Only on this method, such as `POST`.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// Only when path and query contain this text as they were sent.
    #[must_use]
    pub fn target_contains(mut self, text: impl Into<String>) -> Self {
        self.target_contains = Some(text.into());
        self
    }

    /// Not on the first `requests` that would be hit.
    #[must_use]
    pub fn after(mut self, requests: u32) -> Self {
        self.skip = requests;
        self
    }

    /// On so many requests, then no more.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// On one request only.
    #[must_use]
    pub fn once(self) -> Self {
        self.times(1)
    }

    /// On this share of the requests, between 0 and 1; which ones depends on the seed and on nothing else.
    #[must_use]
    pub fn probability(mut self, share: f64, seed: u64) -> Self {
        self.probability = Some(share);
        self.seed = seed;
        self
    }

    fn concerns(&self, call: &Call, operation: Option<&str>) -> bool {
        self.operation
            .as_deref()
            .is_none_or(|wanted| operation == Some(wanted))
            && self
                .method
                .as_deref()
                .is_none_or(|method| method.eq_ignore_ascii_case(call.method.as_str()))
            && self
                .target_contains
                .as_deref()
                .is_none_or(|text| call.target.contains(text))
    }
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Effect {
    /// This answer instead of the real one; the request is not carried out.
    Respond(Response),
    /// These bytes instead of an answer; the request is not carried out.
    Raw(Raw),
    /// The real answer comes this many milliseconds late.
    DelayMillis(u64),
    /// The connection is reset instead of an answer; the request is not carried out.
    ResetBefore,
    /// The connection is reset in the middle of the answer; the request was carried out.
    ResetInside,
    /// The connection is reset right after the answer.
    ResetAfter,
    /// Only the first half of the body comes, as if it were all.
    Truncate,
    /// The body ends in something that is not JSON.
    MalformedJson,
    /// The first enum value of the body becomes this one.
    UnknownEnumValue(String),
    /// Every object of the body has a property that nobody knows.
    UnknownProperty,
    /// The first target of the body is of a type that nobody knows.
    UnknownTarget,
    /// An empty page with a link to the page that should have come.
    EmptyPage,
    /// The link to the next page leads to this very page.
    RepeatedNextLink,
    /// The link to the next page leads to another origin, such as `https://elsewhere.example`.
    ForeignNextLink(String),
    /// 401 that asks for a new token with these claims, as continuous access evaluation does.
    ClaimsChallenge(String),
    /// The answer has this content type.
    ContentType(String),
    /// The body is compressed, whether the client accepts that or not.
    Gzip,
}

/// An answer that is made up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Response {
    status: u16,
    #[serde(default, skip_serializing_if = "is_default")]
    headers: Vec<(String, String)>,
    /// The error in Graph's shape when left out.
    #[serde(default, skip_serializing_if = "is_default")]
    body: Option<String>,
}

impl Response {
    /// An answer with a status and an error in Graph's shape.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds `Retry-After` in any form: `2`, `2.128`, a date, or nonsense.
    #[must_use]
    pub fn retry_after(self, value: impl Into<String>) -> Self {
        self.header("retry-after", value)
    }

    /// Sets the body, whatever it is.
    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }
}

impl From<Response> for Effect {
    fn from(response: Response) -> Self {
        Self::Respond(response)
    }
}

impl From<Raw> for Effect {
    fn from(raw: Raw) -> Self {
        Self::Raw(raw)
    }
}

impl Effect {
    /// An answer with a status and an error in Graph's shape.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Response::new(status).into()
    }

    /// A delay of the real answer.
    #[must_use]
    pub fn delay(duration: Duration) -> Self {
        Self::DelayMillis(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
    }

    /// Whether it comes in place of the real answer.
    fn replaces_the_answer(&self) -> bool {
        matches!(
            self,
            Self::Respond(_) | Self::ClaimsChallenge(_) | Self::ResetBefore | Self::Raw(_)
        )
    }

    /// A short name for the journal.
    fn name(&self) -> String {
        let debug = format!("{self:?}");
        debug
            .split(['(', ' '])
            .next()
            .unwrap_or_default()
            .to_owned()
    }
}

/// What happens to the connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wire {
    pub(crate) delay: Duration,
    pub(crate) reset: Option<Reset>,
    pub(crate) raw: Option<Raw>,
    /// The number of the exchange in the journal.
    pub(crate) exchange: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reset {
    Before,
    Inside,
    After,
}

/// The faults that apply to one request.
#[derive(Debug, Default)]
pub(crate) struct Hits(Vec<Effect>);

impl Hits {
    pub(crate) fn names(&self) -> Option<String> {
        let names: Vec<String> = self.0.iter().map(Effect::name).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    pub(crate) fn wants_empty_page(&self) -> bool {
        self.0.contains(&Effect::EmptyPage)
    }

    pub(crate) fn wire(&self, exchange: u64) -> Wire {
        let mut wire = Wire {
            exchange,
            ..Wire::default()
        };
        for effect in &self.0 {
            match effect {
                Effect::DelayMillis(millis) => wire.delay += Duration::from_millis(*millis),
                Effect::ResetBefore => wire.reset = Some(Reset::Before),
                Effect::ResetInside => wire.reset = Some(Reset::Inside),
                Effect::ResetAfter => wire.reset = Some(Reset::After),
                Effect::Raw(raw) => wire.raw = Some(raw.clone()),
                _ => {}
            }
        }
        wire
    }
}

/// All rules, and how often each has been asked and has hit.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Mutex<Vec<Rule>>,
}

#[derive(Debug)]
struct Rule {
    fault: Fault,
    asked: u32,
    hits: u32,
}

impl Faults {
    fn rules(&self) -> std::sync::MutexGuard<'_, Vec<Rule>> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, fault: Fault) {
        self.rules().push(Rule {
            fault,
            asked: 0,
            hits: 0,
        });
    }

    pub(crate) fn clear(&self) {
        self.rules().clear();
    }

    /// Each rule, with how often it has hit.
    pub(crate) fn describe(&self) -> Vec<Value> {
        let describe = |rule: &Rule| json!({ "rule": rule.fault, "hits": rule.hits });
        self.rules().iter().map(describe).collect()
    }

    /// Which faults a request gets, beginning with the one that was decided on by code. The first that comes in place of
    /// the answer ends the list.
    pub(crate) fn hits(
        &self,
        call: &Call,
        operation: Option<&str>,
        scripted: Option<Effect>,
    ) -> Hits {
        let mut hits = Vec::from_iter(scripted);
        if hits.iter().any(Effect::replaces_the_answer) {
            return Hits(hits);
        }
        for rule in self
            .rules()
            .iter_mut()
            .filter(|rule| rule.fault.concerns(call, operation))
        {
            rule.asked = rule.asked.saturating_add(1);
            let lucky = rule
                .fault
                .probability
                .is_none_or(|share| fraction(mix(rule.fault.seed, u64::from(rule.asked))) < share);
            if !lucky
                || rule.asked <= rule.fault.skip
                || rule.fault.times.is_some_and(|times| rule.hits >= times)
            {
                continue;
            }
            rule.hits += 1;
            hits.push(rule.fault.effect.clone());
            if rule.fault.effect.replaces_the_answer() {
                break;
            }
        }
        Hits(hits)
    }
}
