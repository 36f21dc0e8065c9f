//! No slice has a reference that leads to nothing, whatever the options.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use super::slice_on_both_roads;
use crate::{Discriminators, ErrorKind, Slicer};

const NAMES: [&str; 4] = ["A", "B", "C", "D"];

/// Something that a part may say, with a reference to `to`.
fn saying(kind: &str, to: &str) -> Value {
    let schema = json!({"$ref": format!("#/components/schemas/{to}")});
    match kind {
        "property" => json!({"properties": {"p": schema}}),
        "base" => json!({"allOf": [schema, {"type": "object"}]}),
        "branch" => json!({"oneOf": [schema]}),
        "mapping" => json!({"discriminator": {"propertyName": "p", "mapping": {"m": to}}}),
        "default" => {
            json!({"discriminator": {"propertyName": "p", "defaultMapping": schema["$ref"]}})
        }
        "heirs" => json!({"discriminator": {"propertyName": "p"}}),
        "extension" => json!({"x-e": {"deep": [schema]}}),
        "into an extension" => {
            json!({"items": {"$ref": format!("#/components/schemas/{to}/x-parts/a")}})
        }
        "into an example" => json!({"x-f": {"$ref": format!("#/components/schemas/{to}/example")}}),
        "into a property" => {
            json!({"x-g": {"$ref": format!("#/components/schemas/{to}/properties/p")}})
        }
        "to the root" => json!({"not": {"$ref": "#/x-root/a"}}),
        "to the root, perhaps" => json!({"x-h": {"$ref": "#/x-root/a"}}),
        "to an operation" => json!({"x-i": {"$ref": "#/paths/~1b/additionalOperations/COPY"}}),
        "to a tag" => json!({"x-j": {"$ref": "#/tags/1"}}),
        "parts" => json!({"x-parts": {"a": schema}}),
        _ => json!({"example": {"$ref": "#/nowhere"}, "description": "d"}),
    }
}

const KINDS: [&str; 16] = [
    "property",
    "base",
    "branch",
    "mapping",
    "default",
    "heirs",
    "extension",
    "into an extension",
    "into an example",
    "into a property",
    "to the root",
    "to the root, perhaps",
    "to an operation",
    "to a tag",
    "parts",
    "example",
];

fn schemas() -> impl Strategy<Value = Vec<Value>> {
    let says = prop::collection::vec((select(KINDS.to_vec()), select(NAMES.to_vec())), 0..4);
    let schema = says.prop_map(|says| {
        let mut schema = Map::new();
        for (kind, to) in says {
            let Value::Object(fields) = saying(kind, to) else {
                unreachable!()
            };
            schema.extend(fields);
        }
        Value::Object(schema)
    });
    prop::collection::vec(schema, NAMES.len())
}

fn document(schemas: &[Value], root: &str, used: &[&str]) -> Value {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let of = |names: &[&str]| {
        json!({"tags": ["t"], "responses": {"200": {"content": {"a/b": {"schema": {
        "anyOf": names.iter().map(|name| reference(name)).collect::<Vec<_>>()}}}}}})
    };
    json!({
        "openapi": "3.2.0",
        "info": {"title": "t", "version": "1", "x-i": reference("D")},
        "tags": [{"name": "s"}, {"name": "t", "parent": "u", "x-t": reference("C")}, {"name": "u"}],
        "x-root": {"a": reference(root), "b": {"$ref": "#/x-other"}},
        "x-other": {"a": {"$ref": "#/paths/~1b"}},
        "paths": {
            "/a": {"get": of(used)},
            "/b": {"get": of(&["D"]), "additionalOperations": {"COPY": of(&["C"])}},
        },
        "components": {"schemas": NAMES.iter().zip(schemas).collect::<std::collections::BTreeMap<_, _>>()},
    })
}

/// The references of a value that are some, in a document that has no other data than examples.
fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value) {
                    ("example", _) => {}
                    ("$ref" | "defaultMapping", Value::String(text)) => found.push(text),
                    ("mapping", Value::Object(mapping)) => {
                        found.extend(mapping.values().filter_map(Value::as_str));
                    }
                    _ => references(value, found),
                }
            }
        }
        _ => {}
    }
}

fn exists(document: &Value, reference: &str) -> bool {
    match reference.strip_prefix('#') {
        Some(pointer) => document.pointer(pointer).is_some(),
        None => document["components"]["schemas"].get(reference).is_some(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_options(
        schemas in schemas(),
        root in select(NAMES.to_vec()),
        used in subsequence(NAMES.to_vec(), 0..3),
        drops in any::<[bool; 3]>(),
        discriminators in select(vec![Discriminators::Used, Discriminators::All, Discriminators::None]),
        path in select(vec!["/a", "/b#get", "/b#copy", "/*"]),
    ) {
        let document = document(&schemas, root, &used);
        let slicer = Slicer::new()
            .path(path)
            .drop_prose(drops[0])
            .drop_examples(drops[1])
            .drop_extensions(drops[2])
            .discriminators(discriminators)
            .report_heirs(true);
        match slice_on_both_roads(&slicer, &document.to_string()) {
            Ok((slice, _)) => {
                let slice: Value = serde_json::from_str(&slice.to_json()).unwrap();
                let mut found = Vec::new();
                references(&slice, &mut found);
                for reference in found {
                    let is_new = !exists(&slice, reference) && exists(&document, reference);
                    prop_assert!(!is_new, "{} dangles in {} of {}", reference, slice, document);
                }
            }
            Err(error) => prop_assert_eq!(error.kind(), ErrorKind::Dangling, "{}", error),
        }
    }
}
