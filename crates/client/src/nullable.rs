//! Tells null from absent, which serde does not by itself.

use serde::{Deserialize, Deserializer};

/// Reads a property that is there: null becomes `Some(None)`. Serde's default makes an absent one `None`.
pub(crate) fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
