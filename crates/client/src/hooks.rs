//! Where the generated code hands over its requests.

use msgraph_transport::{CallOptions, Operation, Transport};
use progenitor_client::{ClientHooks, ClientInfo as _, OperationInfo};

use crate::generated::{Client, Error};
use crate::{body, operations};

impl Client {
    /// A client whose calls go through `transport`, which must be of the beta version: no other has these operations.
    #[must_use]
    pub fn over(transport: Transport) -> Self {
        let http = transport.http().clone();
        let root = transport.base_url().to_owned();
        Self::new_with_client(&root, http, transport)
    }
}

impl ClientHooks<Transport> for Client {
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        info: &OperationInfo,
    ) -> Result<(), progenitor_client::Error<E>> {
        body::ask_for_it(request, info.operation_id);
        Ok(())
    }

    async fn exec(
        &self,
        request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        let options = CallOptions::new();
        let exchange = self.inner().exchange(operation(info), request, &options);
        Ok(exchange.await)
    }
}

/// The table and the client are generated from the same document, so that every operation is found.
fn operation(info: &OperationInfo) -> &'static Operation {
    static UNNAMED: Operation = Operation::new("unnamed", http::Method::GET, "", &[]);
    operations::named(info.operation_id).unwrap_or(&UNNAMED)
}

/// What the transport knows of a call that failed; `None` when the request could not even be built.
#[must_use]
pub fn transport_error<E>(error: &Error<E>) -> Option<&msgraph_transport::Error> {
    match error {
        Error::UnexpectedResponse(response) => msgraph_transport::Error::from_response(response),
        _ => None,
    }
}
