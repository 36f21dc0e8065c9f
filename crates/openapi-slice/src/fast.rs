//! The fast road: finds the parts of a document without parsing what is between them.
//!
//! It gives up as soon as it is not certain, and the general road is taken.

mod brackets;
mod json;
mod yaml;

use crate::index::Index;
use crate::selection::Admission;
use crate::source::{Source, read};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Whether a path may be selected.
pub(crate) type Admits<'f> = &'f (dyn Fn(&str) -> Admission + Sync);

/// Finds the parts of a document, or `None` if it is not certain where they are. Paths that are
/// not admitted are only counted, and those that are admitted wholly may be parsed right away.
pub(crate) fn index<'a>(
    source: &'a dyn Source,
    admits: Admits<'_>,
    single_threaded: bool,
) -> Option<Index<'a>> {
    let head = read(source, 0..source.size().min(4_096)).ok()?;
    let start = if head.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    let is_json = |text: &[u8]| text.trim_ascii_start().starts_with(b"{");
    match source.in_memory() {
        Some(text) if is_json(text.get(start..)?) => {
            let content = text.get(start..)?.trim_ascii_start();
            json::index(source, text, text.len() - content.len(), admits)
        }
        None if is_json(head.get(start..)?) => None,
        _ => yaml::index(source, start, admits, single_threaded),
    }
}
