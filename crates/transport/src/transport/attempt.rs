//! One try: the request goes out, the response is read to its end.

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, header};
use reqwest::Request;

use super::Transport;
use crate::credential::TokenRequest;
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::response::{Metadata, Response};

impl Transport {
    pub(super) async fn attempt(
        &self,
        operation: &Operation,
        mut request: Request,
        options: &CallOptions,
    ) -> Result<Response, Error> {
        self.shared.endpoint.check(request.url())?;
        let token = self
            .shared
            .credential
            .token(TokenRequest {
                scope: self.shared.cloud.scope().to_owned(),
                claims: None,
            })
            .await
            .map_err(|error| {
                Error::new(ErrorKind::Credential, "the credential gave no token").with_source(error)
            })?;
        let mut bearer =
            HeaderValue::try_from(format!("Bearer {}", token.secret())).map_err(|_| {
                Error::new(
                    ErrorKind::Credential,
                    "the token holds characters that no header may hold",
                )
            })?;
        bearer.set_sensitive(true);

        let client_request_id = options
            .client_request_id
            .clone()
            .unwrap_or_else(new_request_id);
        let headers = request.headers_mut();
        headers.extend(options.headers.clone());
        headers.insert(header::AUTHORIZATION, bearer);
        headers.insert("client-request-id", client_request_id.clone());
        headers
            .entry(header::ACCEPT)
            .or_insert(HeaderValue::from_static("application/json"));

        let mut response = self.shared.http.execute(request).await.map_err(network)?;
        let status = response.status();
        let headers = response.headers().clone();
        let mut metadata = Metadata::from_headers(&headers);
        metadata.attempts = 1;
        if metadata.client_request_id.is_none() {
            metadata.client_request_id = client_request_id.to_str().ok().map(str::to_owned);
        }
        let body = read(&mut response, self.shared.max_body_bytes)
            .await
            .map_err(|error| error.with_response(operation.name(), status, &metadata))?;
        if status.is_success() {
            return Ok(Response {
                operation: operation.name(),
                status,
                headers,
                body,
                metadata,
            });
        }
        Err(Error::new(
            ErrorKind::of_status(status),
            "the service refused the request",
        )
        .with_response(operation.name(), status, &metadata))
    }
}

/// Reads a body chunk by chunk, and stops at the limit.
async fn read(response: &mut reqwest::Response, limit: usize) -> Result<Bytes, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(network)? {
        if body.len() + chunk.len() > limit {
            return Err(Error::new(
                ErrorKind::TooLarge,
                format!(
                    "the response is longer than {limit} bytes: raise `max_body_bytes` if that is right"
                ),
            ));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn network(error: reqwest::Error) -> Error {
    // The URL may hold a skip token.
    let error = error.without_url();
    let (kind, message) = if error.is_connect() {
        (ErrorKind::Connect, "no connection could be made")
    } else if error.is_timeout() {
        (ErrorKind::Timeout, "the service took too long")
    } else {
        (ErrorKind::Network, "the connection broke")
    };
    Error::new(kind, message).with_source(error)
}

fn new_request_id() -> HeaderValue {
    let id = uuid::Uuid::new_v4().to_string();
    HeaderValue::try_from(id).unwrap_or_else(|_| HeaderValue::from_static("0"))
}
