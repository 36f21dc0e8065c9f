//! Limits on how often an application may call.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::refusal::Refusal;
use super::tokens::Client;
use crate::clock::Ticks;
use crate::settings::Throttle;

/// What each application has used of the current window. Refused calls count too.
#[derive(Default)]
pub(super) struct ThrottleState {
    windows: Mutex<HashMap<Client, Window>>,
}

#[derive(Debug)]
struct Window {
    start: Ticks,
    writes: u32,
    requests: u32,
}

impl ThrottleState {
    /// Counts a request of an application, and refuses it beyond the limits.
    pub(super) fn admit(
        &self,
        limits: Throttle,
        client: Client,
        writes: bool,
        now: Ticks,
    ) -> Result<(), Refusal> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        windows.retain(|_, window| now.since(window.start) < limits.window());
        let window = windows.entry(client).or_insert(Window {
            start: now,
            writes: 0,
            requests: 0,
        });
        window.requests += 1;
        window.writes += u32::from(writes);
        if window.requests <= limits.requests && (!writes || window.writes <= limits.writes) {
            return Ok(());
        }
        let left = limits.window().saturating_sub(now.since(window.start));
        let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        Err(Refusal::throttled(
            "Too many requests: the limits of this application are used up.",
            seconds.max(1),
        ))
    }

    pub(super) fn clear(&self) {
        self.windows
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
