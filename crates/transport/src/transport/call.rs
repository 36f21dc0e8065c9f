//! One call: its tries, the waits between them, and when to give up.

mod turn;

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{HeaderMap, StatusCode};
use tracing::Instrument;

use super::Shared;
use super::clients::{Connections, Trouble};
use super::exchange::{self, Exchange, Stop};
use super::template::Template;
use crate::clock::within;
use crate::credential::{Bearer, challenged_claims};
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::options::CallOptions;
use crate::response::{Metadata, Response};
use crate::retry::{Load, RetryPolicy};
use crate::{runtime, trace};

/// A call on its way.
pub(super) struct Call<'a> {
    shared: &'a Shared,
    operation: &'a Operation,
    template: Template,
    policy: &'a RetryPolicy,
    repeatable: bool,
    load: Load,
    through_gate: bool,
    read_timeout: Duration,
    try_timeout: Duration,
    call_timeout: Duration,
    deadline: Instant,
    /// What the deadline is that of: the call itself, or the batch that it is a part of.
    whole: &'static str,
    attempts: u32,
    /// A try may have been acted on.
    in_doubt: bool,
    /// Why the last try failed: the result, when nothing comes of another one.
    last_failure: Option<Error>,
    /// The token to use next, when a challenge was answered; else the cache's.
    next_bearer: Option<Bearer>,
    challenged: bool,
    connections: Arc<Connections>,
    /// The last try was answered by a machine that is unavailable.
    trouble: Option<Trouble>,
}

/// A try that failed.
struct Failure {
    error: Error,
    /// The headers of the refusal; empty when none came.
    headers: HeaderMap,
    /// The token has expired since it was taken, or had by the service's clock.
    had_expired: bool,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            error,
            headers: HeaderMap::new(),
            had_expired: false,
        }
    }
}

impl<'a> Call<'a> {
    /// Takes over the request. Fails when it must not or cannot be sent; no token was asked for by then.
    pub(super) fn new(
        shared: &'a Shared,
        operation: &'a Operation,
        request: reqwest::Request,
        options: &'a CallOptions,
    ) -> Result<Self, Error> {
        shared.endpoint.check(request.url())?;
        let runtime = runtime::current().ok_or_else(|| {
            let message = "a call is made on a tokio runtime, and there is none: await it in `#[tokio::main]`, or in \
                           `Runtime::block_on`";
            Error::new(ErrorKind::Configuration, message)
        })?;
        let connections = shared.clients.of(runtime)?;
        let timeouts = options.timeouts;
        let call_timeout = timeouts
            .call
            .or(shared.timeouts.call)
            .unwrap_or(Duration::MAX);
        // Without a limit, a year will do; `Instant` cannot hold just any sum.
        let own = shared.clock.now() + call_timeout.min(Duration::from_secs(365 * 24 * 3600));
        let deadline = options.deadline.map_or(own, |other| own.min(other));
        Ok(Self {
            shared,
            operation,
            template: Template::new(request, options, &shared.user_agent)?,
            policy: options.retry.as_ref().unwrap_or(&shared.retry),
            repeatable: options
                .repeatable
                .unwrap_or_else(|| operation.is_repeatable()),
            load: options
                .load
                .unwrap_or_else(|| Load::of_one(operation.method())),
            through_gate: options.through_gate,
            read_timeout: timeouts
                .read
                .or(shared.timeouts.read)
                .unwrap_or(Duration::MAX),
            try_timeout: timeouts
                .attempt
                .or(shared.timeouts.attempt)
                .unwrap_or(Duration::MAX),
            call_timeout,
            deadline,
            whole: match options.deadline {
                Some(_) => "batch",
                None => "call",
            },
            attempts: 0,
            in_doubt: false,
            last_failure: None,
            next_bearer: None,
            challenged: false,
            connections,
            trouble: None,
        })
    }

    /// Sends the request until it succeeds or there is nothing more to try.
    pub(super) async fn run(mut self) -> Result<Response, Error> {
        let result = self.tries().await;
        self.finish(result)
    }

    /// Goes on after a first try that was made elsewhere, as an item of a batch.
    pub(super) async fn run_after(mut self, refusal: Error) -> Result<Response, Error> {
        self.attempts = 1;
        self.in_doubt = refusal.may_have_been_done();
        // Only the item was throttled: the gate stays open.
        let wait = self.next_wait(&refusal);
        match self.wait_to_retry(refusal, wait).await {
            Ok(()) => self.run().await,
            Err(error) => self.finish(Err(error)),
        }
    }

    fn finish(self, mut result: Result<Response, Error>) -> Result<Response, Error> {
        let metadata = match &mut result {
            Ok(response) => &mut response.metadata,
            Err(error) => error.metadata_mut(),
        };
        metadata.attempts = self.attempts;
        metadata.was_in_doubt |= self.in_doubt;
        metadata.client_request_id = Some(self.template.into_client_request_id());
        result.map_err(|error| error.with_operation(self.operation))
    }

    async fn tries(&mut self) -> Result<Response, Error> {
        loop {
            let bearer = match self.may_send().await {
                Ok(bearer) => bearer,
                Err(obstacle) => {
                    return Err(match self.last_failure.take() {
                        Some(failure) => failure.not_tried_again(obstacle),
                        None => obstacle.and("nothing was sent"),
                    });
                }
            };
            let mut failure = match self.attempt(&bearer).await {
                Ok(response) => return Ok(response),
                Err(failure) => failure,
            };
            failure.error.metadata_mut().attempts = self.attempts;
            self.in_doubt |= failure.error.may_have_been_done();
            if failure.error.status() == Some(StatusCode::UNAUTHORIZED) {
                self.answer_challenge(failure, &bearer).await?;
            } else {
                let wait = self.next_wait(&failure.error);
                self.close_gate(&failure.error, wait);
                self.wait_to_retry(failure.error, wait).await?;
            }
        }
    }

    async fn attempt(&mut self, bearer: &Bearer) -> Result<Response, Failure> {
        let clock = self.shared.clock.as_ref();
        let request = self.template.build(bearer, self.attempts);
        let span = trace::try_span(self.operation, &request, self.attempts);
        self.attempts += 1;

        let clients = &self.shared.clients;
        let lease = clients.lease(&self.connections, self.trouble.take(), || clock.now());
        let limit = self.try_timeout.min(self.remaining());
        let exchange = Exchange {
            clock,
            url: self.template.url(),
            max_body_bytes: self.shared.max_body_bytes,
            silence: self.read_timeout,
            end: clock.now() + limit,
        };
        let outcome = exchange
            .run(&lease.client, request)
            .instrument(span.clone());
        let answer = match outcome.await {
            Ok(answer) => answer,
            Err(stop) => {
                let error = self.stopped(stop, limit);
                trace::failed(&span, &error);
                return Err(error.into());
            }
        };
        trace::answered(&span, answer.status, &answer.headers);
        if answer.status == StatusCode::SERVICE_UNAVAILABLE {
            self.trouble = Some(lease.trouble(answer.version));
        }
        let had_expired = self
            .shared
            .tokens
            .hear(answer.status, &answer.headers, bearer);

        let metadata = Metadata::from_headers(&answer.headers);
        if answer.status.is_success() {
            return match answer.cut_off {
                None => Ok(Response {
                    operation: self.operation.clone(),
                    status: answer.status,
                    headers: answer.headers,
                    body: answer.body,
                    metadata,
                }),
                Some(stop) => Err(self
                    .stopped(stop, limit)
                    .with_response(answer.status, metadata)
                    .into()),
            };
        }
        let body = bearer.without_token(&answer.body);
        let error = match exchange::redirect(answer.status, &answer.headers) {
            Some(error) => error.with_response(answer.status, metadata),
            None => {
                let sent = self.template.body();
                let now = clock.system_time();
                Error::refused(answer.status, &answer.headers, &body, metadata, sent, now)
            }
        };
        Err(Failure {
            error,
            headers: answer.headers,
            had_expired,
        })
    }

    /// After a 401: gets a token with the claims that the service asks for, once, or a new one when the old one has
    /// expired. Else the 401 is the result.
    async fn answer_challenge(&mut self, failure: Failure, rejected: &Bearer) -> Result<(), Error> {
        self.shared.tokens.forget(rejected);
        if self.challenged {
            return Err(failure.error);
        }
        let Some(claims) = challenged_claims(&failure.headers) else {
            if !failure.had_expired {
                return Err(failure.error);
            }
            self.challenged = true;
            self.last_failure = Some(failure.error);
            return Ok(());
        };
        self.challenged = true;
        let asked = self.shared.tokens.answer_challenge(rejected, claims);
        match within(self.shared.clock.as_ref(), self.remaining(), asked).await {
            Some(Ok(Some(bearer))) => {
                self.next_bearer = Some(bearer);
                self.last_failure = Some(failure.error);
                Ok(())
            }
            Some(Ok(None)) => Err(failure
                .error
                .and("the credential cannot give the claims that it asks for")),
            Some(Err(error)) => Err(failure
                .error
                .and("no token with the claims that it asks for could be had")
                .with_source(error)),
            None => Err(failure
                .error
                .and("no token with the claims that it asks for came in time")),
        }
    }

    /// Makes the client's other calls wait too, when the service told this one to.
    fn close_gate(&self, error: &Error, wait: Duration) {
        let told_so = error.status() == Some(StatusCode::SERVICE_UNAVAILABLE)
            && error.retry_after().is_some();
        if error.is_throttled() || told_so {
            self.shared.gate.close(self.shared.clock.now(), wait);
        }
    }

    /// The wait before the next try: what the service asked for, or backoff.
    fn next_wait(&self, error: &Error) -> Duration {
        let backoff = || {
            self.policy
                .backoff_wait(self.attempts, (self.shared.jitter)())
        };
        error.retry_after().unwrap_or_else(backoff)
    }

    /// Waits for the next try, or gives the failure back when there is to be none.
    async fn wait_to_retry(&mut self, error: Error, wait: Duration) -> Result<(), Error> {
        let told = error.retry_after();
        let refusal = error.status().filter(|status| !status.is_success());
        let allowed = match refusal {
            Some(status) => self
                .policy
                .allows_status(status, self.repeatable, told.is_some()),
            None => RetryPolicy::allows_failure(error.kind(), self.repeatable),
        };
        if !allowed {
            return Err(match error.status() {
                _ if self.repeatable => error,
                None if error.is_transient() => error.and(
                    "whether the service acted on the request is unknown, so it was not sent again",
                ),
                Some(status) if status.is_success() => error.and(
                    "the service did what it was asked, and only its answer is lost, so it was not sent again",
                ),
                Some(status) if self.policy.is_in_doubt(status) => error.and(
                    "not sent again, as it may have been done: look before you repeat it (`RetryPolicy::risk_duplicates`)",
                ),
                _ => error,
            });
        }
        if self.attempts >= self.policy.max_tries || self.remaining().is_zero() {
            return Err(error);
        }
        if wait > self.policy.max_wait {
            let limit = self.policy.max_wait;
            return Err(error.and(&format!(
                "not tried again: the wait is beyond the limit of {limit:?}"
            )));
        }
        if wait >= self.remaining() {
            let limit = self.call_timeout;
            return Err(error.and(&format!(
                "not tried again: the wait would end after the {}'s limit of {limit:?}",
                self.whole
            )));
        }
        trace::retrying(wait, self.attempts, &error);
        self.last_failure = Some(error);
        self.shared.clock.wait(wait).await;
        Ok(())
    }

    fn remaining(&self) -> Duration {
        self.deadline
            .saturating_duration_since(self.shared.clock.now())
    }

    fn longest_wait(&self) -> Duration {
        self.policy.max_wait.min(self.remaining())
    }

    /// The error of a try that could take no longer than `limit`.
    fn stopped(&self, stop: Stop, limit: Duration) -> Error {
        match stop {
            Stop::Failed(error) => error,
            Stop::OutOfTime if limit == self.try_timeout => Error::new(
                ErrorKind::Timeout,
                format!("the service did not finish within {limit:?}"),
            ),
            Stop::OutOfTime => self.out_of_time("while the service was at work"),
        }
    }

    fn out_of_time(&self, when: &str) -> Error {
        let limit = self.call_timeout;
        Error::new(
            ErrorKind::Timeout,
            format!("the {}'s limit of {limit:?} passed {when}", self.whole),
        )
    }
}
