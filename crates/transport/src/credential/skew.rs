//! By how much this machine's clock and the service's differ.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

/// Less than this is no difference: a date has whole seconds, and an answer takes its time.
const TOLERANCE: Duration = Duration::from_secs(10);

/// What the service's answers tell of its clock. No difference until one was heard.
#[derive(Debug, Default)]
pub(super) struct Skew {
    /// How much earlier it is for the service.
    behind: Duration,
    /// How much later it is for the service.
    ahead: Duration,
    is_warned: bool,
}

impl Skew {
    /// What time it is for the service.
    pub(super) fn service_time(&self, own: SystemTime) -> SystemTime {
        own.checked_sub(self.behind)
            .and_then(|time| time.checked_add(self.ahead))
            .unwrap_or(own)
    }

    /// Reads the service's date.
    pub(super) fn learn(&mut self, headers: &HeaderMap, own: SystemTime) {
        let date = headers
            .get(header::DATE)
            .and_then(|date| date.to_str().ok());
        let Some(service) = date.and_then(|date| httpdate::parse_http_date(date).ok()) else {
            return;
        };
        let relevant = |difference: Duration| match difference {
            difference if difference < TOLERANCE => Duration::ZERO,
            difference => difference,
        };
        self.behind = relevant(own.duration_since(service).unwrap_or_default());
        self.ahead = relevant(service.duration_since(own).unwrap_or_default());
    }

    /// Says, once, that tokens come that seem expired, and why.
    pub(super) fn warn(&mut self) {
        if std::mem::replace(&mut self.is_warned, true) {
            return;
        }
        match self.behind.as_secs() {
            0 => tracing::warn!(
                "the credential gives tokens that have expired when they come: they are used until the service refuses them"
            ),
            seconds => tracing::warn!(
                graph.clock_ahead_seconds = seconds.cast_signed(),
                "tokens seem expired when they come, as this machine's clock is ahead of the service's: set it right; \
                 until then the service's date counts"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_date_that_differs_by_more_than_the_way_takes_moves_the_clock() {
        let date = "Wed, 21 Oct 2015 07:28:00 GMT";
        let service = httpdate::parse_http_date(date).unwrap();
        let headers = HeaderMap::from_iter([(header::DATE, HeaderValue::from_static(date))]);
        let (hour, second) = (Duration::from_secs(3600), Duration::from_secs(1));
        for (own, expected) in [
            (service + hour, service),
            (service - hour, service),
            (service + second, service + second),
            (service - second, service - second),
        ] {
            let mut skew = Skew::default();
            assert_eq!(skew.service_time(own), own);
            skew.learn(&headers, own);
            assert_eq!(skew.service_time(own), expected);
            skew.learn(&HeaderMap::new(), own);
            assert_eq!(skew.service_time(own), expected, "no date says nothing");
        }
    }
}
