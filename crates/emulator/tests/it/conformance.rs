//! Walks the specification and proves that every operation, parameter and response in it is exercised.
//!
//! The proof is the journal: what the emulator has seen and answered is compared with what the specification lists, so
//! that a parameter or a response that is added there fails here until somebody exercises it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use intune_hardware_configurations_emulator::{Emulator, Exchange, Quirk};
use serde_json::{Value, json};

use crate::client::{Ask, ask};

/// One operation of the specification.
struct Operation {
    id: String,
    method: &'static str,
    template: String,
    /// Place and name, such as `query $top`.
    parameters: Vec<(String, String)>,
    has_body: bool,
    responses: Vec<u16>,
    permission: String,
}

fn specification() -> Vec<Operation> {
    let document: Value =
        serde_json::from_str(include_str!("../../spec/hardware-configurations.json")).unwrap();
    let resolve = |value: &Value| match value["$ref"].as_str() {
        Some(reference) => document.pointer(&reference[1..]).unwrap().clone(),
        None => value.clone(),
    };
    let mut operations = Vec::new();
    for (template, item) in document["paths"].as_object().unwrap() {
        for method in ["GET", "POST", "PATCH", "DELETE"] {
            let Some(operation) = item.get(method.to_lowercase()) else {
                continue;
            };
            let lists = [item, operation]
                .map(|of| of["parameters"].as_array().cloned().unwrap_or_default());
            let lists = lists.concat();
            let parameters = lists.iter().map(resolve).map(|parameter| {
                (
                    parameter["in"].as_str().unwrap().to_owned(),
                    parameter["name"].as_str().unwrap().to_owned(),
                )
            });
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method,
                template: template.clone(),
                parameters: parameters.collect(),
                has_body: operation.get("requestBody").is_some(),
                responses: operation["responses"]
                    .as_object()
                    .unwrap()
                    .keys()
                    // Errors have tests of their own.
                    .filter(|key| key.starts_with('2'))
                    .map(|key| key.parse().unwrap())
                    .collect(),
                permission: operation["security"][0]["graph"][0]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            });
        }
    }
    operations
}

/// A value for a query option that does something on every entity.
fn example(name: &str, template: &str) -> &'static str {
    match name {
        "$top" | "$skip" => "1",
        "$search" => "\"a\"",
        "$filter" => "id ne 'x'",
        "$count" => "true",
        "$orderby" => "id desc",
        "$select" => "id",
        // Only a profile has something to expand; the list may be empty elsewhere.
        "$expand" if template.ends_with("hardwareConfigurations") => "assignments,runSummary",
        "$expand" if template.ends_with("{hardwareConfiguration-id}") => "userRunStates",
        "$expand" => "",
        other => panic!("the specification has a query option without an example here: {other}"),
    }
}

/// The path of an operation with the ids of things that exist.
async fn path(emulator: &Emulator, operation: &Operation) -> String {
    let profile = emulator.configurations().remove(0);
    let mut path = operation
        .template
        .replace("{hardwareConfiguration-id}", &profile);
    if let Some((collection, _)) = path.clone().split_once("/{") {
        let list = ask(emulator, "GET", &format!("//beta{collection}"))
            .send()
            .await
            .expect(200)
            .json();
        path = format!("{collection}/{}", list["value"][0]["id"].as_str().unwrap());
    }
    format!("//beta{path}")
}

fn body(operation: &Operation) -> Value {
    let target = json!({ "@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget" });
    match operation.id.as_str() {
        "create_hardware_configuration" => {
            json!({ "displayName": "New", "fileName": "n", "configurationFileContent": "YQ==" })
        }
        "update_hardware_configuration" => json!({ "description": "changed" }),
        "assign" => json!({ "hardwareConfigurationAssignments": [{ "target": target }] }),
        "update_run_summary" => json!({ "errorDeviceCount": 1 }),
        "create_assignment" | "update_assignment" => json!({ "target": target }),
        "create_device_run_state" | "update_device_run_state" => json!({ "deviceName": "by hand" }),
        "create_user_run_state" | "update_user_run_state" => json!({ "userName": "by hand" }),
        other => panic!("the specification has a body without an example here: {other}"),
    }
}

/// Sends the operation plain, then once with each of its parameters, each time to a fresh emulator.
async fn exercise(operation: &Operation, seen: &mut Vec<Exchange>) {
    let mut variants: Vec<Option<(String, String)>> = vec![None];
    variants.extend(
        operation
            .parameters
            .iter()
            .filter(|(place, _)| place != "path")
            .cloned()
            .map(Some),
    );
    for quirk in [None, Some(Quirk::AssignNoContent)] {
        for variant in &variants {
            let builder = match quirk {
                Some(quirk) => Emulator::builder().quirk(quirk),
                None => Emulator::builder(),
            };
            let emulator = builder.start().await.unwrap();
            let mut path = path(&emulator, operation).await;
            let add = |request: Ask| {
                if operation.has_body {
                    request.json(&body(operation))
                } else {
                    request
                }
            };
            let answer = match variant {
                Some((place, name)) if place == "query" => {
                    let value = example(name, &operation.template);
                    if value.is_empty() {
                        // There is nothing to expand, which the emulator says.
                        path.push_str(&format!("?{name}=nothing"));
                        add(ask(&emulator, operation.method, &path))
                            .send()
                            .await
                            .expect(400);
                        seen.extend(emulator.journal().pop());
                        continue;
                    }
                    path.push_str(&format!("?{name}={value}"));
                    add(ask(&emulator, operation.method, &path)).send().await
                }
                Some((place, name)) if place == "header" => {
                    assert_eq!(
                        name, "If-Match",
                        "the specification has a header without an example here"
                    );
                    add(ask(&emulator, operation.method, &path))
                        .header("if-match", "*")
                        .send()
                        .await
                }
                _ => add(ask(&emulator, operation.method, &path)).send().await,
            };
            let exchange = emulator.journal().pop().unwrap();
            assert_eq!(exchange.operation.as_deref(), Some(&*operation.id));
            assert!(
                answer.status.is_success(),
                "{exchange:?}: {}",
                answer.text()
            );
            assert!(
                operation.responses.contains(&exchange.status),
                "{exchange:?}"
            );
            assert_eq!(
                exchange.least_permission.as_deref(),
                Some(&*operation.permission)
            );
            seen.push(exchange);
        }
    }
}

fn used(exchange: &Exchange, place: &str, name: &str) -> bool {
    match place {
        "query" => exchange.target.contains(&format!("{name}=")),
        "header" => exchange.header(name).is_some(),
        // Without it, the path would not have led to the operation.
        "path" => true,
        other => panic!("a parameter in {other}"),
    }
}

#[tokio::test]
async fn every_operation_parameter_and_response_of_the_specification_is_exercised() {
    let operations = specification();
    assert_eq!(operations.len(), 28);
    let mut seen = Vec::new();
    for operation in &operations {
        exercise(operation, &mut seen).await;
    }
    let mut missing = BTreeSet::new();
    for operation in &operations {
        let mine: Vec<&Exchange> = seen
            .iter()
            .filter(|exchange| exchange.operation.as_deref() == Some(&operation.id))
            .collect();
        for (place, name) in &operation.parameters {
            if !mine.iter().any(|exchange| used(exchange, place, name)) {
                missing.insert(format!("{}: {place} {name}", operation.id));
            }
        }
        for status in &operation.responses {
            if !mine.iter().any(|exchange| exchange.status == *status) {
                missing.insert(format!("{}: {status}", operation.id));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "specified, but never exercised: {missing:#?}"
    );
    compare_with_the_table(&operations);
}

/// What the emulator knows from the documentation and what it assumes, beside the specification.
fn known_and_assumed(id: &str) -> (&'static str, &'static str) {
    match id {
        "list_hardware_configurations"
        | "list_assignments"
        | "list_device_run_states"
        | "list_user_run_states" => (
            "next links, `$top` as the size of a page, count on the first page",
            "order, size of a page, case of texts in `$filter`",
        ),
        "count_hardware_configurations"
        | "count_assignments"
        | "count_device_run_states"
        | "count_user_run_states" => ("text/plain", "no byte order mark"),
        "get_hardware_configuration" => ("404 once deleted, wrapped by a quirk", "`ETag`"),
        "get_run_summary" => ("wrapped by a quirk", "how users are counted"),
        "get_assignment" | "get_device_run_state" | "get_user_run_state" => (
            "404 once deleted, wrapped by a quirk, missing route by a quirk",
            "form of the id",
        ),
        "create_hardware_configuration" => (
            "limits, read-only properties",
            "defaults of what is left out",
        ),
        "update_hardware_configuration" => (
            "read-only properties, when `version` moves",
            "all devices report again",
        ),
        "delete_hardware_configuration" => ("`If-Match`", "children go at once"),
        "assign" => (
            "the key, `[]` clears, 204 by a quirk",
            "devices that leave lose their state",
        ),
        "create_assignment" | "update_assignment" | "delete_assignment" => (
            "targets with and without `#`",
            "409 for the same target, id follows the target",
        ),
        "update_run_summary" | "delete_run_summary" => {
            ("", "accepted and without effect: the summary is a sum")
        }
        _ => ("", "accepted, and counted in the summary"),
    }
}

/// Compares the table in the documentation with what was just proved, or writes it anew.
fn compare_with_the_table(operations: &[Operation]) {
    let mut table = String::from(
        "# What the emulator covers\n\n\
         Made by the conformance test, which exercises every operation with every parameter and every response that\n\
         the specification lists. `UPDATE_COVERAGE=1 cargo test -p intune-hardware-configurations-emulator conformance`\n\
         writes it anew.\n\n\
         | operation | from the specification | from the documentation | assumed |\n| --- | --- | --- | --- |\n",
    );
    for operation in operations {
        let mut specified: Vec<String> = operation
            .parameters
            .iter()
            .filter(|(place, _)| place != "path")
            .map(|(_, name)| format!("`{name}`"))
            .collect();
        if operation.has_body {
            specified.push("body".to_owned());
        }
        specified.extend(operation.responses.iter().map(u16::to_string));
        let (documented, assumed) = known_and_assumed(&operation.id);
        writeln!(
            table,
            "| {} | {} | {documented} | {assumed} |",
            operation.id,
            specified.join(", ")
        )
        .unwrap();
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/coverage.md");
    if std::env::var_os("UPDATE_COVERAGE").is_some() {
        std::fs::write(file, &table).unwrap();
    }
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        committed == table,
        "docs/coverage.md is out of date: run this test with UPDATE_COVERAGE=1"
    );
}
