//! Thousands of interleavings of three callers, one of whom gives up, or is not polled again, at the token cache, the gate
//! and the pacing. All of them are too many: a search through every one did not end in minutes.
//!
//! ```sh
//! RUSTFLAGS="--cfg shuttle" cargo test -p msgraph-transport --no-default-features --lib --target-dir target/shuttle interleavings
//! ```
//!
//! A lock that is held over an `await` shows as a deadlock here: everybody waits, and nobody can go on.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use http::Method;
use shuttle::future::{block_on, spawn, yield_now};

use crate::clock::{Clock, VirtualClock};
use crate::credential::{AccessToken, Credential, TokenCache};
use crate::retry::{Gate, Load, Pacer, Pacing};

/// What the third caller does after it was polled.
#[derive(Clone, Copy)]
enum Third {
    GivesUp,
    IsLeftAlone,
}

/// Polls a future once, and gives it back if it is not done.
async fn polled_once<F: Future + Unpin>(mut future: F) -> Option<F> {
    let poll =
        |context: &mut Context<'_>| Poll::Ready(Pin::new(&mut future).poll(context).is_pending());
    let is_pending = std::future::poll_fn(poll).await;
    is_pending.then_some(future)
}

/// Two callers that see it through, and a third that is polled once.
fn three_callers<F>(call: impl Fn() -> F + Clone + Send + 'static, third: Third)
where
    F: Future<Output = ()> + Send + 'static,
{
    let two: Vec<_> = (0..2)
        .map(|_| {
            let call = call.clone();
            spawn(async move { call().await })
        })
        .collect();
    let third = spawn(async move {
        let begun = polled_once(Box::pin(call())).await;
        match third {
            Third::GivesUp => None,
            Third::IsLeftAlone => begun,
        }
    });
    block_on(async {
        for caller in two {
            caller.await.unwrap();
        }
        // What was begun is alive until here.
        drop(third.await.unwrap());
    });
}

/// Interleavings of each kind.
const SCHEDULES: usize = 5_000;

/// Many interleavings, for a third caller of either kind: some by chance, some with as few changes of turn as find most
/// bugs.
fn interleaved(scenario: impl Fn(Third) + Send + Sync + 'static) {
    let scenario = Arc::new(scenario);
    for third in [Third::GivesUp, Third::IsLeftAlone] {
        let by_chance = Arc::clone(&scenario);
        shuttle::check_random(move || by_chance(third), SCHEDULES);
        let by_changes = Arc::clone(&scenario);
        shuttle::check_pct(move || by_changes(third), SCHEDULES, 3);
    }
}

/// Tokens that come after the credential was polled a second time.
fn cache(asked: &Arc<AtomicUsize>) -> Arc<TokenCache> {
    let asked = Arc::clone(asked);
    let credential = Credential::from_fn(move |request| {
        let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            yield_now().await;
            let claims = request.claims.unwrap_or_default();
            Ok(AccessToken::new(format!("token-{number}{claims}")))
        }
    });
    let clock = Arc::new(VirtualClock::manual());
    Arc::new(TokenCache::new(credential, "scope", clock))
}

#[test]
fn a_token_comes_to_all_who_wait_for_it() {
    interleaved(|third| {
        let asked = Arc::new(AtomicUsize::new(0));
        let cache = cache(&asked);
        let waiting = Arc::clone(&cache);
        let call = move || {
            let cache = Arc::clone(&waiting);
            async move { drop(cache.get(Duration::MAX).await.unwrap()) }
        };
        three_callers(call, third);
        // A fetch that is given up ends, and whoever comes then begins another.
        let most = match third {
            Third::GivesUp => 2,
            Third::IsLeftAlone => 1,
        };
        assert!((1..=most).contains(&asked.load(Ordering::SeqCst)));
        assert!(cache.ready().is_some());
    });
}

#[test]
fn a_gate_that_opens_lets_all_through() {
    interleaved(|third| {
        let gate = Arc::new(Gate::default());
        let clock = VirtualClock::manual();
        gate.close(clock.now(), Duration::from_secs(60));
        let opener = spawn({
            let gate = Arc::clone(&gate);
            async move { gate.open() }
        });
        let call = move || {
            let (gate, clock) = (Arc::clone(&gate), clock.clone());
            async move { gate.pass(&clock, || Duration::MAX, |_| ()).await.unwrap() }
        };
        three_callers(call, third);
        block_on(opener).unwrap();
    });
}

#[test]
fn no_window_holds_more_turns_than_its_limit() {
    interleaved(|third| {
        let window = Duration::from_secs(10);
        let pacer = Arc::new(Pacer::new(Pacing::new(1, 1, window)));
        let taken = Arc::new(std::sync::Mutex::new(Vec::new()));
        let now = Instant::now();
        let (turns, moments) = (Arc::clone(&pacer), Arc::clone(&taken));
        let call = move || {
            let (pacer, taken) = (Arc::clone(&turns), Arc::clone(&moments));
            async move {
                let load = Load::of_one(&Method::GET);
                let turn = pacer.reserve(load, now, Duration::MAX).unwrap();
                yield_now().await;
                let moment = now + turn.wait(now);
                assert!(turn.take(moment));
                taken.lock().unwrap().push(moment);
            }
        };
        three_callers(call, third);
        let mut taken = taken.lock().unwrap().clone();
        taken.sort();
        assert_eq!(taken.len(), 2);
        for pair in taken.windows(2) {
            assert!(pair[1] - pair[0] >= window);
        }
        // Nobody is further off than those before, and one who is left alone.
        let next = pacer.reserve(Load::of_one(&Method::GET), now, Duration::MAX);
        assert!(next.unwrap().wait(now) <= 3 * window);
    });
}
