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

/// A page as it is sent.
#[derive(Deserialize)]
#[serde(bound(deserialize = "I: Deserialize<'de>, 'de: 'a"))]
struct Envelope<'a, I> {
    value: Vec<I>,
    #[serde(rename = "@odata.count", default, borrow)]
    count: Option<&'a RawValue>,
    #[serde(rename = "@odata.nextLink", default, borrow)]
    next_link: Option<&'a RawValue>,
}

impl<I> Envelope<'_, I> {
    fn into_page<T>(
        self,
        response: &Response,
        item: impl Fn((usize, I)) -> Result<T, Error>,
        done: usize,
    ) -> Page<T> {
        // What is no text is no link either, which is an error in its turn: the items of this page are good.
        let link = |link: &RawValue| {
            serde_json::from_str(link.get()).unwrap_or_else(|_| link.get().to_owned())
        };
        // A link that is empty is none.
        let next = self
            .next_link
            .map(link)
            .filter(|link| !link.is_empty())
            .map(Continuation::from_link);
        Page {
            items: self
                .value
                .into_iter()
                .enumerate()
                .skip(done)
                .map(item)
                .collect(),
            // Some services write numbers as text. A count that cannot be read is no reason to lose the page.
            count: self
                .count
                .and_then(|count| count.get().trim_matches('"').parse().ok()),
            next,
            metadata: response.metadata().clone(),
        }
    }
}

/// Decodes a page, without its first `done` items: in one go, or item by item when one of them does not fit.
pub(super) fn decode<T: DeserializeOwned>(
    response: &Response,
    done: usize,
) -> Result<Page<T>, Error> {
    if let Ok(envelope) = serde_json::from_slice::<Envelope<'_, T>>(response.body()) {
        return Ok(envelope.into_page(response, |(_, item)| Ok(item), done));
    }
    let envelope: Envelope<'_, &RawValue> = response.json_borrowed()?;
    let item = |(number, item): (usize, &RawValue)| {
        decode::item(item.get(), number).map_err(|error| response.explain(error))
    };
    Ok(envelope.into_page(response, item, done))
}

/// The error for a link that was there before.
pub(super) fn repeated() -> Error {
    Error::new(
        ErrorKind::Paging,
        "a page links to one that was read before: the collection would not end",
    )
}

/// The error for many empty pages in a row.
pub(super) fn endless(empty: usize) -> Error {
    let message = format!(
        "{empty} pages in a row were empty, and each links to another: the collection may not end; go on from the error's \
         continuation if it does"
    );
    Error::new(ErrorKind::Paging, message)
}
