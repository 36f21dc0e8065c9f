//! What a call waits for before it may send: the gate, a token, its turn.

use super::Call;
use crate::clock::within;
use crate::credential::Bearer;
use crate::error::{Error, ErrorKind};
use crate::trace;

impl Call<'_> {
    /// Waits until the next try may be made, and gives the token for it.
    pub(super) async fn may_send(&mut self) -> Result<Bearer, Error> {
        // No token is asked for before the gate is open; the turn to send is taken last, so that no wait after it lets
        // calls out in a crowd.
        self.pass_gate().await?;
        let mut bearer = self.bearer().await?;
        let mut is_renewed = false;
        loop {
            let mut has_waited = self.pass_gate().await?;
            has_waited |= self.pace().await?;
            // A part of a batch may come to its turn when there is no time left.
            if self.whole == "batch" && self.remaining().is_zero() {
                return Err(self.out_of_time("before its turn"));
            }
            // Once: the wait may be longer than any token lives.
            if has_waited && !is_renewed && !self.shared.tokens.is_valid(&bearer) {
                bearer = self.bearer().await?;
                is_renewed = true;
                continue;
            }
            // Another call may have been told to wait meanwhile.
            if !self.is_gate_closed() {
                return Ok(bearer);
            }
        }
    }

    /// Waits while the client must not send, because one of its calls was told to wait.
    /// Says whether there was a wait.
    async fn pass_gate(&self) -> Result<bool, Error> {
        if !self.is_gate_closed() {
            return Ok(false);
        }
        let longest = || self.longest_wait();
        let waiting = |wait| trace::waiting(wait, "gate");
        let passed = self
            .shared
            .gate
            .pass(self.shared.clock.as_ref(), longest, waiting);
        passed.await.map(|()| true).map_err(|wait| {
            let message = "the service asked this client to wait longer than the call may take: call again after that, \
                           or open the client's gate (`Transport::open_gate`)";
            Error::new(ErrorKind::Throttled, message).with_retry_after(Some(wait))
        })
    }

    fn is_gate_closed(&self) -> bool {
        let closed_for = || self.shared.gate.closed_for(|| self.shared.clock.now());
        !self.through_gate && closed_for().is_some()
    }

    /// Waits for the client's turn, when it is paced. Says whether there was a wait.
    async fn pace(&self) -> Result<bool, Error> {
        let clock = &self.shared.clock;
        let Some(pacer) = &self.shared.pacer else {
            return Ok(false);
        };
        let mut has_waited = false;
        loop {
            let now = clock.now();
            let turn = pacer.reserve(self.load, now, self.longest_wait());
            let turn = turn.map_err(|wait| {
                let message = "pacing asks for a wait longer than the call may take";
                Error::new(ErrorKind::Throttled, message).with_retry_after(Some(wait))
            })?;
            let wait = turn.wait(now);
            if !wait.is_zero() {
                trace::waiting(wait, "pacing");
                clock.wait(wait).await;
                has_waited = true;
            }
            if turn.take(clock.now()) {
                return Ok(has_waited);
            }
        }
    }

    async fn bearer(&mut self) -> Result<Bearer, Error> {
        if let Some(bearer) = self.next_bearer.take() {
            return Ok(bearer);
        }
        if let Some(bearer) = self.shared.tokens.ready() {
            return Ok(bearer);
        }
        let remaining = self.remaining();
        let token = self.shared.tokens.get(remaining);
        within(self.shared.clock.as_ref(), remaining, token)
            .await
            .ok_or_else(|| self.out_of_time("while a token was fetched"))?
    }
}
