//! Checks that the finished document is whole: what is wrong here would be wrong in every crate.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use serde_json::Value;

use super::document::{dangling_references, for_each_operation, unused_components};

/// Checks that references and components match, and that the overlay says a word about everything.
///
/// # Errors
///
/// Lists everything that is wrong, by its place in the document.
pub(crate) fn verify(document: &Value) -> Result<()> {
    let mut problems = Vec::new();
    let version = document.get("openapi").and_then(Value::as_str);
    if !version.is_some_and(|version| version.starts_with("3.0.")) {
        let version = version.unwrap_or("nothing");
        problems.push(format!("openapi is {version}; the generator reads 3.0"));
    }
    for reference in dangling_references(document) {
        problems.push(format!("{reference} is referenced and not defined"));
    }
    for (kind, name) in unused_components(document) {
        problems.push(format!("components.{kind}.{name} is not used"));
    }
    unfit_for_rust(document, &mut problems);
    undescribed(document, &mut problems);
    if !problems.is_empty() {
        bail!(
            "the document is not whole; mend it or add to spec/overlay.yaml:\n  {}",
            problems.join("\n  ")
        );
    }
    Ok(())
}

/// Checks that the overlay described what was there, and added no part of the API.
///
/// # Errors
///
/// Lists what is in `after` alone.
pub(crate) fn nothing_invented(before: &Value, after: &Value) -> Result<()> {
    let (before, after) = (parts(before), parts(&without_errors(after)));
    let invented: Vec<&str> = after.difference(&before).map(String::as_str).collect();
    if !invented.is_empty() {
        bail!(
            "spec/overlay.yaml describes what upstream does not have (any more); delete or rename there:\n  {}",
            invented.join("\n  ")
        );
    }
    Ok(())
}

/// A document without what errors look like: the mends drop what upstream says of it, and the overlay says it anew.
fn without_errors(document: &Value) -> Value {
    let unused_before = unused_components(document);
    let mut document = document.clone();
    for_each_operation(&mut document, |_, _, operation| {
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            responses.retain(|status, _| status.starts_with('2'));
        }
    });
    let mut of_errors = unused_components(&document);
    of_errors.retain(|component| !unused_before.contains(component));
    for (kind, name) in of_errors {
        if let Some(Value::Object(named)) = document["components"].get_mut(&kind) {
            named.remove(&name);
        }
    }
    document
}

/// The operations, components and properties of a document, by their places.
fn parts(document: &Value) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for (path, item) in entries(document, "paths") {
        for (method, _) in item.as_object().into_iter().flatten() {
            parts.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    for kind in ["parameters", "responses", "schemas"] {
        for (name, component) in entries(&document["components"], kind) {
            parts.insert(format!("components.{kind}.{name}"));
            for (property, _) in entries(component, "properties") {
                parts.insert(format!("components.{kind}.{name}.properties.{property}"));
            }
        }
    }
    parts
}

/// What the generator would make no code of, or code that does not compile.
fn unfit_for_rust(document: &Value, problems: &mut Vec<String>) {
    for (name, parameter) in entries(&document["components"], "parameters") {
        if parameter.get("content").is_some() {
            problems.push(format!(
                "components.parameters.{name} has `content`; the generator reads `schema`: mend it to one"
            ));
        }
    }
    for (name, schema) in entries(&document["components"], "schemas") {
        let mut fields: BTreeMap<String, &str> = BTreeMap::new();
        for (property, _) in entries(schema, "properties") {
            let field = field_name(property);
            if let Some(other) = fields.insert(field.clone(), property) {
                problems.push(format!(
                    "components.schemas.{name}: the properties `{other}` and `{property}` would both be the field `{field}`; \
                     mend one of the names"
                ));
            }
        }
    }
}

/// The name of a property as a field: its words in lower case, as the generator joins them.
fn field_name(property: &str) -> String {
    let mut field = String::new();
    let letters: Vec<char> = property.chars().collect();
    for (index, letter) in letters.iter().enumerate() {
        if !letter.is_alphanumeric() {
            field.push('_');
            continue;
        }
        let before = index.checked_sub(1).and_then(|index| letters.get(index));
        let after = letters.get(index + 1);
        let begins_word = letter.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_numeric()
                    || before.is_uppercase() && after.is_some_and(|after| after.is_lowercase())
            });
        if begins_word {
            field.push('_');
        }
        field.extend(letter.to_lowercase());
    }
    let words: Vec<&str> = field.split('_').filter(|word| !word.is_empty()).collect();
    words.join("_")
}

/// Everything that becomes documentation of the generated crate needs a description of our own.
fn undescribed(document: &Value, problems: &mut Vec<String>) {
    for_each_operation(&mut document.clone(), |_, _, operation| {
        let name = operation.get("operationId").and_then(Value::as_str);
        let name = name.unwrap_or("without a name").to_owned();
        let operation = Value::Object(operation.clone());
        needs_description(&operation, &format!("operation {name}"), problems);
        if operation.get("security").is_none() {
            problems.push(format!("operation {name} has no permissions (`security`)"));
        }
        for (status, response) in entries(&operation, "responses") {
            if response.get("$ref").is_none() {
                needs_description(
                    response,
                    &format!("operation {name}, response {status}"),
                    problems,
                );
            }
        }
    });
    for kind in ["headers", "parameters", "responses", "schemas"] {
        for (name, component) in entries(&document["components"], kind) {
            let place = format!("components.{kind}.{name}");
            needs_description(component, &place, problems);
            for (property, schema) in entries(component, "properties") {
                let place = format!("{place}.properties.{property}");
                needs_description(schema, &place, problems);
                if !has_type(schema) {
                    problems.push(format!("{place} has no type"));
                }
                if schema.get("items").is_some_and(|items| !has_type(items)) {
                    problems.push(format!("{place} has items of no type"));
                }
            }
        }
    }
}

/// Whether the generator can tell what a schema is. It takes `anyOf` for a mixture, which no type of the service is.
fn has_type(schema: &Value) -> bool {
    ["type", "allOf", "oneOf", "$ref"]
        .iter()
        .any(|key| schema.get(key).is_some())
}

fn entries<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    value
        .get(key)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

fn needs_description(value: &Value, place: &str, problems: &mut Vec<String>) {
    let description = value.get("description").and_then(Value::as_str);
    if description.is_none_or(|text| text.trim().is_empty()) {
        problems.push(format!("{place} has no description"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_problem_is_named() {
        let document = json!({
            "openapi": "3.1.0",
            "paths": { "/a": { "get": {
                "operationId": "list_a", "description": "Lists.",
                "responses": { "200": { "$ref": "#/components/responses/gone" }, "204": {} },
            }}},
            "components": { "schemas": { "orphan": {
                "description": "Nobody's.",
                "properties": {
                    "mixed": { "description": "Mixed.", "type": "array", "items": { "anyOf": [{}, {}] } },
                    "typo": { "description": "Of no type." },
                },
            }}},
        });
        let error = verify(&document).unwrap_err().to_string();
        let problems: Vec<&str> = error.lines().skip(1).map(str::trim).collect();
        assert_eq!(
            problems,
            [
                "openapi is 3.1.0; the generator reads 3.0",
                "#/components/responses/gone is referenced and not defined",
                "components.schemas.orphan is not used",
                "operation list_a has no permissions (`security`)",
                "operation list_a, response 204 has no description",
                "components.schemas.orphan.properties.mixed has items of no type",
                "components.schemas.orphan.properties.typo has no type",
            ]
        );
    }

    #[test]
    fn what_makes_no_rust_is_refused_with_its_place() {
        let text = json!({ "type": "string", "description": "Text." });
        let document = json!({
            "openapi": "3.0.3",
            "paths": {},
            "components": {
                "parameters": { "depth": { "name": "depth", "in": "query", "content": {} } },
                "schemas": { "thing": { "properties": {
                    "foo-bar": text, "foo_bar": text, "fooBar": text, "foobar": text, "HTTPStatus": text, "http_status": text,
                }}},
            },
        });
        let error = verify(&document).unwrap_err().to_string();
        for expected in [
            "components.parameters.depth has `content`",
            "the properties `foo-bar` and `fooBar` would both be the field `foo_bar`",
            "the properties `fooBar` and `foo_bar` would both be the field `foo_bar`",
            "the properties `HTTPStatus` and `http_status` would both be the field `http_status`",
        ] {
            assert!(error.contains(expected), "{expected} in {error}");
        }
        assert!(!error.contains("`foobar`"), "{error}");
    }

    #[test]
    fn what_errors_look_like_is_said_by_the_overlay() {
        let before = json!({ "paths": { "/a": { "get": {} } }, "components": {} });
        let after = json!({
            "paths": { "/a": { "get": { "responses": {
                "4XX": { "$ref": "#/components/responses/refused" },
            }}}},
            "components": { "responses": { "refused": {} } },
        });
        nothing_invented(&before, &after).unwrap();
    }

    #[test]
    fn an_overlay_that_describes_what_is_gone_is_told_so() {
        let before = json!({
            "paths": { "/a": { "get": {} } },
            "components": { "schemas": { "a": { "properties": { "id": {} } } } },
        });
        nothing_invented(&before, &before).unwrap();
        let after = json!({
            "paths": { "/a": { "get": {}, "delete": { "description": "Gone." } } },
            "components": { "schemas": { "a": { "properties": { "id": {}, "name": {} } } } },
        });
        let error = nothing_invented(&before, &after).unwrap_err().to_string();
        let invented: Vec<&str> = error.lines().skip(1).map(str::trim).collect();
        assert_eq!(
            invented,
            ["DELETE /a", "components.schemas.a.properties.name"]
        );
    }
}
