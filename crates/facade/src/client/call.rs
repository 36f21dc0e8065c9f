//! One call: what it will send can be looked at and changed, then it is awaited.

use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;

use msgraph_transport::{CallOptions, Error, Metadata, Operation, Response, Transport};

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
    decode: Decode<T>,
    excuse: Excuse<T>,
    query: PhantomData<fn(Q)>,
}

/// How the response becomes the result.
pub(crate) type Decode<T> = fn(&Response) -> Result<T, Error>;

/// The result that an error of the transport stands for, if it is none to the caller.
type Excuse<T> = fn(&Error) -> Option<T>;

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
            decode,
            excuse: |_| None,
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
        match sent.await {
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

impl Call<()> {
    /// A call that deletes. What is gone when the request is repeated was deleted by an earlier try, whose answer got
    /// lost.
    pub(crate) fn deleting(transport: &Transport, built: Result<Built, Error>) -> Self {
        let mut call = Self::new(transport, built, decode::nothing);
        call.excuse = |error| (error.is_not_found() && error.metadata().attempts > 1).then_some(());
        call
    }
}

impl<T, Q> Call<T, Q> {
    /// For a batch.
    pub(crate) fn into_parts(self) -> (Result<Built, Error>, CallOptions, Decode<T>) {
        (self.built, self.options, self.decode)
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
