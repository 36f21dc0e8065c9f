//! The specification as an outline: one line an operation, a parameter or a property.

use std::fmt::Write as _;

use serde_json::Value;

use super::assert_snapshots;

const SPECIFICATION: &str = include_str!("../../spec/hardware-configurations.json");

#[test]
fn outline() {
    let specification: Value = serde_json::from_str(SPECIFICATION).expect("JSON");
    let texts = [
        ("operations".to_owned(), operations(&specification)),
        ("schemas".to_owned(), schemas(&specification)),
    ];
    assert_snapshots("specification", texts);
}

fn operations(specification: &Value) -> String {
    let mut text = String::new();
    for (path, item) in entries(&specification["paths"]) {
        let shared = list(&item["parameters"], reference);
        writeln!(text, "{path} [{shared}]").expect("a string");
        for (method, operation) in entries(item).filter(|(_, operation)| operation.is_object()) {
            let name = operation["operationId"].as_str().expect("a name");
            writeln!(text, "  {} {name}", method.to_uppercase()).expect("a string");
            let permissions = list(&operation["security"], |one| list(&one["graph"], as_text));
            writeln!(text, "    permissions: {permissions}").expect("a string");
            writeln!(
                text,
                "    parameters: {}",
                list(&operation["parameters"], reference)
            )
            .expect("a string");
            if let Some(schema) = body(&operation["requestBody"]) {
                writeln!(text, "    request: {schema}").expect("a string");
            }
            for (status, response) in entries(&operation["responses"]) {
                let schema = match response.get("$ref") {
                    Some(_) => Some(reference(response)),
                    None => body(response),
                };
                writeln!(text, "    {status}: {}", schema.unwrap_or_default()).expect("a string");
            }
        }
    }
    text
}

fn schemas(specification: &Value) -> String {
    let mut text = String::new();
    for (name, schema) in entries(&specification["components"]["schemas"]) {
        writeln!(text, "{name}: {}", shape(schema)).expect("a string");
        for (property, schema) in entries(&schema["properties"]) {
            writeln!(text, "  {property}: {}", shape(schema)).expect("a string");
        }
    }
    text
}

/// The content types of a body and what they hold.
fn body(body: &Value) -> Option<String> {
    let content = body.get("content")?;
    let types = entries(content).map(|(kind, media)| format!("{kind} {}", shape(&media["schema"])));
    Some(types.collect::<Vec<_>>().join(", "))
}

/// A schema in a few words, without what is below it.
fn shape(schema: &Value) -> String {
    let mut words = Vec::new();
    if schema.get("$ref").is_some() {
        words.push(reference(schema));
    }
    for choice in ["allOf", "oneOf"] {
        if schema.get(choice).is_some() {
            words.push(format!("{choice}({})", list(&schema[choice], reference)));
        }
    }
    for (key, value) in entries(schema) {
        match (key.as_str(), value) {
            ("type" | "format", Value::String(text)) => words.push(text.clone()),
            ("nullable" | "readOnly", Value::Bool(true)) => words.push(key.clone()),
            ("items", items) => words.push(format!("of {}", shape(items))),
            ("required" | "enum" | "x-known-values", values) => {
                words.push(format!("{key}({})", list(values, as_text)));
            }
            ("not", schema) => words.push(format!(
                "not({})",
                list(&schema["properties"]["@odata.type"]["enum"], as_text)
            )),
            ("additionalProperties", value) => words.push(format!("more({value})")),
            ("maxLength" | "minimum" | "pattern" | "x-request-max-bytes", limit) => {
                words.push(format!("{key}={limit}"))
            }
            _ => {}
        }
    }
    words.join(" ")
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(values: &Value, word: impl Fn(&Value) -> String) -> String {
    let words = values.as_array().into_iter().flatten().map(word);
    words.collect::<Vec<_>>().join(", ")
}

/// The last part of a reference.
fn reference(value: &Value) -> String {
    let text = value["$ref"].as_str().unwrap_or_default();
    text.rsplit('/').next().unwrap_or_default().to_owned()
}

fn as_text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
