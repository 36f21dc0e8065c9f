//! Faults that code decides on.

use std::sync::{Arc, Mutex, PoisonError};

use hyper::Request;
use hyper::body::Bytes;

use super::{Effect, Response};
use crate::http::Call;

type Decide = dyn FnMut(&Request<Bytes>) -> Option<Effect> + Send;

/// Asked about every request what goes wrong with it.
#[derive(Clone)]
pub(crate) struct Script(Arc<Mutex<Decide>>);

impl std::fmt::Debug for Script {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Script")
    }
}

impl Script {
    pub(crate) fn new(
        decide: impl FnMut(&Request<Bytes>) -> Option<Effect> + Send + 'static,
    ) -> Self {
        Self(Arc::new(Mutex::new(decide)))
    }

    pub(crate) fn effect(&self, call: &Call) -> Option<Effect> {
        let mut request = Request::new(Bytes::copy_from_slice(&call.body));
        *request.method_mut() = call.method.clone();
        *request.headers_mut() = call.headers.clone();
        *request.version_mut() = call.version;
        if let Ok(uri) = format!("{}{}", call.origin, call.target).parse() {
            *request.uri_mut() = uri;
        }
        let effect = (self.0.lock().unwrap_or_else(PoisonError::into_inner))(&request)?;
        Some(match effect.check() {
            Ok(()) => effect,
            // There is nobody else to be told.
            Err(error) => Response::new(500)
                .header("content-type", "text/plain")
                .body(format!("The effect of the script cannot be used: {error}"))
                .into(),
        })
    }
}
