//! What a request wants to write, made fit to be kept.

use hyper::header::IF_MATCH;
use serde_json::{Map, Value};

use super::Service;
use super::collection::Set;
use super::refusal::Refusal;
use super::request::Checked;
use crate::clock::Ticks;
use crate::settings::Leniency;
use crate::spec::check::Problem;
use crate::spec::entity::Kind;
use crate::tenant::profile::LiveProfile;

impl Service {
    /// The target as Graph spells it.
    pub(super) fn target(&self, target: Value) -> Result<Value, Refusal> {
        if !target.is_object() {
            return Err(Refusal::bad_request("The property 'target' is required."));
        }
        self.spec.target(target).map_err(|problem| {
            let path = format!("target.{}", problem.path);
            Refusal::bad_request(Problem { path, ..problem }.to_string())
        })
    }

    pub(super) fn refuse_navigation(
        &self,
        body: &Map<String, Value>,
        set: Set,
    ) -> Result<(), Refusal> {
        let navigations = self
            .spec
            .entity(set.entity())
            .map_or(&[][..], |entity| &entity.navigations);
        match navigations
            .iter()
            .find(|navigation| body.contains_key(&navigation.name))
        {
            None => Ok(()),
            Some(navigation) => Err(Refusal::bad_request(format!(
                "The property '{}' leads to other entities and cannot be written here; write them by their own path.",
                navigation.name
            ))),
        }
    }

    /// Gives a created state what it cannot be without.
    pub(super) fn fill_in(&self, body: &mut Map<String, Value>, set: Set, now: Ticks) {
        for property in self
            .spec
            .entity(set.entity())
            .into_iter()
            .flat_map(|entity| &entity.properties)
        {
            let default = match property.kind {
                Kind::Int => Value::from(0),
                Kind::Time => Value::from(now.to_string()),
                Kind::Enum(_) => Value::from("unknown"),
                _ => continue,
            };
            body.entry(property.name.clone()).or_insert(default);
        }
    }
}

/// Refuses a body with another id than that of the object it is for; without an id there is nothing to refuse.
pub(super) fn own_id(
    request: &Checked<'_>,
    body: &Map<String, Value>,
    is_own: impl Fn(&str) -> bool,
) -> Result<(), Refusal> {
    match body.get("id").and_then(Value::as_str) {
        Some(id) if !is_own(id) && !request.settings.allows(Leniency::ReadOnlyProperties) => {
            Err(Refusal::bad_request(format!(
                "The property 'id' is read-only: it can be left out or be that of the object, not '{id}'."
            )))
        }
        _ => Ok(()),
    }
}

/// The properties of a body, without annotations.
pub(super) fn writable(body: &Map<String, Value>) -> Map<String, Value> {
    let properties = body
        .iter()
        .filter(|(name, _)| !name.contains('@') && *name != "id");
    properties
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Refuses when the client wants another state of the profile than there is.
pub(super) fn if_match(request: &Checked<'_>, profile: &LiveProfile) -> Result<(), Refusal> {
    let opaque = |tag: &str| tag.trim_start_matches("W/").to_owned();
    match request.call.header(IF_MATCH.as_str()) {
        Some(tag) if tag != "*" && opaque(tag) != opaque(&profile.tag()) => {
            Err(Refusal::precondition_failed(format!(
                "The hardware configuration has changed: its tag is {}, not {tag}.",
                profile.tag()
            )))
        }
        _ => Ok(()),
    }
}
