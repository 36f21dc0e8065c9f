//! Watching a run summary until the rollout is complete.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_core::{FusedStream, Stream};
use msgraph_transport::{CallOptions, Error};

use crate::client::Profile;
use crate::types::RunSummary;

/// Nobody is helped by looking more often.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);
/// How much longer than asked for the interval may become under throttling.
const MOST_SLOWDOWN: u32 = 32;

impl Profile {
    /// Watches the run summary: a stream of summaries, the first at once, then one whenever something has changed.
    ///
    /// The summary is read every `interval`, one second at least. The interval grows while the service throttles or
    /// fails, and shrinks back after that. The stream ends after the first summary that
    /// [is complete](RunSummary::is_complete): right after a deployment the service has nothing but zeros to tell, and
    /// that is not the end. A configuration that reaches no device is never complete, and rollouts take hours: give the
    /// stream a [deadline](WatchRunSummary::for_at_most). It can be dropped, too, which stops everything at once.
    ///
    /// Permissions: `DeviceManagementConfiguration.Read.All`, or `DeviceManagementConfiguration.ReadWrite.All`.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use intune_hardware_configurations::{Error, Profile};
    ///
    /// # async fn example(profile: Profile) -> Result<(), Error> {
    /// let mut watch = profile.watch_run_summary(Duration::from_secs(30)).for_at_most(Duration::from_secs(3600));
    /// while let Some(summary) = watch.next().await.transpose()? {
    ///     println!("{} pending", summary.devices.pending.unwrap_or(0));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn watch_run_summary(&self, interval: Duration) -> WatchRunSummary {
        let state = State {
            profile: self.clone(),
            interval: interval.max(SHORTEST_INTERVAL),
            slowdown: 1,
            asked_to_wait: None,
            limit: None,
            deadline: None,
            last: None,
            obstacle: None,
            has_ended: false,
        };
        WatchRunSummary {
            step: Step::Resting(Box::new(state)),
        }
    }
}

/// A stream of run summaries; see [`Profile::watch_run_summary`].
#[must_use = "streams do nothing unless polled"]
pub struct WatchRunSummary {
    step: Step,
}

type Item = Result<RunSummary, Error>;
type Running = Pin<Box<dyn Future<Output = (Box<State>, Option<Item>)> + Send>>;

enum Step {
    Resting(Box<State>),
    Running(Running),
    Ended,
}

struct State {
    profile: Profile,
    interval: Duration,
    /// By how much the interval is lengthened at present.
    slowdown: u32,
    /// The wait that the service asked for last.
    asked_to_wait: Option<Duration>,
    limit: Option<Duration>,
    deadline: Option<Instant>,
    last: Option<RunSummary>,
    /// Why the last look failed, while there is no summary yet.
    obstacle: Option<Error>,
    has_ended: bool,
}

impl WatchRunSummary {
    /// Ends the stream after `limit`, counted from when it is first polled, before which it must be set. There is a last
    /// look at the deadline.
    pub fn for_at_most(mut self, limit: Duration) -> Self {
        if let Step::Resting(state) = &mut self.step {
            state.limit = Some(limit);
        }
        self
    }

    /// The next summary, or `None` when the last one was complete or the deadline has passed. The same as the
    /// stream's, for those who have no `StreamExt`. Dropping the future before it is done loses nothing.
    ///
    /// # Errors
    /// Whatever reading the summary gives, and the stream ends with it. What [may pass](Error::is_transient) is waited
    /// out instead, so that a bad minute does not end a watch of hours: until the deadline if there is one, and else
    /// once there has been a summary. Throttling is always waited out. A deadline that passes before the first summary
    /// gives the last of these errors.
    pub async fn next(&mut self) -> Option<Result<RunSummary, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl State {
    /// Waits and looks until there is something to tell.
    async fn step(mut self: Box<Self>) -> (Box<Self>, Option<Item>) {
        let clock = self.profile.transport().clock().clone();
        let now = clock.now();
        if self.deadline.is_none() {
            self.deadline = self.limit.and_then(|limit| now.checked_add(limit));
        }
        let mut is_first_look = self.last.is_none();
        loop {
            if !is_first_look {
                let Some(wait) = self.wait(clock.now()) else {
                    self.has_ended = true;
                    let obstacle = self.obstacle.take();
                    return (self, obstacle.map(Err));
                };
                clock.wait(wait).await;
            }
            is_first_look = false;
            match self.look(clock.now()).await {
                Ok(summary) if self.last.as_ref() == Some(&summary) => {}
                Ok(summary) => {
                    self.has_ended = summary.is_complete();
                    self.last = Some(summary.clone());
                    self.obstacle = None;
                    return (self, Some(Ok(summary)));
                }
                Err(error) if self.can_wait_out(&error) => {
                    self.slow_down();
                    self.asked_to_wait = error.retry_after();
                    self.obstacle = self.last.is_none().then_some(error);
                }
                Err(error) => {
                    self.has_ended = true;
                    return (self, Some(Err(error)));
                }
            }
        }
    }

    /// Whether to look again after this error. A service that was never reached is not waited for in silence for ever.
    fn can_wait_out(&self, error: &Error) -> bool {
        let ends_some_time = self.deadline.is_some() || self.last.is_some();
        error.is_throttled() || (error.is_transient() && ends_some_time)
    }

    /// How long to wait before the next look; `None` when there is none before the deadline.
    fn wait(&mut self, now: Instant) -> Option<Duration> {
        let asked = self.asked_to_wait.take().unwrap_or_default();
        let wait = self.interval.saturating_mul(self.slowdown).max(asked);
        let Some(deadline) = self.deadline else {
            return Some(wait);
        };
        let left = deadline.saturating_duration_since(now);
        // The last look is at the deadline, unless the service wants to be left alone until after it.
        (!left.is_zero() && asked <= left).then(|| wait.min(left))
    }

    async fn look(&mut self, now: Instant) -> Result<RunSummary, Error> {
        let mut options = CallOptions::new();
        if let Some(deadline) = self.deadline {
            // The last look is at the deadline itself, and needs a moment all the same.
            let left = deadline.saturating_duration_since(now).max(self.interval);
            options = options.call_timeout(left.min(self.profile.transport().call_timeout()));
        }
        let answer = self.profile.run_summary().options(options).send().await?;
        if answer.metadata.attempts > 1 {
            self.slow_down();
        } else {
            self.slowdown = (self.slowdown / 2).max(1);
        }
        Ok(answer.value)
    }

    fn slow_down(&mut self) {
        self.slowdown = (self.slowdown * 2).min(MOST_SLOWDOWN);
    }
}

impl Stream for WatchRunSummary {
    type Item = Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Item>> {
        let mut running = match std::mem::replace(&mut self.step, Step::Ended) {
            Step::Resting(state) if !state.has_ended => Box::pin(state.step()),
            Step::Running(running) => running,
            Step::Resting(_) | Step::Ended => return Poll::Ready(None),
        };
        match running.as_mut().poll(context) {
            Poll::Pending => {
                self.step = Step::Running(running);
                Poll::Pending
            }
            Poll::Ready((state, Some(item))) => {
                self.step = Step::Resting(state);
                Poll::Ready(Some(item))
            }
            Poll::Ready((_, None)) => Poll::Ready(None),
        }
    }
}

impl FusedStream for WatchRunSummary {
    fn is_terminated(&self) -> bool {
        match &self.step {
            Step::Resting(state) => state.has_ended,
            Step::Running(_) => false,
            Step::Ended => true,
        }
    }
}

impl fmt::Debug for WatchRunSummary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut watch = formatter.debug_struct("WatchRunSummary");
        if let Step::Resting(state) = &self.step {
            watch
                .field("profile", &state.profile)
                .field("last", &state.last);
        }
        watch.finish_non_exhaustive()
    }
}
