use std::sync::atomic::{AtomicU32, Ordering};

use http::{HeaderValue, header};

use super::*;
use crate::clock::VirtualClock;
use crate::credential::AccessToken;
use crate::credential::bearer::REFRESH_PAUSE;

const HOUR: Duration = Duration::from_secs(3600);

/// A cache over a credential that counts; it fails while `broken` is 1, and gives tokens that live for `lifetime`.
struct Rig {
    cache: Arc<TokenCache>,
    clock: VirtualClock,
    asked: Arc<AtomicU32>,
    broken: Arc<AtomicU32>,
}

fn rig(lifetime: Duration) -> Rig {
    let clock = VirtualClock::manual();
    let (asked, broken) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let credential = {
        let (clock, asked, broken) = (clock.clone(), asked.clone(), broken.clone());
        Credential::from_fn(move |request| {
            let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
            let broken = broken.load(Ordering::SeqCst) == 1;
            let expires = clock.system_time() + lifetime;
            async move {
                // Twenty who wait poll it once each before it is done.
                for _ in 0..40 {
                    tokio::task::yield_now().await;
                }
                if broken {
                    return Err("the sign-in service is down".into());
                }
                let claims = request.claims.unwrap_or_default();
                Ok(AccessToken::new(format!("token-{number}{claims}")).expires_on(expires))
            }
        })
    };
    let cache = Arc::new(TokenCache::new(
        credential,
        "scope",
        Arc::new(clock.clone()),
    ));
    Rig {
        cache,
        clock,
        asked,
        broken,
    }
}

impl Rig {
    fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }

    async fn token(&self) -> String {
        text(&get(&self.cache).await.unwrap())
    }

    /// Twenty tasks that want a token at the same time.
    async fn rush(&self) -> Vec<Result<Bearer, Error>> {
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let cache = Arc::clone(&self.cache);
                tokio::spawn(async move { get(&cache).await })
            })
            .collect();
        let mut results = Vec::new();
        for task in tasks {
            results.push(task.await.unwrap());
        }
        results
    }
}

/// A token, as a call gets it.
async fn get(cache: &TokenCache) -> Result<Bearer, Error> {
    match cache.ready() {
        Some(bearer) => Ok(bearer),
        None => cache.get(Duration::MAX).await,
    }
}

fn text(bearer: &Bearer) -> String {
    bearer.header.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn twenty_cold_calls_ask_once() {
    let rig = rig(HOUR);
    assert!(rig.rush().await.iter().all(Result::is_ok));
    assert_eq!(rig.asked(), 1);
}

#[tokio::test]
async fn a_failure_is_shared_by_those_who_waited_for_it() {
    let rig = rig(HOUR);
    rig.broken.store(1, Ordering::SeqCst);
    for result in rig.rush().await {
        assert_eq!(result.err().unwrap().kind(), ErrorKind::Credential);
    }
    assert_eq!(rig.asked(), 1);
    rig.broken.store(0, Ordering::SeqCst);
    assert_eq!(rig.token().await, "Bearer token-2");
}

#[tokio::test]
async fn a_token_is_renewed_five_minutes_early_by_one_task() {
    let rig = rig(HOUR);
    rig.token().await;
    rig.clock.advance(HOUR - Duration::from_secs(301));
    assert_eq!(rig.token().await, "Bearer token-1");
    rig.clock.advance(Duration::from_secs(1));
    assert!(rig.rush().await.iter().all(Result::is_ok));
    assert_eq!(rig.token().await, "Bearer token-2");
    assert_eq!(rig.asked(), 2);
}

#[tokio::test]
async fn a_failed_renewal_does_not_hurt_while_the_old_token_is_valid() {
    let rig = rig(HOUR);
    rig.token().await;
    rig.broken.store(1, Ordering::SeqCst);
    rig.clock.advance(HOUR - Duration::from_secs(200));
    assert_eq!(rig.token().await, "Bearer token-1");
    assert_eq!(rig.token().await, "Bearer token-1");
    assert_eq!(rig.asked(), 2, "the credential is given a rest");
    rig.clock.advance(REFRESH_PAUSE);
    assert_eq!(rig.token().await, "Bearer token-1");
    assert_eq!(rig.asked(), 3);
    rig.clock.advance(HOUR);
    assert!(rig.cache.get(Duration::MAX).await.is_err());
}

#[tokio::test]
async fn short_lived_tokens_are_not_renewed_with_every_call() {
    let rig = rig(Duration::from_secs(120));
    rig.token().await;
    rig.clock.advance(Duration::from_secs(59));
    assert_eq!(rig.token().await, "Bearer token-1");
    rig.clock.advance(Duration::from_secs(1));
    assert_eq!(rig.token().await, "Bearer token-2");
}

#[tokio::test]
async fn a_refused_token_is_forgotten_and_a_newer_one_is_not() {
    let rig = rig(HOUR);
    let first = rig.cache.get(Duration::MAX).await.unwrap();
    rig.cache.forget(&first);
    assert_eq!(rig.token().await, "Bearer token-2");
    rig.cache.forget(&first);
    assert_eq!(rig.token().await, "Bearer token-2");
}

#[tokio::test]
async fn a_challenge_is_answered_once_for_all_who_met_it() {
    let rig = rig(HOUR);
    let rejected = rig.cache.get(Duration::MAX).await.unwrap();
    for _ in 0..2 {
        let answer = rig
            .cache
            .answer_challenge(&rejected, "+claims".to_owned())
            .await
            .unwrap();
        assert_eq!(text(&answer.unwrap()), "Bearer token-2+claims");
    }
    assert_eq!(rig.asked(), 2);
}

#[tokio::test]
async fn a_token_that_was_on_its_way_without_the_claims_does_not_answer_the_challenge() {
    let rig = rig(HOUR);
    let rejected = rig.cache.get(Duration::MAX).await.unwrap();
    rig.cache.forget(&rejected);
    let bystander = tokio::spawn({
        let cache = Arc::clone(&rig.cache);
        async move { cache.get(Duration::MAX).await }
    });
    // The bystander asks first, before anybody knows of the claims.
    tokio::task::yield_now().await;
    assert_eq!(rig.asked(), 2);
    let answer = rig
        .cache
        .answer_challenge(&rejected, "+claims".to_owned())
        .await
        .unwrap();
    assert_eq!(text(&bystander.await.unwrap().unwrap()), "Bearer token-2");
    assert_eq!(text(&answer.unwrap()), "Bearer token-3+claims");
    assert_eq!(rig.token().await, "Bearer token-3+claims");
}

/// Begins to wait for a token, and is not polled again.
async fn left_alone(rig: &Rig) -> std::pin::Pin<Box<dyn Future<Output = Outcome>>> {
    let cache = Arc::clone(&rig.cache);
    let mut waiting = Box::pin(async move { cache.get(Duration::MAX).await });
    let poll = |context: &mut std::task::Context<'_>| {
        std::task::Poll::Ready(waiting.as_mut().poll(context).is_pending())
    };
    assert!(std::future::poll_fn(poll).await);
    waiting
}

#[tokio::test]
async fn whoever_gives_up_waiting_does_not_block_the_others() {
    let rig = rig(HOUR);
    drop(left_alone(&rig).await);
    assert_eq!(rig.token().await, "Bearer token-2");
}

#[tokio::test]
async fn whoever_is_not_polled_any_more_does_not_block_the_others() {
    let rig = rig(HOUR);
    let waiting = left_alone(&rig).await;
    assert!(rig.rush().await.iter().all(Result::is_ok));
    assert_eq!(text(&waiting.await.unwrap()), "Bearer token-1");
    assert_eq!(rig.asked(), 1);
}

#[tokio::test]
async fn a_renewal_that_is_left_alone_is_taken_over() {
    let rig = rig(HOUR);
    rig.token().await;
    rig.clock.advance(HOUR - Duration::from_secs(300));
    let waiting = left_alone(&rig).await;
    assert_eq!(rig.token().await, "Bearer token-1", "it is still good");
    rig.clock.advance(REFRESH_PAUSE);
    assert_eq!(rig.token().await, "Bearer token-2");
    assert_eq!(rig.asked(), 2);
    drop(waiting);
}

#[tokio::test]
async fn the_failure_of_a_fetch_that_was_left_alone_is_nobody_elses() {
    let rig = rig(HOUR);
    rig.broken.store(1, Ordering::SeqCst);
    let waiting = left_alone(&rig).await;
    rig.broken.store(0, Ordering::SeqCst);
    rig.clock.advance(Duration::from_secs(20));
    assert_eq!(rig.token().await, "Bearer token-2");
    assert!(waiting.await.is_err());
}

#[tokio::test]
async fn a_credential_that_hangs_is_asked_again_after_a_minute() {
    let clock = VirtualClock::manual();
    let asked = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&asked);
    let credential = Credential::from_fn(move |_| {
        let is_first = counter.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            match is_first {
                true => std::future::pending().await,
                false => Ok(AccessToken::new("token")),
            }
        }
    });
    let cache = TokenCache::new(credential, "scope", Arc::new(clock.clone()));
    let seconds = Duration::from_secs;
    let mut first = Box::pin(cache.get(Duration::MAX));
    assert!(within(&clock, Duration::ZERO, &mut first).await.is_none());
    clock.advance(seconds(59));
    let second = cache.get(Duration::MAX);
    assert!(within(&clock, Duration::ZERO, second).await.is_none());
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    clock.advance(seconds(1));
    assert!(cache.get(Duration::MAX).await.is_ok());
    drop(first);
}

#[tokio::test]
async fn a_credential_that_panics_is_an_error_to_all_who_wait() {
    let credential = Credential::from_fn(|_| async {
        tokio::task::yield_now().await;
        panic!("of its own")
    });
    let cache = TokenCache::new(credential, "scope", Arc::new(VirtualClock::new()));
    let (one, other) = tokio::join!(cache.get(Duration::MAX), cache.get(Duration::MAX));
    for outcome in [one, other] {
        let error = outcome.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Credential);
        assert!(error.to_string().contains("panicked"), "{error}");
    }
}

/// The headers of an answer that the service gives `ahead` of the clock.
fn dated(clock: &VirtualClock, ahead: Duration) -> HeaderMap {
    let date = httpdate::fmt_http_date(clock.system_time() + ahead);
    HeaderMap::from_iter([(header::DATE, HeaderValue::try_from(date).unwrap())])
}

#[tokio::test]
async fn tokens_that_seem_expired_are_used_and_asked_for_once() {
    let rig = rig(Duration::ZERO);
    assert!(rig.rush().await.iter().all(Result::is_ok));
    let token = rig.cache.get(Duration::MAX).await.unwrap();
    rig.rush().await;
    assert_eq!(rig.asked(), 1);
    // The service takes it: only the clock is wrong. It is not asked for with every call from then on, either.
    let headers = dated(&rig.clock, Duration::ZERO);
    rig.cache.hear(StatusCode::OK, &headers, &token);
    rig.rush().await;
    rig.clock.advance(REFRESH_PAUSE - Duration::from_secs(1));
    rig.rush().await;
    assert_eq!(rig.asked(), 1);
    rig.clock.advance(Duration::from_secs(1));
    rig.rush().await;
    assert_eq!(rig.asked(), 2);
    // The service refuses it.
    let token = rig.cache.get(Duration::MAX).await.unwrap();
    rig.cache.forget(&token);
    rig.rush().await;
    assert_eq!(rig.asked(), 3);
}

#[tokio::test]
async fn a_token_that_expired_by_the_services_clock_is_told_from_one_that_is_refused() {
    let rig = rig(HOUR);
    let token = rig.cache.get(Duration::MAX).await.unwrap();
    let refused = |headers: &HeaderMap| {
        let refusal = StatusCode::UNAUTHORIZED;
        rig.cache.hear(refusal, headers, &token)
    };
    assert!(!refused(&HeaderMap::new()));
    assert!(!refused(&dated(&rig.clock, HOUR / 2)));
    assert!(refused(&dated(&rig.clock, 2 * HOUR)));
    assert!(rig.cache.ready().is_none());
}

#[tokio::test]
async fn tokens_that_no_header_may_hold_are_refused_without_being_shown() {
    for token in ["", "hunter2\n"] {
        let cache = TokenCache::new(
            Credential::fixed(token),
            "scope",
            Arc::new(VirtualClock::new()),
        );
        let error = cache.get(Duration::MAX).await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Credential);
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}
