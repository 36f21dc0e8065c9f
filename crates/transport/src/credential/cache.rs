//! Tokens, kept for as long as they are good.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use http::HeaderValue;
use tokio::sync::Mutex as AsyncMutex;

use super::{AccessToken, Credential, TokenRequest};
use crate::clock::{Clock, within};
use crate::error::{Error, ErrorKind};

/// A token is renewed this long before it stops being valid.
const REFRESH_EARLY: Duration = Duration::from_secs(300);

/// After a renewal failed while the old token is still valid, the credential is left alone for this long.
const REFRESH_PAUSE: Duration = Duration::from_secs(30);

/// How long a credential may take to renew a token that is still valid.
const LONGEST_RENEWAL: Duration = Duration::from_secs(10);

/// A token as it goes into a request.
#[derive(Clone)]
pub(crate) struct Bearer {
    /// The value of `Authorization`, marked as sensitive.
    pub(crate) header: HeaderValue,
    /// Counts the tokens; tells two apart without looking at them.
    number: u64,
    /// The claims that it was asked for with.
    claims: Option<String>,
    expires_on: Option<SystemTime>,
    refresh_at: Option<Instant>,
}

impl Bearer {
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

/// Asks the credential for tokens, one request at a time however many calls wait.
pub(crate) struct TokenCache {
    credential: Credential,
    scope: &'static str,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// Held by the one who asks the credential.
    asking: AsyncMutex<()>,
}

#[derive(Default)]
struct State {
    current: Option<Bearer>,
    /// The claims that the service wants and no token has yet: whoever asks for a token asks for them.
    claims: Option<String>,
    /// How many times the credential has answered.
    answers: u64,
    last_failure: Option<Error>,
}

impl TokenCache {
    pub(crate) fn new(credential: Credential, scope: &'static str, clock: Arc<dyn Clock>) -> Self {
        Self {
            credential,
            scope,
            clock,
            state: Mutex::default(),
            asking: AsyncMutex::default(),
        }
    }

    /// The token at hand, when there is nothing to be done about it.
    pub(crate) fn ready(&self) -> Option<Bearer> {
        let state = self.state();
        let current = state.current.as_ref()?;
        (self.is_valid(current) && !self.is_due(current)).then(|| current.clone())
    }

    /// A valid token, for a call that has `budget` left.
    pub(crate) async fn get(&self, budget: Duration) -> Result<Bearer, Error> {
        let (valid, answers) = {
            let state = self.state();
            (
                state.current.clone().filter(|bearer| self.is_valid(bearer)),
                state.answers,
            )
        };
        let Some(bearer) = valid else {
            return self.ask(answers, None).await;
        };
        if !self.is_due(&bearer) {
            return Ok(bearer);
        }
        // One task renews; the others go on with the token that is still good.
        let Ok(_asking) = self.asking.try_lock() else {
            return Ok(bearer);
        };
        if let Some(newer) = self
            .state()
            .current
            .clone()
            .filter(|newer| newer.number != bearer.number)
        {
            return Ok(newer);
        }
        // Put off first, so that a call which is dropped while the credential hangs does not leave the next one hanging.
        self.postpone(&bearer);
        let longest = (budget / 2).min(LONGEST_RENEWAL);
        let reason = match within(self.clock.as_ref(), longest, self.fetch()).await {
            Some(Ok(renewed)) => return Ok(renewed),
            Some(Err(error)) => error.kind().name(),
            None => "timeout",
        };
        tracing::warn!(error.type = reason, "the token could not be renewed; the old one is still valid");
        Ok(bearer)
    }

    /// A token with `claims`, after the service has refused `rejected` for lack of them.
    ///
    /// `None` when the credential gave the same token again, with which there is nothing to gain.
    pub(crate) async fn answer_challenge(
        &self,
        rejected: &Bearer,
        claims: String,
    ) -> Result<Option<Bearer>, Error> {
        let (answered, answers) = {
            let mut state = self.state();
            // Another call may have answered the same challenge already.
            let answered = state.current.clone().filter(|bearer| {
                bearer.number != rejected.number && bearer.claims.as_ref() == Some(&claims)
            });
            if answered.is_none() {
                state.claims = Some(claims.clone());
            }
            (answered, state.answers)
        };
        let bearer = match answered {
            Some(bearer) => bearer,
            None => {
                self.forget(rejected);
                self.ask(answers, Some(&claims)).await?
            }
        };
        Ok((bearer.header != rejected.header).then_some(bearer))
    }

    /// Forgets a token that the service has refused.
    pub(crate) fn forget(&self, rejected: &Bearer) {
        let mut state = self.state();
        if state
            .current
            .as_ref()
            .is_some_and(|bearer| bearer.number == rejected.number)
        {
            state.current = None;
        }
    }

    /// A body in which the present token, should a service echo it, is blacked out.
    pub(crate) fn without_token<'a>(&self, body: &'a [u8]) -> Cow<'a, [u8]> {
        match &self.state().current {
            Some(bearer) => bearer.without_token(body),
            None => Cow::Borrowed(body),
        }
    }

    /// Asks the credential, or shares the answer that another task got since `answers` was read.
    async fn ask(&self, answers: u64, claims: Option<&String>) -> Result<Bearer, Error> {
        let _asking = self.asking.lock().await;
        {
            let state = self.state();
            let shared = state.current.clone().filter(|bearer| {
                self.is_valid(bearer) && (claims.is_none() || bearer.claims.as_ref() == claims)
            });
            if state.answers > answers {
                if let Some(bearer) = shared {
                    return Ok(bearer);
                }
                if let Some(failure) = &state.last_failure {
                    return Err(failure.clone());
                }
            }
        }
        self.fetch().await
    }

    /// Asks the credential. Only for the holder of `asking`.
    async fn fetch(&self) -> Result<Bearer, Error> {
        let claims = self.state().claims.clone();
        let request = TokenRequest {
            scope: self.scope.to_owned(),
            claims: claims.clone(),
        };
        let result = self.credential.token(request).await;
        let mut state = self.state();
        state.answers += 1;
        let outcome = match result {
            Ok(token) => self.bearer(&token, state.answers, claims),
            Err(source) => Err(
                Error::new(ErrorKind::Credential, "the credential gave no token")
                    .with_source(source),
            ),
        };
        match &outcome {
            Ok(bearer) => {
                if state.claims == bearer.claims {
                    state.claims = None;
                }
                state.current = Some(bearer.clone());
                state.last_failure = None;
            }
            Err(error) => state.last_failure = Some(error.clone()),
        }
        outcome
    }

    fn bearer(
        &self,
        token: &AccessToken,
        number: u64,
        claims: Option<String>,
    ) -> Result<Bearer, Error> {
        if token.secret().is_empty() {
            return Err(Error::new(
                ErrorKind::Credential,
                "the credential gave an empty token",
            ));
        }
        let mut header = HeaderValue::try_from(format!("Bearer {}", token.secret())).map_err(|_| {
            Error::new(
                ErrorKind::Credential,
                "the token holds characters that no header may hold: is there a line break at its end?",
            )
        })?;
        header.set_sensitive(true);
        let lifetime = token.expires_on.map(|end| {
            end.duration_since(self.clock.system_time())
                .unwrap_or(Duration::ZERO)
        });
        // A token that lives for less than ten minutes is renewed after half its life.
        let refresh_in =
            lifetime.map(|lifetime| lifetime.saturating_sub(REFRESH_EARLY).max(lifetime / 2));
        Ok(Bearer {
            header,
            number,
            claims,
            expires_on: token.expires_on,
            refresh_at: refresh_in.and_then(|wait| self.clock.now().checked_add(wait)),
        })
    }

    fn is_valid(&self, bearer: &Bearer) -> bool {
        bearer
            .expires_on
            .is_none_or(|end| end > self.clock.system_time())
    }

    fn is_due(&self, bearer: &Bearer) -> bool {
        bearer
            .refresh_at
            .is_some_and(|time| time <= self.clock.now())
    }

    fn postpone(&self, bearer: &Bearer) {
        let next = self.clock.now() + REFRESH_PAUSE;
        let mut state = self.state();
        if let Some(current) = state
            .current
            .as_mut()
            .filter(|current| current.number == bearer.number)
        {
            current.refresh_at = Some(next);
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
