//! Collections, page by page or item by item.

mod ahead;
mod continuation;
mod items;
mod page;

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::stream::{FusedStream, Stream};
use http::{HeaderMap, Method, header};
use reqwest::{Request, Url};
use serde::de::DeserializeOwned;

use self::ahead::Fetching;
pub use self::continuation::Continuation;
pub use self::items::Items;
pub use self::page::Page;
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::transport::Transport;

/// Empty pages in a row, after which no other is asked for. The service may leave all items of a page out, as after a
/// filter, but one that goes on like this does not get anywhere.
const MOST_EMPTY: usize = 100;

impl Transport {
    /// The pages of a collection, from the first one, which `request` asks for. Nothing is sent before the first is
    /// awaited.
    ///
    /// The headers of `request` and `options` go out with every page, as links do not carry them.
    ///
    /// ```no_run
    /// # use http::Method;
    /// # use msgraph_transport::{CallOptions, Operation, Transport};
    /// # static LIST_DEVICES: Operation = Operation::new("list_devices", Method::GET, "/devices", &[]);
    /// # async fn example(transport: Transport) -> Result<(), Box<dyn std::error::Error>> {
    /// #[derive(serde::Deserialize)]
    /// struct Device {
    ///     id: String,
    /// }
    ///
    /// let request = transport.http().get(format!("{}/devices", transport.base_url())).build()?;
    /// let mut devices = transport.pages::<Device>(&LIST_DEVICES, request, &CallOptions::new()).items();
    /// while let Some(device) = devices.next_item().await {
    ///     match device {
    ///         Ok(device) => println!("{}", device.id),
    ///         Err(error) => eprintln!("{error}"),
    ///     }
    /// }
    /// if let Some(place) = devices.continuation() {
    ///     // A page failed: the place can be saved, and the list resumed from it later.
    ///     std::fs::write("devices.place", place.to_text())?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<T>(
        &self,
        operation: &Operation,
        request: Request,
        options: &CallOptions,
    ) -> Pages<T> {
        let start = Continuation::new(request.url().to_string(), 0);
        let headers = request.headers().clone();
        Pages::new(
            self.clone(),
            operation.clone(),
            options.clone(),
            headers,
            start,
        )
    }

    /// The pages of a collection from a saved place on. `options` should be those of the first time.
    ///
    /// A place that is not in the transport's cloud is an error of the first page, before a token is asked for.
    pub fn resume<T>(
        &self,
        operation: &Operation,
        place: Continuation,
        options: &CallOptions,
    ) -> Pages<T> {
        Pages::new(
            self.clone(),
            operation.clone(),
            options.clone(),
            HeaderMap::new(),
            place,
        )
    }
}

/// The pages of a collection: a fused stream that holds one page at a time, or two when it
/// [reads ahead](Self::read_ahead).
///
/// It ends after the last page or after an error; [`continuation`](Self::continuation) tells where to go on.
#[must_use = "nothing is sent before a page is awaited"]
pub struct Pages<T> {
    transport: Transport,
    operation: Operation,
    options: CallOptions,
    headers: HeaderMap,
    /// The page to fetch next.
    place: Option<Continuation>,
    fetching: Option<Fetching>,
    reads_ahead: bool,
    /// The page at `place`, which comes as soon as the request for the one after it is on its way, and that request.
    arrived: Option<(Page<T>, Fetching)>,
    ended: bool,
    /// The error that comes after the page that was given out last.
    pending: Option<Error>,
    /// How many pages before this place were empty.
    empty: usize,
    /// Hashes of the links that were followed; eight bytes a page.
    followed: HashSet<u64>,
    hasher: RandomState,
}

impl<T> Pages<T> {
    fn new(
        transport: Transport,
        operation: Operation,
        options: CallOptions,
        headers: HeaderMap,
        place: Continuation,
    ) -> Self {
        let hasher = RandomState::new();
        Self {
            transport,
            operation,
            options,
            headers,
            followed: HashSet::from([fingerprint(&hasher, &place)]),
            place: Some(place),
            fetching: None,
            reads_ahead: false,
            arrived: None,
            ended: false,
            pending: None,
            empty: 0,
            hasher,
        }
    }

    /// Where to go on: the page that comes next, or the one that failed. `None` when the last page has been read.
    #[must_use]
    pub fn continuation(&self) -> Option<Continuation> {
        self.place.clone()
    }

    /// Whether the next page is asked for when a page is given out, so that it is there by the time that the page has
    /// been worked through. Off by default: whoever stops early has asked the service for a page too many.
    ///
    /// One page is read ahead and no more, for which memory is needed. Its errors come in its turn. It makes headway
    /// whenever the stream is polled, also for single items.
    pub fn read_ahead(mut self, ahead: bool) -> Self {
        self.reads_ahead = ahead;
        self
    }

    /// The items of all pages, one by one.
    pub fn items(self) -> Items<T> {
        Items::new(self)
    }

    fn fetch(&self, place: &Continuation) -> Result<Fetching, Error> {
        let url = Url::parse(place.link()).map_err(|error| {
            Error::new(
                ErrorKind::Paging,
                format!("the link to the next page is not a URL: {error}"),
            )
            .with_operation(&self.operation)
        })?;
        // A link to elsewhere is refused as such, when it is sent.
        let is_ours = self.transport.check_origin(&url).is_ok();
        if is_ours && !goes_out_as_it_is(place.link(), &url) {
            let message = "the link to the next page has dot segments, backslashes, tabs or line breaks, which are not sent \
                           as they are: it was not followed, as it could lead to another page";
            return Err(Error::new(ErrorKind::Paging, message).with_operation(&self.operation));
        }
        let mut request = Request::new(Method::GET, url);
        *request.headers_mut() = self.headers.clone();
        request.headers_mut().remove(header::CONTENT_LENGTH);
        let (transport, operation) = (self.transport.clone(), self.operation.clone());
        let options = self.options.clone();
        Ok(Fetching::new(async move {
            transport.send(&operation, request, &options).await
        }))
    }

    /// The request for the page after `page`, when it is to be sent before that page is given out.
    fn fetch_ahead(&self, page: &Page<T>) -> Option<Fetching> {
        let next = page.next.as_ref().filter(|_| self.reads_ahead)?;
        // A link that cannot be followed is an error in its turn.
        let is_followed =
            !self.followed.contains(&fingerprint(&self.hasher, next)) && !self.is_endless(page);
        is_followed.then(|| self.fetch(next).ok()).flatten()
    }

    /// Whether no other page is asked for after this one, which is as empty as those before it.
    fn is_endless(&self, page: &Page<T>) -> bool {
        page.items.is_empty() && page.next.is_some() && self.empty + 1 >= MOST_EMPTY
    }

    /// Lets the request for the next page make headway.
    fn make_headway(&mut self, context: &mut Context<'_>) {
        if let Some(fetching) = &mut self.fetching {
            fetching.make_headway(context);
        }
    }

    /// Goes on to the page after the one just read. A link that is not to be followed is an error, which comes in its
    /// turn: the page just read is good.
    fn follow(&mut self, page: &Page<T>) {
        let followed_before = page
            .next
            .as_ref()
            .is_some_and(|next| !self.followed.insert(fingerprint(&self.hasher, next)));
        if followed_before {
            self.pending = Some(page::repeated().with_operation(&self.operation));
            // There is no use in going on there later.
            self.place = None;
            return;
        }
        self.place.clone_from(&page.next);
        if self.is_endless(page) {
            let error = page::endless(MOST_EMPTY).with_operation(&self.operation);
            self.pending = Some(error.with_continuation(self.place.clone()));
        }
        self.empty = match page.items.len() {
            0 => self.empty + 1,
            _ => 0,
        };
    }
}

impl<T: DeserializeOwned> Pages<T> {
    /// The next page; `None` after the last one or after an error.
    ///
    /// Dropping the future before it is done loses nothing: the next call goes on with the same page.
    ///
    /// # Errors
    /// As [`Transport::send`]; [`ErrorKind::ForeignOrigin`] for a link that leads elsewhere; [`ErrorKind::Paging`] for a
    /// link that was followed before, is no URL, or would not go out as it is, and after a hundred empty pages in a row, as a collection of which
    /// nothing comes may not end; [`ErrorKind::Decode`] for a page that is none.
    pub async fn next_page(&mut self) -> Option<Result<Page<T>, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// Whether a link leads to the same bytes once it is written as a URL, which leaves its fragment out, percent-encodes what
/// cannot stand in a request, and quotes; and changes more than that in links that are no good URLs.
fn goes_out_as_it_is(link: &str, url: &Url) -> bool {
    let link = link.split('#').next().unwrap_or_default();
    let below_root = link
        .split_once("://")
        .map_or(link, |(_, rest)| rest)
        .find(['/', '?', '\\'])
        .map_or("", |start| {
            &link[link.find("://").map_or(0, |at| at + 3) + start..]
        });
    let sent = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).collect::<Vec<_>>();
    let (sent, link) = (decoded(sent), decoded(below_root));
    sent == link || sent.strip_prefix(b"/").is_some_and(|sent| sent == link)
}

/// A hash of the page that a link leads to, however the link is spelled.
fn fingerprint(hasher: &RandomState, place: &Continuation) -> u64 {
    match Url::parse(place.link()) {
        Ok(url) => hasher.hash_one(url.as_str()),
        Err(_) => hasher.hash_one(place.link()),
    }
}

// Nothing in it is pinned.
impl<T> Unpin for Pages<T> {}

impl<T: DeserializeOwned> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let result = ready!(this.poll_page(context));
        this.ended |= !matches!(result, Some(Ok(_)));
        Poll::Ready(result)
    }
}

impl<T: DeserializeOwned> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        self.ended
    }
}

impl<T: DeserializeOwned> Pages<T> {
    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        if let Some(error) = self.pending.take() {
            return Poll::Ready(Some(Err(error)));
        }
        if let Some((page, ahead)) = self.arrived.take() {
            self.follow(&page);
            self.fetching = Some(ahead);
            return Poll::Ready(Some(Ok(page)));
        }
        let Some(place) = self.place.clone().filter(|_| !self.ended) else {
            return Poll::Ready(None);
        };
        let response = loop {
            let fetching = match &mut self.fetching {
                Some(fetching) => fetching,
                None => match self.fetch(&place) {
                    Ok(fetching) => self.fetching.insert(fetching),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
            };
            let outcome = ready!(fetching.poll(context));
            self.fetching = None;
            // `None` when the request is to be sent again.
            if let Some(response) = outcome {
                break response;
            }
        };
        let page = match response.and_then(|response| page::decode(&response, place.done())) {
            Ok(page) => page,
            Err(error) => return Poll::Ready(Some(Err(error.with_continuation(Some(place))))),
        };
        if let Some(mut ahead) = self.fetch_ahead(&page) {
            ahead.make_headway(context);
            self.arrived = Some((page, ahead));
            // The runtime has a turn, so that the request leaves before the caller goes to work on the page.
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.follow(&page);
        Poll::Ready(Some(Ok(page)))
    }
}

impl<T> std::fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.operation.name())
            .field("place", &self.place)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}
