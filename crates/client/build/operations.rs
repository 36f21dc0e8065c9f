//! The table of operations, as Rust source.

use std::error::Error;
use std::fmt::Write as _;

use serde_json::Value;

/// How many operations there are.
pub(crate) fn count(specification: &Value) -> usize {
    let paths = specification["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(_, item)| item.as_object().into_iter().flatten())
        .filter(|(_, operation)| operation["operationId"].is_string())
        .count()
}

/// A static for each operation, a list of them all, and what each is answered with.
pub(crate) fn table(specification: &Value) -> Result<String, Box<dyn Error>> {
    let mut statics = String::new();
    let mut shapes = String::new();
    let mut names = Vec::new();
    for (path, item) in specification["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            let name = id.to_uppercase();
            let method = method.to_uppercase();
            let description = operation["description"].as_str().unwrap_or(id);
            let permissions = permissions(operation);
            writeln!(
                statics,
                "#[doc = {description:?}]\npub static {name}: Operation = \
                 Operation::new({id:?}, Method::{method}, {path:?}, &{permissions:?});"
            )?;
            let shape = shape(specification, operation);
            writeln!(shapes, "{id:?} => Some(Shape::{shape}),")?;
            names.push(name);
        }
    }
    let count = names.len();
    let list = names
        .iter()
        .map(|name| format!("&{name}, "))
        .collect::<String>();
    writeln!(
        statics,
        "/// Every operation, in the order of the specification.\n\
         pub static ALL: [&Operation; {count}] = [{list}];\n\
         pub(crate) fn shape(operation: &str) -> Option<Shape> {{ match operation {{ {shapes} _ => None }} }}"
    )?;
    Ok(statics)
}

/// What an operation is answered with, by the names that `src/body.rs` has for it.
fn shape(specification: &Value, operation: &Value) -> &'static str {
    let responses = &operation["responses"];
    let content = ["200", "201"].iter().find_map(|status| {
        let response = responses.get(status)?;
        resolve(specification, response).get("content")
    });
    let Some(content) = content else {
        return "Nothing";
    };
    if content.get("text/plain").is_some() {
        return "Count";
    }
    let schema = resolve(specification, &content["application/json"]["schema"]);
    let required = schema["required"].as_array();
    let is_page = required.is_some_and(|names| names.iter().any(|name| name == "value"));
    match (is_page, responses.get("204")) {
        (true, Some(_)) => "PageOrNothing",
        (true, None) => "Page",
        (false, _) => "Entity",
    }
}

/// What a reference leads to; anything else is itself.
fn resolve<'a>(specification: &'a Value, value: &'a Value) -> &'a Value {
    let pointer = value["$ref"]
        .as_str()
        .and_then(|reference| reference.strip_prefix('#'));
    let target = pointer.and_then(|pointer| specification.pointer(pointer));
    target.unwrap_or(value)
}

/// The alternatives that open an operation, least first.
fn permissions(operation: &Value) -> Vec<&str> {
    let alternatives = operation["security"].as_array().into_iter().flatten();
    alternatives
        .filter_map(|alternative| alternative["graph"][0].as_str())
        .collect()
}
