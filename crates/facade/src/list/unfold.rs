//! A stream from a state and an async step.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

type Running<S, T> = Pin<Box<dyn Future<Output = (S, Option<T>)> + Send>>;

/// Repeats a step until it gives nothing. Between steps the state can be looked at.
pub(crate) enum Unfold<S, T> {
    Resting(S),
    Running(Running<S, T>),
    /// Only while the state is moved from one arm to the other.
    Moving,
}

impl<S: Unpin, T> Unfold<S, T> {
    pub(crate) fn new(state: S) -> Self {
        Self::Resting(state)
    }

    /// The state, unless a step is being made.
    pub(crate) fn state(&self) -> Option<&S> {
        match self {
            Self::Resting(state) => Some(state),
            Self::Running(_) | Self::Moving => None,
        }
    }

    pub(crate) fn state_mut(&mut self) -> Option<&mut S> {
        match self {
            Self::Resting(state) => Some(state),
            Self::Running(_) | Self::Moving => None,
        }
    }

    /// Drives the step. `step` gives the state back, with the next item if there is one.
    pub(crate) fn poll_next<F>(
        &mut self,
        context: &mut Context<'_>,
        step: impl FnOnce(S) -> F,
    ) -> Poll<Option<T>>
    where
        F: Future<Output = (S, Option<T>)> + Send + 'static,
    {
        if let Self::Resting(_) = self
            && let Self::Resting(state) = std::mem::replace(self, Self::Moving)
        {
            *self = Self::Running(Box::pin(step(state)));
        }
        let Self::Running(running) = self else {
            return Poll::Ready(None);
        };
        let (state, item) = std::task::ready!(running.as_mut().poll(context));
        *self = Self::Resting(state);
        Poll::Ready(item)
    }
}
