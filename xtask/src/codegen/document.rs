//! Ways to walk an OpenAPI document held as a JSON value.

use serde_json::{Map, Value};

/// The methods a path item can hold.
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Calls `visit` with the path, the method and the operation, for every operation.
pub(crate) fn for_each_operation(
    document: &mut Value,
    mut visit: impl FnMut(&str, &str, &mut Map<String, Value>),
) {
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for (path, item) in paths {
        for method in METHODS {
            if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
                visit(path, method, operation);
            }
        }
    }
}

/// The named schemas.
pub(crate) fn schemas(document: &mut Value) -> Option<&mut Map<String, Value>> {
    document
        .get_mut("components")?
        .get_mut("schemas")?
        .as_object_mut()
}

/// Calls `visit` with every schema of the document, named or inline, children first.
pub(crate) fn for_each_schema(
    document: &mut Value,
    visit: &mut impl FnMut(&mut Map<String, Value>),
) {
    match document {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match (key.as_str(), value) {
                    ("schema", schema) => walk_schema(schema, visit),
                    ("schemas", Value::Object(named)) => {
                        for schema in named.values_mut() {
                            walk_schema(schema, visit);
                        }
                    }
                    (_, value) => for_each_schema(value, visit),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                for_each_schema(item, visit);
            }
        }
        _ => {}
    }
}

fn walk_schema(schema: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    let Some(schema) = schema.as_object_mut() else {
        return;
    };
    for (key, value) in schema.iter_mut() {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                for property in properties.values_mut() {
                    walk_schema(property, visit);
                }
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => {
                for part in parts {
                    walk_schema(part, visit);
                }
            }
            ("items" | "not" | "additionalProperties", inner) => walk_schema(inner, visit),
            _ => {}
        }
    }
    visit(schema);
}

/// Calls `visit` with every reference of the document, those in discriminator mappings included.
pub(crate) fn for_each_reference(document: &mut Value, visit: &mut impl FnMut(&mut String)) {
    match document {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match (key.as_str(), value) {
                    ("$ref", Value::String(reference)) => visit(reference),
                    ("discriminator", value) => match value.get_mut("mapping") {
                        Some(Value::Object(mapping)) => {
                            for target in mapping.values_mut() {
                                if let Value::String(reference) = target {
                                    visit(reference);
                                }
                            }
                        }
                        // The schema of a property of that name.
                        _ => for_each_reference(value, visit),
                    },
                    (_, value) => for_each_reference(value, visit),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                for_each_reference(item, visit);
            }
        }
        _ => {}
    }
}

/// The component that a local reference names, as its kind and name.
pub(crate) fn component_of(reference: &str) -> Option<(&str, &str)> {
    reference.strip_prefix("#/components/")?.split_once('/')
}

/// Every component of the document, as kind and name.
pub(crate) fn components(document: &Value) -> Vec<(String, String)> {
    let kinds = document.get("components").and_then(Value::as_object);
    kinds
        .into_iter()
        .flatten()
        .filter_map(|(kind, named)| Some((kind, named.as_object()?)))
        .flat_map(|(kind, named)| named.keys().map(move |name| (kind.clone(), name.clone())))
        .collect()
}

/// The components that nothing references, directly or through other components, from the paths.
///
/// Security schemes are referenced by name and are not looked at.
pub(crate) fn unused_components(document: &Value) -> Vec<(String, String)> {
    let mut document = document.clone();
    let mut queue = Vec::new();
    if let Some(paths) = document.get_mut("paths") {
        for_each_reference(paths, &mut |reference| queue.push(reference.clone()));
    }
    let mut used = std::collections::BTreeSet::new();
    while let Some(reference) = queue.pop() {
        let Some((kind, name)) = component_of(&reference) else {
            continue;
        };
        let component = document
            .get_mut("components")
            .and_then(|components| components.get_mut(kind))
            .and_then(|named| named.get_mut(name));
        let new = used.insert((kind.to_owned(), name.to_owned()));
        if let (true, Some(component)) = (new, component) {
            for_each_reference(component, &mut |reference| queue.push(reference.clone()));
        }
    }
    components(&document)
        .into_iter()
        .filter(|component| component.0 != "securitySchemes" && !used.contains(component))
        .collect()
}

/// The references that name nothing in the document.
pub(crate) fn dangling_references(document: &Value) -> Vec<String> {
    let mut references = Vec::new();
    for_each_reference(&mut document.clone(), &mut |reference| {
        references.push(reference.clone());
    });
    references.retain(|reference| {
        reference
            .strip_prefix('#')
            .is_none_or(|pointer| document.pointer(pointer).is_none())
    });
    references
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_words_of_a_discriminator_can_be_names_of_properties() {
        let schema = json!({
            "properties": {
                "mapping": { "type": "string" },
                "discriminator": { "$ref": "#/components/schemas/other" },
            },
            "discriminator": { "propertyName": "kind", "mapping": { "a": "#/components/schemas/gone" } },
        });
        let document = json!({ "components": { "schemas": { "schema": schema, "other": {} } } });
        assert_eq!(
            dangling_references(&document),
            ["#/components/schemas/gone"]
        );
    }
}
