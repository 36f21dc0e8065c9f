//! Writes the specification and its record: the same bytes for the same document, all or nothing.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::Value;
use tempfile::NamedTempFile;

/// Keys in the order in which a reader looks for them; the others follow, sorted.
const READING_ORDER: [&str; 30] = [
    "openapi",
    "info",
    "servers",
    "security",
    "paths",
    "components", // document
    "title",
    "version",
    "operationId",
    "name",
    "in",
    "summary",
    "description",
    "tags",
    "externalDocs", // naming
    "required",
    "parameters",
    "requestBody",
    "responses",
    "content", // operation
    "get",
    "post",
    "patch",
    "put",
    "delete", // path item
    "type",
    "format",
    "nullable",
    "readOnly",
    "properties", // schema
];

/// Where a key is a name that somebody chose, these come first.
const FIRST_NAMES: [&str; 2] = ["id", "@odata.type"];

/// The document as text: indented JSON in reading order, with a final newline.
pub(crate) fn to_text(document: &Value) -> Result<String> {
    let mut text = serde_json::to_string_pretty(&InReadingOrder {
        value: document,
        keys: Keys::Keywords,
    })?;
    text.push('\n');
    Ok(text)
}

/// Replaces the file at `path` with `text`, so that a reader sees the old file or the new one.
pub(crate) fn replace(path: &Path, text: &str) -> Result<()> {
    let write = || {
        let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
        file.write_all(text.as_bytes())?;
        // A temporary file is for its maker alone; this one becomes a file of the repository.
        #[cfg(unix)]
        file.as_file()
            .set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)
    };
    write().with_context(|| format!("cannot write {}", path.display()))?;
    Ok(())
}

struct InReadingOrder<'a> {
    value: &'a Value,
    keys: Keys,
}

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    Keywords,
    Names,
}

impl Keys {
    /// What the keys are one level down, under `key`.
    fn below(self, key: &str) -> Self {
        match (self, key) {
            (
                Self::Keywords,
                "paths" | "properties" | "schemas" | "parameters" | "responses" | "mapping"
                | "headers" | "examples" | "securitySchemes",
            ) => Self::Names,
            _ => Self::Keywords,
        }
    }

    fn rank(self, key: &str) -> usize {
        let order = match self {
            Self::Keywords => READING_ORDER.as_slice(),
            Self::Names => FIRST_NAMES.as_slice(),
        };
        order
            .iter()
            .position(|known| *known == key)
            .unwrap_or(order.len())
    }
}

impl Serialize for InReadingOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Object(object) => {
                let mut keys: Vec<&String> = object.keys().collect();
                keys.sort_by_key(|key| (self.keys.rank(key), *key));
                let mut map = serializer.serialize_map(Some(object.len()))?;
                for key in keys {
                    let below = Self {
                        value: &object[key],
                        keys: self.keys.below(key),
                    };
                    map.serialize_entry(key, &below)?;
                }
                map.end()
            }
            Value::Array(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for value in items {
                    let keys = Keys::Keywords;
                    sequence.serialize_element(&Self { value, keys })?;
                }
                sequence.end()
            }
            scalar => scalar.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::fs;

    #[test]
    fn the_order_of_keys_is_a_readers_and_does_not_depend_on_the_input() {
        let text = to_text(
            &json!({ "paths": {}, "b": 1, "a": [{ "type": "x", "name": "y" }], "openapi": "3" }),
        );
        let expected = "{\n  \"openapi\": \"3\",\n  \"paths\": {},\n  \"a\": [\n    {\n      \"name\": \"y\",\n      \"type\": \"x\"\n    }\n  ],\n  \"b\": 1\n}\n";
        assert_eq!(text.unwrap(), expected);
    }

    #[test]
    fn a_file_that_cannot_be_replaced_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("spec.json");
        fs::create_dir(&target).unwrap();
        let error = replace(&target, "{}").unwrap_err().to_string();
        assert!(error.contains("spec.json"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
