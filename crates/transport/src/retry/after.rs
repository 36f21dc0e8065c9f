//! `Retry-After`, in every form that is seen.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

/// A hundred years: longer than any budget, and short enough to add to a time.
const LONGEST: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// The wait that the headers ask for, counted from `now`, or from the service's own time when it says that.
///
/// Of several values the longest counts, so that none is undercut. What cannot be read asks for nothing.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    // Two clocks never agree; a date is compared with the clock that it was read from.
    let service_time = headers
        .get(header::DATE)
        .and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    let now = service_time.unwrap_or(now);
    let in_seconds = headers
        .get_all(header::RETRY_AFTER)
        .iter()
        .filter_map(|value| parse(value.to_str().ok()?, now));
    // Gateways in front of Graph also send milliseconds, under names of their own.
    let in_milliseconds = ["retry-after-ms", "x-ms-retry-after-ms"]
        .into_iter()
        .flat_map(|name| headers.get_all(name))
        .filter_map(|value| Some(seconds(value.to_str().ok()?.trim())? / 1000));
    in_seconds.chain(in_milliseconds).max()
}

/// A wait that stands in a body, in the forms that a header may have.
pub(crate) fn in_body(value: &str, now: SystemTime) -> Option<Duration> {
    parse(value, now)
}

/// One value: seconds, a fraction, a date, or several of them joined by commas.
fn parse(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(date) = httpdate::parse_http_date(value) {
        // A date has whole seconds. One that lies in the past asks for no wait.
        return Some(
            date.duration_since(now)
                .unwrap_or(Duration::ZERO)
                .min(LONGEST),
        );
    }
    // Proxies join repeated headers with commas; a date has a comma of its own and was tried first.
    value
        .split(',')
        .filter_map(|part| seconds(part.trim()))
        .max()
}

/// Seconds with or without a fraction, rounded up to the nanosecond; `None` for anything but digits and one point.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    if whole.trim_start_matches('0').len() > 10 {
        return Some(LONGEST);
    }
    let whole: u64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let digits = fraction.get(..9.min(fraction.len()))?;
    let nanos: u64 = format!("{digits:0<9}").parse().ok()?;
    let rest_is_zero = fraction.bytes().skip(9).all(|byte| byte == b'0');
    let rounded = Duration::from_nanos(nanos + u64::from(!rest_is_zero));
    Some((Duration::from_secs(whole) + rounded).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn ask(values: &[&str]) -> Option<Duration> {
        let now = httpdate::parse_http_date("Wed, 21 Oct 2015 07:28:00 GMT").unwrap();
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::RETRY_AFTER, HeaderValue::from_str(value).unwrap());
        }
        retry_after(&headers, now)
    }

    #[test]
    fn every_form_is_read() {
        let table: &[(&[&str], Option<Duration>)] = &[
            (&["120"], Some(Duration::from_secs(120))),
            (&[" 7 "], Some(Duration::from_secs(7))),
            (&["0"], Some(Duration::ZERO)),
            (&["007"], Some(Duration::from_secs(7))),
            (&["2.128"], Some(Duration::from_millis(2128))),
            (&[".5"], Some(Duration::from_millis(500))),
            (&["3."], Some(Duration::from_secs(3))),
            (&["0.0000000001"], Some(Duration::from_nanos(1))),
            (
                &["Wed, 21 Oct 2015 07:29:30 GMT"],
                Some(Duration::from_secs(90)),
            ),
            (
                &["Wednesday, 21-Oct-15 07:28:05 GMT"],
                Some(Duration::from_secs(5)),
            ),
            (&["Wed Oct 21 07:28:09 2015"], Some(Duration::from_secs(9))),
            (&["Wed, 21 Oct 2015 07:00:00 GMT"], Some(Duration::ZERO)),
            (&["3", "9", "4"], Some(Duration::from_secs(9))),
            (&["3, 9"], Some(Duration::from_secs(9))),
            (&["soon", "4"], Some(Duration::from_secs(4))),
            (&["99999999999999999999999999"], Some(LONGEST)),
            (&["9999999999"], Some(LONGEST)),
            (&["-5"], None),
            (&["+5"], None),
            (&["1e9"], None),
            (&["NaN"], None),
            (&["inf"], None),
            (&["1.2.3"], None),
            (&["."], None),
            (&[""], None),
            (&["soon"], None),
            (&[], None),
        ];
        for (values, expected) in table {
            assert_eq!(ask(values), *expected, "{values:?}");
        }
    }

    #[test]
    fn a_date_is_read_by_the_clock_of_the_service() {
        let mut headers = HeaderMap::new();
        let set = |headers: &mut HeaderMap, name, value| {
            headers.insert(name, HeaderValue::from_static(value));
        };
        set(&mut headers, header::DATE, "Wed, 21 Oct 2015 07:28:00 GMT");
        set(
            &mut headers,
            header::RETRY_AFTER,
            "Wed, 21 Oct 2015 07:28:30 GMT",
        );
        let ahead = SystemTime::UNIX_EPOCH + Duration::from_secs(4_000_000_000);
        assert_eq!(retry_after(&headers, ahead), Some(Duration::from_secs(30)));
    }

    #[test]
    fn milliseconds_of_gateways_count_too() {
        let mut headers = HeaderMap::new();
        headers.insert("x-ms-retry-after-ms", HeaderValue::from_static("1500"));
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        assert_eq!(
            retry_after(&headers, SystemTime::UNIX_EPOCH),
            Some(Duration::from_millis(1500))
        );
    }

    #[test]
    fn bytes_that_are_not_text_ask_for_nothing() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::RETRY_AFTER,
            HeaderValue::from_bytes(b"\xff\xfe5").unwrap(),
        );
        assert_eq!(retry_after(&headers, SystemTime::UNIX_EPOCH), None);
    }
}
