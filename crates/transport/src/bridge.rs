//! For generated clients, whose hooks hand over a `reqwest::Request` and want a `reqwest::Response` back.

use http::StatusCode;
use reqwest::ResponseBuilderExt;

use crate::error::Error;
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::response::Response;
use crate::transport::Transport;

/// The status of a synthesized response for a failure that has none of its own, such as a connection never made.
const NO_STATUS: u16 = 599;

impl Transport {
    /// Sends a request, and answers with a response whatever happens.
    ///
    /// A success comes as it was, with the [`Response`] inside: see [`Response::from_response`]. A failure comes as a response that is not a success (599 when the service gave no
    /// status), with an empty body and the [`Error`] inside: take it out with [`Error::from_response`].
    pub async fn exchange(
        &self,
        operation: &Operation,
        request: reqwest::Request,
        options: &CallOptions,
    ) -> reqwest::Response {
        let url = request.url().clone();
        match self.send(operation, request, options).await {
            Ok(response) => {
                let mut synthesized =
                    http::Response::new(reqwest::Body::from(response.body.clone()));
                *synthesized.status_mut() = response.status;
                *synthesized.headers_mut() = response.headers.clone();
                synthesized.extensions_mut().insert(response);
                with_url(synthesized, url)
            }
            Err(error) => {
                let mut synthesized = http::Response::new(reqwest::Body::default());
                *synthesized.status_mut() = failure_status(&error);
                synthesized.extensions_mut().insert(error);
                with_url(synthesized, url)
            }
        }
    }
}

impl Response {
    /// What [`Transport::exchange`] received, whole; `None` for a failure or a stranger's response.
    #[must_use]
    pub fn from_response(response: &reqwest::Response) -> Option<&Self> {
        response.extensions().get()
    }
}

impl Error {
    /// The error that [`Transport::exchange`] put into a response; `None` for a success or a stranger's response.
    #[must_use]
    pub fn from_response(response: &reqwest::Response) -> Option<&Self> {
        response.extensions().get()
    }
}

/// A body that arrived broken has the status of a success, which the failure must not have.
fn failure_status(error: &Error) -> StatusCode {
    let fallback = || StatusCode::from_u16(NO_STATUS).unwrap_or(StatusCode::BAD_GATEWAY);
    error
        .status()
        .filter(|status| !status.is_success())
        .unwrap_or_else(fallback)
}

fn with_url(response: http::Response<reqwest::Body>, url: reqwest::Url) -> reqwest::Response {
    let (mut parts, body) = response.into_parts();
    // Only a builder can attach the URL; it starts out valid, so that it cannot fail.
    if let Ok(carrier) = http::Response::builder().url(url).body(()) {
        parts.extensions.extend(carrier.into_parts().0.extensions);
    }
    http::Response::from_parts(parts, body).into()
}
