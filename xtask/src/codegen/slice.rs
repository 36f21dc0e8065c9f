//! Cuts the document down.
use anyhow::Result;
use serde_json::Value;
pub(crate) fn slice(text: &[u8]) -> Result<Value> {
    Ok(serde_json::from_slice(text)?)
}
