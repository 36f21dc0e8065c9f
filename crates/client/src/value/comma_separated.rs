//! A list in one query value.

use std::fmt;

use serde::{Serialize, Serializer};

/// A list that goes out as one comma-separated value, as `$select`, `$expand` and `$orderby` want it.
///
/// ```
/// use intune_hardware_configurations_client::CommaSeparated;
///
/// assert_eq!(CommaSeparated::new(["id", "displayName"]).to_string(), "id,displayName");
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CommaSeparated(String);

impl CommaSeparated {
    /// The items, joined. They are not looked into.
    pub fn new<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> Self {
        let mut joined = String::new();
        for item in items {
            if !joined.is_empty() {
                joined.push(',');
            }
            joined.push_str(item.as_ref());
        }
        Self(joined)
    }
}

impl fmt::Display for CommaSeparated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for CommaSeparated {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
