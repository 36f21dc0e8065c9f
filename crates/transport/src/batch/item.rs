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
        if let Some((name, _)) = headers.iter().find(|(_, value)| value.to_str().is_err()) {
            return Err(invalid(&format!(
                "has a value for the header `{name}` that no batch can hold: only ASCII is text there"
            )));
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Credential;
    use crate::batch::wire;

    static GET: Operation = Operation::new("get", Method::GET, "/x", &[]);

    fn item(headers: &[(&'static str, &[u8])]) -> Result<Item, Error> {
        let transport = Transport::builder(Credential::fixed("token"))
            .loopback_endpoint("http://127.0.0.1:1")
            .build()?;
        let url = reqwest::Url::parse("http://127.0.0.1:1/v1.0/x").unwrap();
        let mut request = Request::new(Method::GET, url);
        for (name, value) in headers {
            let value = HeaderValue::from_bytes(value).unwrap();
            request.headers_mut().append(*name, value);
        }
        Item::new(&transport, &GET, request, Vec::new())
    }

    #[test]
    fn repeated_headers_are_written_as_one() {
        let item = item(&[("prefer", b"a=1"), ("x-own", b"x"), ("prefer", b"b=2")]).unwrap();
        let written = String::from_utf8(wire::encode(&[(0, item)]).unwrap()).unwrap();
        assert!(
            written.contains(r#""headers":{"prefer":"a=1, b=2","x-own":"x"}"#),
            "{written}"
        );
    }

    #[test]
    fn a_header_that_cannot_be_written_is_refused_and_not_left_out() {
        let Err(error) = item(&[("x-own", "hünter2".as_bytes())]) else {
            panic!("it was taken");
        };
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        let line = error.to_string();
        assert!(
            line.contains("`x-own`") && !line.contains("nter2"),
            "{line}"
        );
    }
}
