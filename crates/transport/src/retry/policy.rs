//! When to try again, and how long to wait.

use std::time::Duration;

use http::StatusCode;

use crate::error::ErrorKind;

/// How often and how long a call is tried again.
///
/// ```
/// use std::time::Duration;
/// use msgraph_transport::RetryPolicy;
///
/// let patient = RetryPolicy::new().max_tries(10).max_wait(Duration::from_secs(600));
/// let hasty = RetryPolicy::none();
/// # let _ = (patient, hasty);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    pub(crate) max_tries: u32,
    pub(crate) max_wait: Duration,
    base: Duration,
    max_backoff: Duration,
    risk_duplicates: bool,
}

impl RetryPolicy {
    /// Five tries; waits of at most three minutes when the service asks for them; else exponential backoff from one
    /// second to thirty, with full jitter.
    pub const fn new() -> Self {
        Self {
            max_tries: 5,
            max_wait: Duration::from_secs(180),
            base: Duration::from_secs(1),
            max_backoff: Duration::from_secs(30),
            risk_duplicates: false,
        }
    }

    /// One try.
    pub const fn none() -> Self {
        Self::new().max_tries(1)
    }

    /// How many times a request is sent at most; at least once. The one repetition with a token that answers a claims
    /// challenge is made even when the tries are used up.
    pub const fn max_tries(mut self, tries: u32) -> Self {
        self.max_tries = if tries == 0 { 1 } else { tries };
        self
    }

    /// The longest single wait, backoff included. When the service asks for a longer one, the call fails at once and says
    /// so.
    pub const fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// The backoff for when the service does not say how long to wait: a random time between zero and `base`, doubled
    /// with each try, up to `max`.
    pub const fn backoff(mut self, base: Duration, max: Duration) -> Self {
        self.base = base;
        self.max_backoff = max;
        self
    }

    /// Whether a request that must not be repeated (a create) is sent again after 503 without `Retry-After`, 504 and 509.
    ///
    /// Off by default: a gateway that answers 504 may have passed the create on, which is then done twice. With `true`
    /// they are tried again, as Microsoft's own clients do, for whom a duplicate is less trouble than a failure.
    pub const fn risk_duplicates(mut self, risk: bool) -> Self {
        self.risk_duplicates = risk;
        self
    }

    /// The wait before try number `tries + 1`, when the service asked for none. `jitter` lies in 0..1.
    pub(crate) fn backoff_wait(&self, tries: u32, jitter: f64) -> Duration {
        let doubled = 2_u32.saturating_pow(tries.saturating_sub(1));
        let ceiling = self.base.saturating_mul(doubled).min(self.max_backoff);
        ceiling.min(self.max_wait).mul_f64(jitter)
    }

    /// Whether a refusal may be answered by trying again.
    pub(crate) fn allows_status(
        &self,
        status: StatusCode,
        repeatable: bool,
        told_to_wait: bool,
    ) -> bool {
        match status.as_u16() {
            429 => true,
            503 if told_to_wait => true,
            503 | 504 | 509 => repeatable || self.risk_duplicates,
            408 | 500 | 502 => repeatable,
            _ => false,
        }
    }

    /// Whether a request that must not be repeated is not sent again after this refusal, though waiting may help.
    pub(crate) fn is_in_doubt(&self, status: StatusCode) -> bool {
        !self.risk_duplicates && matches!(status.as_u16(), 503 | 504 | 509)
    }

    /// Whether a failure without a response may be answered by trying again.
    pub(crate) fn allows_failure(kind: ErrorKind, repeatable: bool) -> bool {
        match kind {
            ErrorKind::Connect => true,
            ErrorKind::Network | ErrorKind::Timeout => repeatable,
            _ => false,
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_doubles_up_to_its_limit_and_never_overflows() {
        let policy = RetryPolicy::new();
        let ceilings: Vec<_> = [1, 2, 3, 6, 40, u32::MAX]
            .map(|tries| policy.backoff_wait(tries, 1.0).as_secs())
            .into();
        assert_eq!(ceilings, [1, 2, 4, 30, 30, 30]);
        assert_eq!(policy.backoff_wait(3, 0.0), Duration::ZERO);
        let hasty = policy.max_wait(Duration::from_secs(3));
        assert_eq!(hasty.backoff_wait(3, 1.0), Duration::from_secs(3));
    }

    #[test]
    fn what_is_tried_again_depends_on_the_status_and_on_what_repeating_does() {
        let policy = RetryPolicy::new();
        let allowed = |code, repeatable| {
            policy.allows_status(StatusCode::from_u16(code).unwrap(), repeatable, false)
        };
        assert!(allowed(429, true) && allowed(429, false));
        for code in [408, 500, 502, 503, 504, 509] {
            assert!(allowed(code, true) && !allowed(code, false), "{code}");
        }
        for code in [200, 301, 400, 401, 403, 404, 409, 412, 501] {
            assert!(!allowed(code, true), "{code}");
        }
    }

    #[test]
    fn a_create_needs_a_plain_refusal_unless_duplicates_are_risked() {
        let allowed = |policy: &RetryPolicy, code, told| {
            policy.allows_status(StatusCode::from_u16(code).unwrap(), false, told)
        };
        let policy = RetryPolicy::new();
        assert!(allowed(&policy, 429, false) && allowed(&policy, 503, true));
        for (code, told) in [(503, false), (504, true), (509, false)] {
            assert!(!allowed(&policy, code, told), "{code}");
            let bold = RetryPolicy::new().risk_duplicates(true);
            assert!(allowed(&bold, code, told), "{code}");
        }
        for code in [408, 500, 502] {
            let bold = RetryPolicy::new().risk_duplicates(true);
            assert!(!allowed(&bold, code, true), "{code}");
        }
    }
}
