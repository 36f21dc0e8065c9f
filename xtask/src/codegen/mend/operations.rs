//! Mends of operations: their names and the responses they declare.

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

use crate::codegen::document::for_each_operation;

/// Upstream renames its operation ids and gives some a hash suffix; a name made of path and method stays.
pub(super) fn name_operations(document: &mut Value, root: &str) -> Result<()> {
    let paths: BTreeSet<String> = document
        .get("paths")
        .and_then(Value::as_object)
        .map(|paths| paths.keys().cloned().collect())
        .unwrap_or_default();
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    let mut problems = Vec::new();
    for_each_operation(document, |path, method, operation| {
        let here = format!("{} {path}", method.to_uppercase());
        let name = operation_name(path, method, root, &paths);
        let Some(name) = name.filter(|name| is_identifier(name)) else {
            problems.push(format!("no rule names {here}"));
            return;
        };
        if let Some(other) = taken.insert(name.clone(), here.clone()) {
            problems.push(format!("{here} and {other} would both be `{name}`"));
        }
        operation.insert("operationId".into(), name.into());
    });
    if !problems.is_empty() {
        bail!(
            "operations cannot be named: {}; extend `operation_name`",
            problems.join("; ")
        );
    }
    Ok(())
}

/// The name of an operation: a verb and what it acts on, or the action alone.
fn operation_name(
    path: &str,
    method: &str,
    root: &str,
    paths: &BTreeSet<String>,
) -> Option<String> {
    let collection = root.rsplit('/').next()?;
    let rest = path.strip_prefix(root)?;
    let segments: Vec<&str> = std::iter::once(collection)
        .chain(rest.split('/').filter(|segment| !segment.is_empty()))
        .collect();
    let (last, before) = segments.split_last()?;
    let owner = before.last().copied().unwrap_or_default();
    let is_collection = paths.contains(&format!("{path}/$count"))
        || paths
            .iter()
            .any(|other| other.starts_with(&format!("{path}/{{")));
    match (*last, method) {
        (function, "get") if function.contains('(') => Some(snake_case(bare(function))),
        ("$count", "get") => Some(format!("count_{}", snake_case(owner))),
        (key, _) if key.starts_with('{') => Some(format!("{}_{}", verb(method)?, singular(owner))),
        (many, "get") if is_collection => Some(format!("list_{}", snake_case(many))),
        (many, "post") if is_collection => Some(format!("create_{}", singular(many))),
        (action, "post") => Some(snake_case(bare(action))),
        (one, _) => Some(format!("{}_{}", verb(method)?, snake_case(one))),
    }
}

/// Upstream writes some actions and functions with their namespace, and functions with their arguments:
/// `microsoft.graph.assign`, `microsoft.graph.latest()`.
fn bare(segment: &str) -> &str {
    let name = segment.split('(').next().unwrap_or(segment);
    name.rsplit('.').next().unwrap_or(name)
}

/// Whether it can be the name of a function in Rust.
fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

fn verb(method: &str) -> Option<&'static str> {
    match method {
        "get" => Some("get"),
        "patch" => Some("update"),
        "put" => Some("replace"),
        "delete" => Some("delete"),
        _ => None,
    }
}

fn singular(plural: &str) -> String {
    let name = snake_case(plural);
    match name.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => name.strip_suffix('s').unwrap_or(&name).to_owned(),
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// A generated client that knows error schemas drops the status and headers of every error it cannot parse.
pub(super) fn drop_error_responses(document: &mut Value) {
    for_each_operation(document, |_, _, operation| {
        if let Some(responses) = responses(operation) {
            responses.retain(|status, _| status.starts_with('2'));
        }
    });
}

/// A generator takes one media type for a body, and the service has JSON for every one that upstream may offer in
/// another form, too.
pub(super) fn only_json(document: &mut Value) {
    const JSON: &str = "application/json";
    match document {
        Value::Object(object) => {
            if let Some(Value::Object(content)) = object.get_mut("content")
                && content.contains_key(JSON)
            {
                content.retain(|media_type, _| media_type == JSON);
            }
            object.values_mut().for_each(only_json);
        }
        Value::Array(items) => items.iter_mut().for_each(only_json),
        _ => {}
    }
}

/// Upstream says `2XX`, or another status; the service answers 200, 201 to a create, 204 to a delete and where there is
/// nothing to say, and 200 or 204 to an action.
pub(super) fn name_success_statuses(document: &mut Value) {
    for_each_operation(document, |_, method, operation| {
        let name = operation.get("operationId").and_then(Value::as_str);
        let is_create = name.is_some_and(|name| name.starts_with("create_"));
        let Some(responses) = responses(operation) else {
            return;
        };
        let with_content =
            |response: &&Value| response.get("content").or(response.get("$ref")).is_some();
        let content = responses.values().find(with_content).cloned();
        let nothing = || ("204".to_owned(), json!({}));
        *responses = match (content, method, is_create) {
            (None, ..) | (_, "delete", _) => Map::from_iter([nothing()]),
            (Some(content), "post", true) => Map::from_iter([("201".to_owned(), content)]),
            (Some(content), "post", false) => {
                Map::from_iter([("200".to_owned(), content), nothing()])
            }
            (Some(content), ..) => Map::from_iter([("200".to_owned(), content)]),
        };
    });
}

/// The count is a number in plain text. Text is what it is said to be: readers that are told of an integer hand out text all
/// the same, or send nothing.
pub(super) fn count_in_plain_text(document: &mut Value) {
    for_each_operation(document, |path, _, operation| {
        if path.ends_with("/$count") {
            let schema = json!({ "type": "string", "pattern": "^[0-9]+$" });
            operation.insert(
                "responses".into(),
                json!({ "200": { "content": { "text/plain": { "schema": schema } } } }),
            );
        }
    });
}

fn responses(operation: &mut Map<String, Value>) -> Option<&mut Map<String, Value>> {
    operation
        .get_mut("responses")
        .and_then(Value::as_object_mut)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "/admin/gadgets";

    fn operation(path: &str, method: &str, operation: Value) -> Value {
        json!({ "paths": { path: { method: operation } } })
    }

    #[test]
    fn operations_are_named_by_path_and_method() {
        let mut document = json!({ "paths": {
            "/admin/gadgets": { "get": { "operationId": "x.Y-3a1b" }, "post": {} },
            "/admin/gadgets/$count": { "get": {} },
            "/admin/gadgets/{gadget-id}": { "get": {}, "patch": {}, "delete": {} },
            "/admin/gadgets/{gadget-id}/process": { "post": {} },
            "/admin/gadgets/{gadget-id}/runStatus": { "get": {}, "delete": {} },
            "/admin/gadgets/{gadget-id}/testEntries": { "get": {}, "post": {} },
            "/admin/gadgets/{gadget-id}/testEntries/{entry-id}": { "put": {} },
        }});
        name_operations(&mut document, ROOT).unwrap();
        let mut names = Vec::new();
        for_each_operation(&mut document, |_, _, operation| {
            names.push(operation["operationId"].as_str().unwrap().to_owned());
        });
        assert_eq!(
            names,
            [
                "list_gadgets",
                "create_gadget",
                "count_gadgets",
                "get_gadget",
                "delete_gadget",
                "update_gadget",
                "process",
                "get_run_status",
                "delete_run_status",
                "list_test_entries",
                "create_test_entry",
                "replace_test_entry",
            ]
        );
    }

    #[test]
    fn a_namespace_and_arguments_are_no_part_of_a_name() {
        let mut document = json!({ "paths": {
            "/admin/gadgets/microsoft.graph.latest()": { "get": {} },
            "/admin/gadgets/{gadget-id}/microsoft.graph.setPriority": { "post": {} },
            "/admin/gadgets/{gadget-id}/history(since={since})": { "get": {} },
        }});
        name_operations(&mut document, ROOT).unwrap();
        let mut names = Vec::new();
        for_each_operation(&mut document, |_, _, operation| {
            names.push(operation["operationId"].as_str().unwrap().to_owned());
        });
        assert_eq!(names, ["latest", "history", "set_priority"]);
    }

    #[test]
    fn what_cannot_be_the_name_of_a_function_is_refused() {
        for path in ["/admin/gadgets/{gadget-id}/7up", "/admin/gadgets/$batch"] {
            let mut document = operation(path, "post", json!({}));
            let error = name_operations(&mut document, ROOT).unwrap_err();
            let error = error.to_string();
            assert!(
                error.contains(&format!("no rule names POST {path}")),
                "{error}"
            );
        }
    }

    #[test]
    fn a_body_has_one_media_type() {
        let json = json!({ "schema": {} });
        let mut document = operation(
            "/a",
            "post",
            json!({
                "requestBody": { "content": { "application/json": json, "text/xml": {} } },
                "responses": { "200": { "content": { "text/plain": json } } },
            }),
        );
        only_json(&mut document);
        let operation = &document["paths"]["/a"]["post"];
        assert_eq!(
            operation["requestBody"]["content"],
            json!({ "application/json": json })
        );
        assert_eq!(
            operation["responses"]["200"]["content"],
            json!({ "text/plain": json })
        );
    }

    #[test]
    fn two_operations_of_one_name_are_refused() {
        let mut document = json!({ "paths": {
            "/admin/gadgets/{id}/parts/$count": { "get": {} },
            "/admin/gadgets/{id}/tools/{id2}/parts/$count": { "get": {} },
        }});
        let error = name_operations(&mut document, ROOT)
            .unwrap_err()
            .to_string();
        assert!(error.contains("would both be `count_parts`"), "{error}");
    }

    #[test]
    fn only_success_responses_stay() {
        let mut document = operation(
            "/a",
            "get",
            json!({ "responses": {
                "2XX": { "content": {} }, "4XX": {}, "5XX": {}, "default": {},
            }}),
        );
        drop_error_responses(&mut document);
        assert_eq!(
            document["paths"]["/a"]["get"]["responses"],
            json!({ "2XX": { "content": {} } })
        );
    }

    #[test]
    fn success_statuses_are_exact() {
        let content = json!({ "content": {} });
        let cases = [
            ("get", "list_gadgets", json!({ "200": content })),
            ("post", "create_gadget", json!({ "201": content })),
            ("post", "assign", json!({ "200": content, "204": {} })),
            ("delete", "delete_gadget", json!({ "204": {} })),
        ];
        for (method, name, after) in cases {
            for upstream in ["2XX", "200", "201"] {
                let mut document = operation(
                    "/a",
                    method,
                    json!({ "operationId": name, "responses": { upstream: content } }),
                );
                name_success_statuses(&mut document);
                assert_eq!(document["paths"]["/a"][method]["responses"], after);
            }
        }
    }

    #[test]
    fn where_there_is_no_content_there_is_nothing_to_say() {
        for (method, name) in [("post", "assign"), ("patch", "update_gadget")] {
            let mut document = operation(
                "/a",
                method,
                json!({ "operationId": name, "responses": { "204": {} } }),
            );
            name_success_statuses(&mut document);
            assert_eq!(
                document["paths"]["/a"][method]["responses"],
                json!({ "204": {} })
            );
        }
    }

    #[test]
    fn a_count_is_a_number_in_plain_text() {
        let mut document = operation(
            "/a/$count",
            "get",
            json!({
                "responses": { "2XX": { "$ref": "#/components/responses/ODataCountResponse" } },
            }),
        );
        count_in_plain_text(&mut document);
        assert_eq!(
            document["paths"]["/a/$count"]["get"]["responses"]["200"]["content"],
            json!({ "text/plain": { "schema": { "type": "string", "pattern": "^[0-9]+$" } } })
        );
    }
}
