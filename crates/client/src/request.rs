//! Requests of the generated client, unsent.

use std::future::Future as _;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use msgraph_transport::{Error, ErrorKind, Operation, Transport};

use crate::generated::{self, Client, ResponseValue};
use crate::hooks::{Kind, Mode, Slot};

/// Builds the request of an operation without sending it: to look at, to put into a batch, to send with options.
///
/// ```
/// use intune_hardware_configurations_client::{Id, RequestFactory};
/// use msgraph_transport::{ApiVersion, Credential, Transport};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let transport = Transport::builder(Credential::fixed("token")).api_version(ApiVersion::Beta).build()?;
/// let id = Id::new("42")?;
/// let (operation, request) = RequestFactory::new(&transport)
///     .build(async |client| client.get_run_summary(&id, None, None).await)?;
/// assert_eq!(operation.name(), "get_run_summary");
/// assert_eq!(
///     request.url().as_str(),
///     "https://graph.microsoft.com/beta/deviceManagement/hardwareConfigurations/42/runSummary",
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct RequestFactory {
    transport: Transport,
}

impl RequestFactory {
    /// A factory for requests to the API that `transport` talks to.
    #[must_use]
    pub fn new(transport: &Transport) -> Self {
        Self {
            transport: transport.clone(),
        }
    }

    /// The request that `call` makes of the client, and the operation that it is for.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`] if the arguments cannot be put into a request, such as a header with a line break,
    /// or if `call` waits for something else or does not call the client.
    pub fn build<T>(
        &self,
        call: impl AsyncFnOnce(&Client) -> Result<ResponseValue<T>, generated::Error<()>>,
    ) -> Result<(&'static Operation, reqwest::Request), Error> {
        let slot = Slot::default();
        let mode = Mode(Kind::Keep(slot.clone()));
        let http = self.transport.http().clone();
        let client = Client::new_with_client(self.transport.base_url(), http, mode);
        // Nothing is sent, so that there is nothing to wait for: one poll runs the call to its end.
        let outcome = pin!(call(&client)).poll(&mut Context::from_waker(Waker::noop()));
        slot.take().ok_or_else(|| {
            let reason = match outcome {
                Poll::Ready(Err(generated::Error::InvalidRequest(reason))) => reason,
                Poll::Ready(Err(error)) => error.to_string(),
                _ => "the closure did not call the client".to_owned(),
            };
            Error::new(ErrorKind::InvalidRequest, reason)
        })
    }
}
