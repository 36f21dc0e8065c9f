//! The slice by a plain parse and a plain walk, with another parser and nothing shared.

use std::collections::{BTreeSet, HashMap};

use serde_yaml_ng::Value;

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

/// What a slice must say, borrowed from the whole document.
pub(super) struct Expected<'d> {
    root: Vec<(&'d str, Section<'d>)>,
    reached: BTreeSet<Reached>,
}

enum Section<'d> {
    Whole(&'d Value),
    Tags(Vec<&'d Value>),
    Paths(Vec<(&'d str, &'d Value)>),
    Components(Vec<(&'d str, Vec<(&'d str, &'d Value)>)>),
}

/// The slice of a document that keeps the paths that are selected.
pub(super) fn slice(document: &Value, selects: impl Fn(&str) -> bool) -> Expected<'_> {
    let paths: Vec<(&str, &Value)> = map(&document["paths"])
        .filter(|(path, _)| selects(path))
        .collect();
    let mut walk = Walk {
        document,
        reached: BTreeSet::new(),
        heirs: heirs(document),
        component: String::new(),
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
    let mut root = Vec::new();
    for (key, value) in map(document) {
        let section = match key {
            "paths" => Section::Paths(paths.clone()),
            "components" => Section::Components(components(value, &reached)),
            "servers" if !root_servers => continue,
            "security" if !root_security => continue,
            "tags" => {
                let used = |tag: &&Value| tags.contains(tag["name"].as_str().unwrap());
                Section::Tags(items(value).filter(used).collect())
            }
            _ => Section::Whole(value),
        };
        let is_empty = match &section {
            Section::Tags(tags) => tags.is_empty(),
            Section::Components(kinds) => kinds.is_empty(),
            Section::Whole(_) | Section::Paths(_) => false,
        };
        if !is_empty {
            root.push((key, section));
        }
    }
    Expected { root, reached }
}

fn components<'d>(
    all: &'d Value,
    reached: &BTreeSet<Reached>,
) -> Vec<(&'d str, Vec<(&'d str, &'d Value)>)> {
    map(all)
        .filter_map(|(kind, of_kind)| {
            let kept: Vec<(&str, &Value)> = map(of_kind)
                .filter(|(name, _)| is_reached(reached, kind, name))
                .collect();
            (!kept.is_empty()).then_some((kind, kept))
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
    /// What inherits from each schema, by pointers.
    heirs: HashMap<&'d str, Vec<String>>,
    /// The component at hand.
    component: String,
}

fn heirs(document: &Value) -> HashMap<&str, Vec<String>> {
    let mut heirs: HashMap<&str, Vec<String>> = HashMap::new();
    for (name, schema) in map(&document["components"]["schemas"]) {
        for base in items(&schema["allOf"]).filter_map(|member| member["$ref"].as_str()) {
            heirs
                .entry(base)
                .or_default()
                .push(format!("#/components/schemas/{name}"));
        }
    }
    heirs
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
                    if named && value.get("oneOf").or(value.get("anyOf")).is_none() {
                        self.heirs_of(&self.component.clone(), &mut BTreeSet::new());
                    }
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
            let outer = std::mem::replace(&mut self.component, reference.to_owned());
            self.schema(target, typed, true);
            self.component = outer;
        }
    }

    fn heirs_of(&mut self, base: &str, seen: &mut BTreeSet<String>) {
        for heir in self.heirs.get(base).cloned().unwrap_or_default() {
            if seen.insert(heir.clone()) {
                self.reference(&heir, true);
                self.heirs_of(&heir, seen);
            }
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

impl Expected<'_> {
    /// Fails unless a slice says this, in this order.
    pub(super) fn assert_is(&self, slice: &Node, place: &str) {
        let pairs = self.root.iter().map(|(key, section)| (*key, section));
        assert_entries(slice, pairs, place, |node, section, place| match section {
            Section::Whole(value) => self.assert_same(node, value, place),
            Section::Tags(tags) => {
                assert_eq!(node.items().len(), tags.len(), "at {place}");
                for (item, tag) in node.items().iter().zip(tags) {
                    self.assert_same(item, tag, place);
                }
            }
            Section::Paths(paths) => self.assert_named(node, paths, place),
            Section::Components(kinds) => {
                let pairs = kinds.iter().map(|(kind, parts)| (*kind, parts));
                assert_entries(node, pairs, place, |node, parts, place| {
                    self.assert_named(node, parts, place);
                });
            }
        });
    }

    fn assert_named(&self, node: &Node, parts: &[(&str, &Value)], place: &str) {
        assert_entries(node, parts.iter().copied(), place, |node, value, place| {
            self.assert_same(node, value, place);
        });
    }

    fn assert_same(&self, slice: &Node, expected: &Value, place: &str) {
        match (&slice.value, expected) {
            (Part::Map(_), Value::Mapping(_)) => {
                assert_entries(slice, map(expected), place, |node, value, place| {
                    let is_name = place.ends_with("/properties/discriminator");
                    if place.ends_with("/discriminator") && !is_name {
                        self.assert_discriminator(node, value, place);
                    } else {
                        self.assert_same(node, value, place);
                    }
                });
            }
            (Part::List(list), Value::Sequence(expected)) => {
                assert_eq!(list.len(), expected.len(), "at {place}");
                for (item, value) in list.iter().zip(expected) {
                    self.assert_same(item, value, place);
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

    /// Mappings to what is not reached are gone.
    fn assert_discriminator(&self, slice: &Node, expected: &Value, place: &str) {
        let is_kept = |target: &Value| {
            let pointer = pointer(target);
            is_reached(
                &self.reached,
                "schemas",
                pointer.rsplit('/').next().unwrap(),
            )
        };
        let mapping = map(&expected["mapping"]).filter(|(_, target)| is_kept(target));
        let mapping: Vec<(&str, &Value)> = mapping.collect();
        let pairs = map(expected).filter(|(key, _)| *key != "mapping" || !mapping.is_empty());
        assert_entries(slice, pairs, place, |node, value, place| {
            if place.ends_with("/mapping") {
                self.assert_named(node, &mapping, place);
            } else {
                self.assert_same(node, value, place);
            }
        });
    }
}

/// Fails unless a mapping has these keys in this order, with values of which `assert` says what
/// they must be.
fn assert_entries<'e, T>(
    node: &Node,
    expected: impl Iterator<Item = (&'e str, T)>,
    place: &str,
    assert: impl Fn(&Node, T, &str),
) {
    let mut entries = node.entries().iter();
    for (key, value) in expected {
        let entry = entries.next();
        assert_eq!(
            entry.map(|entry| entry.key.as_str()),
            Some(key),
            "at {place}"
        );
        assert(&entry.unwrap().value, value, &format!("{place}/{key}"));
    }
    assert_eq!(entries.next().map(|entry| &entry.key), None, "at {place}");
}
