//! The request of a call, from which every try is made, byte for byte the same.

use std::hash::{BuildHasher, RandomState};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, header};
use reqwest::{Request, Url};

use crate::credential::Bearer;
use crate::error::{Error, ErrorKind};
use crate::options::CallOptions;
use crate::response::CLIENT_REQUEST_ID;

const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// Headers of a request that do not go out: the transport answers for the first ones, and Graph knows no `api-version`,
/// which generated clients add.
const DROPPED: [HeaderName; 5] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::COOKIE,
    header::HOST,
    HeaderName::from_static("api-version"),
];

pub(super) struct Template {
    /// Without its body.
    request: Request,
    body: Option<Bytes>,
    client_request_id: String,
}

impl Template {
    pub(super) fn new(
        mut request: Request,
        options: &CallOptions,
        user_agent: &HeaderValue,
    ) -> Result<Self, Error> {
        let body = match request.body_mut().take() {
            None => None,
            Some(body) => Some(Bytes::copy_from_slice(body.as_bytes().ok_or_else(|| {
                Error::new(
                    ErrorKind::InvalidRequest,
                    "the body is a stream, which cannot be sent a second time: read it into memory first",
                )
            })?)),
        };
        // It does not go over the wire, so that the answer comes from a URL without it.
        request.url_mut().set_fragment(None);
        let headers = request.headers_mut();
        // Room at once for what is added here and for each try.
        headers.reserve(options.headers.len() + 4);
        if headers.keys().any(|name| DROPPED.contains(name)) {
            for name in DROPPED {
                headers.remove(name);
            }
        }
        if !options.headers.is_empty() {
            headers.extend(options.headers.clone());
        }
        let id = options
            .client_request_id
            .clone()
            .or_else(|| headers.get(CLIENT_REQUEST_ID).cloned())
            .or_else(guid);
        let client_request_id = id
            .as_ref()
            .map(|id| String::from_utf8_lossy(id.as_bytes()).into_owned())
            .unwrap_or_default();
        if let Some(id) = id {
            headers.insert(CLIENT_REQUEST_ID, id);
        }
        // Keeps the place of each try's own: a copy of the headers has no room for one more.
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static(""));
        headers
            .entry(header::ACCEPT)
            .or_insert(HeaderValue::from_static("application/json"));
        headers
            .entry(header::USER_AGENT)
            .or_insert_with(|| user_agent.clone());
        Ok(Self {
            request,
            body,
            client_request_id,
        })
    }

    /// What is sent, but for its head.
    pub(super) fn body(&self) -> Option<&[u8]> {
        self.body.as_deref()
    }

    pub(super) fn url(&self) -> &Url {
        self.request.url()
    }

    pub(super) fn into_client_request_id(self) -> String {
        self.client_request_id
    }

    /// The request for a try, after `attempts` others.
    pub(super) fn build(&self, bearer: &Bearer, attempts: u32) -> Request {
        let mut request = Request::new(self.request.method().clone(), self.request.url().clone());
        request.headers_mut().clone_from(self.request.headers());
        *request.body_mut() = self.body.clone().map(reqwest::Body::from);
        let headers = request.headers_mut();
        headers.insert(header::AUTHORIZATION, bearer.header.clone());
        if attempts > 0 {
            headers.insert(RETRY_ATTEMPT, HeaderValue::from(attempts));
        }
        request
    }
}

/// A new id, as a value that is copied without copying its text.
fn guid() -> Option<HeaderValue> {
    // As random as the keys of a `HashMap`, which the system is asked for once and not for every call.
    let random = RandomState::new();
    let random = u128::from(random.hash_one(0)) << 64 | u128::from(random.hash_one(1));
    let id = uuid::Builder::from_random_bytes(random.to_ne_bytes()).into_uuid();
    let mut text = [0; uuid::fmt::Hyphenated::LENGTH];
    id.hyphenated().encode_lower(&mut text);
    HeaderValue::from_maybe_shared(Bytes::from_owner(text)).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_id_is_a_new_guid() {
        let ids: HashSet<_> = (0..10_000).filter_map(|_| guid()).collect();
        assert_eq!(ids.len(), 10_000);
        for id in ids {
            let id = id.to_str().unwrap();
            let lengths: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
            assert_eq!(&id[14..15], "4", "{id}");
            assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"), "{id}");
        }
    }
}
