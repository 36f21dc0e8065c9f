//! The pages of a list.

use std::collections::HashSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::{FusedStream, Stream};
use msgraph_transport::{CallOptions, Error, ErrorKind, Operation, Transport};

use super::continuation::Continuation;
use super::page::Page;
use super::unfold::Unfold;
use crate::client::Built;
use crate::decode;
use crate::query::{ListQuery, Query};
use crate::types::Entity;

/// The pages of a list, as a stream that fetches each when it is asked for.
///
/// An empty page does not end the stream; only one without a continuation does. After an error the stream has ended,
/// and [`Pages::continuation`] is where the failed page can be tried again: nothing is lost, nothing comes twice.
#[must_use = "streams do nothing unless polled"]
pub struct Pages<E> {
    steps: Unfold<State, Result<Page<E>, Error>>,
    operation: Option<&'static Operation>,
    entity: PhantomData<fn() -> E>,
}

struct State {
    transport: Transport,
    options: CallOptions,
    /// What to send for the next page, or the error that there is instead; `None` after the last page.
    next: Option<Result<Built, Error>>,
    /// The address of the next page.
    continuation: Option<Continuation>,
    /// The addresses so far, as hashes: a list whose links repeat would never end.
    seen: HashSet<u64>,
    has_ended: bool,
}

impl<E: Entity> Pages<E> {
    pub(crate) fn new(transport: Transport, built: Result<Built, Error>) -> Self {
        let operation = built.as_ref().ok().map(|built| built.operation);
        let mut state = State {
            transport,
            options: CallOptions::default(),
            next: None,
            continuation: None,
            seen: HashSet::new(),
            has_ended: false,
        };
        state.start(built);
        Self {
            steps: Unfold::new(state),
            operation,
            entity: PhantomData,
        }
    }

    /// Sets the query options of a list that has not been started, in place of what was set before.
    pub fn query(mut self, query: &ListQuery<E>) -> Self {
        if let Some(state) = self.steps.state_mut()
            && let Some(Ok(mut built)) = state.next.take()
        {
            built
                .request
                .url_mut()
                .set_query(query.to_query().as_deref());
            state.start(Ok(built));
        }
        self
    }

    /// Options for every request of this list: headers, timeouts.
    pub fn options(mut self, options: CallOptions) -> Self {
        if let Some(state) = self.steps.state_mut() {
            state.options = options;
        }
        self
    }

    /// Starts at a saved place instead of the first page. The query of the saved list stays as it was. A page of which
    /// some items were already given out comes again, whole.
    pub fn resume(mut self, continuation: &Continuation) -> Self {
        if let Some(operation) = self.operation
            && let Some(state) = self.steps.state_mut()
        {
            state.seen.clear();
            state.has_ended = false;
            state.follow(operation, Some(continuation.clone()));
        }
        self
    }

    /// The URL of the next request; `None` after the last page, or while a page is being fetched.
    ///
    /// # Errors
    /// The error that the stream will give, when what was asked for cannot be sent.
    pub fn url(&self) -> Result<Option<&str>, Error> {
        match self.steps.state().and_then(|state| state.next.as_ref()) {
            Some(Ok(built)) => Ok(Some(built.request.url().as_str())),
            Some(Err(error)) => Err(error.clone()),
            None => Ok(None),
        }
    }

    /// Where the list can be taken up again: the page after the last one that came, which is also the one that failed.
    /// `None` when there are no more pages, or while one is being fetched.
    pub fn continuation(&self) -> Option<&Continuation> {
        self.steps.state()?.continuation.as_ref()
    }

    /// The next page, or `None` after the last one. The same as the stream's, for those who have no `StreamExt`.
    ///
    /// # Errors
    /// See [`ErrorKind`]. The stream ends with the error.
    pub async fn next(&mut self) -> Option<Result<Page<E>, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    pub(super) fn operation(&self) -> Option<&'static Operation> {
        self.operation
    }
}

impl State {
    /// Begins with the first page.
    fn start(&mut self, built: Result<Built, Error>) {
        self.seen.clear();
        self.continuation = built.as_ref().ok().map(|built| {
            let address = built.request.url().as_str();
            self.seen.insert(hash(address));
            Continuation::new(address, 0)
        });
        self.next = Some(built);
    }

    /// Goes on with the page at `continuation`.
    fn follow(&mut self, operation: &'static Operation, continuation: Option<Continuation>) {
        self.next = continuation
            .as_ref()
            .map(|continuation| self.request(operation, continuation.link()));
        self.continuation = continuation;
    }

    /// A request for the page at `link`, whose origin the transport checks before it asks for a token.
    fn request(&mut self, operation: &'static Operation, link: &str) -> Result<Built, Error> {
        let error = |message| Error::new(ErrorKind::Paging, message).with_operation(operation);
        if !self.seen.insert(hash(link)) {
            return Err(error(
                "the link to the next page came before: the list would never end",
            ));
        }
        let url = reqwest::Url::parse(link)
            .map_err(|_| error("the link to the next page is not a URL"))?;
        Ok(Built {
            operation,
            request: reqwest::Request::new(http::Method::GET, url),
        })
    }
}

fn hash(link: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    link.hash(&mut hasher);
    hasher.finish()
}

async fn fetch<E: Entity>(mut state: State) -> (State, Option<Result<Page<E>, Error>>) {
    let outcome = match state.next.take() {
        Some(Ok(Built { operation, request })) => {
            let response = state
                .transport
                .send(operation, request, &state.options)
                .await;
            let page = response.and_then(|response| decode::page::<E>(&response));
            page.map(|page| (operation, page))
        }
        Some(Err(error)) => Err(error),
        None => {
            state.has_ended = true;
            return (state, None);
        }
    };
    let page = match outcome {
        Ok((operation, page)) => {
            state.follow(operation, page.continuation.clone());
            Ok(page)
        }
        Err(error) => {
            state.has_ended = true;
            Err(error)
        }
    };
    (state, Some(page))
}

impl<E: Entity> Stream for Pages<E> {
    type Item = Result<Page<E>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_terminated() {
            return Poll::Ready(None);
        }
        self.steps.poll_next(context, fetch)
    }
}

impl<E: Entity> FusedStream for Pages<E> {
    fn is_terminated(&self) -> bool {
        self.steps.state().is_some_and(|state| state.has_ended)
    }
}

impl<E> fmt::Debug for Pages<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation.map(Operation::name);
        formatter
            .debug_struct("Pages")
            .field("operation", &operation)
            .finish_non_exhaustive()
    }
}
