//! Requests from the generated client, with the facade's own bodies.

use std::fmt;

use intune_hardware_configurations_client::{Id, RequestFactory};
use msgraph_transport::{Error, ErrorKind, Operation, Transport};
use serde::Serialize;

use crate::types::LimitExceeded;

/// A request, and the operation that it is for.
pub struct Built {
    pub(crate) operation: &'static Operation,
    pub(crate) request: reqwest::Request,
}

impl Built {
    /// The request that `build` asks the generated client for.
    pub(crate) fn new(
        transport: &Transport,
        build: impl FnOnce(RequestFactory<'_>) -> Result<(&'static Operation, reqwest::Request), Error>,
    ) -> Result<Self, Error> {
        let (operation, request) = build(RequestFactory::new(transport))?;
        Ok(Self { operation, request })
    }

    /// Refuses what is too large, in the name of the operation.
    pub(crate) fn limited(self, checked: Result<(), LimitExceeded>) -> Result<Self, Error> {
        match checked {
            Ok(()) => Ok(self),
            Err(error) => Err(Error::from(error).with_operation(self.operation)),
        }
    }

    /// Replaces the body, of the generated type, by one of the facade's, which can say `null` and keeps what it does
    /// not know.
    pub(crate) fn body(mut self, body: &impl Serialize) -> Result<Self, Error> {
        let bytes = serde_json::to_vec(body).map_err(|error| {
            Error::new(
                ErrorKind::InvalidRequest,
                "the object cannot be written as JSON",
            )
            .with_operation(self.operation)
            .with_source(error)
        })?;
        *self.request.body_mut() = Some(bytes.into());
        Ok(self)
    }
}

impl fmt::Debug for Built {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Built")
            .field("operation", &self.operation.name())
            .finish_non_exhaustive()
    }
}

/// The id as the generated client wants it.
pub(crate) fn segment(id: &str) -> Result<Id, Error> {
    Id::new(id).map_err(|error| Error::new(ErrorKind::InvalidRequest, error.to_string()))
}
