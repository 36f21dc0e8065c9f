//! The fast road: finds the parts of a document without parsing what is between them.
//!
//! It gives up as soon as it is not certain, and the general road is taken.

mod brackets;
mod json;
mod yaml;

use crate::index::Index;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Finds the parts of a document, or `None` if it is not certain where they are. Paths that are
/// not admitted are only counted.
pub(crate) fn index<'a>(text: &'a [u8], admits: &dyn Fn(&str) -> bool) -> Option<Index<'a>> {
    let start = if text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    let content = text.get(start..)?.trim_ascii_start();
    if content.starts_with(b"{") {
        json::index(text, text.len() - content.len(), admits)
    } else {
        yaml::index(text, start, admits)
    }
}
