//! Mends of schemas: inheritance, subtypes, enums, nulls and redundant constraints.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

use crate::codegen::document::{for_each_schema, schemas};

/// Extension that lists the values of an open enum that are known today.
pub(super) const KNOWN_VALUES: &str = "x-known-values";

/// The `allOf` chains of the document express inheritance; a generator makes one flattened field of each
/// link. Folded into its heir, a base contributes its properties and nothing else.
pub(super) fn fold_inheritance(document: &mut Value) {
    let named = schemas(document)
        .map(|schemas| schemas.clone())
        .unwrap_or_default();
    for_each_schema(document, &mut |schema| {
        if !schema.contains_key("allOf") {
            return;
        }
        if let Some(folded) = fold(schema, &named, &mut Vec::new()) {
            *schema = folded;
        }
    });
}

/// The one object that a chain of objects amounts to, or nothing where a part is not an object.
/// `heirs` are those on whose account this one is folded: none of them can be its base.
fn fold<'n>(
    schema: &Map<String, Value>,
    named: &'n Map<String, Value>,
    heirs: &mut Vec<&'n str>,
) -> Option<Map<String, Value>> {
    let mut folded = schema.clone();
    let parts = folded.remove("allOf")?;
    let mut properties = Map::new();
    let mut required = BTreeSet::new();
    for part in parts.as_array()? {
        let reference = part.get("$ref").and_then(Value::as_str);
        let (base, part) = match reference {
            Some(reference) => {
                let (name, base) = named.get_key_value(reference.rsplit('/').next()?)?;
                (Some(name.as_str()), base.as_object()?)
            }
            None => (None, part.as_object()?),
        };
        if base.is_some_and(|base| heirs.contains(&base)) {
            return None;
        }
        heirs.extend(base);
        let part = match part.contains_key("allOf") {
            true => fold(part, named, heirs)?,
            false => part.clone(),
        };
        if base.is_some() {
            heirs.pop();
        }
        let is_object = part.get("type").and_then(Value::as_str) == Some("object");
        if !is_object && !part.contains_key("properties") {
            return None;
        }
        add_members(&part, &mut properties, &mut required);
    }
    // What an heir adds may also stand beside its `allOf`.
    add_members(schema, &mut properties, &mut required);
    folded.insert("type".into(), "object".into());
    folded.insert("properties".into(), Value::Object(properties));
    if !required.is_empty() {
        folded.insert("required".into(), required.into_iter().collect());
    }
    Some(folded)
}

/// Adds the properties of an object, and the names of those that are required.
fn add_members(
    object: &Map<String, Value>,
    properties: &mut Map<String, Value>,
    required: &mut BTreeSet<String>,
) {
    if let Some(Value::Object(more)) = object.get("properties") {
        properties.extend(more.clone());
    }
    let names = object.get("required").and_then(Value::as_array);
    let names = names.into_iter().flatten().filter_map(Value::as_str);
    required.extend(names.map(str::to_owned));
}

/// The service leaves out what was not selected, and `@odata.type` of most responses, whatever upstream requires.
pub(super) fn nothing_is_required(document: &mut Value) {
    for_each_schema(document, &mut |schema| {
        schema.remove("required");
    });
}

/// The service adds properties to what it answers, whatever upstream says: a closed schema would refuse a whole answer.
pub(super) fn nothing_is_closed(document: &mut Value) {
    for_each_schema(document, &mut |schema| {
        if schema.get("additionalProperties") == Some(&false.into()) {
            schema.remove("additionalProperties");
        }
    });
}

/// A base with a discriminator becomes a choice of its subtypes, and of one more that holds whatever the
/// service invents: a generator that sees the base alone drops what the subtypes add (a group's id).
pub(super) fn keep_subtypes(document: &mut Value) {
    let Some(named) = schemas(document) else {
        return;
    };
    let mut unknown = Map::new();
    for (name, schema) in named
        .iter_mut()
        .filter_map(|(name, s)| Some((name, s.as_object_mut()?)))
    {
        let Some(Value::Object(discriminator)) = schema.get("discriminator").cloned() else {
            continue;
        };
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let choices: BTreeSet<&str> = mapping
            .into_iter()
            .flat_map(Map::values)
            .filter_map(Value::as_str)
            .collect();
        if choices.is_empty() {
            continue;
        }
        let fallback = unknown_name(name);
        let fallback_reference = format!("#/components/schemas/{fallback}");
        let choices: Vec<Value> = choices
            .into_iter()
            .chain([fallback_reference.as_str()])
            .map(|reference| json!({ "$ref": reference }))
            .collect();
        let mut rest = std::mem::take(schema);
        rest.remove("discriminator");
        rest.insert("additionalProperties".into(), json!({}));
        unknown.insert(fallback, Value::Object(rest));
        schema.insert("oneOf".into(), choices.into());
        schema.insert("discriminator".into(), Value::Object(discriminator));
    }
    named.extend(unknown);
}

/// `a.b.fooBar` becomes `a.b.unknownFooBar`.
fn unknown_name(name: &str) -> String {
    let (namespace, short) = match name.rsplit_once('.') {
        Some((namespace, short)) => (format!("{namespace}."), short),
        None => (String::new(), name),
    };
    let mut letters = short.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    format!(
        "{namespace}unknown{}{}",
        first.unwrap_or_default(),
        letters.as_str()
    )
}

/// A subtype is told by the value of its discriminator, with the `#` that the service sends, and is not told without it.
pub(super) fn fix_subtype_tags(document: &mut Value) {
    let Some(named) = schemas(document) else {
        return;
    };
    let tags: Vec<(String, String, String)> = named
        .values()
        .filter_map(|schema| schema.get("discriminator"))
        .filter_map(|found| Some((found.get("propertyName")?.as_str()?, found.get("mapping")?)))
        .flat_map(|(property, mapping)| {
            mapping
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(move |(tag, target)| {
                    let name = target.as_str()?.rsplit('/').next()?;
                    Some((name.to_owned(), property.to_owned(), tag.clone()))
                })
        })
        .collect();
    for (name, property, tag) in tags {
        let Some(Value::Object(subtype)) = named.get_mut(&name) else {
            continue;
        };
        if let Some(Value::Object(properties)) = subtype.get_mut("properties") {
            properties.insert(property.clone(), json!({ "type": "string", "enum": [tag] }));
            subtype.insert("required".into(), json!([property]));
        }
    }
}

/// Readers make of a discriminator that a value without one, or with a new one, is wrong, or is the first subtype. Without
/// it, the choice itself says which subtype a value is of: a known one by its tag, the unknown one by having none of them.
pub(super) fn tell_subtypes_by_tag(document: &mut Value) {
    let Some(named) = schemas(document) else {
        return;
    };
    let mut unknown = Vec::new();
    for (name, schema) in named
        .iter_mut()
        .filter_map(|(name, schema)| Some((name, schema.as_object_mut()?)))
        .filter(|(_, schema)| schema.contains_key("oneOf"))
    {
        let Some(discriminator) = schema.remove("discriminator") else {
            continue;
        };
        let property = discriminator.get("propertyName").and_then(Value::as_str);
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        if let (Some(property), Some(mapping)) = (property, mapping) {
            let tags: Vec<&String> = mapping.keys().collect();
            let known = json!({
                "type": "object",
                "required": [property],
                "properties": { property: { "type": "string", "enum": tags } },
            });
            unknown.push((unknown_name(name), known));
        }
    }
    for (name, known) in unknown {
        if let Some(Value::Object(fallback)) = named.get_mut(&name) {
            fallback.insert("not".into(), known);
        }
    }
}

/// `nullable` has a meaning beside a `type` only. What it refers to has one, a choice of objects is an object.
pub(super) fn null_has_a_type(document: &mut Value) {
    let named = schemas(document)
        .map(|schemas| schemas.clone())
        .unwrap_or_default();
    for_each_schema(document, &mut |schema| {
        if !schema.contains_key("nullable") || schema.contains_key("type") {
            return;
        }
        let reference = schema.get("allOf").and_then(|parts| parts.get(0));
        let reference = reference.and_then(|part| part.get("$ref")?.as_str());
        let target = reference
            .and_then(|reference| reference.rsplit('/').next())
            .and_then(|name| named.get(name));
        let kind = target.and_then(|target| match target.get("oneOf") {
            Some(_) => Some("object"),
            None => target.get("type")?.as_str(),
        });
        if let Some(kind) = kind {
            schema.insert("type".into(), kind.into());
        }
    });
}

/// Enums of the service are evolvable: a closed one fails a whole page at the first new value.
pub(super) fn open_enums(document: &mut Value) {
    for_each_schema(document, &mut |schema| {
        if let Some(values) = schema.remove("enum") {
            schema.insert(KNOWN_VALUES.into(), values);
        }
    });
}

/// The service sends null for anything it has no value for, lists included. Only the items of a page and
/// a request's own members are never null, nor is what tells a subtype.
pub(super) fn tolerate_null(document: &mut Value) {
    for_each_schema(document, &mut |schema| {
        say_or_null(schema);
        let is_page = is_page(schema);
        let is_action_body = schema.get("additionalProperties") == Some(&false.into());
        let Some(Value::Object(properties)) = schema.get_mut("properties") else {
            return;
        };
        for (name, property) in properties {
            let is_tag = name == "@odata.type";
            if !(is_tag || is_action_body || is_page && name == "value") {
                make_nullable(property);
            }
        }
    });
}

fn make_nullable(property: &mut Value) {
    let Some(schema) = property.as_object_mut() else {
        return;
    };
    if let Some(reference) = schema.remove("$ref") {
        schema.insert("allOf".into(), json!([{ "$ref": reference }]));
    }
    schema.insert("nullable".into(), true.into());
}

/// Upstream spells "or null" as a choice between the type and a nullable object of no shape, of properties and of the
/// items of lists.
fn say_or_null(schema: &mut Map<String, Value>) {
    for choice in ["anyOf", "oneOf"] {
        if let Some(reference) = schema.get(choice).and_then(or_null) {
            schema.remove(choice);
            schema.insert("allOf".into(), json!([reference]));
            schema.insert("nullable".into(), true.into());
        }
    }
}

/// The reference in a choice of two, of which the other is null.
fn or_null(choices: &Value) -> Option<Value> {
    let [one, other] = choices.as_array()?.as_slice() else {
        return None;
    };
    let null = [
        json!({ "type": "object", "nullable": true }),
        json!({ "nullable": true }),
    ];
    let is_null = |choice: &Value| null.contains(choice);
    let is_reference = |choice: &Value| choice.get("$ref").is_some();
    match (one, other) {
        (reference, null) | (null, reference) if is_reference(reference) && is_null(null) => {
            Some(reference.clone())
        }
        _ => None,
    }
}

/// Whether a schema is a page of a collection.
fn is_page(schema: &Map<String, Value>) -> bool {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .is_some_and(|properties| properties.contains_key("@odata.nextLink"))
}

/// A body without `value` is no page: decoding it as an empty one would hide that.
pub(super) fn pages_have_items(document: &mut Value) {
    for_each_schema(document, &mut |schema| {
        if is_page(schema) {
            schema.insert("required".into(), json!(["value"]));
        }
    });
}

/// File content is standard base64 on the wire, whatever the document's alphabet.
pub(super) fn standard_base64(document: &mut Value) {
    for_each_schema(document, &mut |schema| {
        if schema.get("format").and_then(Value::as_str) == Some("base64url") {
            schema.insert("format".into(), "byte".into());
        }
    });
}

/// Some versions of upstream's generator write integers as numbers with the format of an integer.
pub(super) fn integers_are_integers(document: &mut Value) {
    for_each_schema(document, &mut |schema| {
        let format = schema.get("format").and_then(Value::as_str);
        let is_integer = matches!(format, Some("int8" | "int16" | "int32" | "int64" | "uint8"));
        if is_integer && schema.get("type").and_then(Value::as_str) == Some("number") {
            schema.insert("type".into(), "integer".into());
        }
    });
}

/// A pattern beside a format such as `date-time`, or the range of an `int32`, says nothing more than the format does, and
/// makes generators check it again or invent a type for it.
pub(super) fn drop_redundant_constraints(document: &mut Value) {
    for_each_schema(document, &mut |schema| {
        match schema.get("format").and_then(Value::as_str) {
            Some("date" | "date-time" | "duration" | "time" | "uuid") => {
                schema.remove("pattern");
            }
            Some("int32") => {
                if schema.get("minimum") == Some(&i32::MIN.into()) {
                    schema.remove("minimum");
                }
                if schema.get("maximum") == Some(&i32::MAX.into()) {
                    schema.remove("maximum");
                }
            }
            _ => {}
        }
        schema.remove("uniqueItems");
    });
}
