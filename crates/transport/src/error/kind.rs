//! The kinds of failure, to match on.

use http::StatusCode;

/// What went wrong, in the terms a program decides by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The transport was set up wrongly; nothing was sent.
    Configuration,
    /// The call was made wrongly; nothing was sent.
    InvalidRequest,
    /// The URL (of a link, a saved continuation, a redirect) is not at the configured cloud; no token went there.
    ForeignOrigin,
    /// The credential gave no token.
    Credential,
    /// No connection could be made; the request did not leave this machine.
    Connect,
    /// The service's certificate is not trusted; the request did not leave this machine, and trying again does not help.
    Certificate,
    /// There is no host of that name; the request did not leave this machine.
    UnknownHost,
    /// The connection broke after the request was sent; whether the service acted on it is unknown without a status.
    Network,
    /// A limit on time passed.
    Timeout,
    /// 400, or another refusal of what was asked (4xx without a kind of its own).
    BadRequest,
    /// 401: the token was not accepted.
    Unauthenticated,
    /// 403: the token lacks a permission.
    Forbidden,
    /// 404 or 410: there is no such object.
    NotFound,
    /// The service does not offer the operation, though its documentation lists it.
    NotOffered,
    /// 409: the object's state does not allow it.
    Conflict,
    /// 412: the object is no longer the version that was asked for.
    PreconditionFailed,
    /// 429 or 509: too many requests, and the tries or the time allowed for waiting are used up.
    Throttled,
    /// 5xx or 408: the service failed.
    Service,
    /// A redirect; none is followed.
    Redirect,
    /// A 2xx response whose body does not fit what was expected.
    Decode,
    /// A body longer than the transport accepts.
    TooLarge,
    /// A chain of pages whose links repeat, or of which a hundred in a row were empty.
    Paging,
    /// 424: an item of a batch was not tried, because one that it depends on failed.
    FailedDependency,
    /// The service answered a batch, but not this item of it.
    Unanswered,
}

impl ErrorKind {
    /// The kind in `snake_case`, as it stands in traces (`error.type`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::InvalidRequest => "invalid_request",
            Self::ForeignOrigin => "foreign_origin",
            Self::Credential => "credential",
            Self::Connect => "connect",
            Self::Certificate => "certificate",
            Self::UnknownHost => "unknown_host",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::BadRequest => "bad_request",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::NotOffered => "not_offered",
            Self::Conflict => "conflict",
            Self::PreconditionFailed => "precondition_failed",
            Self::Throttled => "throttled",
            Self::Service => "service",
            Self::Redirect => "redirect",
            Self::Decode => "decode",
            Self::TooLarge => "too_large",
            Self::Paging => "paging",
            Self::FailedDependency => "failed_dependency",
            Self::Unanswered => "unanswered",
        }
    }

    /// What a refusal of this kind means, for one that says little itself.
    pub(crate) const fn in_words(self) -> &'static str {
        match self {
            Self::Unauthenticated => "the token was not accepted",
            Self::Forbidden => "the token lacks a permission",
            Self::NotFound => "there is no such object",
            Self::NotOffered => "the service does not offer this operation",
            Self::Conflict => "the object's state does not allow it",
            Self::PreconditionFailed => "the object has changed",
            Self::FailedDependency => "another request, which this one depends on, failed",
            Self::Throttled => "the service is asked too often",
            Self::Service => "the service failed",
            _ => "the service refuses what was asked",
        }
    }

    /// The kind of a response that is not a success.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            300..=399 => Self::Redirect,
            401 => Self::Unauthenticated,
            403 => Self::Forbidden,
            404 | 410 => Self::NotFound,
            408 => Self::Service,
            409 => Self::Conflict,
            412 => Self::PreconditionFailed,
            424 => Self::FailedDependency,
            429 | 509 => Self::Throttled,
            400..=499 => Self::BadRequest,
            _ => Self::Service,
        }
    }
}
