//! `spec/upstream.toml`: where the document comes from and what the committed specification was made of.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

const HEADER: &str = "\
# [upstream] is what `cargo xtask codegen` downloads; people edit it. The rest is written by it: what the committed
# specification was made of, which is [document], be it of that commit or not, and what came of it.

";

/// The record as a whole.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    pub(crate) upstream: Upstream,
    /// The document of the last run; missing before the first.
    pub(crate) document: Option<Document>,
    pub(crate) kept: Option<Kept>,
    pub(crate) left_out: Option<LeftOut>,
    pub(crate) files: Option<Files>,
}

/// The document that is fetched unless told otherwise.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Upstream {
    /// `owner/name` of the repository.
    pub(crate) repository: String,
    /// The document's path inside it.
    pub(crate) path: String,
    /// The commit that is pinned.
    pub(crate) commit: String,
}

/// The full-size document that the specification was cut from.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    /// A commit or branch of the repository, a URL, or `local file`.
    pub(crate) origin: String,
    /// Bytes.
    pub(crate) size: u64,
    pub(crate) sha256: String,
}

/// How much of the document is in the slice, before it is mended.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kept {
    pub(crate) paths: usize,
    pub(crate) operations: usize,
    pub(crate) schemas: usize,
}

/// How much of the document is not in the slice.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LeftOut {
    pub(crate) paths: usize,
    pub(crate) schemas: usize,
}

/// Checksums of the committed files, for a check without the full document.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Files {
    pub(crate) specification_sha256: String,
    pub(crate) overlay_sha256: String,
}

impl Record {
    /// Reads the record.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        toml::from_str(&text)
            .with_context(|| format!("{} is not a record that this tool knows", path.display()))
    }

    /// The record as it stands in its file.
    pub(crate) fn to_text(&self) -> Result<String> {
        Ok(format!("{HEADER}{}", toml::to_string(self)?))
    }
}

/// The SHA-256 of `bytes`, in lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
