//! Operations: their ids, routes, parameters, bodies, responses and permissions.

use crate::codegen::document::METHODS;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::schemas::{compare_required, compare_schema};
use super::{Changes, Place, Spot, Travel, compare_rest, pairs, resolve};

const SENT: Travel = Travel {
    sent: true,
    received: false,
};
const RECEIVED: Travel = Travel {
    sent: false,
    received: true,
};

/// One operation, with what it takes from its path and its document.
pub(super) struct Operation<'a> {
    document: &'a Value,
    name: String,
    /// `GET /a/{id}`.
    route: String,
    path_item: &'a Value,
    pub(super) value: &'a Value,
}

/// All operations of a document.
pub(super) fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, item)| {
            let path_item = resolve(document, item);
            METHODS.iter().filter_map(move |method| {
                let value = path_item.get(*method)?;
                let route = format!("{} {path}", method.to_ascii_uppercase());
                let name = value["operationId"].as_str().unwrap_or(&route).to_owned();
                Some(Operation {
                    document,
                    name,
                    route,
                    path_item,
                    value,
                })
            })
        })
        .collect()
}

pub(super) fn compare(old: &Value, new: &Value, changes: &mut Changes) {
    // By route first: an id is only a name, a route is what the service offers.
    let (mut old_operations, mut new_operations) = (operations(old), operations(new));
    pair(
        &mut old_operations,
        &mut new_operations,
        |old, new| old.route == new.route,
        changes,
    );
    pair(
        &mut old_operations,
        &mut new_operations,
        |old, new| old.name == new.name,
        changes,
    );
    for new in new_operations {
        changes.add(&new.spot(), format_args!("added, {}", new.route), false);
    }
    for old in old_operations {
        changes.add(&old.spot(), format_args!("removed, {}", old.route), true);
    }
    compare_path_items(old, new, changes);
}

/// Compares the operations that are the same, and takes them out of both lists.
fn pair<'a>(
    old_operations: &mut Vec<Operation<'a>>,
    new_operations: &mut Vec<Operation<'a>>,
    same: impl Fn(&Operation<'a>, &Operation<'a>) -> bool,
    changes: &mut Changes,
) {
    new_operations.retain(|new| {
        let found = old_operations.iter().position(|old| same(old, new));
        if let Some(index) = found {
            compare_operation(&old_operations.swap_remove(index), new, changes);
        }
        found.is_none()
    });
}

fn compare_path_items(old: &Value, new: &Value, changes: &mut Changes) {
    let mut compared = METHODS.to_vec();
    compared.push("parameters");
    for (path, old_item, new_item) in pairs(&old["paths"], &new["paths"]) {
        if let (Some(old_item), Some(new_item)) = (old_item, new_item) {
            let spot = Spot::new(Place::Document).part(format!("path `{path}`"), Travel::default());
            compare_rest(
                &spot,
                resolve(old, old_item),
                resolve(new, new_item),
                &compared,
                changes,
            );
        }
    }
}

fn compare_operation(old: &Operation<'_>, new: &Operation<'_>, changes: &mut Changes) {
    let spot = old.spot();
    if old.name != new.name {
        changes.add(&spot, format_args!("renamed to `{}`", new.name), true);
    }
    if old.route != new.route {
        changes.add(
            &spot,
            format_args!("now {}, was {}", new.route, old.route),
            false,
        );
    }
    compare_parameters(&spot, old, new, changes);
    compare_request_body(&spot, old, new, changes);
    compare_responses(&spot, old, new, changes);
    compare_permissions(&spot, old, new, changes);
    let compared = [
        "operationId",
        "parameters",
        "requestBody",
        "responses",
        "security",
    ];
    compare_rest(&spot, old.value, new.value, &compared, changes);
}

impl<'a> Operation<'a> {
    fn spot(&self) -> Spot {
        Spot::new(Place::Operation(self.name.clone()))
    }

    /// Its parameters, those of its path included, by kind and name.
    pub(super) fn parameters(&self) -> BTreeMap<(&'a str, &'a str), &'a Value> {
        let document = self.document;
        // The operation's own come last: they replace those of the path.
        [self.path_item, self.value]
            .into_iter()
            .filter_map(|value| value["parameters"].as_array())
            .flatten()
            .map(|parameter| {
                let parameter = resolve(document, parameter);
                let text = |key: &str| parameter[key].as_str().unwrap_or_default();
                ((text("in"), text("name")), parameter)
            })
            .collect()
    }

    fn request_body(&self) -> Option<&'a Value> {
        self.value
            .get("requestBody")
            .map(|body| resolve(self.document, body))
    }

    /// The alternatives of which a caller needs one, each with all that it asks for; `None` when nothing is
    /// said of permissions.
    fn permissions(&self) -> Option<Vec<BTreeSet<&'a str>>> {
        let security = self
            .value
            .get("security")
            .or_else(|| self.document.get("security"))?;
        let alternatives = security.as_array()?.iter();
        Some(
            alternatives
                .map(|alternative| asked_for(alternative).collect())
                .collect(),
        )
    }
}

/// The scopes of an alternative; of a scheme without scopes, its name.
fn asked_for(alternative: &Value) -> impl Iterator<Item = &str> {
    let schemes = alternative.as_object().into_iter().flatten();
    schemes.flat_map(|(name, scopes)| {
        let scopes = scopes.as_array().map_or(&[][..], Vec::as_slice);
        let name = scopes.is_empty().then_some(name.as_str());
        scopes.iter().filter_map(Value::as_str).chain(name)
    })
}

fn compare_parameters(
    spot: &Spot,
    old: &Operation<'_>,
    new: &Operation<'_>,
    changes: &mut Changes,
) {
    let (mut old, new) = (old.parameters(), new.parameters());
    for (key, new) in new {
        let spot = spot.part(format!("{} parameter `{}`", key.0, key.1), SENT);
        let required = is_true(new, "required");
        match old.remove(&key) {
            None if required => changes.add(&spot, "added, required", true),
            None => changes.add(&spot, "added", false),
            Some(old) => {
                compare_required(&spot, is_true(old, "required"), required, changes);
                compare_optional_schema(&spot, old.get("schema"), new.get("schema"), changes);
                compare_rest(
                    &spot,
                    old,
                    new,
                    &["name", "in", "required", "schema"],
                    changes,
                );
            }
        }
    }
    for (kind, name) in old.into_keys() {
        changes.add(
            &spot.part(format!("{kind} parameter `{name}`"), SENT),
            "removed",
            true,
        );
    }
}

fn compare_request_body(
    spot: &Spot,
    old: &Operation<'_>,
    new: &Operation<'_>,
    changes: &mut Changes,
) {
    let spot = spot.part("request body", SENT);
    match (old.request_body(), new.request_body()) {
        (None, None) => {}
        (None, Some(new)) if is_true(new, "required") => {
            changes.add(&spot, "added, required", true)
        }
        (None, Some(_)) => changes.add(&spot, "added", false),
        (Some(_), None) => changes.add(&spot, "removed", true),
        (Some(old), Some(new)) => {
            compare_required(
                &spot,
                is_true(old, "required"),
                is_true(new, "required"),
                changes,
            );
            compare_content(&spot, old, new, changes);
            compare_rest(&spot, old, new, &["required", "content"], changes);
        }
    }
}

fn compare_responses(spot: &Spot, old: &Operation<'_>, new: &Operation<'_>, changes: &mut Changes) {
    for (status, old_response, new_response) in
        pairs(&old.value["responses"], &new.value["responses"])
    {
        let spot = spot.part(format!("response {status}"), RECEIVED);
        match (old_response, new_response) {
            (Some(old_response), Some(new_response)) => {
                let old = resolve(old.document, old_response);
                let new = resolve(new.document, new_response);
                compare_content(&spot, old, new, changes);
                compare_rest(&spot, old, new, &["content"], changes);
            }
            (None, _) => changes.add(&spot, "added", false),
            (_, None) => changes.add(&spot, "removed", true),
        }
    }
}

/// The media types of a body and what each holds.
fn compare_content(spot: &Spot, old: &Value, new: &Value, changes: &mut Changes) {
    for (media_type, old, new) in pairs(&old["content"], &new["content"]) {
        match (old, new) {
            (Some(old), Some(new)) => {
                compare_optional_schema(spot, old.get("schema"), new.get("schema"), changes);
                compare_rest(spot, old, new, &["schema"], changes);
            }
            (None, _) => changes.add(spot, format_args!("as `{media_type}` added"), false),
            (_, None) => changes.add(spot, format_args!("as `{media_type}` removed"), true),
        }
    }
}

fn compare_optional_schema(
    spot: &Spot,
    old: Option<&Value>,
    new: Option<&Value>,
    changes: &mut Changes,
) {
    let any = Value::Null;
    compare_schema(spot, old.unwrap_or(&any), new.unwrap_or(&any), changes);
}

fn compare_permissions(
    spot: &Spot,
    old: &Operation<'_>,
    new: &Operation<'_>,
    changes: &mut Changes,
) {
    let (old, new) = (old.permissions(), new.permissions());
    if old == new {
        return;
    }
    // Whoever had enough still has, if each old alternative covers some new one.
    let still_enough = match (&old, &new) {
        (_, None) => true,
        (None, Some(new)) => new.is_empty() || new.iter().any(BTreeSet::is_empty),
        (Some(_), Some(new)) if new.is_empty() => true,
        (Some(old), Some(new)) => old
            .iter()
            .all(|old| new.iter().any(|new| new.is_subset(old))),
    };
    let what = format!("permissions changed from {} to {}", words(old), words(new));
    changes.add(spot, what, !still_enough);
}

/// `A or B and C`, in the order of the document.
fn words(permissions: Option<Vec<BTreeSet<&str>>>) -> String {
    let alternatives: Vec<String> = permissions
        .unwrap_or_default()
        .into_iter()
        .map(|asked| {
            if asked.is_empty() {
                "nothing".to_owned()
            } else {
                Vec::from_iter(asked).join(" and ")
            }
        })
        .collect();
    if alternatives.is_empty() {
        "nothing".to_owned()
    } else {
        alternatives.join(" or ")
    }
}

fn is_true(value: &Value, key: &str) -> bool {
    value[key] == Value::Bool(true)
}
