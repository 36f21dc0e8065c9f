//! A clock that moves only when told to, or when somebody waits.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::watch;

use super::{Clock, Tick};

/// A clock for tests. Clones are the same clock.
///
/// ```
/// use std::time::Duration;
/// use msgraph_transport::clock::{Clock, VirtualClock};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let clock = VirtualClock::new();
/// clock.wait(Duration::from_secs(3600)).await; // at once
/// assert_eq!(clock.elapsed(), Duration::from_secs(3600));
/// assert_eq!(clock.waits(), [Duration::from_secs(3600)]);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct VirtualClock {
    shared: Arc<Shared>,
    manual: bool,
}

#[derive(Debug)]
struct Shared {
    start: Instant,
    system_start: SystemTime,
    elapsed: watch::Sender<Duration>,
    /// Every wait that was begun.
    begun: watch::Sender<usize>,
    log: Mutex<Vec<Duration>>,
}

impl VirtualClock {
    /// A clock on which every [wait](Clock::wait) takes no time and moves the clock ahead by its length, while a
    /// [limit](Clock::limit) passes only once the clock was moved beyond it.
    #[must_use]
    pub fn new() -> Self {
        Self::with_mode(false)
    }

    /// A clock that only [`advance`](Self::advance) moves.
    #[must_use]
    pub fn manual() -> Self {
        Self::with_mode(true)
    }

    fn with_mode(manual: bool) -> Self {
        let shared = Shared {
            start: Instant::now(),
            system_start: SystemTime::now(),
            elapsed: watch::Sender::new(Duration::ZERO),
            begun: watch::Sender::new(0),
            log: Mutex::new(Vec::new()),
        };
        Self {
            shared: Arc::new(shared),
            manual,
        }
    }

    /// Moves the clock ahead. Everything whose time has come goes on.
    pub fn advance(&self, duration: Duration) {
        self.shared.elapsed.send_modify(|now| *now += duration);
    }

    /// How far the clock has moved.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        *self.shared.elapsed.borrow()
    }

    /// The length of every wait begun so far, in order.
    #[must_use]
    pub fn waits(&self) -> Vec<Duration> {
        self.log().clone()
    }

    /// Returns when at least `count` waits have begun, counted from the clock's start.
    pub async fn until_waits(&self, count: usize) {
        let mut begun = self.shared.begun.subscribe();
        // The sender lives as long as `self`, so that waiting for it cannot fail.
        let _ = begun.wait_for(|begun| *begun >= count).await;
    }

    fn log(&self) -> std::sync::MutexGuard<'_, Vec<Duration>> {
        self.shared
            .log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn tick(&self, deadline: Duration) -> Tick {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move {
            let mut elapsed = shared.elapsed.subscribe();
            let _ = elapsed.wait_for(|now| *now >= deadline).await;
        })
    }
}

impl Default for VirtualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Instant {
        self.shared.start + self.elapsed()
    }

    fn system_time(&self) -> SystemTime {
        self.shared.system_start + self.elapsed()
    }

    fn wait(&self, duration: Duration) -> Tick {
        let deadline = self.elapsed().saturating_add(duration);
        self.log().push(duration);
        self.shared.begun.send_modify(|begun| *begun += 1);
        if self.manual {
            return self.tick(deadline);
        }
        let clock = self.clone();
        Box::pin(async move {
            // Two who wait side by side for a second are done after one second, not two.
            clock
                .shared
                .elapsed
                .send_modify(|now| *now = deadline.max(*now));
            tokio::task::yield_now().await;
        })
    }

    fn limit(&self, duration: Duration) -> Tick {
        self.tick(self.elapsed().saturating_add(duration))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::within;

    #[tokio::test]
    async fn a_limit_passes_only_when_the_clock_moves() {
        let clock = VirtualClock::new();
        let never = std::future::pending::<()>();
        let moved = async {
            clock.wait(Duration::from_secs(10)).await;
            std::future::pending::<()>().await;
        };
        assert_eq!(
            within(&clock, Duration::from_secs(5), async { 1 }).await,
            Some(1)
        );
        assert_eq!(within(&clock, Duration::from_secs(5), moved).await, None);
        assert_eq!(within(&clock, Duration::ZERO, never).await, None);
    }

    #[tokio::test]
    async fn a_manual_clock_waits_to_be_moved() {
        let clock = VirtualClock::manual();
        let waiting = tokio::spawn(clock.wait(Duration::from_secs(7)));
        clock.until_waits(1).await;
        clock.advance(Duration::from_secs(6));
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        clock.advance(Duration::from_secs(1));
        waiting.await.unwrap();
    }
}
