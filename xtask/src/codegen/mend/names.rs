//! Mends of names: short schema names, names for inline schemas, nothing of the vendor's tooling.

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use super::schemas::KNOWN_VALUES;
use crate::codegen::document::{
    for_each_operation, for_each_reference, schemas, unused_components,
};

const NAMESPACE: &str = "microsoft.graph.";

/// The namespace that every name shares tells a reader nothing and makes every Rust name longer.
pub(super) fn short_names(document: &mut Value) -> Result<()> {
    if let Some(Value::Object(kinds)) = document.get_mut("components") {
        for (kind, named) in kinds.iter_mut() {
            let Value::Object(named) = named else {
                continue;
            };
            let mut renamed = Map::new();
            for (name, component) in std::mem::take(named) {
                let short = name.strip_prefix(NAMESPACE).unwrap_or(&name).to_owned();
                if renamed.insert(short.clone(), component).is_some() {
                    bail!("two {kind} would be named `{short}` without their namespace");
                }
            }
            *named = renamed;
        }
    }
    for_each_reference(document, &mut |reference| {
        *reference = reference.replace(&format!("/{NAMESPACE}"), "/");
    });
    Ok(())
}

/// An action's body is named after it, its members are required and it takes no others: the service
/// answers 400 to any other key.
pub(super) fn name_action_bodies(document: &mut Value) {
    let mut bodies = Map::new();
    for_each_operation(document, |_, _, operation| {
        let Some(action) = operation
            .get("operationId")
            .and_then(Value::as_str)
            .map(str::to_owned)
        else {
            return;
        };
        let body = operation
            .get_mut("requestBody")
            .and_then(|body| body.pointer_mut("/content/application~1json/schema"));
        if let Some(schema) = body
            && let Some(properties) = schema.get("properties").and_then(Value::as_object)
        {
            let required: Vec<&String> = properties.keys().collect();
            let mut named = schema.clone();
            named["required"] = json!(required);
            named["additionalProperties"] = false.into();
            let name = format!("{action}Request");
            *schema = json!({ "$ref": format!("#/components/schemas/{name}") });
            bodies.insert(name, named);
        }
    });
    if let Some(named) = schemas(document) {
        named.extend(bodies);
    }
}

/// A collection that an action answers with is written out inline; it is the same one that the list has.
pub(super) fn reuse_collections(document: &mut Value) {
    let named = schemas(document).cloned().unwrap_or_default();
    // A title is prose, and of no weight.
    let shape = |schema: &Value| schema.get("allOf").cloned();
    for_each_operation(document, |_, _, operation| {
        let Some(Value::Object(responses)) = operation.get_mut("responses") else {
            return;
        };
        for response in responses.values_mut() {
            let Some(schema) = response.pointer_mut("/content/application~1json/schema") else {
                continue;
            };
            let twin = named
                .iter()
                .find(|(_, other)| shape(schema).is_some() && shape(other) == shape(schema));
            if let Some((name, _)) = twin {
                *schema = json!({ "$ref": format!("#/components/schemas/{name}") });
            }
        }
    });
}

/// Titles, tags and `x-ms-` extensions serve upstream's own tooling; security is stated by the overlay.
pub(super) fn drop_tooling(document: &mut Value) {
    if let Some(root) = document.as_object_mut() {
        root.retain(|key, _| {
            matches!(
                key.as_str(),
                "openapi" | "info" | "servers" | "paths" | "components"
            )
        });
        root.insert("info".into(), json!({ "title": "", "version": "beta" }));
        if let Some(Value::Object(components)) = root.get_mut("components") {
            components.remove("securitySchemes");
        }
        for part in ["paths", "components"] {
            if let Some(part) = root.get_mut(part) {
                strip(part, false);
            }
        }
    }
}

fn strip(value: &mut Value, names_are_data: bool) {
    match value {
        Value::Object(object) => {
            if !names_are_data {
                object.retain(|key, _| {
                    !(key == "title"
                        || key == "tags"
                        || key.starts_with("x-") && key != KNOWN_VALUES)
                });
            }
            for (key, inner) in object.iter_mut() {
                let named = matches!(
                    key.as_str(),
                    "properties" | "schemas" | "parameters" | "responses" | "mapping"
                );
                strip(inner, named && !names_are_data);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, false)),
        _ => {}
    }
}

/// What the mends left without a use goes: the error schemas, the folded bases.
pub(super) fn drop_unused_components(document: &mut Value) {
    for (kind, name) in unused_components(document) {
        if let Some(Value::Object(named)) = document.pointer_mut(&format!("/components/{kind}")) {
            named.remove(&name);
        }
    }
    if let Some(Value::Object(kinds)) = document.get_mut("components") {
        kinds.retain(|_, named| named.as_object().is_none_or(|named| !named.is_empty()));
    }
}
