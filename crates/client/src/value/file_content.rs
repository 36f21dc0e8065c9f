//! File content, which is a secret.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A settings file in base64, as it is on the wire. It may hold BIOS passwords: `Debug` shows its length alone.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct FileContent(String);

impl FileContent {
    /// Takes content that is base64 already.
    pub fn from_base64(encoded: impl Into<String>) -> Self {
        Self(encoded.into())
    }

    /// The content, in base64.
    #[must_use]
    pub fn expose_base64(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FileContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileContent({} bytes of base64)", self.0.len())
    }
}
