//! The slice by a plain parse and a plain walk, with another parser and nothing shared.

use std::collections::BTreeSet;

use serde_yaml_ng::{Mapping, Value};

use crate::tree::{Node, Value as Part};

/// Parses a document; keys become strings, as OpenAPI means them.
pub(super) fn parse(document: &str) -> Value {
    let mut value: Value = serde_yaml_ng::from_str(document).expect("a valid document");
    value.apply_merge().expect("valid merge keys");
    with_string_keys(value)
}

fn with_string_keys(value: Value) -> Value {
    match value {
        Value::Mapping(map) => Value::Mapping(
            map.into_iter()
                .map(|(key, value)| {
                    let key = match key {
                        Value::String(key) => key,
                        other => serde_yaml_ng::to_string(&other).unwrap().trim().to_owned(),
                    };
                    (Value::String(key), with_string_keys(value))
                })
                .collect(),
        ),
        Value::Sequence(items) => items.into_iter().map(with_string_keys).collect(),
        Value::Tagged(tagged) => with_string_keys(tagged.value),
        scalar => scalar,
    }
}

/// The slice of a document that keeps the paths that are selected.
pub(super) fn slice(document: &Value, selects: impl Fn(&str) -> bool) -> Value {
    let paths: Vec<(&str, &Value)> = map(&document["paths"])
        .filter(|(path, _)| selects(path))
        .collect();
    let mut walk = Walk {
        document,
        reached: BTreeSet::new(),
    };
    let mut tags = BTreeSet::new();
    let (mut root_security, mut root_servers) = (false, false);
    for (_, item) in &paths {
        walk.object(item);
        for (_, operation) in map(item).filter(|(key, _)| is_method(key)) {
            tags.extend(items(&operation["tags"]).map(|tag| tag.as_str().unwrap().to_owned()));
            root_servers |= item.get("servers").or(operation.get("servers")).is_none();
            let own = operation.get("security");
            root_security |= own.is_none();
            walk.security(own.unwrap_or(&document["security"]));
        }
    }
    let reached = walk.reached;
    let mut sliced = Mapping::new();
    for (key, value) in map(document) {
        let value = match key {
            "paths" => without_lost_mappings(&paths, &reached).into(),
            "components" => Value::Mapping(components(value, &reached)),
            "servers" if !root_servers => continue,
            "security" if !root_security => continue,
            "tags" => items(value)
                .filter(|tag| tags.contains(tag["name"].as_str().unwrap()))
                .cloned()
                .collect(),
            _ => value.clone(),
        };
        let empty = value.as_sequence().is_some_and(Vec::is_empty) && key == "tags"
            || value.as_mapping().is_some_and(Mapping::is_empty) && key == "components";
        if !empty {
            sliced.insert(key.into(), value);
        }
    }
    Value::Mapping(sliced)
}

fn components(all: &Value, reached: &BTreeSet<Reached>) -> Mapping {
    map(all)
        .filter_map(|(kind, of_kind)| {
            let kept: Vec<(&str, &Value)> = map(of_kind)
                .filter(|(name, _)| is_reached(reached, kind, name))
                .collect();
            let kept = without_lost_mappings(&kept, reached);
            (!kept.is_empty()).then(|| (kind.into(), Value::Mapping(kept)))
        })
        .collect()
}

/// A component by its kind and name, and whether it is the type of a value.
type Reached = (String, String, bool);

fn is_reached(reached: &BTreeSet<Reached>, kind: &str, name: &str) -> bool {
    [false, true]
        .iter()
        .any(|typed| reached.contains(&(kind.to_owned(), name.to_owned(), *typed)))
}

struct Walk<'d> {
    document: &'d Value,
    reached: BTreeSet<Reached>,
}

impl Walk<'_> {
    fn object(&mut self, value: &Value) {
        self.schema(value, true, false);
    }

    /// Every object is treated like a schema: `allOf` and `discriminator` occur in no other.
    fn schema(&mut self, value: &Value, typed: bool, named: bool) {
        for item in items(value) {
            self.object(item);
        }
        for (key, inner) in map(value) {
            match key {
                "$ref" if inner.is_string() => self.reference(inner.as_str().unwrap(), typed),
                "example" | "examples" if !inner.is_mapping() => {}
                "default" | "enum" | "const" | "value" => {}
                // The names of properties mean nothing.
                "properties" => map(inner).for_each(|(_, property)| self.object(property)),
                "allOf" => {
                    for member in items(inner) {
                        let base = member.get("$ref").is_some();
                        self.schema(member, typed && !(base && inherits(value, named)), named);
                    }
                }
                "anyOf" | "oneOf" => items(inner).for_each(|member| {
                    self.schema(member, typed, false);
                }),
                "discriminator" if typed => {
                    for (_, target) in map(&inner["mapping"]) {
                        self.reference(&pointer(target), true);
                    }
                }
                "discriminator" => {}
                _ => self.object(inner),
            }
        }
    }

    fn reference(&mut self, reference: &str, typed: bool) {
        let mut parts = reference.splitn(4, '/').skip(2);
        let (kind, name) = (parts.next().unwrap(), parts.next().unwrap());
        let typed = typed || kind != "schemas";
        if self.reached.insert((kind.into(), name.into(), typed)) {
            let target = &self.document["components"][kind][name];
            assert!(!target.is_null(), "{reference} dangles");
            self.schema(target, typed, true);
        }
    }

    fn security(&mut self, requirements: &Value) {
        for requirement in items(requirements) {
            for (name, _) in map(requirement) {
                self.reference(&format!("#/components/securitySchemes/{name}"), true);
            }
        }
    }
}

fn inherits(schema: &Value, named: bool) -> bool {
    let declares = |value: &Value| {
        map(value).any(|(key, _)| {
            let declaring =
                "properties patternProperties additionalProperties required oneOf anyOf";
            declaring.split(' ').any(|name| name == key)
        })
    };
    let members = || items(&schema["allOf"]);
    let bases = members().filter(|member| member.get("$ref").is_some());
    named || declares(schema) || members().any(declares) || bases.count() != 1
}

fn pointer(target: &Value) -> String {
    let target = target.as_str().unwrap();
    if target.starts_with('#') {
        target.to_owned()
    } else {
        format!("#/components/schemas/{target}")
    }
}

fn without_lost_mappings(parts: &[(&str, &Value)], reached: &BTreeSet<Reached>) -> Mapping {
    fn clean(value: &Value, reached: &BTreeSet<Reached>) -> Value {
        match value {
            Value::Sequence(items) => items.iter().map(|item| clean(item, reached)).collect(),
            Value::Mapping(_) => map(value)
                .map(|(key, inner)| match key {
                    "discriminator" if inner.get("propertyName").is_some_and(Value::is_string) => {
                        (key.into(), left(inner, reached))
                    }
                    _ => (key.into(), clean(inner, reached)),
                })
                .collect::<Mapping>()
                .into(),
            scalar => scalar.clone(),
        }
    }
    fn left(discriminator: &Value, reached: &BTreeSet<Reached>) -> Value {
        let mut discriminator = discriminator.as_mapping().unwrap().clone();
        if let Some(mapping) = discriminator.get_mut("mapping") {
            let mapping = mapping.as_mapping_mut().unwrap();
            mapping.retain(|_, target| {
                is_reached(
                    reached,
                    "schemas",
                    pointer(target).rsplit('/').next().unwrap(),
                )
            });
            if mapping.is_empty() {
                discriminator.shift_remove("mapping");
            }
        }
        discriminator.into()
    }
    parts
        .iter()
        .map(|(name, value)| ((*name).into(), clean(value, reached)))
        .collect()
}

fn is_method(key: &str) -> bool {
    "get put post delete options head patch trace"
        .split(' ')
        .any(|method| method == key)
}

pub(super) fn map(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let entries = value.as_mapping().into_iter().flatten();
    entries.map(|(key, value)| (key.as_str().unwrap(), value))
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_sequence().into_iter().flatten()
}

/// Fails unless a slice says the same as the reference, in the same order.
pub(super) fn assert_same(slice: &Node, expected: &Value, place: &str) {
    match (&slice.value, expected) {
        (Part::Map(entries), Value::Mapping(_)) => {
            let names: Vec<_> = entries.iter().map(|entry| entry.key.as_str()).collect();
            let expected_names: Vec<_> = map(expected).map(|(key, _)| key).collect();
            assert_eq!(names, expected_names, "at {place}");
            for (entry, (key, value)) in entries.iter().zip(map(expected)) {
                assert_same(&entry.value, value, &format!("{place}/{key}"));
            }
        }
        (Part::List(list), Value::Sequence(expected)) => {
            assert_eq!(list.len(), expected.len(), "at {place}");
            for (item, value) in list.iter().zip(expected) {
                assert_same(item, value, place);
            }
        }
        (Part::Scalar { text, .. }, Value::String(expected)) => {
            assert_eq!(text, expected, "at {place}");
        }
        (Part::Scalar { text, plain: true }, Value::Bool(expected)) => {
            assert_eq!(text, &expected.to_string(), "at {place}");
        }
        (Part::Scalar { text, plain: true }, _) => {
            let value: Value = serde_yaml_ng::from_str(text).unwrap();
            assert_eq!(&value, expected, "at {place}");
        }
        _ => panic!("expected {expected:?} at {place}"),
    }
}
