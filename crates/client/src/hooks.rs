//! Where the generated code hands over its requests.

use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderValue, Method, header};
use msgraph_transport::{CallOptions, Operation, Transport};
use progenitor_client::{ClientHooks, ClientInfo as _, OperationInfo};

use crate::generated::{Client, Error};
use crate::{body, operations};

/// What a client does with the requests that it builds.
#[derive(Clone, Debug)]
pub struct Mode(pub(crate) Kind);

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Send(Transport),
    Keep(Slot),
}

/// Holds the one request that a call built.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slot(Arc<Mutex<Option<Built>>>);

/// A request, and the operation that it is for.
pub(crate) type Built = (&'static Operation, reqwest::Request);

impl Slot {
    fn put(&self, built: Built) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(built);
    }

    pub(crate) fn take(&self) -> Option<Built> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Client {
    /// A client whose calls go through `transport`, which must be of the beta version: no other has these operations.
    #[must_use]
    pub fn over(transport: Transport) -> Self {
        let http = transport.http().clone();
        let root = transport.base_url().to_owned();
        Self::new_with_client(&root, http, Mode(Kind::Send(transport)))
    }
}

impl ClientHooks<Mode> for Client {
    async fn pre<E>(
        &self,
        request: &mut reqwest::Request,
        info: &OperationInfo,
    ) -> Result<(), progenitor_client::Error<E>> {
        if body::of(info.operation_id) == body::Shape::Count {
            let text = HeaderValue::from_static("text/plain");
            request.headers_mut().insert(header::ACCEPT, text);
        }
        if let Kind::Keep(slot) = &self.inner().0 {
            // The call ends here, with an error; what takes the place of its request is never sent.
            let placeholder = reqwest::Request::new(Method::GET, request.url().clone());
            slot.put((operation(info), std::mem::replace(request, placeholder)));
            return Err(progenitor_client::Error::Custom(String::new()));
        }
        Ok(())
    }

    async fn exec(
        &self,
        request: reqwest::Request,
        info: &OperationInfo,
    ) -> reqwest::Result<reqwest::Response> {
        Ok(match &self.inner().0 {
            Kind::Send(transport) => {
                let options = CallOptions::new();
                transport.exchange(operation(info), request, &options).await
            }
            // `pre` lets no such call come this far.
            Kind::Keep(_) => http::Response::new(reqwest::Body::default()).into(),
        })
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
