//! One page, decoded item by item.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::Continuation;
use crate::error::{Error, ErrorKind, decode};
use crate::response::{Metadata, Response};

/// One page of a collection.
#[derive(Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, in order. One that does not decode is an error that names its number and the path of the field; the
    /// others are not affected.
    pub items: Vec<Result<T, Error>>,
    /// How many items the whole collection has. Usually only the first page says it, and only when asked.
    pub count: Option<u64>,
    /// Where the collection goes on; `None` on the last page. A page may be empty and not the last.
    pub next: Option<Continuation>,
    /// The request ids and the date of this page.
    pub metadata: Metadata,
}

/// A page as it is sent; the items are not looked into yet.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    value: Vec<&'a RawValue>,
    #[serde(rename = "@odata.count", default, borrow)]
    count: Option<&'a RawValue>,
    #[serde(rename = "@odata.nextLink", default)]
    next_link: Option<String>,
}

/// Decodes a page, without its first `done` items.
pub(super) fn decode<T: DeserializeOwned>(
    response: &Response,
    done: usize,
) -> Result<Page<T>, Error> {
    let envelope: Envelope<'_> = response.json_borrowed()?;
    let items = envelope
        .value
        .iter()
        .enumerate()
        .skip(done)
        .map(|(number, item)| {
            decode::item(item.get(), number).map_err(|error| response.explain(error))
        })
        .collect();
    // A link that is empty is none.
    let next = envelope
        .next_link
        .filter(|link| !link.is_empty())
        .map(Continuation::from_link);
    Ok(Page {
        items,
        // Some services write numbers as text. A count that cannot be read is no reason to lose the page.
        count: envelope
            .count
            .and_then(|count| count.get().trim_matches('"').parse().ok()),
        next,
        metadata: response.metadata().clone(),
    })
}

/// The error for a link that was there before.
pub(super) fn repeated() -> Error {
    Error::new(
        ErrorKind::Paging,
        "a page links to one that was read before: the collection would not end",
    )
}
