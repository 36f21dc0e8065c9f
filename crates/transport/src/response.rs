//! A response that was read to its end.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, decode};
use crate::operation::Operation;

/// The service's id of a request.
const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
/// The caller's id of a call.
pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// What the service says about a call, next to its result. Quote it when you ask Microsoft for help.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The service's id of the request (`request-id`).
    pub request_id: Option<String>,
    /// The caller's id, the same for every try of a call (`client-request-id`).
    pub client_request_id: Option<String>,
    /// When the service answered, as it wrote it (`Date`).
    pub date: Option<String>,
    /// How many tries were made, also those that found no connection. 0 when none was.
    pub attempts: u32,
    /// A try before the last one may have been acted on.
    pub(crate) was_in_doubt: bool,
}

impl Metadata {
    /// Reads the service's ids and date from the headers of a response.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Self {
        let text = |name: &HeaderName| Some(headers.get(name)?.to_str().ok()?.to_owned());
        Self {
            request_id: text(&REQUEST_ID),
            client_request_id: text(&CLIENT_REQUEST_ID),
            date: text(&header::DATE),
            attempts: 0,
            was_in_doubt: false,
        }
    }
}

/// A successful response (2xx), its body read whole and bounded.
///
/// `Debug` shows the length of the body, never its content.
#[derive(Clone)]
pub struct Response {
    pub(crate) operation: Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) metadata: Metadata,
}

impl Response {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The response headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, decompressed.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The request ids and the date.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The request ids and the date, taken out.
    #[must_use]
    pub fn into_metadata(self) -> Metadata {
        self.metadata
    }

    /// Decodes the body from JSON.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the body is empty, is not JSON, or does not fit `T`. The
    /// error names the path of the field that did not fit and the request id, and shows nothing of the values.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.json_borrowed()
    }

    /// As [`json`](Self::json), for a type that borrows from the body.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub fn json_borrowed<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        decode::json(&self.body, &self.headers).map_err(|error| self.explain(error))
    }

    /// The body as text.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when the body is not UTF-8.
    pub fn text(&self) -> Result<&str, Error> {
        decode::text(&self.body).map_err(|error| self.explain(error))
    }

    /// Adds to an error in the body what is known of the response.
    pub(crate) fn explain(&self, error: Error) -> Error {
        error
            .with_operation(&self.operation)
            .with_response(self.status, self.metadata.clone())
    }
}

impl std::fmt::Debug for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Response")
            .field("operation", &self.operation.name())
            .field("status", &self.status)
            .field("metadata", &self.metadata)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
