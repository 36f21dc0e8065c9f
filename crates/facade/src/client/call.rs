//! One call: what it will send can be looked at and changed, then it is awaited.

use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use msgraph_transport::{CallOptions, Error, ErrorKind, Metadata, Operation, Response, Transport};

use super::request::Built;
use crate::decode;
use crate::query::Query;

/// A call that has not been made yet. Awaiting it makes it.
///
/// ```no_run
/// use intune_hardware_configurations::query::ItemQuery;
/// use intune_hardware_configurations::{Error, HardwareConfigurationId, HardwareConfigurationProperty as P};
/// # use intune_hardware_configurations::HardwareConfigurations;
///
/// # async fn example(configurations: HardwareConfigurations, id: HardwareConfigurationId) -> Result<(), Error> {
/// let call = configurations.get(&id).query(ItemQuery::new().select([P::Id, P::Version]));
/// println!("{}", call.url()?);
/// let configuration = call.await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<T, Q = NoQuery> {
    transport: Transport,
    built: Result<Built, Error>,
    options: CallOptions,
    outcome: Outcome<T>,
    query: PhantomData<fn(Q)>,
}

/// How a response becomes the result.
pub(crate) type Decode<T> = fn(&Response) -> Result<T, Error>;

/// What becomes of a request that was sent, alone or in a batch.
pub(crate) struct Outcome<T> {
    decode: Decode<T>,
    /// The result that an error of the transport stands for, if it is none to the caller.
    excuse: fn(&Error) -> Option<T>,
}

impl<T> Outcome<T> {
    fn decoded(decode: Decode<T>) -> Self {
        Self {
            decode,
            excuse: |_| None,
        }
    }

    pub(crate) fn of(&self, sent: Result<Response, Error>) -> Result<Answer<T>, Error> {
        match sent {
            Ok(response) => Ok(Answer {
                value: (self.decode)(&response)?,
                metadata: response.into_metadata(),
            }),
            Err(error) => match (self.excuse)(&error) {
                Some(value) => Ok(Answer {
                    value,
                    metadata: error.metadata().clone(),
                }),
                None => Err(error),
            },
        }
    }
}

/// For calls without query options.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NoQuery;

/// The result of a call, and what the service says about it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer<T> {
    /// The result.
    pub value: T,
    /// The request ids, the service's date, the number of tries.
    pub metadata: Metadata,
}

impl<T, Q> Call<T, Q> {
    pub(crate) fn new(
        transport: &Transport,
        built: Result<Built, Error>,
        decode: Decode<T>,
    ) -> Self {
        Self {
            transport: transport.clone(),
            built,
            options: CallOptions::default(),
            outcome: Outcome::decoded(decode),
            query: PhantomData,
        }
    }

    /// Options for this call alone: headers, timeouts, `If-Match`, ids for the service's log.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// The URL that the request goes to.
    ///
    /// # Errors
    /// The error that awaiting the call would give, when what was asked for cannot be sent.
    pub fn url(&self) -> Result<&str, Error> {
        match &self.built {
            Ok(built) => Ok(built.request.url().as_str()),
            Err(error) => Err(error.clone()),
        }
    }

    /// The operation, with its method and its permissions.
    ///
    /// # Errors
    /// The error that awaiting the call would give, when what was asked for cannot be sent.
    pub fn operation(&self) -> Result<&'static Operation, Error> {
        match &self.built {
            Ok(built) => Ok(built.operation),
            Err(error) => Err(error.clone()),
        }
    }

    /// Makes the call, and gives what the service says about it next to the result.
    ///
    /// # Errors
    /// Whatever can go wrong with a call: see [`ErrorKind`](crate::ErrorKind).
    pub async fn send(self) -> Result<Answer<T>, Error> {
        let Built { operation, request } = self.built?;
        let sent = self.transport.send(operation, request, &self.options);
        self.outcome.of(sent.await)
    }
}

impl Call<()> {
    /// A call that deletes. What is gone when the request is repeated was deleted by an earlier try, whose answer got
    /// lost; unless that try was refused, and deleted nothing.
    pub(crate) fn deleting(transport: &Transport, built: Result<Built, Error>) -> Self {
        let mut call = Self::new(transport, built, decode::nothing);
        call.outcome.excuse =
            |error| (error.is_not_found() && error.may_have_been_done()).then_some(());
        call
    }
}

impl<T, Q> Call<T, Q> {
    /// The same call with another result.
    pub(crate) fn decoding<U>(self, decode: Decode<U>) -> Call<U, Q> {
        Call {
            transport: self.transport,
            built: self.built,
            options: self.options,
            outcome: Outcome::decoded(decode),
            query: self.query,
        }
    }

    /// For a batch that `transport` sends.
    pub(crate) fn for_batch_of(
        self,
        transport: &Transport,
    ) -> Result<(Built, CallOptions, Outcome<T>), Error> {
        let built = self.built?;
        if !self.transport.is_same(transport) {
            let message = "the call is one of another client, whose batch has to send it";
            let error = Error::new(ErrorKind::InvalidRequest, message);
            return Err(error.with_operation(built.operation));
        }
        Ok((built, self.options, self.outcome))
    }
}

impl<T, Q: Query> Call<T, Q> {
    /// Sets the query options, in place of what was set before.
    pub fn query(mut self, query: Q) -> Self {
        if let Ok(built) = &mut self.built {
            built
                .request
                .url_mut()
                .set_query(query.to_query().as_deref());
        }
        self
    }
}

impl<T: Send + 'static, Q: 'static> IntoFuture for Call<T, Q> {
    type Output = Result<T, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.send().await.map(|answer| answer.value) })
    }
}

impl<T, Q> std::fmt::Debug for Call<T, Q> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut call = formatter.debug_struct("Call");
        match &self.built {
            Ok(built) => call
                .field("operation", &built.operation.name())
                .field("path", &built.request.url().path()),
            Err(error) => call.field("error", error),
        };
        call.finish_non_exhaustive()
    }
}
