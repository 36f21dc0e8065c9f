//! The names of types, as `@odata.type` has them.

use serde_json::Value;

use crate::spec::Spec;

/// The name of the type of what a schema describes; none where any of several types is possible.
pub(super) fn name(spec: &Spec, schema: &Value) -> Option<String> {
    if let Some((name, schema)) = spec.referenced(schema) {
        let is_one = schema.get("oneOf").is_none();
        return is_one.then(|| format!("#microsoft.graph.{name}"));
    }
    let text = |name: &str| schema.get(name).and_then(Value::as_str);
    let name = match (text("type")?, text("format")) {
        ("string", Some("date-time")) => "#DateTimeOffset",
        ("string", Some("byte")) => "#Binary",
        ("string", _) => "#String",
        ("boolean", _) => "#Boolean",
        ("integer", Some("int32")) => "#Int32",
        ("integer", _) => "#Int64",
        ("array", _) => {
            let item = name(spec, schema.get("items")?)?;
            return Some(format!("#Collection({})", item.trim_start_matches('#')));
        }
        _ => return None,
    };
    Some(name.to_owned())
}

/// Whether two names mean the same type: with or without `#` and `Edm.`, and in any case.
pub(super) fn are_same(one: &str, other: &str) -> bool {
    let plain = |name: &str| {
        name.trim_start_matches('#')
            .to_ascii_lowercase()
            .replace("edm.", "")
    };
    plain(one) == plain(other)
}
