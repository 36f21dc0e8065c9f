//! Lists: a stream of items or of pages, which can be saved and resumed.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::{FusedStream, Stream};
use msgraph_transport::{CallOptions, Continuation, Error, ErrorKind, Items, Pages, Transport};

use crate::client::Built;
use crate::query::{ListQuery, Query};
use crate::types::Entity;

/// A list, as a stream of its items; pages are fetched as they are needed, and one is in memory at a time, or two with
/// [`List::read_ahead`].
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
/// An item that cannot be read comes as an error of the kind [`ErrorKind::Decode`], which names the item and the path
/// of the property; the stream goes on after it. After an error of a page the stream has ended, and
/// [`List::continuation`] is where to take it up again: nothing is lost, and nothing comes twice. A hundred empty pages in
/// a row are such an error, of the kind [`ErrorKind::Paging`], as the list might never end.
#[must_use = "streams do nothing unless polled"]
pub struct List<E> {
    transport: Transport,
    built: Result<Built, Error>,
    options: CallOptions,
    place: Option<Continuation>,
    reads_ahead: Option<bool>,
    items: Option<Items<E>>,
    has_ended: bool,
}

impl<E: Entity> List<E> {
    pub(crate) fn new(transport: &Transport, built: Result<Built, Error>) -> Self {
        Self {
            transport: transport.clone(),
            built,
            options: CallOptions::default(),
            place: None,
            reads_ahead: None,
            items: None,
            has_ended: false,
        }
    }

    /// Sets the query options, in place of what was set before. Changes nothing once the list has been started.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "a query is made for one call, as in `Call::query`"
    )]
    pub fn query(mut self, query: ListQuery<E>) -> Self {
        if let Ok(built) = &mut self.built {
            built
                .request
                .url_mut()
                .set_query(query.to_query().as_deref());
        }
        self
    }

    /// Options for every request of the list: headers, timeouts. Changes nothing once the list has been started.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// Whether the next page is asked for when a page begins to be given out, and is there by the time that the page has
    /// been worked through: worth it for whoever reads to the end and does something with each item. Changes nothing
    /// once the list has been started.
    ///
    /// Off unless set, as whoever stops early would have asked the service for a page too many; on in [`List::all`].
    /// Memory is needed for one page more, never for two. Errors come in their turn, and places to go on from stay as
    /// they are.
    pub fn read_ahead(mut self, ahead: bool) -> Self {
        self.reads_ahead = Some(ahead);
        self
    }

    /// Starts at a saved place instead of the first page: right after the last item that was given out. The query of
    /// the saved list stays as it was.
    pub fn resume(mut self, place: Continuation) -> Self {
        self.place = Some(place);
        self.items = None;
        self.has_ended = false;
        self
    }

    /// The URL of the first page.
    ///
    /// # Errors
    /// The error that the stream will give, when what was asked for cannot be sent.
    pub fn url(&self) -> Result<&str, Error> {
        match &self.built {
            Ok(built) => Ok(built.request.url().as_str()),
            Err(error) => Err(error.clone()),
        }
    }

    /// The same list by pages, from the next item on.
    ///
    /// # Errors
    /// When what was asked for cannot be sent. Nothing is sent yet.
    pub fn into_pages(self) -> Result<Pages<E>, Error> {
        match self.continuation() {
            Some(place) => {
                let operation = self.built?.operation;
                let pages = self.transport.resume(operation, place, &self.options);
                Ok(pages.read_ahead(self.reads_ahead.unwrap_or(false)))
            }
            // At the end, or not begun: both have no place.
            None => match self.items {
                Some(items) => Ok(items.into_rest()),
                None => self.start(),
            },
        }
    }

    /// All items, of which there may be at most `limit`. Reads ahead, unless [`List::read_ahead`] says not to.
    ///
    /// # Errors
    /// The first error of the stream, which has the place of a page that failed ([`Error::continuation`]), or
    /// [`ErrorKind::TooLarge`] when there are more than `limit` items.
    pub async fn all(mut self, limit: usize) -> Result<Vec<E>, Error> {
        self.reads_ahead.get_or_insert(true);
        let mut all = Vec::new();
        while let Some(item) = self.next().await.transpose()? {
            if all.len() == limit {
                let message =
                    format!("the list has more than the {limit} items that the caller allows");
                let error = Error::new(ErrorKind::TooLarge, message);
                return Err(match &self.built {
                    Ok(built) => error.with_operation(built.operation),
                    Err(_) => error,
                });
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

    /// Where the list can be taken up again, in this process or another one: right after the last item that was given
    /// out. `None` before the list was started and after its end.
    pub fn continuation(&self) -> Option<Continuation> {
        match &self.items {
            Some(items) => items.continuation(),
            None => self.place.clone(),
        }
    }

    /// How many items the whole list has, once a page has said so; it does when the query asks for it.
    pub fn total_count(&self) -> Option<u64> {
        self.items.as_ref()?.count()
    }

    /// The pages from where the list is to begin.
    fn start(&self) -> Result<Pages<E>, Error> {
        let Built { operation, request } = self.built.as_ref().map_err(Error::clone)?;
        let pages = match &self.place {
            Some(place) => self
                .transport
                .resume(operation, place.clone(), &self.options),
            None => {
                let mut first =
                    reqwest::Request::new(request.method().clone(), request.url().clone());
                first.headers_mut().clone_from(request.headers());
                self.transport.pages(operation, first, &self.options)
            }
        };
        Ok(pages.read_ahead(self.reads_ahead.unwrap_or(false)))
    }
}

impl<E: Entity> Stream for List<E> {
    type Item = Result<E, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.has_ended {
            return Poll::Ready(None);
        }
        let items = match &mut this.items {
            Some(items) => items,
            None => match this.start() {
                Ok(pages) => this.items.insert(pages.items()),
                Err(error) => {
                    this.has_ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
            },
        };
        let item = ready!(Pin::new(items).poll_next(context));
        this.has_ended = item.is_none();
        Poll::Ready(item)
    }
}

impl<E: Entity> FusedStream for List<E> {
    fn is_terminated(&self) -> bool {
        self.has_ended
    }
}

impl<E> fmt::Debug for List<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("List")
            .field("built", &self.built)
            .field("items", &self.items)
            .finish_non_exhaustive()
    }
}
