//! Tokens, kept for as long as they are good.

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use http::{HeaderMap, StatusCode};

use super::bearer::{Bearer, Now};
use super::skew::Skew;
use super::{Credential, TokenRequest};
use crate::clock::{Clock, within};
use crate::error::{Error, ErrorKind};
use crate::runtime;
use crate::sync::{Mutex, MutexGuard, PoisonError};

/// How long a credential may take to renew a token that is still valid.
const LONGEST_RENEWAL: Duration = Duration::from_secs(10);

/// Whoever comes later than this after a fetch was begun asks again when it fails: it may have been left alone meanwhile.
const LATE: Duration = Duration::from_secs(1);

/// A fetch that has gone on for longer than this is not waited for by anybody new.
const HANGING: Duration = Duration::from_secs(60);

/// Asks the credential for tokens, one request at a time however many calls wait.
///
/// A fetch is nobody's own: all who wait for it poll it, so that it makes headway while any of them does, and it ends
/// with the last of them. No lock is held meanwhile.
pub(crate) struct TokenCache(Arc<Tokens>);

struct Tokens {
    credential: Credential,
    scope: &'static str,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// The next answer of the service is of interest for its date.
    listens: AtomicBool,
}

#[derive(Default)]
struct State {
    current: Option<Bearer>,
    /// The claims that the service wants and no token has yet: whoever asks for a token asks for them.
    claims: Option<String>,
    fetches: Vec<Fetch>,
    /// How many fetches were begun.
    begun: u64,
    skew: Skew,
}

type Outcome = Result<Bearer, Error>;
type Fetching = Shared<BoxFuture<'static, Outcome>>;

/// A fetch under way.
struct Fetch {
    number: u64,
    /// Kept by those who wait.
    outcome: WeakShared<BoxFuture<'static, Outcome>>,
    claims: Option<String>,
    begun: Instant,
    /// Its timers and sockets make headway on this runtime alone.
    runtime: Option<runtime::Id>,
}

/// A fetch, for one who waits for it.
struct Wait {
    outcome: Fetching,
    is_late: bool,
}

impl TokenCache {
    pub(crate) fn new(credential: Credential, scope: &'static str, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Tokens {
            credential,
            scope,
            clock,
            state: Mutex::default(),
            listens: AtomicBool::new(false),
        }))
    }

    /// The token at hand, when there is nothing to be done about it.
    pub(crate) fn ready(&self) -> Option<Bearer> {
        let state = self.0.state();
        let current = state.current.as_ref()?;
        let now = self.0.now(&state);
        (current.is_valid(now) && !current.is_due(now)).then(|| current.clone())
    }

    /// A valid token, for a call that has `budget` left.
    pub(crate) async fn get(&self, budget: Duration) -> Outcome {
        let (old, wait) = {
            let mut state = self.0.state();
            let now = self.0.now(&state);
            let old = match state.current.as_mut() {
                Some(current) if current.is_valid(now) => {
                    if !current.is_due(now) {
                        return Ok(current.clone());
                    }
                    // One call renews; the others go on with the token that is still good. Put off first, so that one which
                    // is dropped or left alone while the credential hangs does not leave the next one hanging.
                    current.postpone(now);
                    Some(current.clone())
                }
                _ => None,
            };
            (old, self.0.join(&mut state))
        };
        let Some(old) = old else {
            return self.outcome(wait).await;
        };
        let longest = (budget / 2).min(LONGEST_RENEWAL);
        let reason = match within(self.0.clock.as_ref(), longest, wait.outcome).await {
            Some(Ok(renewed)) => return Ok(renewed),
            Some(Err(error)) => error.kind().name(),
            None => "timeout",
        };
        tracing::warn!(error.type = reason, "the token could not be renewed; the old one is still valid");
        Ok(old)
    }

    /// A token with `claims`, after the service has refused `rejected` for lack of them.
    ///
    /// `None` when the credential gave the same token again, with which there is nothing to gain.
    pub(crate) async fn answer_challenge(
        &self,
        rejected: &Bearer,
        claims: String,
    ) -> Result<Option<Bearer>, Error> {
        let wait = {
            let mut state = self.0.state();
            // Another call may have answered the same challenge already.
            let answered = state.current.clone().filter(|bearer| {
                bearer.number != rejected.number && bearer.claims.as_ref() == Some(&claims)
            });
            match answered {
                Some(bearer) => Err(bearer),
                None => {
                    state.forget(rejected);
                    state.claims = Some(claims);
                    Ok(self.0.join(&mut state))
                }
            }
        };
        let bearer = match wait {
            Err(answered) => answered,
            Ok(wait) => self.outcome(wait).await?,
        };
        Ok((bearer.header != rejected.header).then_some(bearer))
    }

    /// Forgets a token that the service has refused.
    pub(crate) fn forget(&self, rejected: &Bearer) {
        self.0.state().forget(rejected);
    }

    /// Whether a token that was taken some time ago is still good.
    pub(crate) fn is_valid(&self, bearer: &Bearer) -> bool {
        bearer.is_valid(self.0.now(&self.0.state()))
    }

    /// Looks at an answer of the service for what its clock says, when that is of interest. Says whether it is a refusal
    /// of a token that has expired: on its way, or long ago by the service's clock.
    pub(crate) fn hear(&self, status: StatusCode, headers: &HeaderMap, token: &Bearer) -> bool {
        let is_refusal = status == StatusCode::UNAUTHORIZED;
        if !is_refusal && !self.0.listens.load(Ordering::Relaxed) {
            return false;
        }
        let mut state = self.0.state();
        state.skew.learn(headers, self.0.clock.system_time());
        let now = self.0.now(&state);
        if let Some(current) = &mut state.current {
            current.judge(now);
        }
        if self.0.listens.swap(false, Ordering::Relaxed) {
            state.skew.warn();
        }
        is_refusal && !token.is_valid(now)
    }

    /// A body in which the present token, should a service echo it, is blacked out.
    pub(crate) fn without_token<'a>(&self, body: &'a [u8]) -> Cow<'a, [u8]> {
        match &self.0.state().current {
            Some(bearer) => bearer.without_token(body),
            None => Cow::Borrowed(body),
        }
    }

    /// What comes of a fetch.
    async fn outcome(&self, wait: Wait) -> Outcome {
        match wait.outcome.await {
            Err(_) if wait.is_late => {
                let wait = self.0.join(&mut self.0.state());
                wait.outcome.await
            }
            outcome => outcome,
        }
    }
}

impl Tokens {
    /// Joins the fetch that is under way, or begins one. Nothing is asked before it is polled.
    fn join(self: &Arc<Self>, state: &mut State) -> Wait {
        let now = self.clock.now();
        let runtime = runtime::current();
        let age = |fetch: &Fetch| now.saturating_duration_since(fetch.begun);
        let under_way = state.fetches.iter().rev().find_map(|fetch| {
            let serves =
                fetch.runtime == runtime && fetch.claims == state.claims && age(fetch) < HANGING;
            let outcome = serves.then(|| fetch.outcome.upgrade()).flatten()?;
            Some(Wait {
                outcome,
                is_late: age(fetch) >= LATE,
            })
        });
        if let Some(wait) = under_way {
            return wait;
        }
        state.begun += 1;
        let (number, claims) = (state.begun, state.claims.clone());
        let outcome = Arc::clone(self).fetch(number, claims.clone());
        let outcome = outcome.boxed().shared();
        state
            .fetches
            .retain(|fetch| fetch.outcome.upgrade().is_some());
        state
            .fetches
            .extend(outcome.downgrade().map(|outcome| Fetch {
                number,
                outcome,
                claims,
                begun: now,
                runtime,
            }));
        Wait {
            outcome,
            is_late: false,
        }
    }

    /// Asks the credential.
    async fn fetch(self: Arc<Self>, number: u64, claims: Option<String>) -> Outcome {
        let request = TokenRequest {
            scope: self.scope.to_owned(),
            claims: claims.clone(),
        };
        // A panic would go to one of those who wait, and leave the others without a word.
        let token = AssertUnwindSafe(self.credential.token(request)).catch_unwind();
        let failed = |message| Error::new(ErrorKind::Credential, message);
        let token = match token.await {
            Ok(Ok(token)) => Ok(token),
            Ok(Err(source)) => Err(failed("the credential gave no token").with_source(source)),
            Err(_) => Err(failed("the credential panicked, and gave no token")),
        };
        let mut state = self.state();
        state.fetches.retain(|fetch| fetch.number != number);
        let now = self.now(&state);
        let bearer = Bearer::new(&token?, number, claims, now)?;
        if state.claims == bearer.claims {
            state.claims = None;
        }
        if bearer.seems_expired() {
            self.listens.store(true, Ordering::Relaxed);
        }
        // One that was asked for later may have come before it.
        let is_newest = state
            .current
            .as_ref()
            .is_none_or(|current| current.number < number);
        if is_newest {
            state.current = Some(bearer.clone());
        }
        Ok(bearer)
    }

    fn now(&self, state: &State) -> Now {
        Now {
            instant: self.clock.now(),
            service: state.skew.service_time(self.clock.system_time()),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget(&mut self, rejected: &Bearer) {
        let is_current = |current: &Bearer| current.number == rejected.number;
        if self.current.as_ref().is_some_and(is_current) {
            self.current = None;
        }
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
