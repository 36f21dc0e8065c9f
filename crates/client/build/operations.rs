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

/// A static for each operation, and a list of them all.
pub(crate) fn table(specification: &Value) -> Result<String, Box<dyn Error>> {
    let mut statics = String::new();
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
                "/// {description}\npub static {name}: Operation = \
                 Operation::new({id:?}, Method::{method}, {path:?}, &{permissions:?});"
            )?;
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
         pub static ALL: [&Operation; {count}] = [{list}];"
    )?;
    Ok(statics)
}

/// The alternatives that open an operation, least first.
fn permissions(operation: &Value) -> Vec<&str> {
    let alternatives = operation["security"].as_array().into_iter().flatten();
    alternatives
        .filter_map(|alternative| alternative["graph"][0].as_str())
        .collect()
}
