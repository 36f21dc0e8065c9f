//! Pacing: staying under a documented limit instead of running into it.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use http::Method;

use crate::sync::{Mutex, MutexGuard, PoisonError};

/// How many requests may be sent in a window of time.
///
/// Refused requests count against the service's limits too, so that a job that stays below them is faster than one that
/// is throttled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Pacing {
    requests: usize,
    writes: usize,
    window: Duration,
}

impl Pacing {
    /// At most `requests` in any `window`, and of these at most `writes` that change something.
    ///
    /// A limit of zero is taken as one, and a window of more than a day as one of a day.
    pub const fn new(requests: usize, writes: usize, window: Duration) -> Self {
        const DAY: Duration = Duration::from_secs(24 * 60 * 60);
        let window = if window.as_secs() < DAY.as_secs() {
            window
        } else {
            DAY
        };
        Self {
            requests,
            writes,
            window,
        }
    }

    /// What Microsoft documents for device configuration: 1,000 requests and 100 writes in 20 seconds, for one
    /// application in one tenant.
    pub const fn device_configuration() -> Self {
        Self::new(1000, 100, Duration::from_secs(20))
    }
}

/// What one HTTP request counts for: itself, or the items of a batch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    pub(crate) requests: usize,
    pub(crate) writes: usize,
}

impl Load {
    pub(crate) fn of_one(method: &Method) -> Self {
        Self {
            requests: 1,
            writes: usize::from(!method.is_safe()),
        }
    }
}

/// Hands out the moments at which requests may be sent.
#[derive(Debug)]
pub(crate) struct Pacer {
    windows: Mutex<Windows>,
    window: Duration,
}

#[derive(Debug)]
struct Windows {
    all: Window,
    writes: Window,
    /// Moments that were handed out, and given back before they came.
    vacant: Vec<(Instant, Load)>,
}

/// A moment at which a request may be sent. Given back when it is dropped, for others to have.
#[must_use = "a turn that is dropped is given back"]
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    pacer: &'a Pacer,
    load: Load,
    moment: Instant,
    is_taken: bool,
}

impl Turn<'_> {
    /// How long it is until then.
    pub(crate) fn wait(&self, now: Instant) -> Duration {
        self.moment.saturating_duration_since(now)
    }

    /// Takes the turn. `false` when it is over: whoever was left alone meanwhile and came now, together with those whose
    /// turn it is, would make a crowd with them.
    pub(crate) fn take(mut self, now: Instant) -> bool {
        self.is_taken = now <= self.moment + self.pacer.window / 20;
        self.is_taken
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.is_taken {
            let vacancy = (self.moment, self.load);
            self.pacer.windows().vacant.push(vacancy);
        }
    }
}

/// The last `limit` moments that were handed out.
#[derive(Debug)]
struct Window {
    limit: usize,
    taken: VecDeque<Instant>,
}

impl Pacer {
    pub(crate) fn new(pacing: Pacing) -> Self {
        let windows = Windows {
            all: Window::new(pacing.requests),
            writes: Window::new(pacing.writes),
            vacant: Vec::new(),
        };
        Self {
            windows: Mutex::new(windows),
            window: pacing.window,
        }
    }

    /// Gives a request its turn. When that is further off than `longest`, nothing is handed out, and the wait is the
    /// error.
    pub(crate) fn reserve(
        &self,
        load: Load,
        now: Instant,
        longest: Duration,
    ) -> Result<Turn<'_>, Duration> {
        let mut windows = self.windows();
        windows.vacant.retain(|(moment, _)| *moment >= now);
        let all = windows.all.next_free(load.requests, now, self.window);
        let writes = windows.writes.next_free(load.writes, now, self.window);
        let new = all.max(writes);
        let vacancy = windows.vacancy(load, new);
        let moment = vacancy.map_or(new, |place| windows.vacant[place].0);
        let wait = moment.saturating_duration_since(now);
        if wait > longest {
            return Err(wait);
        }
        match vacancy {
            Some(place) => windows.fill(place, load),
            None => {
                windows.all.take(load.requests, moment);
                windows.writes.take(load.writes, moment);
            }
        }
        Ok(Turn {
            pacer: self,
            load,
            moment,
            is_taken: false,
        })
    }

    fn windows(&self) -> MutexGuard<'_, Windows> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Windows {
    /// The earliest vacancy that has room, if it comes no later than `new`.
    fn vacancy(&self, load: Load, new: Instant) -> Option<usize> {
        let has_room =
            |vacant: &Load| vacant.requests >= load.requests && vacant.writes >= load.writes;
        let places = self.vacant.iter().enumerate();
        let earliest = places
            .filter(|(_, (moment, vacant))| *moment <= new && has_room(vacant))
            .min_by_key(|(_, (moment, _))| *moment);
        earliest.map(|(place, _)| place)
    }

    /// Uses a vacancy. What is left of it stays.
    fn fill(&mut self, place: usize, load: Load) {
        let (_, vacant) = &mut self.vacant[place];
        vacant.requests -= load.requests;
        vacant.writes -= load.writes;
        if vacant.requests == 0 {
            self.vacant.swap_remove(place);
        }
    }
}

impl Window {
    fn new(limit: usize) -> Self {
        Self {
            limit: limit.max(1),
            taken: VecDeque::new(),
        }
    }

    /// When there is room for `places` more. More than the window holds have to do with all of it.
    fn next_free(&self, places: usize, now: Instant, window: Duration) -> Instant {
        let places = places.min(self.limit);
        if places == 0 {
            return now;
        }
        // The last of those that have to leave the window first.
        match (self.taken.len() + places).checked_sub(self.limit + 1) {
            Some(last) => now.max(self.taken[last] + window),
            None => now,
        }
    }

    fn take(&mut self, places: usize, moment: Instant) {
        for _ in 0..places.min(self.limit) {
            if self.taken.len() >= self.limit {
                self.taken.pop_front();
            }
            // A write may have to wait for its own window, and so be given a later moment than a read after it.
            let place = self.taken.partition_point(|taken| *taken <= moment);
            self.taken.insert(place, moment);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes a turn, and says how far off it is.
    fn wait(
        pacer: &Pacer,
        load: Load,
        now: Instant,
        longest: Duration,
    ) -> Result<Duration, Duration> {
        let turn = pacer.reserve(load, now, longest)?;
        let wait = turn.wait(now);
        assert!(turn.take(now + wait));
        Ok(wait)
    }

    #[test]
    fn a_window_without_end_is_one_of_a_day() {
        let pacer = Pacer::new(Pacing::new(1, 1, Duration::MAX));
        let now = Instant::now();
        let wait = || wait(&pacer, Load::of_one(&Method::GET), now, Duration::MAX);
        assert_eq!(wait(), Ok(Duration::ZERO));
        assert_eq!(wait(), Ok(Duration::from_secs(24 * 60 * 60)));
    }

    #[test]
    fn no_window_holds_more_than_its_limit() {
        let window = Duration::from_secs(20);
        let pacer = Pacer::new(Pacing::new(10, 3, window));
        let start = Instant::now();
        let longest = Duration::from_secs(3600);
        let mut all = Vec::new();
        let mut writes = Vec::new();
        for number in 0..100 {
            let method = if number % 4 == 0 {
                Method::POST
            } else {
                Method::GET
            };
            let moment = start + wait(&pacer, Load::of_one(&method), start, longest).unwrap();
            if method == Method::POST {
                writes.push(moment);
            }
            all.push(moment);
        }
        for (moments, limit) in [(&mut all, 10), (&mut writes, 3)] {
            moments.sort();
            for pair in moments.windows(limit + 1) {
                assert!(pair[limit] - pair[0] >= window);
            }
        }
    }

    #[test]
    fn a_place_beyond_the_budget_is_not_taken() {
        let pacer = Pacer::new(Pacing::new(1, 1, Duration::from_secs(20)));
        let now = Instant::now();
        let wait = |longest| wait(&pacer, Load::of_one(&Method::GET), now, longest);
        assert_eq!(wait(Duration::ZERO), Ok(Duration::ZERO));
        for _ in 0..3 {
            let refused = wait(Duration::from_secs(1));
            assert_eq!(refused, Err(Duration::from_secs(20)));
        }
    }

    #[test]
    fn a_batch_takes_a_place_for_each_of_its_items() {
        let window = Duration::from_secs(20);
        let pacer = Pacer::new(Pacing::new(50, 20, window));
        let (now, longest) = (Instant::now(), Duration::MAX);
        let reads = Load {
            requests: 20,
            writes: 0,
        };
        let waits: Vec<_> = (0..4)
            .map(|_| wait(&pacer, reads, now, longest).unwrap())
            .collect();
        assert_eq!(waits, [Duration::ZERO, Duration::ZERO, window, window]);
        let write = wait(&pacer, Load::of_one(&Method::POST), now, longest).unwrap();
        assert_eq!(
            write, window,
            "reads left the places of writes alone, not those of requests"
        );
    }

    #[test]
    fn turns_that_are_given_back_go_to_others() {
        let window = Duration::from_secs(20);
        let pacer = Pacer::new(Pacing::new(2, 2, window));
        let (now, get) = (Instant::now(), Load::of_one(&Method::GET));
        let wait = |load| wait(&pacer, load, now, Duration::MAX).unwrap();
        assert_eq!([wait(get), wait(get)], [Duration::ZERO; 2]);
        // However many give up, the next one does not wait any longer.
        for _ in 0..100 {
            let turn = pacer.reserve(Load::of_one(&Method::POST), now, Duration::MAX);
            assert_eq!(turn.unwrap().wait(now), window);
        }
        let both = Load {
            requests: 2,
            writes: 0,
        };
        assert_eq!(wait(get), window);
        assert_eq!(wait(both), 2 * window, "two are not given back at once");
        // What is over when somebody comes for it is nobody's.
        let turn = pacer.reserve(get, now, Duration::MAX).unwrap();
        let late = now + turn.wait(now) + window / 10;
        assert!(!turn.take(late));
    }
}
