//! Cuts the whole document down to the collection and what it needs, and drops upstream's prose.

use anyhow::{Context as _, Result};
use openapi_slice::{External, Slicer};
use serde_json::Value;

use super::ROOT;
use super::record::{Kept, LeftOut};

/// The part of the document that is kept, and how much that is.
pub(crate) struct Sliced {
    pub(crate) document: Value,
    pub(crate) kept: Kept,
    pub(crate) left_out: LeftOut,
}

/// Keeps the paths of the collection and the components that they use.
pub(crate) fn slice(document: &[u8]) -> Result<Sliced> {
    let slice = Slicer::new()
        .path(ROOT)
        .path(format!("{ROOT}/**"))
        .drop_prose(true)
        .drop_examples(true)
        .external(External::Refuse)
        .slice(document)?;
    let report = slice.report();
    let schemas = report.components_of("schemas");
    Ok(Sliced {
        document: serde_json::from_str(&slice.to_json()).context("the slice is not JSON")?,
        kept: Kept {
            paths: report.paths.kept,
            operations: report.operations,
            schemas: schemas.kept,
        },
        left_out: LeftOut {
            paths: report.paths.dropped,
            schemas: schemas.dropped,
        },
    })
}
