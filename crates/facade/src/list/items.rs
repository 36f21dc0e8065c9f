//! The items of a list.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::{FusedStream, Stream};
use msgraph_transport::{CallOptions, Error, ErrorKind, Transport};

use super::continuation::Continuation;
use super::page::Page;
use super::pages::Pages;
use crate::client::Built;
use crate::decode::Rejected;
use crate::query::ListQuery;
use crate::types::Entity;

/// A list, as a stream of its items; pages are fetched as they are needed, and one is in memory at a time.
///
/// ```no_run
/// use intune_hardware_configurations::query::ListQuery;
/// use intune_hardware_configurations::{DeviceRunStateProperty as P, Error, Profile, RunState};
///
/// # async fn example(profile: Profile) -> Result<(), Error> {
/// let query = ListQuery::new().filter(P::ConfigurationState.eq(RunState::Fail));
/// let mut failed = profile.device_run_states().list().query(query);
/// while let Some(device) = failed.next().await.transpose()? {
///     println!("{}", device.device_name.as_deref().unwrap_or("(no name)"));
/// }
/// # Ok(())
/// # }
/// ```
///
/// An item that cannot be read comes as an error of the kind [`ErrorKind::Decode`] after the other items of its page,
/// and the stream goes on. After any other error the stream has ended, and [`List::continuation`] is where to take it
/// up again.
#[must_use = "streams do nothing unless polled"]
pub struct List<E> {
    pages: Pages<E>,
    page: InHand<E>,
    /// How many items of the next page were given out before the list was saved.
    skip: usize,
}

/// The page whose items are being given out.
struct InHand<E> {
    items: vec::IntoIter<E>,
    rejected: vec::IntoIter<Rejected>,
    /// Where the page came from, and how many of its items were given out.
    link: Option<Continuation>,
    given_out: usize,
}

impl<E: Entity> List<E> {
    pub(crate) fn new(transport: &Transport, built: Result<Built, Error>) -> Self {
        Self {
            pages: Pages::new(transport.clone(), built),
            page: InHand::empty(),
            skip: 0,
        }
    }

    /// Sets the query options of a list that has not been started, in place of what was set before.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "a query is made for one call, and `Call` takes it, too"
    )]
    pub fn query(mut self, query: ListQuery<E>) -> Self {
        self.pages = self.pages.query(&query);
        self
    }

    /// Options for every request of this list: headers, timeouts.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.pages = self.pages.options(options);
        self
    }

    /// Starts at a saved place instead of the first page: right after the last item that was given out before. The query
    /// of the saved list stays as it was.
    pub fn resume(mut self, continuation: &Continuation) -> Self {
        self.pages = self.pages.resume(continuation);
        self.page = InHand::empty();
        self.skip = continuation.given_out();
        self
    }

    /// The URL of the next request; `None` after the last page, or while a page is being fetched.
    ///
    /// # Errors
    /// The error that the stream will give, when what was asked for cannot be sent.
    pub fn url(&self) -> Result<Option<&str>, Error> {
        self.pages.url()
    }

    /// The same list by pages. A page of which some items were already given out comes again, whole.
    pub fn into_pages(self) -> Pages<E> {
        match self.continuation() {
            Some(continuation) if self.page.has_more() => self.pages.resume(&continuation),
            _ => self.pages,
        }
    }

    /// All items, of which there may be at most `limit`.
    ///
    /// # Errors
    /// The first error of the stream, or [`ErrorKind::TooLarge`] when there are more than `limit` items.
    pub async fn all(mut self, limit: usize) -> Result<Vec<E>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await.transpose()? {
            if all.len() == limit {
                let message =
                    format!("the list has more than the {limit} items that the caller allows");
                return Err(self.error(ErrorKind::TooLarge, message));
            }
            all.push(item);
        }
        Ok(all)
    }

    /// The next item, or `None` after the last one. The same as the stream's, for those who have no `StreamExt`.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub async fn next(&mut self) -> Option<Result<E, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Where the list can be taken up again: right after the last item that was given out. `None` when there is nothing
    /// left to fetch and to give out, or while a page is being fetched.
    pub fn continuation(&self) -> Option<Continuation> {
        if self.page.has_more() {
            let link = self.page.link.as_ref()?;
            return Some(Continuation::new(link.link(), self.page.given_out));
        }
        let next = self.pages.continuation()?;
        Some(Continuation::new(next.link(), self.skip))
    }

    fn error(&self, kind: ErrorKind, message: String) -> Error {
        let error = Error::new(kind, message);
        match self.pages.operation() {
            Some(operation) => error.with_operation(operation),
            None => error,
        }
    }
}

impl<E> InHand<E> {
    fn empty() -> Self {
        Self {
            items: Vec::new().into_iter(),
            rejected: Vec::new().into_iter(),
            link: None,
            given_out: 0,
        }
    }

    fn new(page: Page<E>, link: Option<Continuation>, skip: usize) -> Self {
        let mut in_hand = Self {
            items: page.items.into_iter(),
            rejected: page.rejected.into_iter(),
            link,
            given_out: 0,
        };
        while in_hand.given_out < skip && in_hand.next().is_some() {}
        in_hand
    }

    fn has_more(&self) -> bool {
        self.items.len() + self.rejected.len() > 0
    }

    fn next(&mut self) -> Option<Result<E, Rejected>> {
        let next = self
            .items
            .next()
            .map(Ok)
            .or_else(|| self.rejected.next().map(Err))?;
        self.given_out += 1;
        Some(next)
    }
}

impl<E: Entity> Stream for List<E> {
    type Item = Result<E, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.page.next() {
                Some(Ok(item)) => return Poll::Ready(Some(Ok(item))),
                Some(Err(rejected)) => {
                    let error = self.error(ErrorKind::Decode, rejected.to_string());
                    return Poll::Ready(Some(Err(error)));
                }
                None => {}
            }
            if let Some(link) = self.pages.continuation() {
                self.page.link = Some(link.clone());
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)).transpose()? {
                Some(page) => {
                    let skip = std::mem::take(&mut self.skip);
                    self.page = InHand::new(page, self.page.link.take(), skip);
                }
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<E: Entity> FusedStream for List<E> {
    fn is_terminated(&self) -> bool {
        !self.page.has_more() && self.pages.is_terminated()
    }
}

impl<E> fmt::Debug for List<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("List")
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
