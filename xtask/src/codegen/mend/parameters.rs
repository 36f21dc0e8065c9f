//! Mends of parameters: lists in one value, and one definition for each.

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use crate::codegen::document::METHODS;

/// The query options that hold a list.
const LISTS: [&str; 3] = ["$expand", "$orderby", "$select"];

/// A list goes out as one comma-separated value, whatever else upstream says of its items:
/// the service refuses a repeated query option.
pub(super) fn comma_separated_lists(document: &mut Value) {
    for_each_parameter(document, |parameter| {
        let name = parameter.get("name").and_then(Value::as_str);
        if name.is_some_and(|name| LISTS.contains(&name)) {
            parameter.insert("style".into(), "form".into());
            parameter.insert("explode".into(), false.into());
            let items = json!({ "type": "string" });
            parameter.insert("schema".into(), json!({ "type": "array", "items": items }));
        }
    });
}

/// Every parameter is defined once, under components, so that it is described once.
pub(super) fn share_parameters(document: &mut Value) -> Result<()> {
    let mut shared = Map::new();
    let mut conflict = None;
    for_each_parameter(document, |parameter| {
        let Some(name) = parameter.get("name").and_then(Value::as_str) else {
            return;
        };
        let key = name.trim_start_matches('$').to_owned();
        // What serves upstream's tooling alone makes no difference.
        parameter.retain(|key, _| !key.starts_with("x-"));
        let definition = Value::Object(parameter.clone());
        match shared.get(&key) {
            Some(other) if *other != definition => conflict = Some(key),
            Some(_) => {}
            None => {
                shared.insert(key, definition);
            }
        }
    });
    if let Some(key) = conflict {
        bail!(
            "two parameters are named `{key}` and differ; make them alike before they are shared"
        );
    }
    let by_reference = |parameter: &mut Value| {
        if let Some(name) = parameter.get("name").and_then(Value::as_str) {
            let key = name.trim_start_matches('$');
            *parameter = json!({ "$ref": format!("#/components/parameters/{key}") });
        }
    };
    for_each_parameter_list(document, |parameters| {
        parameters.iter_mut().for_each(by_reference);
    });
    document["components"]["parameters"] = Value::Object(shared);
    Ok(())
}

fn for_each_parameter(document: &mut Value, mut visit: impl FnMut(&mut Map<String, Value>)) {
    for_each_parameter_list(document, |parameters| {
        for parameter in parameters.iter_mut().filter_map(Value::as_object_mut) {
            visit(parameter);
        }
    });
    let components = document.pointer_mut("/components/parameters");
    if let Some(Value::Object(parameters)) = components {
        for parameter in parameters.values_mut().filter_map(Value::as_object_mut) {
            visit(parameter);
        }
    }
}

/// The parameter lists of path items and of operations.
fn for_each_parameter_list(document: &mut Value, mut visit: impl FnMut(&mut Vec<Value>)) {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return;
    };
    for item in paths.values_mut() {
        if let Some(Value::Array(parameters)) = item.get_mut("parameters") {
            visit(parameters);
        }
        for method in METHODS {
            let parameters = item
                .get_mut(method)
                .and_then(|operation| operation.get_mut("parameters"));
            if let Some(Value::Array(parameters)) = parameters {
                visit(parameters);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_one_comma_separated_value() {
        let mut document = json!({ "paths": { "/a": { "get": { "parameters": [
            { "name": "$select", "in": "query", "explode": true,
              "schema": { "uniqueItems": true, "type": "array", "items": { "enum": ["id"] } } },
            { "name": "$top", "in": "query", "schema": { "type": "integer" } },
        ]}}}});
        comma_separated_lists(&mut document);
        assert_eq!(
            document["paths"]["/a"]["get"]["parameters"],
            json!([
                { "name": "$select", "in": "query", "style": "form", "explode": false,
                  "schema": { "type": "array", "items": { "type": "string" } } },
                { "name": "$top", "in": "query", "schema": { "type": "integer" } },
            ])
        );
    }

    #[test]
    fn parameters_are_defined_once() {
        let id = json!({ "name": "a-id", "in": "path", "required": true });
        let mut tooled = id.clone();
        tooled["x-ms-docs-key-type"] = "a".into();
        let select = json!({ "name": "$select", "in": "query" });
        let mut document = json!({ "components": {}, "paths": {
            "/a/{a-id}": { "parameters": [id], "get": { "parameters": [select] } },
            "/a/{a-id}/b": { "parameters": [tooled], "get": { "parameters": [select] } },
        }});
        share_parameters(&mut document).unwrap();
        assert_eq!(
            document["components"]["parameters"],
            json!({ "a-id": id, "select": select })
        );
        assert_eq!(
            document["paths"]["/a/{a-id}/b"],
            json!({
                "parameters": [{ "$ref": "#/components/parameters/a-id" }],
                "get": { "parameters": [{ "$ref": "#/components/parameters/select" }] },
            })
        );
    }

    #[test]
    fn parameters_that_differ_are_not_merged() {
        let mut document = json!({ "components": {}, "paths": {
            "/a": { "get": { "parameters": [{ "name": "x", "in": "query" }] } },
            "/b": { "get": { "parameters": [{ "name": "x", "in": "header" }] } },
        }});
        let error = share_parameters(&mut document).unwrap_err().to_string();
        assert!(error.contains("named `x` and differ"), "{error}");
    }
}
