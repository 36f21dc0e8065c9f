//! Time, as the transport sees it: injected, so that tests of an hour's waiting take no time.
//!
//! tokio's paused time does not serve for tests over sockets: it jumps ahead whenever every task waits for the
//! network, so that every timeout passes at once. A clock of our own tells the two ways of waiting apart.

mod virtual_clock;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

pub use self::virtual_clock::VirtualClock;

/// A future that ends when its time has come.
pub type Tick = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A source of time. [`SystemClock`] unless a test brings a [`VirtualClock`].
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// Now, for measuring.
    fn now(&self) -> Instant;

    /// Now, for comparing with times from elsewhere: a `Retry-After` date, the end of a token.
    fn system_time(&self) -> SystemTime;

    /// Waits on purpose, with nothing else to do meanwhile: before a retry, at the gate.
    fn wait(&self, duration: Duration) -> Tick;

    /// Ends after `duration`, as the limit of something else that is going on.
    fn limit(&self, duration: Duration) -> Tick;
}

/// Real time. Needs a tokio runtime with time enabled.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn wait(&self, duration: Duration) -> Tick {
        Box::pin(tokio::time::sleep(duration))
    }

    fn limit(&self, duration: Duration) -> Tick {
        self.wait(duration)
    }
}

/// What `future` gives, or `None` when `limit` passes first.
pub(crate) async fn within<F: Future>(
    clock: &dyn Clock,
    limit: Duration,
    future: F,
) -> Option<F::Output> {
    within_since(clock, clock.now(), limit, future).await
}

/// As [`within`], for someone who has just looked at the clock.
pub(crate) async fn within_since<F: Future>(
    clock: &dyn Clock,
    started: Instant,
    limit: Duration,
    future: F,
) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    // Most of what is limited is ready at once, such as a cached token or a part that has arrived: no timer for that.
    let mut tick = None;
    std::future::poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        let tick = tick.get_or_insert_with(|| {
            clock.limit(limit.saturating_sub(clock.now().saturating_duration_since(started)))
        });
        tick.as_mut().poll(context).map(|()| None)
    })
    .await
}
