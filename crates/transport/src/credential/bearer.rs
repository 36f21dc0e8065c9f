//! A token as it goes into a request, and for how long it is good.

use std::borrow::Cow;
use std::time::{Duration, Instant, SystemTime};

use http::HeaderValue;

use super::AccessToken;
use crate::error::{Error, ErrorKind};

/// A token is renewed this long before it stops being valid.
const REFRESH_EARLY: Duration = Duration::from_secs(300);

/// After a renewal was tried while the old token is still good, the credential is left alone for this long.
pub(super) const REFRESH_PAUSE: Duration = Duration::from_secs(30);

/// A token as it goes into a request.
#[derive(Clone)]
pub(crate) struct Bearer {
    /// The value of `Authorization`, marked as sensitive.
    pub(crate) header: HeaderValue,
    /// Counts the tokens; tells two apart without looking at them.
    pub(super) number: u64,
    /// The claims that it was asked for with.
    pub(super) claims: Option<String>,
    expires_on: Option<SystemTime>,
    /// It seemed expired when it came: it is used until the service refuses it, which knows better.
    seems_expired: bool,
    refresh_at: Option<Instant>,
}

/// What is wrong with a token that was copied with too much around it.
fn mistake(token: &str) -> Option<&'static str> {
    const QUOTES: [char; 7] = ['"', '\'', '`', '“', '”', '‘', '’'];
    let token = token.trim();
    let scheme = token.split_whitespace().next().unwrap_or_default();
    if token.starts_with(QUOTES) || token.ends_with(QUOTES) {
        return Some(
            "the token has quotes around it, which are no part of it: take them off (`az … --output tsv` writes none)",
        );
    }
    if scheme.eq_ignore_ascii_case("Bearer") {
        return Some(
            "the token begins with `Bearer`, which is put before it anyway: give the token alone",
        );
    }
    None
}

/// The two clocks by which a token is judged.
#[derive(Clone, Copy)]
pub(super) struct Now {
    /// This machine's, for measuring.
    pub(super) instant: Instant,
    /// The service's, as far as it is known.
    pub(super) service: SystemTime,
}

impl Bearer {
    pub(super) fn new(
        token: &AccessToken,
        number: u64,
        claims: Option<String>,
        now: Now,
    ) -> Result<Self, Error> {
        if token.secret().is_empty() {
            return Err(Error::new(
                ErrorKind::Credential,
                "the credential gave an empty token",
            ));
        }
        if let Some(hint) = mistake(token.secret()) {
            return Err(Error::new(ErrorKind::Credential, hint));
        }
        let mut header = HeaderValue::try_from(format!("Bearer {}", token.secret())).map_err(|_| {
            Error::new(
                ErrorKind::Credential,
                "the token holds characters that no header may hold: is there a line break at its end?",
            )
        })?;
        header.set_sensitive(true);
        let mut bearer = Self {
            header,
            number,
            claims,
            expires_on: token.expires_on,
            seems_expired: false,
            refresh_at: None,
        };
        bearer.judge(now);
        bearer.seems_expired = bearer.lifetime(now).is_some_and(|left| left.is_zero());
        Ok(bearer)
    }

    /// Sets when it is to be renewed, by what is known of the time now.
    pub(super) fn judge(&mut self, now: Now) {
        let Some(lifetime) = self.lifetime(now) else {
            return;
        };
        self.seems_expired &= lifetime.is_zero();
        // A token that lives for less than ten minutes is renewed after half its life, and one that seems to have none
        // after a pause.
        let refresh_in = match lifetime {
            Duration::ZERO => REFRESH_PAUSE,
            _ => lifetime.saturating_sub(REFRESH_EARLY).max(lifetime / 2),
        };
        self.refresh_at = now.instant.checked_add(refresh_in);
    }

    /// How long it is valid; `None` when its end is not known.
    fn lifetime(&self, now: Now) -> Option<Duration> {
        let end = self.expires_on?;
        Some(end.duration_since(now.service).unwrap_or(Duration::ZERO))
    }

    pub(super) fn is_valid(&self, now: Now) -> bool {
        self.seems_expired || self.lifetime(now).is_none_or(|left| !left.is_zero())
    }

    pub(super) fn seems_expired(&self) -> bool {
        self.seems_expired
    }

    pub(super) fn is_due(&self, now: Now) -> bool {
        self.refresh_at.is_some_and(|time| time <= now.instant)
    }

    /// Puts its renewal off.
    pub(super) fn postpone(&mut self, now: Now) {
        self.refresh_at = now.instant.checked_add(REFRESH_PAUSE);
    }

    /// A body in which the token, should a service echo it, is blacked out.
    pub(crate) fn without_token<'a>(&self, body: &'a [u8]) -> Cow<'a, [u8]> {
        let value = self.header.as_bytes();
        let token = value.strip_prefix(b"Bearer ").unwrap_or(value);
        if token.is_empty() || !body.windows(token.len()).any(|part| part == token) {
            return Cow::Borrowed(body);
        }
        let text = String::from_utf8_lossy(body);
        let token = String::from_utf8_lossy(token);
        Cow::Owned(text.replace(token.as_ref(), "[redacted]").into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_was_copied_with_too_much_is_refused_with_a_hint() {
        for (token, hint) in [
            ("\"eyJ0.hunter2\"", "quotes"),
            ("'eyJ0.hunter2'", "quotes"),
            ("“eyJ0.hunter2”", "quotes"),
            (" \"eyJ0.hunter2\"", "quotes"),
            ("Bearer eyJ0.hunter2", "`Bearer`"),
            ("bearer  eyJ0.hunter2", "`Bearer`"),
            ("\"Bearer eyJ0.hunter2\"", "quotes"),
        ] {
            let now = Now {
                instant: Instant::now(),
                service: SystemTime::now(),
            };
            let Err(error) = Bearer::new(&AccessToken::new(token), 1, None, now) else {
                panic!("{token} was taken");
            };
            assert_eq!(error.kind(), ErrorKind::Credential);
            let line = error.to_string();
            assert!(line.contains(hint) && !line.contains("hunter2"), "{line}");
        }
        assert!(mistake("BearerOfNews.x").is_none() && mistake("eyJ0").is_none());
    }
}
