//! One request of a batch.

use http::{HeaderMap, HeaderValue, Method, header};
use reqwest::Request;
use serde_json::value::RawValue;

use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::transport::Transport;

/// A request as it stands in a batch, and as it can be sent alone.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) operation: Operation,
    pub(super) method: Method,
    /// The URL without root and version.
    pub(super) relative: String,
    absolute: reqwest::Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Box<RawValue>>,
    /// The places of the items that must succeed first.
    pub(super) after: Vec<usize>,
}

impl Item {
    pub(super) fn new(
        transport: &Transport,
        operation: &Operation,
        request: Request,
        after: Vec<usize>,
    ) -> Result<Self, Error> {
        transport.check_origin(request.url())?;
        let relative = request
            .url()
            .as_str()
            .strip_prefix(transport.base_url())
            .filter(|rest| rest.starts_with('/'))
            .ok_or_else(|| invalid("is not for the version of the API that the batch is for"))?
            .to_owned();
        let body = match request.body() {
            None => None,
            Some(body) => Some(json_body(body)?),
        };
        let mut headers = request.headers().clone();
        for name in [
            header::AUTHORIZATION,
            header::HOST,
            header::COOKIE,
            header::CONTENT_LENGTH,
        ] {
            headers.remove(name);
        }
        headers.remove("api-version");
        if body.is_some() {
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            );
        }
        Ok(Self {
            operation: operation.clone(),
            method: request.method().clone(),
            absolute: request.url().clone(),
            relative,
            headers,
            body,
            after,
        })
    }

    /// The request for being sent outside of a batch.
    pub(super) fn alone(&self) -> Request {
        let mut request = Request::new(self.method.clone(), self.absolute.clone());
        *request.headers_mut() = self.headers.clone();
        *request.body_mut() = self
            .body
            .as_ref()
            .map(|body| reqwest::Body::from(body.get().to_owned()));
        request
    }

    pub(super) fn unanswered(&self) -> Error {
        let message =
            "the service answered the batch, but not this request: whether it was done is unknown";
        Error::new(ErrorKind::Unanswered, message).with_operation(&self.operation)
    }

    pub(super) fn too_many_together(&self) -> Error {
        invalid("hangs together with more than nineteen others, which cannot be sent at once")
            .with_operation(&self.operation)
    }
}

/// A JSON body, which stands in the batch as it is.
fn json_body(body: &reqwest::Body) -> Result<Box<RawValue>, Error> {
    let bytes = body
        .as_bytes()
        .ok_or_else(|| invalid("has a stream for a body"))?;
    let text = std::str::from_utf8(bytes).map_err(|_| invalid("has a body that is not JSON"))?;
    RawValue::from_string(text.to_owned()).map_err(|_| invalid("has a body that is not JSON"))
}

fn invalid(what: &str) -> Error {
    Error::new(ErrorKind::InvalidRequest, format!("the request {what}"))
}
