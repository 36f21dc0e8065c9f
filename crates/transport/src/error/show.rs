//! How an error reads. One line, without secrets, and without its source.

use std::fmt;

use http::StatusCode;

use super::{Error, ErrorKind, GraphError};

/// What a refusal means.
pub(super) fn in_words(kind: ErrorKind, status: StatusCode) -> &'static str {
    match status {
        StatusCode::SERVICE_UNAVAILABLE => "the service is unavailable",
        StatusCode::GATEWAY_TIMEOUT => "the service did not answer its gateway in time",
        _ => kind.in_words(),
    }
}

/// The service's words, after ours for what they mean where it has none for people.
pub(super) fn refusal(kind: ErrorKind, status: StatusCode, graph: &GraphError) -> String {
    let mut text = String::new();
    let mut add = |part: &str, before: &str| {
        if !part.is_empty() {
            text.push_str(if text.is_empty() { "" } else { before });
            text.push_str(part);
        }
    };
    if kind == ErrorKind::NotOffered || graph.message.is_empty() {
        add(in_words(kind, status), "");
    }
    add(&graph.code, ": ");
    add(&graph.message, ": ");
    if let Some(target) = &graph.target {
        add(target, " - about ");
    }
    // The innermost code is the most exact one.
    if let Some(code) = graph.inner_codes.last().filter(|code| **code != graph.code) {
        add(code, " - inner code ");
    }
    if let Some(phrase) = &graph.phrase {
        add(phrase, " - ");
    }
    text
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&inner.message)?;
        if inner.status == Some(StatusCode::FORBIDDEN) && !inner.permissions.is_empty() {
            write!(f, "; needs {}", inner.permissions.join(" or "))?;
        }
        let mut facts = Vec::new();
        if let Some(status) = inner.status {
            facts.push(format!("HTTP {}", status.as_u16()));
        }
        if let Some(wait) = inner.retry_after {
            facts.push(format!("asked to wait {wait:?}"));
        }
        if inner.metadata.attempts > 1 {
            facts.push(format!("{} attempts", inner.metadata.attempts));
        }
        let ids = [
            ("request-id", &inner.metadata.request_id),
            ("client-request-id", &inner.metadata.client_request_id),
            (
                "activity-id",
                &inner
                    .graph
                    .as_ref()
                    .and_then(|graph| graph.activity_id.clone()),
            ),
        ];
        for (name, id) in ids {
            if let Some(id) = id {
                facts.push(format!("{name} {id}"));
            }
        }
        if facts.is_empty() {
            return Ok(());
        }
        write!(f, " [{}]", facts.join(", "))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("message", &inner.message)
            .field("operation", &inner.operation)
            .field("permissions", &inner.permissions)
            .field("status", &inner.status)
            .field("graph", &inner.graph)
            .field("metadata", &inner.metadata)
            .field("retry_after", &inner.retry_after)
            .field("source", &inner.source)
            .finish()
    }
}
