//! What is seen of a call: `tracing` spans and events with the field names of OpenTelemetry.
//!
//! Everything that is recorded is on a list here. Bodies, tokens, paths with ids and the values of queries are on none.

use std::time::Duration;

use http::{HeaderMap, HeaderName, StatusCode};
use reqwest::{Request, Url};
use tracing::field::{Empty, display};
use tracing::{Level, Span, event, span};

use crate::error::Error;
use crate::operation::Operation;
use crate::response::Response;

/// Query options whose names may be shown. Their values may not.
const SHOWN_OPTIONS: [&str; 8] = [
    "$count", "$expand", "$filter", "$orderby", "$search", "$select", "$skip", "$top",
];

/// The span of a whole call.
pub(crate) fn call_span(operation: &Operation, request: &Request) -> Span {
    span!(
        Level::INFO,
        "graph.call",
        otel.kind = "internal",
        otel.name = operation.name(),
        otel.status_code = Empty,
        http.request.method = request.method().as_str(),
        url.template = operation.path(),
        graph.query_options = query_options(request.url()),
        server.address = request.url().host_str(),
        http.response.status_code = Empty,
        graph.attempts = Empty,
        graph.request_id = Empty,
        graph.client_request_id = Empty,
        error.type = Empty,
    )
}

/// The span of one try, after `attempts` others.
pub(crate) fn try_span(operation: &Operation, request: &Request, attempts: u32) -> Span {
    let span = span!(
        Level::DEBUG,
        "graph.try",
        otel.kind = "client",
        otel.name = format!("{} {}", request.method(), operation.path()),
        otel.status_code = Empty,
        http.request.method = request.method().as_str(),
        http.request.resend_count = Empty,
        url.template = operation.path(),
        url.scheme = request.url().scheme(),
        server.address = request.url().host_str(),
        server.port = request.url().port_or_known_default(),
        http.response.status_code = Empty,
        http.response.header.request_id = Empty,
        http.response.header.retry_after = Empty,
        error.type = Empty,
    );
    if attempts > 0 {
        span.record("http.request.resend_count", attempts);
    }
    span
}

/// A try was answered.
pub(crate) fn answered(span: &Span, status: StatusCode, headers: &HeaderMap) {
    if span.is_disabled() {
        return;
    }
    span.record("http.response.status_code", status.as_u16());
    for (field, name) in [
        (
            "http.response.header.request_id",
            HeaderName::from_static("request-id"),
        ),
        (
            "http.response.header.retry_after",
            http::header::RETRY_AFTER,
        ),
    ] {
        if let Some(value) = headers.get(name).and_then(|value| value.to_str().ok()) {
            span.record(field, value);
        }
    }
    if !status.is_success() {
        span.record("error.type", status.as_str());
        span.record("otel.status_code", "ERROR");
    }
}

/// A try had no answer.
pub(crate) fn failed(span: &Span, error: &Error) {
    span.record("error.type", error.kind().name());
    span.record("otel.status_code", "ERROR");
}

/// A call is over.
pub(crate) fn finished(span: &Span, result: &Result<Response, Error>) {
    if span.is_disabled() {
        return;
    }
    let (metadata, status) = match result {
        Ok(response) => (response.metadata(), Some(response.status())),
        Err(error) => {
            span.record("error.type", error.kind().name());
            span.record("otel.status_code", "ERROR");
            (error.metadata(), error.status())
        }
    };
    span.record("graph.attempts", metadata.attempts);
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(id) = &metadata.request_id {
        span.record("graph.request_id", display(id));
    }
    if let Some(id) = &metadata.client_request_id {
        span.record("graph.client_request_id", display(id));
    }
}

/// A try failed and another follows after `wait`.
pub(crate) fn retrying(wait: Duration, attempts: u32, error: &Error) {
    event!(
        Level::WARN,
        graph.wait_seconds = wait.as_secs_f64(),
        graph.attempts = attempts,
        error.type = error.kind().name(),
        http.response.status_code = error.status().map(|status| status.as_u16()),
        "waiting before the next try",
    );
}

/// A call waits for its turn.
pub(crate) fn waiting(wait: Duration, reason: &'static str) {
    event!(
        Level::INFO,
        graph.wait_seconds = wait.as_secs_f64(),
        graph.wait_reason = reason,
        "waiting for the client's turn",
    );
}

/// The names of a URL's query options, as far as they may be shown.
fn query_options(url: &Url) -> String {
    let mut names: Vec<_> = url
        .query_pairs()
        .filter_map(|(name, _)| SHOWN_OPTIONS.into_iter().find(|shown| *shown == name))
        .collect();
    names.dedup();
    names.join(",")
}
