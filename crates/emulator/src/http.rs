//! Requests and replies as the service sees them, without a connection.

use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HOST, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, StatusCode, Version};
use percent_encoding::percent_decode_str;

/// A request, read whole.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Path and query as they came, such as `/beta/deviceManagement?$top=1`.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Scheme, host and port as the client named them.
    pub(crate) origin: String,
    pub(crate) version: Version,
    /// Which connection it came over, counted from 1; 0 if over none.
    pub(crate) connection: u64,
}

impl Call {
    /// A request whose body is still to come. `root` is where it went if it does not say so itself.
    pub(crate) fn new(head: Parts, root: &str, connection: u64) -> Self {
        let scheme = root.split("://").next().unwrap_or_default();
        // HTTP/2 has the host in the place of the URL's.
        let authority = head.uri.authority().map(|authority| authority.as_str());
        let host = head.headers.get(HOST).and_then(|host| host.to_str().ok());
        let origin = match host.or(authority) {
            Some(host) => format!("{scheme}://{host}"),
            None => root.to_owned(),
        };
        let target = head.uri.path_and_query();
        Self {
            method: head.method,
            target: target.map_or("/", |target| target.as_str()).to_owned(),
            headers: head.headers,
            body: Vec::new(),
            origin,
            version: head.version,
            connection,
        }
    }

    pub(crate) fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&self.target, |(path, _)| path)
    }

    pub(crate) fn raw_query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The decoded segments of the path. `None` if one cannot be decoded or holds nothing.
    pub(crate) fn segments(&self) -> Option<Vec<String>> {
        let path = self.path().trim_start_matches('/');
        path.split('/')
            .map(|segment| decode(segment).filter(|segment| !segment.is_empty()))
            .collect()
    }

    /// The decoded query options in the order in which they came. `None` if one cannot be decoded.
    pub(crate) fn query(&self) -> Option<Vec<(String, String)>> {
        let query = self.raw_query().unwrap_or_default();
        query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((
                    decode(&name.replace('+', " "))?,
                    decode(&value.replace('+', " "))?,
                ))
            })
            .collect()
    }
}

fn decode(text: &str) -> Option<String> {
    percent_decode_str(text)
        .decode_utf8()
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// A reply, whole, before faults are applied to it.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

pub(crate) const JSON: &str = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

impl Reply {
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    pub(crate) fn json(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self::empty(status)
            .with_header(CONTENT_TYPE, JSON)
            .with_body(body.into())
    }

    pub(crate) fn plain_json(status: StatusCode, body: &serde_json::Value) -> Self {
        Self::empty(status)
            .with_header(CONTENT_TYPE, "application/json")
            .with_body(body.to_string().into())
    }

    pub(crate) fn text(status: StatusCode, body: String) -> Self {
        Self::empty(status)
            .with_header(CONTENT_TYPE, "text/plain")
            .with_body(body.into())
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    /// Sets a header; a value that no header can hold is left out.
    pub(crate) fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }
}
