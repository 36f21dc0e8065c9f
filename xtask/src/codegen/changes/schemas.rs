//! Schemas: their properties, types, values and limits.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::operations::operations;
use super::{Changes, Place, Spot, Travel, compare_rest, pairs};

/// The limits on what a client may send, and their units.
const LIMITS: [(&str, &str); 2] = [
    ("x-request-max-length", "characters"),
    ("x-request-max-bytes", "bytes"),
];

/// Keys that [`compare_schema`] has words for.
const COMPARED: [&str; 10] = [
    "$ref",
    "type",
    "format",
    "nullable",
    "readOnly",
    "properties",
    "required",
    "items",
    "enum",
    "x-known-values",
];

/// Compares everything under `components`.
pub(super) fn compare_components(old: &Value, new: &Value, changes: &mut Changes) {
    let travels = [travels(old), travels(new)];
    let (old, new) = (&old["components"], &new["components"]);
    for (name, old, new) in pairs(&old["schemas"], &new["schemas"]) {
        let of = |side: &BTreeMap<&str, Travel>| side.get(name).copied().unwrap_or_default();
        let [old_travel, new_travel] = travels.each_ref().map(of);
        let travel = Travel {
            sent: old_travel.sent || new_travel.sent,
            received: old_travel.received || new_travel.received,
        };
        let spot = Spot::new(Place::Schema(name.to_owned())).part("", travel);
        match (old, new) {
            (Some(old), Some(new)) => compare_schema(&spot, old, new, changes),
            (None, _) => changes.add(&spot, "added", false),
            (_, None) => changes.add(&spot, "removed", true),
        }
    }
    // These are compared where operations refer to them.
    let elsewhere = ["schemas", "parameters", "requestBodies", "responses"];
    compare_rest(&Spot::new(Place::Document), old, new, &elsewhere, changes);
}

/// Which schemas are sent, and which received, by any operation.
fn travels(document: &Value) -> BTreeMap<&str, Travel> {
    let mut travels = BTreeMap::<&str, Travel>::new();
    for operation in operations(document) {
        let parameters = operation.parameters().into_values();
        for sent in parameters.chain(operation.value.get("requestBody")) {
            for name in reachable(document, sent) {
                travels.entry(name).or_default().sent = true;
            }
        }
        for name in reachable(document, &operation.value["responses"]) {
            travels.entry(name).or_default().received = true;
        }
    }
    travels
}

/// The names of all schemas that `from` refers to, to any depth.
fn reachable<'a>(document: &'a Value, from: &'a Value) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    let mut open = vec![from];
    while let Some(value) = open.pop() {
        match value {
            // A string may be a reference wherever it stands: in `$ref` and in a discriminator's mapping.
            Value::String(text) => {
                let name = text.strip_prefix("#/components/schemas/");
                if name.is_none_or(|name| names.insert(name)) && text.starts_with("#/") {
                    open.extend(document.pointer(text.trim_start_matches('#')));
                }
            }
            Value::Array(items) => open.extend(items),
            Value::Object(map) => open.extend(map.values()),
            _ => {}
        }
    }
    names
}

/// Compares two schemas, and what is inside them.
pub(super) fn compare_schema(spot: &Spot, old: &Value, new: &Value, changes: &mut Changes) {
    if old == new {
        return;
    }
    let Travel { sent, received } = spot.travel;
    let (old_type, new_type) = (type_name(old), type_name(new));
    if old_type != new_type {
        changes.add(
            spot,
            format_args!("type changed from {old_type} to {new_type}"),
            true,
        );
    }
    match (is_nullable(old), is_nullable(new)) {
        (false, true) => changes.add(spot, "now nullable", received),
        (true, false) => changes.add(spot, "now not nullable", sent),
        _ => {}
    }
    match (is_read_only(old), is_read_only(new)) {
        (false, true) => changes.add(spot, "now read-only", sent),
        (true, false) => changes.add(spot, "now writable", false),
        _ => {}
    }
    compare_properties(spot, old, new, changes);
    if let (Some(old), Some(new)) = (old.get("items"), new.get("items"))
        && old_type == new_type
    {
        compare_schema(&spot.items(), old, new, changes);
    }
    compare_values(spot, old, new, changes);
    compare_limits(spot, old, new, changes);

    let mut compared: Vec<&str> = COMPARED.to_vec();
    compared.extend(LIMITS.map(|(key, _)| key));
    if is_reference(old) && is_reference(new) {
        // `{$ref}` and `allOf: [{$ref}]` say the same.
        compared.push("allOf");
    }
    compare_rest(spot, old, new, &compared, changes);
}

fn compare_properties(spot: &Spot, old: &Value, new: &Value, changes: &mut Changes) {
    let (old_required, new_required) = (strings(old, "required"), strings(new, "required"));
    let mut required_elsewhere: BTreeSet<_> = old_required
        .symmetric_difference(&new_required)
        .copied()
        .collect();
    for (name, old, new) in pairs(&old["properties"], &new["properties"]) {
        required_elsewhere.remove(name);
        let inner = spot.property(name);
        let Some(new) = new else {
            changes.add(&inner, "removed", true);
            continue;
        };
        let never_sent = is_read_only(new) && old.is_none_or(is_read_only);
        let sent = spot.travel.sent && !never_sent;
        let inner = Spot {
            travel: Travel {
                sent,
                ..spot.travel
            },
            ..inner
        };
        let is_required = new_required.contains(name);
        match old {
            None if is_required => changes.add(&inner, "added, required", sent),
            None => changes.add(&inner, "added", false),
            Some(old) => {
                compare_required(&inner, old_required.contains(name), is_required, changes);
                compare_schema(&inner, old, new, changes);
            }
        }
    }
    // Properties that a parent schema declares can be required here.
    for name in required_elsewhere {
        compare_required(
            &spot.property(name),
            old_required.contains(name),
            new_required.contains(name),
            changes,
        );
    }
}

/// A thing that is now required breaks who sends it without; one that is now optional, who reads it.
pub(super) fn compare_required(spot: &Spot, old: bool, new: bool, changes: &mut Changes) {
    match (old, new) {
        (false, true) => changes.add(spot, "now required", spot.travel.sent),
        (true, false) => changes.add(spot, "now optional", spot.travel.received),
        _ => {}
    }
}

/// Compares the values of an enum: a closed one (`enum`) or an open one (`x-known-values`).
fn compare_values(spot: &Spot, old: &Value, new: &Value, changes: &mut Changes) {
    let (old_closed, new_closed) = (old.get("enum").is_some(), new.get("enum").is_some());
    let (old, new) = (values(old), values(new));
    for value in new.difference(&old).filter(|_| !old.is_empty()) {
        // Who reads an open enum must expect values that are not listed.
        let breaking = new_closed && spot.travel.received;
        changes.add(spot, format_args!("value `{value}` added"), breaking);
    }
    for value in old.difference(&new).filter(|_| !new.is_empty()) {
        changes.add(spot, format_args!("value `{value}` removed"), true);
    }
    let what = match (old.is_empty(), new.is_empty()) {
        (true, false) if new_closed => Some(("now only the listed values", spot.travel.sent)),
        (true, false) => Some(("now has known values", false)),
        (false, true) => Some(("values no longer listed", true)),
        (false, false) if !old_closed && new_closed => Some(("now only the listed values", true)),
        (false, false) if old_closed && !new_closed => {
            Some(("now open to other values", spot.travel.received))
        }
        _ => None,
    };
    if let Some((what, breaking)) = what {
        changes.add(spot, what, breaking);
    }
}

fn compare_limits(spot: &Spot, old: &Value, new: &Value, changes: &mut Changes) {
    for (key, unit) in LIMITS {
        let (old, new) = (old.get(key), new.get(key));
        if old == new {
            continue;
        }
        let number = |limit: Option<&Value>| limit.and_then(Value::as_u64).unwrap_or(u64::MAX);
        let words = |limit: Option<&Value>| {
            limit.map_or("none".to_owned(), |limit| format!("{limit} {unit}"))
        };
        let what = format!("limit changed from {} to {}", words(old), words(new));
        changes.add(spot, what, number(new) < number(old));
    }
}

/// How people would call the type of a schema: `string/date-time`, `array of assignment`.
fn type_name(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or(reference).to_owned();
    }
    if let Some(member) = type_member(schema) {
        return type_name(member);
    }
    for (key, words) in [
        ("oneOf", "one of "),
        ("anyOf", "any of "),
        ("allOf", "all of "),
    ] {
        if let Some(members) = schema[key].as_array() {
            return words.to_owned()
                + &members.iter().map(type_name).collect::<Vec<_>>().join(", ");
        }
    }
    let name = match &schema["type"] {
        Value::String(name) => name.clone(),
        Value::Array(names) => {
            let names = names
                .iter()
                .filter_map(Value::as_str)
                .filter(|name| *name != "null");
            names.collect::<Vec<_>>().join(" or ")
        }
        _ => "anything".to_owned(),
    };
    match (
        name.as_str(),
        &schema["items"],
        &schema["format"],
        &schema["additionalProperties"],
    ) {
        ("array", items, _, _) => format!("array of {}", type_name(items)),
        ("object", _, _, value @ Value::Object(_)) => format!("map of {}", type_name(value)),
        (_, _, Value::String(format), _) => format!("{name}/{format}"),
        _ => name,
    }
}

/// The only member of an `allOf`, which OpenAPI 3.0 needs to say more of a `$ref`: that it is nullable, say.
fn type_member(schema: &Value) -> Option<&Value> {
    match schema["allOf"].as_array()?.as_slice() {
        [member] if schema.get("properties").is_none() => Some(member),
        _ => None,
    }
}

/// Whether the schema is a named one, and says no more of its type.
fn is_reference(schema: &Value) -> bool {
    type_member(schema).unwrap_or(schema).get("$ref").is_some()
}

fn is_nullable(schema: &Value) -> bool {
    let null_type = |names: &Vec<Value>| names.iter().any(|name| name == "null");
    schema["nullable"] == Value::Bool(true) || schema["type"].as_array().is_some_and(null_type)
}

fn is_read_only(schema: &Value) -> bool {
    schema["readOnly"] == Value::Bool(true)
}

fn values(schema: &Value) -> BTreeSet<String> {
    let listed = schema.get("enum").or_else(|| schema.get("x-known-values"));
    let values = listed.and_then(Value::as_array).into_iter().flatten();
    values
        .filter(|value| !value.is_null())
        .map(|value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        })
        .collect()
}

fn strings<'a>(schema: &'a Value, key: &str) -> BTreeSet<&'a str> {
    let items = schema[key].as_array().into_iter().flatten();
    items.filter_map(Value::as_str).collect()
}
