//! The control API below `/_emulator/`: for clients of any language what [`Emulator`](crate::Emulator) is for Rust.

use std::time::Duration;

use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Service;
use super::refusal::Refusal;
use super::tokens::Grant;
use crate::clock::Ticks;
use crate::error::SetupError;
use crate::faults::Fault;
use crate::http::{Call, Reply};
use crate::settings::{Leniency, Quirk, Throttle};
use crate::tenant::{RunState, Tenant};

/// The first segment of the paths of the control API.
pub(super) const ROOT: &str = "_emulator";

const RESOURCES: &str = "GET health, POST reset, PUT seed, GET and POST clock, POST transitions, \
     GET, POST and DELETE faults, PATCH settings, POST tokens, GET and DELETE journal";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Advance {
    advance_seconds: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Transition {
    configuration: String,
    /// How many more devices may report.
    release: Option<u32>,
    /// The number of one device, with its state.
    device: Option<u32>,
    state: Option<RunState>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TokenRequest {
    permissions: Vec<String>,
    #[serde(default = "an_hour")]
    expires_in_seconds: u64,
    audience: Option<String>,
    #[serde(default)]
    application: String,
}

fn an_hour() -> u64 {
    3_600
}

/// What is left out stays as it is; `"throttle": null` lifts the limits.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SettingsPatch {
    page_size: Option<u32>,
    leniencies: Option<Vec<Leniency>>,
    quirks: Option<Vec<Quirk>>,
    #[serde(default, deserialize_with = "present")]
    throttle: Option<Option<Throttle>>,
}

/// Tells `null` from nothing.
fn present<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<Throttle>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl Service {
    /// Answers a request to the control API. Such requests are not part of the journal.
    pub(super) fn control(&self, call: &Call, resource: &str) -> Result<Reply, Refusal> {
        let now = self.clock.now();
        let method = |name: &str| call.method.as_str() == name;
        let answer = match resource {
            "health" if method("GET") => json!({
                "status": "ok",
                "root": call.origin,
                "version": env!("CARGO_PKG_VERSION"),
                "configurations": self.tenant().profiles.iter().map(|profile| &*profile.id).collect::<Vec<_>>(),
            }),
            "reset" if method("POST") => {
                self.reset();
                Value::Null
            }
            "seed" if method("PUT") => {
                let strictness = self.settings().strictness();
                let tenant = read::<Tenant>(call)?.checked(self.spec, strictness);
                self.replace_tenant(tenant.map_err(unusable)?);
                Value::Null
            }
            "clock" if method("GET") => json!({ "now": now.to_string() }),
            "clock" if method("POST") => {
                let seconds = read::<Advance>(call)?.advance_seconds;
                if seconds < 0.0 {
                    return Err(Refusal::bad_request(
                        "'advanceSeconds' must not be negative.",
                    ));
                }
                let by = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
                if now.plus(by) > Ticks::LAST {
                    return Err(Refusal::bad_request(format!(
                        "'advanceSeconds' leads beyond {}, where time ends.",
                        Ticks::LAST
                    )));
                }
                self.clock.advance(by);
                json!({ "now": self.clock.now().to_string() })
            }
            "transitions" if method("POST") => self.transition(&read::<Transition>(call)?)?,
            "faults" if method("GET") => json!({ "faults": self.faults.describe() }),
            "faults" if method("POST") => {
                let fault = read::<Fault>(call)?;
                fault.check(self.spec).map_err(unusable)?;
                self.faults.add(fault);
                Value::Null
            }
            "faults" if method("DELETE") => {
                self.faults.clear();
                Value::Null
            }
            "settings" if method("PATCH") => {
                self.change_settings(read::<SettingsPatch>(call)?)?;
                Value::Null
            }
            "tokens" if method("POST") => {
                let request = read::<TokenRequest>(call)?;
                let mut grant = Grant::new(request.permissions)
                    .application(request.application)
                    .expires_in(Duration::from_secs(request.expires_in_seconds));
                grant.audience = request.audience;
                json!({ "token": self.tokens.issue(grant, now) })
            }
            "journal" if method("GET") => {
                let exchanges: Vec<Value> = self
                    .journal
                    .exchanges()
                    .iter()
                    .map(crate::Exchange::to_json)
                    .collect();
                json!({ "exchanges": exchanges, "forgotten": self.journal.forgotten() })
            }
            "journal" if method("DELETE") => {
                self.journal.clear();
                Value::Null
            }
            _ => {
                return Err(Refusal::not_found(format!(
                    "There is no {} {} in the control API. Below /{ROOT}/ there are: {RESOURCES}.",
                    call.method,
                    call.path()
                )));
            }
        };
        Ok(match answer {
            Value::Null => Reply::empty(StatusCode::NO_CONTENT),
            answer if call.method == Method::POST && resource == "tokens" => {
                Reply::plain_json(StatusCode::CREATED, &answer)
            }
            answer => Reply::plain_json(StatusCode::OK, &answer),
        })
    }

    fn transition(&self, transition: &Transition) -> Result<Value, Refusal> {
        let (id, now) = (&transition.configuration, self.clock.now());
        match (transition.release, transition.device, transition.state) {
            (Some(count), None, None) => {
                let mut tenant = self.tenant_mut();
                let profile = tenant.profile(id);
                if profile.is_some_and(|profile| !profile.rollout().waits()) {
                    return Err(Refusal::bad_request(format!(
                        "The devices of '{id}' do not wait to be released: its transitions are not 'byHand'."
                    )));
                }
                match tenant.release(id, count, now) {
                    Some(released) => Ok(json!({ "released": released })),
                    None => Err(Refusal::not_found(format!(
                        "There is no configuration '{id}'."
                    ))),
                }
            }
            (None, Some(device), Some(state)) => {
                match self.tenant_mut().set_device_state(id, device, state, now) {
                    true => Ok(Value::Null),
                    false => Err(Refusal::not_found(format!(
                        "Configuration '{id}' has no device {device}."
                    ))),
                }
            }
            _ => Err(Refusal::bad_request(
                "Give either 'release', or 'device' and 'state'.",
            )),
        }
    }

    fn change_settings(&self, patch: SettingsPatch) -> Result<(), Refusal> {
        let seconds = patch.throttle.flatten().map(|throttle| throttle.seconds);
        for (name, number) in [("pageSize", patch.page_size), ("throttle.seconds", seconds)] {
            if number == Some(0) {
                let message = format!("Cannot use the body: '{name}' must be at least 1.");
                return Err(Refusal::bad_request(message));
            }
        }
        let mut settings = self.settings_mut();
        if let Some(page_size) = patch.page_size {
            settings.page_size = page_size;
        }
        if let Some(leniencies) = patch.leniencies {
            settings.leniencies = leniencies;
        }
        if let Some(quirks) = patch.quirks {
            settings.quirks = quirks;
        }
        if let Some(throttle) = patch.throttle {
            settings.throttle = throttle;
        }
        Ok(())
    }
}

fn unusable(error: SetupError) -> Refusal {
    Refusal::bad_request(format!("Cannot use the body: {error}"))
}

fn read<T: DeserializeOwned>(call: &Call) -> Result<T, Refusal> {
    serde_json::from_slice(&call.body)
        .map_err(|error| Refusal::bad_request(format!("Cannot use the body: {error}.")))
}
