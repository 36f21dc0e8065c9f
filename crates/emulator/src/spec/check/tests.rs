use serde_json::json;

use super::*;

/// The keywords that this module acts on, or that have no bearing on a single value.
const KNOWN: [&str; 21] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "description",
    "enum",
    "format",
    "items",
    "maxLength",
    "minimum",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "properties",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "x-known-values",
    "x-request-max-bytes",
];

fn keywords(schema: &Value, unknown: &mut Vec<String>) {
    let Some(schema) = schema.as_object() else {
        return;
    };
    for (keyword, value) in schema {
        if !KNOWN.contains(&keyword.as_str()) {
            unknown.push(keyword.clone());
        }
        match keyword.as_str() {
            "properties" => value
                .as_object()
                .unwrap()
                .values()
                .for_each(|schema| keywords(schema, unknown)),
            "items" | "additionalProperties" => keywords(value, unknown),
            // More than one part would need more than `value` does.
            "allOf" => assert_eq!(value.as_array().unwrap().len(), 1, "{schema:?}"),
            _ => {}
        }
    }
}

#[test]
fn the_specification_uses_no_keyword_that_is_not_checked() {
    let mut unknown = Vec::new();
    for schema in Spec::load().unwrap().schemas().unwrap().values() {
        keywords(schema, &mut unknown);
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn a_response_may_hold_what_a_request_may_not() {
    let spec = Spec::load().unwrap();
    let schema = spec.schema("hardwareConfiguration").unwrap();
    let value = json!({
        "id": "1",
        "version": 2,
        "displayName": "x".repeat(200),
        "hardwareConfigurationFormat": "abacus",
        "assignments": [{ "target": { "@odata.type": "#x.moonTarget", "crater": 7 } }],
    });
    assert_eq!(check(spec, schema, &value, Direction::Response), []);
    let problems = check(
        spec,
        schema,
        &value,
        Direction::Request(Strictness::default()),
    );
    let paths: Vec<&str> = problems
        .iter()
        .map(|problem| problem.path.as_str())
        .collect();
    let expected = [
        "assignments[0].target",
        "displayName",
        "hardwareConfigurationFormat",
        "id",
        "version",
    ];
    assert_eq!(paths, expected);
    let wrong = json!({ "createdDateTime": "yesterday", "version": 5_000_000_000_i64, "new": 1 });
    assert_eq!(check(spec, schema, &wrong, Direction::Response).len(), 3);
}
