//! The gate: what one call was told holds for all calls of the client.

use std::time::{Duration, Instant};

use futures_util::future::select;
use tokio::sync::Notify;

use crate::clock::Clock;
use crate::sync::{Mutex, MutexGuard, PoisonError};

/// No client is shut for longer than this on the word of one response.
const LONGEST: Duration = Duration::from_secs(3600);

/// Open, or closed until a moment.
///
/// Nobody holds it: each call waits for the moment by itself, so that one which is dropped or left alone keeps no other.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    closed_until: Mutex<Option<Instant>>,
    opened: Notify,
}

impl Gate {
    /// Closes the gate for `wait` from `now`. It never opens earlier than it was told before.
    pub(crate) fn close(&self, now: Instant, wait: Duration) {
        let opens = now + wait.min(LONGEST);
        let mut closed_until = self.lock();
        *closed_until = Some(closed_until.map_or(opens, |before| before.max(opens)));
    }

    /// How long the gate stays closed; `None` when it is open.
    pub(crate) fn closed_for(&self, now: impl FnOnce() -> Instant) -> Option<Duration> {
        let mut closed_until = self.lock();
        let remaining = (*closed_until)?.saturating_duration_since(now());
        if remaining.is_zero() {
            *closed_until = None;
            return None;
        }
        Some(remaining)
    }

    /// Opens the gate, whatever it was told before. Those who wait go on.
    pub(crate) fn open(&self) {
        *self.lock() = None;
        self.opened.notify_waiters();
    }

    /// Returns when the gate is open. When that takes longer than `longest` allows for, the wait is the error.
    pub(crate) async fn pass(
        &self,
        clock: &dyn Clock,
        longest: impl Fn() -> Duration,
        waiting: impl Fn(Duration),
    ) -> Result<(), Duration> {
        loop {
            // From here on, no opening is missed.
            let opened = std::pin::pin!(self.opened.notified());
            let Some(wait) = self.closed_for(|| clock.now()) else {
                return Ok(());
            };
            if wait > longest() {
                return Err(wait);
            }
            waiting(wait);
            select(clock.wait(wait), opened).await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.closed_until
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shorter_word_does_not_open_the_gate_earlier() {
        let (gate, now) = (Gate::default(), Instant::now());
        let seconds = Duration::from_secs;
        assert_eq!(gate.closed_for(|| now), None);
        gate.close(now, seconds(10));
        gate.close(now, seconds(3));
        assert_eq!(gate.closed_for(|| now + seconds(4)), Some(seconds(6)));
        assert_eq!(gate.closed_for(|| now + seconds(10)), None);
        gate.close(now, seconds(u64::MAX));
        assert_eq!(gate.closed_for(|| now), Some(LONGEST));
    }
}
