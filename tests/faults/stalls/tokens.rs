//! Tokens that somebody waits for and does not fetch, or that another clock has dated.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use intune_hardware_configurations::{HardwareConfigurationId, HardwareConfigurations};
use msgraph_transport::clock::{Clock, VirtualClock};
use msgraph_transport::{AccessToken, Credential};

use super::{a_while, builder, call, moving, slow_credential};
use crate::server::{Reply, Server};
use crate::table::CHALLENGE;

#[tokio::test]
async fn a_watch_that_waits_for_a_token_holds_no_other_call_up() {
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", |seen| {
        match seen.target.ends_with("/runSummary") {
            true => Reply::json(200, r#"{"id":"1","successfulDeviceCount":3}"#),
            false => Reply::json(200, r#"{"id":"a","version":1}"#),
        }
    })
    .await;
    let asked = Arc::default();
    let settings = builder(&server, slow_credential(&asked), clock);
    let configurations = HardwareConfigurations::with(settings).unwrap();
    let id = HardwareConfigurationId::new("a").unwrap();
    let mut watch = configurations
        .profile(&id)
        .watch_run_summary(Duration::from_secs(30));
    let got = tokio::select! {
        biased;
        _ = watch.next() => panic!("the token takes longer"),
        // From here on, nobody polls the watch.
        () = a_while(5) => moving(configurations.get(&id).into_future()).await,
    };
    got.unwrap();
    moving(watch.next()).await.unwrap().unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_page_ahead_that_is_challenged_holds_no_other_call_up() {
    let page = |ids: &[&str], link: &str| {
        let items: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
        Reply::json(200, format!(r#"{{"value":[{}]{link}}}"#, items.join(",")))
    };
    let link =
        r#","@odata.nextLink":"{root}/beta/deviceManagement/hardwareConfigurations?$skiptoken=2""#;
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", move |seen| {
        let is_first_token = seen.headers["authorization"].ends_with("token-1");
        match seen.target.rsplit('/').next().unwrap() {
            "hardwareConfigurations" => page(&["a", "b", "c"], link),
            "hardwareConfigurations?$skiptoken=2" if is_first_token => {
                Reply::json(401, "{}").header("WWW-Authenticate", CHALLENGE)
            }
            "hardwareConfigurations?$skiptoken=2" => page(&["d", "e"], ""),
            id => Reply::json(200, format!(r#"{{"id":"{id}"}}"#)),
        }
    })
    .await;
    let asked = Arc::default();
    let settings = builder(&server, slow_credential(&asked), clock);
    let configurations = HardwareConfigurations::with(settings).unwrap();
    let mut list = configurations.list().read_ahead(true);
    let mut seen = Vec::new();
    while let Some(item) = moving(list.next()).await.transpose().unwrap() {
        // The page ahead is answered meanwhile.
        a_while(50).await;
        let id = HardwareConfigurationId::new(item.id.as_deref().unwrap()).unwrap();
        moving(configurations.get(&id).into_future()).await.unwrap();
        seen.push(id.as_str().to_owned());
    }
    assert_eq!(seen, ["a", "b", "c", "d", "e"]);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

/// Counts the warnings.
struct Warnings(Arc<AtomicUsize>);

impl tracing::Subscriber for Warnings {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() == tracing::Level::WARN
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, _: &tracing::Event<'_>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

/// Tokens that live for an hour by the clock of a sign-in service, which is `behind` this machine's.
fn tokens_of_another_clock(
    clock: &VirtualClock,
    behind: Duration,
    asked: &Arc<AtomicUsize>,
) -> Credential {
    let (clock, asked) = (clock.clone(), Arc::clone(asked));
    Credential::from_fn(move |_| {
        let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
        let expires = clock.system_time() - behind + Duration::from_secs(3600);
        async move {
            a_while(200).await;
            Ok(AccessToken::new(format!("token-{number}")).expires_on(expires))
        }
    })
}

#[tokio::test]
async fn a_token_that_seems_expired_is_asked_for_once_and_told_once() {
    let warnings = Arc::default();
    let _guard = tracing::subscriber::set_default(Warnings(Arc::clone(&warnings)));
    let hour = Duration::from_secs(3600);
    let clock = VirtualClock::new();
    let service = clock.clone();
    let server = Server::start(&clock, "", move |_| {
        let date = httpdate::fmt_http_date(service.system_time() - 2 * hour);
        Reply::json(200, "{}").header("Date", &date)
    })
    .await;
    let asked = Arc::default();
    let credential = tokens_of_another_clock(&clock, 2 * hour, &asked);
    let transport = builder(&server, credential, clock.clone()).build().unwrap();
    let calls = join_all((0..100).map(|_| call(&transport)));
    for response in moving(calls).await {
        response.unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // From then on the service's clock counts, by which the token is good for an hour.
    clock.advance(hour / 2);
    for _ in 0..10 {
        call(&transport).await.unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    clock.advance(hour / 2);
    call(&transport).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert_eq!(warnings.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_token_that_has_expired_by_the_services_clock_is_replaced() {
    let hour = Duration::from_secs(3600);
    let clock = VirtualClock::new();
    let service = clock.clone();
    let server = Server::start(&clock, "", move |seen| {
        let time = service.system_time() + 2 * hour;
        let status = match seen.headers["authorization"].ends_with("token-1") {
            true => 401,
            false => 200,
        };
        Reply::json(status, "{}").header("Date", &httpdate::fmt_http_date(time))
    })
    .await;
    let asked = Arc::default();
    let credential = tokens_of_another_clock(&clock, Duration::ZERO, &asked);
    let transport = builder(&server, credential, clock).build().unwrap();
    moving(call(&transport)).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}
