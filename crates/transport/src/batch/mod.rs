//! `$batch`: many requests in few round trips.

mod chunk;
mod item;
mod wire;

use futures_util::StreamExt;
use http::Method;
use serde::de::DeserializeOwned;

use self::item::Item;
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::response::Response;
use crate::transport::Transport;

/// The service takes at most this many requests at once.
const MOST_ITEMS: usize = 20;

/// Chunks on their way at the same time, unless told otherwise.
const CONCURRENCY: usize = 4;

impl Transport {
    /// Starts a batch: requests that are sent in chunks of twenty, and answered one by one.
    ///
    /// ```no_run
    /// # use http::Method;
    /// # use msgraph_transport::{Operation, Transport};
    /// # static GET_DEVICE: Operation = Operation::new("get_device", Method::GET, "/devices/{id}", &[]);
    /// # async fn example(transport: Transport, ids: Vec<String>) -> Result<(), Box<dyn std::error::Error>> {
    /// #[derive(serde::Deserialize)]
    /// struct Device {
    ///     id: String,
    /// }
    ///
    /// let mut batch = transport.batch();
    /// for id in &ids {
    ///     let url = format!("{}/devices/{id}", transport.base_url());
    ///     batch.push(&GET_DEVICE, transport.http().get(url).build()?)?;
    /// }
    /// for (id, device) in ids.iter().zip(batch.send_json::<Device>().await) {
    ///     match device {
    ///         Ok(device) => println!("{}", device.id),
    ///         Err(error) => println!("{id}: {error}"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch(&self) -> Batch {
        Batch {
            transport: self.clone(),
            items: Vec::new(),
            options: CallOptions::new(),
            concurrency: CONCURRENCY,
        }
    }
}

/// A place in a [`Batch`], for requests that depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatchPlace(usize);

/// Requests to be sent together. Any number of them: they go out in chunks of at most twenty.
///
/// An item that the service refuses for the moment is sent again alone, after its own wait, by the transport's rules for
/// retries. Items that depend on one that then succeeds are sent after it.
#[must_use = "nothing is sent before `send`"]
pub struct Batch {
    transport: Transport,
    items: Vec<Item>,
    options: CallOptions,
    concurrency: usize,
}

impl Batch {
    /// Adds a request.
    ///
    /// # Errors
    /// [`ErrorKind::ForeignOrigin`] when the request is not for the transport's cloud; [`ErrorKind::InvalidRequest`] when
    /// it is for another version of the API, or has a body that is not JSON.
    pub fn push(
        &mut self,
        operation: &Operation,
        request: reqwest::Request,
    ) -> Result<BatchPlace, Error> {
        self.push_after(operation, request, &[])
    }

    /// Adds a request that the service starts only when those at `after` have succeeded. They share a chunk, so that no
    /// more than twenty can hang together.
    ///
    /// # Errors
    /// As [`push`](Self::push); [`ErrorKind::InvalidRequest`] too for a place of another batch.
    pub fn push_after(
        &mut self,
        operation: &Operation,
        request: reqwest::Request,
        after: &[BatchPlace],
    ) -> Result<BatchPlace, Error> {
        self.push_with(operation, request, after, &CallOptions::new())
    }

    /// As [`push_after`](Self::push_after), with options for this request alone: its headers, such as `If-Match`, its
    /// `client-request-id`, and whether it may be repeated.
    ///
    /// # Errors
    /// As [`push_after`](Self::push_after); [`ErrorKind::InvalidRequest`] too for a timeout or a retry policy, which only
    /// the whole batch can have: see [`options`](Self::options).
    pub fn push_with(
        &mut self,
        operation: &Operation,
        mut request: reqwest::Request,
        after: &[BatchPlace],
        options: &CallOptions,
    ) -> Result<BatchPlace, Error> {
        let after: Vec<_> = after.iter().map(|place| place.0).collect();
        if after.iter().any(|place| *place >= self.items.len()) {
            let message = "a request of a batch can only depend on one that was added before it";
            return Err(Error::new(ErrorKind::InvalidRequest, message).with_operation(operation));
        }
        let mut item = options
            .put_into_item(request.headers_mut())
            .and_then(|()| Item::new(&self.transport, operation, request, after))
            .map_err(|error| error.with_operation(operation))?;
        if let Some(repeatable) = options.repeatable {
            item.operation = item.operation.repeatable(repeatable);
        }
        self.items.push(item);
        Ok(BatchPlace(self.items.len() - 1))
    }

    /// How many requests there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is no request.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The options for every round trip. Their headers are headers of the round trip, and not of the requests in it: for
    /// those see [`push_with`](Self::push_with).
    ///
    /// Their [`call_timeout`](CallOptions::call_timeout) limits the whole batch: every round trip, and every item that is
    /// sent again. What has not had its turn by then is not sent, and fails with [`ErrorKind::Timeout`]. Unless it is
    /// given, each round trip with what comes of it may take as long as a call of the transport.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// How many round trips are on their way at the same time; at least one. Default: 4.
    pub fn concurrency(mut self, chunks: usize) -> Self {
        self.concurrency = chunks.max(1);
        self
    }

    /// Sends everything. There is one result for each request, in the order in which they were added.
    ///
    /// # Errors
    /// Those of [`Transport::send`] for each item alone, and [`ErrorKind::FailedDependency`] when one that it depends on
    /// failed, or [`ErrorKind::Unanswered`] when the service left it out of its answer.
    pub async fn send(self) -> Vec<Result<Response, Error>> {
        let total = self.items.len();
        let mut results: Vec<Option<Result<Response, Error>>> = Vec::new();
        results.resize_with(total, || None);
        let mut chunks = Vec::new();
        for members in chunk::divide(&self.items) {
            match members {
                Ok(members) => chunks.push(members),
                Err(members) => {
                    for index in members {
                        results[index] = Some(Err(self.items[index].too_many_together()));
                    }
                }
            }
        }
        let clock = self.transport.clock();
        let limit = self.options.timeouts.call;
        let deadline = limit.and_then(|limit| clock.now().checked_add(limit));
        let work = chunks.into_iter().map(|members| {
            let items: Vec<_> = members
                .iter()
                .map(|index| self.items[*index].clone())
                .collect();
            let options = CallOptions {
                deadline,
                ..self.options.clone()
            };
            chunk::run(self.transport.clone(), options, members, items)
        });
        // `buffer_unordered` keeps at most so many futures alive, and drops them all with this one.
        let mut work = futures_util::stream::iter(work).buffer_unordered(self.concurrency);
        while let Some(answers) = work.next().await {
            for (index, answer) in answers {
                results[index] = Some(answer);
            }
        }
        let unanswered = |(index, result): (usize, Option<_>)| {
            result.unwrap_or_else(|| Err(self.items[index].unanswered()))
        };
        results.into_iter().enumerate().map(unanswered).collect()
    }

    /// Sends everything, and decodes each response from JSON.
    ///
    /// # Errors
    /// As [`send`](Self::send), and [`ErrorKind::Decode`] for a body that does not fit `T`.
    pub async fn send_json<T: DeserializeOwned>(self) -> Vec<Result<T, Error>> {
        let results = self.send().await;
        results
            .into_iter()
            .map(|result| result.and_then(|response| response.json()))
            .collect()
    }
}

impl std::fmt::Debug for Batch {
    /// Shows nothing of the requests, whose bodies may be secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch")
            .field("requests", &self.items.len())
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}

/// The operation of the round trip itself.
static POST_BATCH: Operation = Operation::new("batch", Method::POST, "/$batch", &[]);

/// The operation that gives the answers which did not come with the round trip.
static REST_OF_BATCH: Operation = Operation::new("batch", Method::GET, "/$batch", &[]);

impl Transport {
    fn batch_url(&self) -> Result<reqwest::Url, Error> {
        reqwest::Url::parse(&format!("{}/$batch", self.base_url()))
            .map_err(|_| Error::new(ErrorKind::InvalidRequest, "the batch has no URL"))
    }
}
