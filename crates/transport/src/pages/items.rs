//! The items of a collection, one by one.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::stream::{FusedStream, Stream};
use serde::de::DeserializeOwned;

use super::{Continuation, Page, Pages};
use crate::error::Error;

/// The items of a collection: a fused stream that fetches a page when it is needed and holds one at a time, or two when
/// its [`Pages`] [read ahead](Pages::read_ahead).
///
/// An item that does not decode is an `Err` like any other, after which the next item comes. An error of a page is the
/// last thing that comes. [`continuation`](Self::continuation) tells where to go on in either case.
#[must_use = "nothing is sent before an item is awaited"]
pub struct Items<T> {
    pages: Pages<T>,
    /// The page that is being given out, and its place.
    buffer: std::vec::IntoIter<Result<T, Error>>,
    here: Option<Continuation>,
    count: Option<u64>,
}

impl<T> Items<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            buffer: Vec::new().into_iter(),
            here: None,
            count: None,
        }
    }

    /// Where to go on, exactly after the last item that was given out. `None` after the end.
    #[must_use]
    pub fn continuation(&self) -> Option<Continuation> {
        match &self.here {
            Some(here) if self.buffer.len() > 0 => Some(here.clone()),
            _ => self.pages.continuation(),
        }
    }

    /// The pages after the one that is being given out, whose own items are lost unless all have been given out.
    pub fn into_rest(self) -> Pages<T> {
        self.pages
    }

    /// How many items the whole collection has, once a page has said so.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        self.count
    }

    fn start(&mut self, place: Option<Continuation>, page: Page<T>) {
        self.here = place;
        self.count = self.count.or(page.count);
        self.buffer = page.items.into_iter();
    }

    fn take(&mut self) -> Option<Result<T, Error>> {
        let item = self.buffer.next()?;
        if let Some(here) = &mut self.here {
            here.one_more_done();
        }
        Some(item)
    }
}

impl<T: DeserializeOwned> Items<T> {
    /// The next item; `None` after the last one, or after an error of a page.
    ///
    /// Dropping the future before it is done loses nothing.
    ///
    /// # Errors
    /// As [`Pages::next_page`], and [`ErrorKind::Decode`](crate::ErrorKind::Decode) for a single item.
    pub async fn next_item(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// Nothing in it is pinned.
impl<T> Unpin for Items<T> {}

impl<T: DeserializeOwned> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.take() {
                // Not for every item: the request may have nothing to do.
                if this.buffer.len().is_multiple_of(32) {
                    this.pages.make_headway(context);
                }
                return Poll::Ready(Some(item));
            }
            let place = this.pages.continuation();
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => this.start(place, page),
            }
        }
    }
}

impl<T: DeserializeOwned> FusedStream for Items<T> {
    fn is_terminated(&self) -> bool {
        self.buffer.len() == 0 && self.pages.is_terminated()
    }
}

impl<T> std::fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("waiting", &self.buffer.len())
            .finish_non_exhaustive()
    }
}
