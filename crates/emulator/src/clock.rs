//! The time that the emulated service lives in.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::text::TextSink;

/// How time passes for the emulated service: for its timestamps, rollouts, token lifetimes and throttling.
///
/// Delays that a fault asks for take real time, since a real client waits for them; only the pauses between
/// [slow bytes](crate::Raw::slowly) go by this clock.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Clock {
    /// The time of this machine.
    Real,
    /// Starts at this machine's time and runs `factor` times as fast.
    Accelerated {
        /// Emulated seconds in one real second.
        factor: f64,
    },
    /// Stands still until it is moved with [`Emulator::advance`](crate::Emulator::advance).
    Manual {
        /// The time at which it stands in the beginning.
        start: SystemTime,
    },
}

/// An instant in units of 100 nanoseconds since 1970: as precise as the seven digits that Graph writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Ticks(pub(crate) i64);

pub(crate) const TICKS_PER_SECOND: i64 = 10_000_000;

impl Ticks {
    /// The end of the year 9999, beyond which no date can be written.
    pub(crate) const LAST: Self = Self(253_402_300_800 * TICKS_PER_SECOND - 1);

    pub(crate) fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(ticks_in(duration)))
    }

    /// How long it is from `earlier` to this instant; zero if that is in the future.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        let ticks = self.0.saturating_sub(earlier.0).max(0);
        let nanos = ticks % TICKS_PER_SECOND * 100;
        Duration::from_secs(ticks.unsigned_abs() / TICKS_PER_SECOND.unsigned_abs())
            + Duration::from_nanos(nanos.unsigned_abs())
    }

    pub(crate) fn unix_seconds(self) -> i64 {
        self.0.div_euclid(TICKS_PER_SECOND)
    }

    pub(crate) fn system_time(self) -> SystemTime {
        UNIX_EPOCH + self.since(Self(0))
    }

    pub(crate) fn from_system_time(time: SystemTime) -> Self {
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self(ticks_in(after)),
            Err(before) => Self(-ticks_in(before.duration())),
        }
    }

    /// Reads an Edm.DateTimeOffset: what RFC 3339 has but for small letters and leap seconds, and the seconds may be
    /// left out.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (local, offset) = match text.strip_suffix('Z') {
            Some(local) => (local, "Z"),
            None => text.split_at_checked(text.len().checked_sub(6)?)?,
        };
        let offset_fits = match offset.strip_prefix(['+', '-']) {
            Some(hours) => has_shape(hours, "00:00") && hours <= "14:00",
            None => offset == "Z",
        };
        let (whole, fraction) = local.split_once('.').unwrap_or((local, "0"));
        let (minutes, seconds) = whole.split_at_checked(16)?;
        let fits = offset_fits
            && has_shape(minutes, "0000-00-00T00:00")
            && minutes >= "0001"
            && (has_shape(seconds, ":00") && seconds < ":60" || local == minutes)
            && (1..=12).contains(&fraction.len())
            && fraction.bytes().all(|byte| byte.is_ascii_digit());
        // More digits than nine cannot be read, and more than seven are not kept.
        let fraction = fraction.get(..9).unwrap_or(fraction);
        let seconds = if seconds.is_empty() { ":00" } else { seconds };
        let timestamp: Timestamp = format!("{minutes}{seconds}.{fraction}{offset}")
            .parse()
            .ok()
            .filter(|_| fits)?;
        i64::try_from(timestamp.as_nanosecond().div_euclid(100))
            .ok()
            .map(Self)
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_nanosecond(i128::from(self.0) * 100).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Appends the instant as Graph writes it: UTC, and seven digits without the zeros at the end.
    pub(crate) fn write(self, out: &mut impl TextSink) {
        let date = self.0.div_euclid(TICKS_PER_SECOND * 86_400);
        let seconds = self.unix_seconds().rem_euclid(86_400);
        let (year, month, day) = civil(date);
        let mut text = *b"0000-00-00T00:00:00.0000000";
        digits(&mut text[..4], year);
        digits(&mut text[5..7], month);
        digits(&mut text[8..10], day);
        digits(&mut text[11..13], seconds / 3600);
        digits(&mut text[14..16], seconds / 60 % 60);
        digits(&mut text[17..19], seconds % 60);
        digits(&mut text[20..], self.0.rem_euclid(TICKS_PER_SECOND));
        let text = std::str::from_utf8(&text).unwrap_or_default();
        out.push_text(match self.0.rem_euclid(TICKS_PER_SECOND) {
            0 => &text[..19],
            _ => text.trim_end_matches('0'),
        });
        out.push_text("Z");
    }

    /// Whole seconds without an offset, as the `date` of an error has it.
    pub(crate) fn error_date(self) -> String {
        self.timestamp().strftime("%Y-%m-%dT%H:%M:%S").to_string()
    }

    /// The form of the `Date` header.
    pub(crate) fn http_date(self) -> String {
        httpdate::fmt_http_date(self.system_time())
    }
}

impl std::fmt::Display for Ticks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::with_capacity(28);
        self.write(&mut text);
        f.write_str(&text)
    }
}

fn ticks_in(duration: Duration) -> i64 {
    let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    let ticks = i64::from(duration.subsec_nanos() / 100);
    seconds
        .saturating_mul(TICKS_PER_SECOND)
        .saturating_add(ticks)
}

/// Year, month and day of a day counted from 1970-01-01 (Howard Hinnant's `civil_from_days`): lists of a million
/// states write as many dates, and a general formatter would take most of the time.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Whether a text is like another one, in which zeros stand for any digits.
fn has_shape(text: &str, shape: &str) -> bool {
    let mut pairs = text.bytes().zip(shape.bytes());
    text.len() == shape.len()
        && pairs.all(|(byte, shape)| byte == shape || shape == b'0' && byte.is_ascii_digit())
}

/// Fills all of `into` with the last digits of a number.
fn digits(into: &mut [u8], mut number: i64) {
    for digit in into.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// The running clock of one emulator.
#[derive(Debug)]
pub(crate) struct RunningClock {
    state: Mutex<State>,
    /// Told when the clock is moved by hand.
    advanced: Notify,
}

#[derive(Debug)]
struct State {
    clock: Clock,
    /// When the clock began, and in real time when that was.
    start: (Ticks, Instant),
    /// How far it was moved by hand.
    moved: Duration,
}

impl RunningClock {
    pub(crate) fn new(clock: Clock) -> Self {
        let begin = match &clock {
            Clock::Manual { start } => Ticks::from_system_time(*start),
            Clock::Real | Clock::Accelerated { .. } => Ticks::from_system_time(SystemTime::now()),
        };
        Self {
            state: Mutex::new(State {
                clock,
                start: (begin, Instant::now()),
                moved: Duration::ZERO,
            }),
            advanced: Notify::new(),
        }
    }

    pub(crate) fn now(&self) -> Ticks {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (begin, real) = state.start;
        let passed = match state.clock {
            Clock::Real => real.elapsed(),
            Clock::Accelerated { factor } => {
                Duration::try_from_secs_f64(real.elapsed().as_secs_f64() * factor)
                    .unwrap_or(Duration::ZERO)
            }
            Clock::Manual { .. } => Duration::ZERO,
        };
        begin.plus(passed).plus(state.moved).min(Ticks::LAST)
    }

    /// Waits until so much time has passed on this clock.
    pub(crate) async fn sleep(&self, duration: Duration) {
        let end = self.now().plus(duration);
        loop {
            let advanced = self.advanced.notified();
            let left = end.since(self.now());
            if left.is_zero() {
                return;
            }
            match self.real(left) {
                Some(real) => {
                    tokio::select! {
                        () = advanced => {}
                        () = tokio::time::sleep(real) => {}
                    }
                }
                None => advanced.await,
            }
        }
    }

    /// How long it takes in real time until so much has passed on this clock, if it runs.
    fn real(&self, duration: Duration) -> Option<Duration> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match state.clock {
            Clock::Real => Some(duration),
            Clock::Accelerated { factor } => {
                Duration::try_from_secs_f64(duration.as_secs_f64() / factor).ok()
            }
            Clock::Manual { .. } => None,
        }
    }

    /// Moves the clock on, whichever clock it is.
    pub(crate) fn advance(&self, by: Duration) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.moved = state.moved.saturating_add(by);
        drop(state);
        self.advanced.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_graph_writes_them() {
        for text in [
            "2016-12-31T23:57:28.4995370Z",
            "1969-12-31T23:59:59.9999999Z",
            "2000-02-29T00:00:00Z",
            "2026-11-23T14:54:33.1Z",
            "2100-03-01T12:00:00.0000001Z",
        ] {
            let ticks = Ticks::parse(text).unwrap();
            let trimmed = text.replace("4995370Z", "499537Z");
            assert_eq!(ticks.to_string(), trimmed);
            assert_eq!(ticks.timestamp(), text.parse::<Timestamp>().unwrap());
        }
        assert_eq!(
            Ticks::parse("2016-12-31T23:57:28.499537-08:00")
                .unwrap()
                .to_string(),
            "2017-01-01T07:57:28.499537Z"
        );
        assert_eq!(Ticks::parse("yesterday"), None);
        let instant = Ticks::parse("2026-11-23T14:54:33Z").unwrap();
        assert_eq!(instant.http_date(), "Mon, 23 Nov 2026 14:54:33 GMT");
        assert_eq!(instant.error_date(), "2026-11-23T14:54:33");
    }

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = RunningClock::new(Clock::Manual { start: UNIX_EPOCH });
        assert_eq!(clock.now(), Ticks(0));
        clock.advance(Duration::from_millis(1500));
        assert_eq!(clock.now().to_string(), "1970-01-01T00:00:01.5Z");
    }
}
