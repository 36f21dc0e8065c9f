//! The one error type of the transport.

pub(crate) mod decode;
pub(crate) mod echo;
pub(crate) mod graph;
mod kind;
mod show;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

pub(crate) use self::echo::Echo;
pub use self::graph::{GraphError, GraphErrorDetail};
pub use self::kind::ErrorKind;
use crate::operation::Operation;
use crate::pages::Continuation;
use crate::response::Metadata;
use crate::retry;

/// Why a call failed, and everything that is known of it.
///
/// `Display` is one line for a log. Neither it nor `Debug` shows a token, a body or a link's query.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<&'static str>,
    permissions: &'static [&'static str],
    status: Option<StatusCode>,
    metadata: Metadata,
    retry_after: Option<Duration>,
    graph: Option<GraphError>,
    continuation: Option<Continuation>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// Building an error.
impl Error {
    /// An error of a kind, with a line that says what happened and what to do about it.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            permissions: &[],
            status: None,
            metadata: Metadata::default(),
            retry_after: None,
            graph: None,
            continuation: None,
            source: None,
        }))
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    /// Adds the operation that failed, and the permissions it needs.
    #[must_use]
    pub fn with_operation(mut self, operation: &Operation) -> Self {
        self.0.operation = Some(operation.name());
        self.0.permissions = operation.permissions();
        self
    }

    /// Adds the wait that is needed before the call can succeed.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    /// Adds where the collection goes on.
    pub(crate) fn with_continuation(mut self, place: Option<Continuation>) -> Self {
        self.0.continuation = place;
        self
    }

    /// The error for a response that is not a success, which came `now`. Of what was `sent`, it shows nothing that is long.
    pub(crate) fn refused(
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        mut metadata: Metadata,
        sent: Option<&[u8]>,
        now: SystemTime,
    ) -> Self {
        let echo = Echo::of(sent);
        let graph = graph::parse(body, &mut metadata, &echo);
        let kind = match &graph {
            Some(graph) if matches!(status.as_u16(), 400 | 404) && graph.is_missing_route() => {
                ErrorKind::NotOffered
            }
            _ => ErrorKind::of_status(status),
        };
        let message = match &graph {
            Some(graph) => show::refusal(kind, status, graph),
            None => format!(
                "{}: {}",
                show::in_words(kind, status),
                echo.hide(&graph::describe(body, headers))
            ),
        };
        // Intune writes zero, too, where it asks for no wait.
        let in_body = || {
            let text = graph.as_ref()?.retry_after.as_deref()?;
            retry::in_body(text, now).filter(|wait| !wait.is_zero())
        };
        let told = retry::retry_after(headers, now).or_else(in_body);
        let mut error = Self::new(kind, message).with_retry_after(told);
        error.0.graph = graph;
        error.with_response(status, metadata)
    }

    pub(crate) fn with_response(mut self, status: StatusCode, metadata: Metadata) -> Self {
        self.0.status = Some(status);
        self.with_metadata(metadata)
    }

    pub(crate) fn with_metadata(mut self, metadata: Metadata) -> Self {
        self.0.metadata = metadata;
        self
    }

    pub(crate) fn metadata_mut(&mut self) -> &mut Metadata {
        &mut self.0.metadata
    }

    /// The failure of a try, after which `obstacle` kept the call from another one.
    pub(crate) fn not_tried_again(self, obstacle: Self) -> Self {
        let mut error = self.and(&format!("not tried again: {}", obstacle.0.message));
        error.0.retry_after = error.0.retry_after.max(obstacle.0.retry_after);
        error.0.source = error.0.source.or(obstacle.0.source);
        error
    }

    /// Says in addition why the call was not tried again.
    pub(crate) fn and(mut self, why: &str) -> Self {
        self.0.message.push_str("; ");
        self.0.message.push_str(why);
        self
    }
}

/// What is known of the failure.
impl Error {
    /// The kind, to match on.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The name of the operation that failed.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The permissions of which the operation needs one, the least privileged first; empty when they are not known.
    #[must_use]
    pub fn permissions(&self) -> &'static [&'static str] {
        self.0.permissions
    }

    /// The HTTP status, when a response came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The request ids, the service's date and the number of tries.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.0.metadata
    }

    /// What the service said of the error, when it could be read.
    #[must_use]
    pub fn graph(&self) -> Option<&GraphError> {
        self.0.graph.as_ref()
    }

    /// The service's code to branch on, when it gave one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        let code = self.0.graph.as_ref()?.code.as_str();
        (!code.is_empty()).then_some(code)
    }

    /// Where the collection goes on, when the error is one of a page: the one that failed, or the one that was not asked
    /// for any more. Resume from there once the cause is gone.
    #[must_use]
    pub fn continuation(&self) -> Option<&Continuation> {
        self.0.continuation.as_ref()
    }

    /// The wait that the service asked for.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }
}

/// The questions that programs ask most.
impl Error {
    /// There is no such object (404, 410).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// The token lacks a permission (403); see [`permissions`](Self::permissions).
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.kind() == ErrorKind::Forbidden
    }

    /// The token was not accepted (401), or there was none.
    #[must_use]
    pub fn is_unauthenticated(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Unauthenticated | ErrorKind::Credential
        )
    }

    /// The service refused because it was asked too often (429, 509).
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.kind() == ErrorKind::Throttled
    }

    /// The object's state does not allow it (409).
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.kind() == ErrorKind::Conflict
    }

    /// The object has changed since the version that was asked for (412).
    #[must_use]
    pub fn is_precondition_failed(&self) -> bool {
        self.kind() == ErrorKind::PreconditionFailed
    }

    /// The service does not offer the operation, though its documentation lists it.
    #[must_use]
    pub fn is_not_offered(&self) -> bool {
        self.kind() == ErrorKind::NotOffered
    }

    /// A limit on time passed.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// The service may have done what it was asked, in this try or in one before it. It has not when no request got
    /// through to it, or when it refused them all (4xx).
    #[must_use]
    pub fn may_have_been_done(&self) -> bool {
        let by_this_try = match self.status() {
            Some(status) => !status.is_client_error() || status == StatusCode::REQUEST_TIMEOUT,
            None => match self.kind() {
                ErrorKind::Timeout => self.0.metadata.attempts > 0,
                ErrorKind::Network
                | ErrorKind::Redirect
                | ErrorKind::Decode
                | ErrorKind::Unanswered => true,
                _ => false,
            },
        };
        by_this_try || self.0.metadata.was_in_doubt
    }

    /// The same call may succeed later, without anything being changed.
    ///
    /// This says nothing of whether a second call is harmless: see [`Operation::is_repeatable`].
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Connect
                | ErrorKind::Network
                | ErrorKind::Timeout
                | ErrorKind::Throttled
                | ErrorKind::Service
        )
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn an_error_is_as_small_as_a_pointer() {
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    }
}
