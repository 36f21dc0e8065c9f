//! Restates what the specification says rightly and progenitor cannot read.

use serde_json::{Map, Value, json};

/// Format of a list that goes out as one comma-separated value: progenitor would repeat the key.
pub(crate) const LIST: &str = "comma-separated";
/// Format of an id in a path: progenitor would take an empty one, and reach another operation.
pub(crate) const SEGMENT: &str = "path-segment";

/// Formats of strings that have a hand-written type.
pub(crate) const BYTES: &str = "byte";
pub(crate) const DATE_TIME: &str = "date-time";

/// The specification as progenitor should see it.
pub(crate) fn adapt(mut specification: Value) -> Value {
    mark_parameters(&mut specification);
    leave_text_as_it_came(&mut specification);
    require_tags(&mut specification);
    drop_extensions(&mut specification);
    if let Some(Value::Object(paths)) = specification.get_mut("paths") {
        for operation in paths.values_mut().filter_map(Value::as_object_mut) {
            for operation in operation.values_mut().filter_map(Value::as_object_mut) {
                if let Some(Value::Object(responses)) = operation.get_mut("responses") {
                    one_success(responses);
                    count_as_json(responses);
                }
            }
        }
    }
    specification
}

fn mark_parameters(specification: &mut Value) {
    let Some(Value::Object(parameters)) = specification.pointer_mut("/components/parameters")
    else {
        return;
    };
    for parameter in parameters.values_mut() {
        let format = match (&parameter["in"], &parameter["schema"]["type"]) {
            (Value::String(place), _) if place == "path" => SEGMENT,
            (_, Value::String(kind)) if kind == "array" => LIST,
            _ => continue,
        };
        parameter["schema"] = json!({ "type": "string", "format": format });
    }
}

/// Progenitor has types of other crates for ids, dates and patterns, and refuses what does not fit them: one odd value
/// would cost a whole page.
fn leave_text_as_it_came(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.get("type").is_some_and(|kind| kind == "string") {
                object.retain(|key, value| match key.as_str() {
                    "format" => [BYTES, DATE_TIME, LIST, SEGMENT]
                        .iter()
                        .any(|known| value == known),
                    "maxLength" | "minLength" | "pattern" => false,
                    _ => true,
                });
            }
            object.values_mut().for_each(leave_text_as_it_came);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_text_as_it_came),
        _ => {}
    }
}

/// An extension keeps a schema from being recognised as the one that has a hand-written type.
fn drop_extensions(specification: &mut Value) {
    let Some(Value::Object(schemas)) = specification.pointer_mut("/components/schemas") else {
        return;
    };
    for schema in schemas.values_mut() {
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        for property in properties
            .into_iter()
            .flat_map(|properties| properties.values_mut())
        {
            if let Value::Object(property) = property {
                property.retain(|key, _| !key.starts_with("x-"));
            }
        }
    }
}

/// A subtype is recognised by its tag, for which the tag has to be there; and what is new in it is kept.
fn require_tags(specification: &mut Value) {
    let Some(Value::Object(schemas)) = specification.pointer_mut("/components/schemas") else {
        return;
    };
    let tags: Vec<(String, Value)> = schemas
        .values()
        .filter_map(|schema| schema.get("discriminator"))
        .filter_map(|found| {
            Some((
                found.get("mapping")?.as_object()?,
                found.get("propertyName")?,
            ))
        })
        .flat_map(|(mapping, tag)| mapping.values().map(move |target| (target, tag)))
        .filter_map(|(target, tag)| {
            Some((target.as_str()?.rsplit('/').next()?.to_owned(), tag.clone()))
        })
        .collect();
    for (name, tag) in tags {
        if let Some(Value::Object(schema)) = schemas.get_mut(&name) {
            schema.insert("required".into(), json!([tag]));
            schema.insert("additionalProperties".into(), json!({}));
        }
    }
}

/// Progenitor knows one kind of success an operation; `src/body.rs` takes a 204 for an empty collection.
fn one_success(responses: &mut Map<String, Value>) {
    if responses.contains_key("200") {
        responses.remove("204");
    }
}

/// Progenitor reads plain text as a stream of bytes, although a number in it is JSON as well.
fn count_as_json(responses: &mut Map<String, Value>) {
    for response in responses.values_mut() {
        if let Some(Value::Object(content)) = response.get_mut("content")
            && let Some(schema) = content.remove("text/plain")
        {
            content.insert("application/json".into(), schema);
        }
    }
}
