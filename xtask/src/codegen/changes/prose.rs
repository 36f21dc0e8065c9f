//! Text for people, which changes often and breaks nobody: taken out before the rest is compared, and counted.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Changes, Place, Spot};

/// Where a text stands (JSON Pointer), and the text.
type Prose = BTreeMap<String, String>;

/// Keys of OpenAPI objects that hold text for people.
const PROSE: [&str; 3] = ["description", "summary", "title"];

/// Keys whose object has names that the API chose, among which `description` is no description.
const NAMED: [&str; 16] = [
    "callbacks",
    "content",
    "encoding",
    "examples",
    "headers",
    "links",
    "mapping",
    "parameters",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "variables",
];

/// Keys whose value is data of the API, not a part of its description.
const DATA: [&str; 4] = ["default", "enum", "example", "value"];

/// Parts the texts of a document from all the rest.
pub(super) fn separate(document: &Value) -> (Prose, Value) {
    let mut prose = Prose::new();
    let mut rest = document.clone();
    take(&mut rest, false, &mut String::new(), &mut prose);
    (prose, rest)
}

fn take(value: &mut Value, named: bool, at: &mut String, prose: &mut Prose) {
    let length = at.len();
    match value {
        Value::Object(map) => map.retain(|key, value| {
            at.push('/');
            at.push_str(key);
            let text = match value {
                Value::String(text) if !named && PROSE.contains(&key.as_str()) => {
                    Some(std::mem::take(text))
                }
                _ => None,
            };
            let keep = text.is_none();
            if let Some(text) = text {
                prose.insert(at.clone(), text);
            } else if named || !(DATA.contains(&key.as_str()) || key.starts_with("x-")) {
                take(value, !named && NAMED.contains(&key.as_str()), at, prose);
            }
            at.truncate(length);
            keep
        }),
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                at.push_str(&format!("/{index}"));
                take(item, false, at, prose);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

pub(super) fn compare(old: &Prose, new: &Prose, changes: &mut Changes) {
    let added = new.keys().filter(|at| !old.contains_key(*at)).count();
    let removed = old.keys().filter(|at| !new.contains_key(*at)).count();
    let changed = old
        .iter()
        .filter(|(at, text)| new.get(*at).is_some_and(|new| new != *text))
        .count();

    let counts: Vec<String> = [(added, "added"), (changed, "changed"), (removed, "removed")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if !counts.is_empty() {
        changes.add(&Spot::new(Place::Prose), counts.join(", "), false);
    }
}
