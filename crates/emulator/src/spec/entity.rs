//! What a query may name: the properties of each entity, their types, and what hangs on it.

use serde_json::Value;

use super::Spec;

/// An entity: a schema with an id.
#[derive(Debug)]
pub(crate) struct EntityType {
    /// The name of the schema, such as `hardwareConfiguration`.
    pub(crate) name: String,
    pub(crate) properties: Vec<Property>,
    pub(crate) navigations: Vec<Navigation>,
}

/// A property that is part of the entity.
#[derive(Debug)]
pub(crate) struct Property {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// What a property holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Bytes,
    Int,
    Bool,
    Time,
    /// One of some known names, or a new one.
    Enum(Vec<String>),
    /// An array of texts.
    Texts,
    /// An object, with the names of the properties that a path such as `target/groupId` may end in.
    Object(Vec<String>),
}

/// A property that leads to other entities and is left out unless it is expanded.
#[derive(Debug)]
pub(crate) struct Navigation {
    pub(crate) name: String,
    /// The name of the entity type that it leads to.
    pub(crate) entity: String,
    pub(crate) many: bool,
}

impl EntityType {
    pub(crate) fn property(&self, name: &str) -> Option<&Property> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }

    pub(crate) fn navigation(&self, name: &str) -> Option<&Navigation> {
        self.navigations
            .iter()
            .find(|navigation| navigation.name == name)
    }

    /// What to answer to a name that no property has.
    pub(crate) fn no_property(&self, name: &str) -> String {
        let names: Vec<&str> = self
            .properties
            .iter()
            .map(|property| &*property.name)
            .collect();
        format!(
            "Could not find a property named '{name}' on type 'microsoft.graph.{}'. Its properties: {}.",
            self.name,
            names.join(", ")
        )
    }

    pub(crate) fn navigation_names(&self) -> String {
        let names: Vec<&str> = self
            .navigations
            .iter()
            .map(|navigation| &*navigation.name)
            .collect();
        if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        }
    }
}

/// Reads every entity type of the specification.
pub(super) fn read_all(spec: &Spec) -> Vec<EntityType> {
    let schemas = spec.schemas().into_iter().flatten();
    schemas
        .filter(|(_, schema)| is_entity(schema))
        .map(|(name, schema)| read(spec, name, schema))
        .collect()
}

fn is_entity(schema: &Value) -> bool {
    schema.pointer("/properties/id").is_some()
}

fn read(spec: &Spec, name: &str, schema: &Value) -> EntityType {
    let mut entity = EntityType {
        name: name.to_owned(),
        properties: Vec::new(),
        navigations: Vec::new(),
    };
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        if name.starts_with('@') {
            continue;
        }
        let many = property.get("type").and_then(Value::as_str) == Some("array");
        let value = if many {
            property.get("items").unwrap_or(property)
        } else {
            property
        };
        let resolved = spec.referenced(value);
        if let Some((referenced, schema)) = resolved
            && is_entity(schema)
        {
            entity.navigations.push(Navigation {
                name: name.clone(),
                entity: referenced.to_owned(),
                many,
            });
            continue;
        }
        let schema = resolved.map_or(value, |(_, schema)| schema);
        let property = Property {
            name: name.clone(),
            kind: if many {
                Kind::Texts
            } else {
                kind(spec, schema)
            },
        };
        // The id comes first in what Graph writes.
        let position = if name == "id" {
            0
        } else {
            entity.properties.len()
        };
        entity.properties.insert(position, property);
    }
    entity
}

fn kind(spec: &Spec, schema: &Value) -> Kind {
    let text = |name: &str| schema.get(name).and_then(Value::as_str);
    if let Some(values) = schema.get("x-known-values").and_then(Value::as_array) {
        return Kind::Enum(
            values
                .iter()
                .filter_map(|value| Some(value.as_str()?.to_owned()))
                .collect(),
        );
    }
    match (text("type"), text("format")) {
        (Some("integer"), _) => Kind::Int,
        (Some("boolean"), _) => Kind::Bool,
        (Some("string"), Some("date-time")) => Kind::Time,
        (Some("string"), Some("byte")) => Kind::Bytes,
        (Some("string"), _) => Kind::Text,
        _ => Kind::Object(inner_names(spec, schema)),
    }
}

/// The properties of an object, whichever of its types it is of.
fn inner_names(spec: &Spec, schema: &Value) -> Vec<String> {
    let types = schema.get("oneOf").and_then(Value::as_array);
    let types = types.into_iter().flatten().map(|one| spec.resolve(one));
    let mut names: Vec<String> = std::iter::once(schema)
        .chain(types)
        .filter_map(|schema| schema.get("properties")?.as_object())
        .flat_map(|properties| properties.keys().cloned())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
