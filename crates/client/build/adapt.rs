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
    leave_errors_to_us(&mut specification);
    drop_prose(&mut specification);
    mark_parameters(&mut specification);
    leave_text_as_it_came(&mut specification);
    leave_numbers_as_they_came(&mut specification);
    keep_what_is_new_in_a_subtype(&mut specification);
    null_without_a_type(&mut specification);
    drop_extensions(&mut specification);
    for_each_operation(&mut specification, |operation| {
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            one_success(responses);
            count_as_json(responses);
        }
    });
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

/// What is new in a subtype is kept. Progenitor tries the subtypes in order, so that the unknown one needs no `not`.
fn keep_what_is_new_in_a_subtype(specification: &mut Value) {
    let Some(Value::Object(schemas)) = specification.pointer_mut("/components/schemas") else {
        return;
    };
    let subtypes: Vec<String> = schemas
        .values()
        .filter_map(|schema| schema.get("oneOf")?.as_array())
        .flatten()
        .filter_map(|choice| Some(choice["$ref"].as_str()?.rsplit('/').next()?.to_owned()))
        .collect();
    for name in subtypes {
        if let Some(Value::Object(schema)) = schemas.get_mut(&name) {
            schema.insert("additionalProperties".into(), json!({}));
            schema.remove("not");
        }
    }
}

/// With errors in the document, progenitor loses the status and the headers of each one whose body is not JSON: `src/body.rs`
/// and the transport read errors.
fn leave_errors_to_us(specification: &mut Value) {
    for_each_operation(specification, |operation| {
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            responses.retain(|status, _| status.starts_with('2'));
        }
    });
    let mut used = Vec::new();
    references(&specification["paths"], &mut used);
    let mut next = 0;
    while let Some(reference) = used.get(next).cloned() {
        let target = reference
            .strip_prefix('#')
            .and_then(|pointer| specification.pointer(pointer));
        references(target.unwrap_or(&Value::Null), &mut used);
        next += 1;
    }
    for kind in ["responses", "schemas"] {
        if let Some(Value::Object(named)) =
            specification.pointer_mut(&format!("/components/{kind}"))
        {
            named.retain(|name, _| used.contains(&format!("#/components/{kind}/{name}")));
        }
    }
}

/// Adds the references within `value` that are not yet in `found`.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(reference)) = object.get("$ref")
                && !found.contains(reference)
            {
                found.push(reference.clone());
            }
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// Summaries would begin the documentation of methods a second time; headers and examples are of no use to progenitor.
fn drop_prose(specification: &mut Value) {
    for_each_operation(specification, |operation| {
        operation.retain(|key, _| !matches!(key.as_str(), "summary" | "tags" | "externalDocs"));
        for body in ["requestBody", "responses"] {
            drop_keys(operation.get_mut(body), &["headers", "example", "examples"]);
        }
    });
    if let Some(Value::Object(components)) = specification.get_mut("components") {
        components.retain(|kind, _| !matches!(kind.as_str(), "headers" | "examples"));
        drop_keys(
            components.get_mut("responses"),
            &["headers", "example", "examples"],
        );
    }
}

/// Drops keys at any depth.
fn drop_keys(value: Option<&mut Value>, keys: &[&str]) {
    match value {
        Some(Value::Object(object)) => {
            object.retain(|key, _| !keys.contains(&key.as_str()));
            object
                .values_mut()
                .for_each(|value| drop_keys(Some(value), keys));
        }
        Some(Value::Array(items)) => items
            .iter_mut()
            .for_each(|item| drop_keys(Some(item), keys)),
        _ => {}
    }
}

/// Progenitor makes a type of its own of a range, which refuses what does not fit it; the format says how wide it is.
fn leave_numbers_as_they_came(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.get("type").is_some_and(|kind| kind == "integer") {
                object.remove("maximum");
                if object.contains_key("format") {
                    object.remove("minimum");
                }
            }
            object.values_mut().for_each(leave_numbers_as_they_came);
        }
        Value::Array(items) => items.iter_mut().for_each(leave_numbers_as_they_came),
        _ => {}
    }
}

/// Progenitor merges the type that gives `nullable` its meaning into what is referred to, and loses its name.
fn null_without_a_type(value: &mut Value) {
    match value {
        Value::Object(object) => {
            if object.contains_key("nullable") && object.contains_key("allOf") {
                object.remove("type");
            }
            object.values_mut().for_each(null_without_a_type);
        }
        Value::Array(items) => items.iter_mut().for_each(null_without_a_type),
        _ => {}
    }
}

/// Calls `visit` with every operation.
fn for_each_operation(specification: &mut Value, mut visit: impl FnMut(&mut Map<String, Value>)) {
    if let Some(Value::Object(paths)) = specification.get_mut("paths") {
        for item in paths.values_mut().filter_map(Value::as_object_mut) {
            item.values_mut()
                .filter_map(Value::as_object_mut)
                .for_each(&mut visit);
        }
    }
}

/// Progenitor knows one kind of success an operation; `src/body.rs` takes a 204 for an empty collection.
fn one_success(responses: &mut Map<String, Value>) {
    if responses.contains_key("200") {
        responses.remove("204");
    }
}

/// Progenitor reads plain text as a stream of bytes. The only one is the count, and a number is JSON as well.
fn count_as_json(responses: &mut Map<String, Value>) {
    for response in responses.values_mut() {
        if let Some(Value::Object(content)) = response.get_mut("content")
            && content.remove("text/plain").is_some()
        {
            let number = json!({ "schema": { "type": "integer", "format": "int64" } });
            content.insert("application/json".into(), number);
        }
    }
}
