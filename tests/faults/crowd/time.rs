//! Time for a crowd: it stands still while anything is going on, and then goes on to what is next.
//!
//! On a [`VirtualClock`](msgraph_transport::clock::VirtualClock) each wait takes the clock along, and with it the limits of
//! all calls whose answer is on its way.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use intune_hardware_configurations_emulator::Emulator;
use msgraph_transport::clock::{Clock, Tick};

/// Time goes on in steps of this length, so that not every wait of a thousand is one of its own.
const STEP: Duration = Duration::from_millis(10);

/// A leap longer than this is made only when nothing has happened for a moment of real time, either: the emulator takes one
/// before it resets a connection.
const LEAP: Duration = Duration::from_millis(200);

/// That moment.
const MOMENT: Duration = Duration::from_millis(30);

/// The turns that everybody has before time goes on. A request has gone to the emulator and back after a few.
const QUIET_TURNS: u32 = 16;

#[derive(Clone, Debug)]
pub(super) struct Time(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    start: Instant,
    system_start: SystemTime,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    now: Duration,
    /// What is to be woken when, and with which number it came.
    timers: BTreeMap<(Duration, u64), Option<Waker>>,
    /// Counts whatever happens.
    events: u64,
}

impl Time {
    pub(super) fn starting_at(system_start: SystemTime) -> Self {
        Self(Arc::new(Inner {
            start: Instant::now(),
            system_start,
            state: Mutex::default(),
        }))
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.state().now
    }

    /// Something happened: time stands still for another while.
    pub(super) fn note(&self) {
        self.state().events += 1;
    }

    /// Lets time pass, for the emulator, too, whenever all are waiting for that.
    pub(super) async fn pass(self, emulator: Arc<Emulator>) {
        loop {
            let (mut quiet, mut seen) = (0, 0);
            while quiet < QUIET_TURNS {
                tokio::task::yield_now().await;
                let events = self.state().events;
                quiet = if events == seen { quiet + 1 } else { 0 };
                seen = events;
            }
            if self.until_next() > LEAP {
                tokio::time::sleep(MOMENT).await;
                if self.state().events != seen {
                    continue;
                }
            }
            emulator.advance(self.go_on());
        }
    }

    fn until_next(&self) -> Duration {
        let state = self.state();
        let next = state.timers.first_key_value();
        next.map_or(Duration::ZERO, |((next, _), _)| {
            next.saturating_sub(state.now)
        })
    }

    /// Goes on to the next timer, and says by how much.
    fn go_on(&self) -> Duration {
        let mut state = self.state();
        let Some((&(next, _), _)) = state.timers.first_key_value() else {
            return Duration::ZERO;
        };
        let steps = next.as_nanos().div_ceil(STEP.as_nanos());
        let now = STEP * u32::try_from(steps).unwrap();
        let passed = now.saturating_sub(state.now);
        state.now += passed;
        let now = state.now;
        let due = state.timers.range_mut(..=(now, u64::MAX));
        let wakers: Vec<_> = due.filter_map(|(_, waker)| waker.take()).collect();
        // What is due and is not polled does not keep time from going on.
        state.timers.retain(|(deadline, _), _| *deadline > now);
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
        passed
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap()
    }
}

/// Ends when its time has come.
struct Timer {
    time: Time,
    key: (Duration, u64),
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.time.state();
        if state.now >= self.key.0 {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        state.timers.insert(self.key, Some(waker));
        Poll::Pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.time.state().timers.remove(&self.key);
    }
}

impl Clock for Time {
    fn now(&self) -> Instant {
        self.0.start + self.elapsed()
    }

    fn system_time(&self) -> SystemTime {
        self.0.system_start + self.elapsed()
    }

    fn wait(&self, duration: Duration) -> Tick {
        let mut state = self.state();
        state.events += 1;
        let key = (state.now.saturating_add(duration), state.events);
        drop(state);
        Box::pin(Timer {
            time: self.clone(),
            key,
        })
    }

    fn limit(&self, duration: Duration) -> Tick {
        self.wait(duration)
    }
}
