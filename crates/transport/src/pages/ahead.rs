//! The request for a page, which may be under way before the page is asked for.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::error::Error;
use crate::response::Response;

type Outcome = Result<Response, Error>;

/// A request for a page.
pub(super) struct Fetching {
    sending: Pin<Box<dyn Future<Output = Outcome> + Send>>,
    /// It was sent before the page was asked for.
    is_ahead: bool,
    /// What came before the page was asked for.
    early: Option<Outcome>,
}

impl Fetching {
    pub(super) fn new(sending: impl Future<Output = Outcome> + Send + 'static) -> Self {
        Self {
            sending: Box::pin(sending),
            is_ahead: false,
            early: None,
        }
    }

    /// Makes headway while the page is not asked for yet.
    pub(super) fn make_headway(&mut self, context: &mut Context<'_>) {
        self.is_ahead = true;
        if self.early.is_none()
            && let Poll::Ready(outcome) = self.sending.as_mut().poll(context)
        {
            self.early = Some(outcome);
        }
    }

    /// The outcome, once the page is asked for; `None` when it is worth nothing.
    ///
    /// A connection that broke, or a limit on time that passed, while the caller was busy with the page before and left
    /// the request alone, says nothing of the service.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome>> {
        let outcome = match self.early.take() {
            Some(outcome) => outcome,
            None => ready!(self.sending.as_mut().poll(context)),
        };
        let was_left_alone = self.is_ahead
            && outcome.as_ref().is_err_and(|error| {
                error.is_transient() && error.status().is_none_or(|status| status.is_success())
            });
        Poll::Ready((!was_left_alone).then_some(outcome))
    }
}
