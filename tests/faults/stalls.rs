//! Futures that are alive and not polled, clocks that differ, idle runtimes, lists without an end: nothing waits for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use intune_hardware_configurations::{HardwareConfigurationId, HardwareConfigurations};
use msgraph_transport::clock::{Clock, VirtualClock};
use msgraph_transport::{
    AccessToken, CallOptions, Continuation, Credential, Error, ErrorKind, Pacing, Response,
    Transport, TransportBuilder,
};

use crate::action::{CREATE, GET, LIST, request};
use crate::server::{Reply, Seen, Server};
use crate::table::CHALLENGE;

/// Nothing here takes this long, unless it stands still.
const STANDS_STILL: Duration = Duration::from_secs(20);

/// What `future` gives, unless it stands still.
async fn moving<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(STANDS_STILL, future)
        .await
        .expect("it stands still")
}

/// Leaves the runtime to others for a while.
async fn a_while(turns: u32) {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
}

/// A credential that counts how often it is asked, and is in no hurry.
fn slow_credential(asked: &Arc<AtomicUsize>) -> Credential {
    let asked = Arc::clone(asked);
    Credential::from_fn(move |_| {
        let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            a_while(200).await;
            Ok(AccessToken::new(format!("token-{number}")))
        }
    })
}

fn builder(server: &Server, credential: Credential, clock: impl Clock) -> TransportBuilder {
    Transport::builder(credential)
        .loopback_endpoint(server.root())
        .clock(clock)
}

async fn call(transport: &Transport) -> Result<Response, Error> {
    let request = request(transport, &GET, "/things/1");
    transport.send(&GET, request, &CallOptions::new()).await
}

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

#[tokio::test]
async fn a_turn_that_is_given_up_or_left_alone_holds_no_other_call_up() {
    let clock = VirtualClock::manual();
    let server = Server::start(&clock, "", |_| Reply::json(200, "{}")).await;
    let pacing = Pacing::new(1, 1, Duration::from_secs(10));
    let transport = builder(&server, Credential::fixed("token"), clock.clone())
        .pacing(pacing)
        .build()
        .unwrap();
    call(&transport).await.unwrap();
    // Each takes the next turn, and gives it up.
    for _ in 0..50 {
        tokio::select! {
            biased;
            _ = call(&transport) => panic!("it is not its turn"),
            () = a_while(1) => {}
        }
    }
    // This one is not polled when its turn comes.
    let mut left_alone = Box::pin(call(&transport));
    tokio::select! {
        biased;
        _ = &mut left_alone => panic!("it is not its turn"),
        () = a_while(1) => {}
    }
    let other = tokio::spawn({
        let transport = transport.clone();
        async move { call(&transport).await }
    });
    clock.until_waits(52).await;
    clock.advance(Duration::from_secs(20));
    moving(other).await.unwrap().unwrap();
    // And it makes no crowd with the other one when it is.
    tokio::select! {
        biased;
        _ = &mut left_alone => panic!("two in ten seconds"),
        () = a_while(50) => {}
    }
    assert_eq!(server.seen().len(), 2);
    clock.advance(Duration::from_secs(10));
    moving(left_alone).await.unwrap();
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

fn idle_runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

async fn create(transport: &Transport) -> Result<Response, Error> {
    let request = request(transport, &CREATE, "/things");
    transport.send(&CREATE, request, &CallOptions::new()).await
}

#[tokio::test]
async fn two_runtimes_share_a_client_while_one_of_them_is_idle() {
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", |_| Reply::json(200, "{}")).await;
    let asked = Arc::default();
    let settings = builder(&server, slow_credential(&asked), clock.clone());
    let transport = settings.build().unwrap();
    call(&transport).await.unwrap();
    // This runtime serves, and the calls are made on others: two that are never at work at the same time, and one that
    // is gone with its connections.
    let (sender, result) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let (one, other) = (idle_runtime(), idle_runtime());
        let results: Vec<_> = (0..4)
            .flat_map(|round| {
                let runtime = if round % 2 == 0 { &one } else { &other };
                let gone = idle_runtime().block_on(create(&transport));
                [
                    gone,
                    runtime.block_on(call(&transport)),
                    runtime.block_on(create(&transport)),
                ]
            })
            .collect();
        sender.send(results).unwrap();
    });
    for response in moving(result).await.unwrap() {
        response.unwrap();
    }
}

#[tokio::test]
async fn a_token_that_an_idle_runtime_asks_for_holds_no_other_runtime_up() {
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", |_| Reply::json(200, "{}")).await;
    let asked = Arc::default();
    let settings = builder(&server, slow_credential(&asked), clock.clone());
    let transport = settings.build().unwrap();
    let elsewhere = transport.clone();
    let (idle, waiting) = std::thread::spawn(move || {
        let idle = idle_runtime();
        let waiting = idle.spawn(async move { call(&elsewhere).await });
        idle.block_on(a_while(5));
        (idle, waiting)
    })
    .join()
    .unwrap();
    moving(call(&transport)).await.unwrap();
    assert!(!waiting.is_finished());
    idle.shutdown_background();
}

#[tokio::test]
async fn one_http_client_on_two_runtimes_is_refused_at_once() {
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", |_| Reply::json(200, "{}")).await;
    let make = || {
        reqwest::Client::builder()
            .tls_backend_preconfigured(crate::table::no_tls())
            .redirect(reqwest::redirect::Policy::none())
            .build()
    };
    let settings = || builder(&server, Credential::fixed("token"), clock.clone());
    let one = settings().http_client(make().unwrap()).build().unwrap();
    let many = settings().http_client_with(make).build().unwrap();
    call(&one).await.unwrap();
    call(&many).await.unwrap();
    let (sender, results) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let results = idle_runtime().block_on(async { (call(&one).await, call(&many).await) });
        sender.send(results).unwrap();
    });
    let (one, many) = moving(results).await.unwrap();
    many.unwrap();
    let error = one.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("http_client_with"), "{error}");
    assert_eq!(server.seen().len(), 3, "nothing was sent");
}

#[tokio::test]
async fn a_call_without_a_runtime_is_refused_at_once() {
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", |_| Reply::json(200, "{}")).await;
    let settings = builder(&server, Credential::fixed("token"), clock);
    let transport = settings.build().unwrap();
    let refused =
        std::thread::spawn(move || futures_util::FutureExt::now_or_never(call(&transport)));
    let error = refused.join().unwrap().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("tokio runtime"), "{error}");
}

/// An empty page that links to one that was never seen before.
fn empty_page(number: &mut u32) -> Reply {
    *number += 1;
    let link = format!("{{root}}/beta/deviceManagement/hardwareConfigurations?$skiptoken={number}");
    Reply::json(200, format!(r#"{{"value":[],"@odata.nextLink":"{link}"}}"#))
}

#[tokio::test]
async fn empty_pages_without_an_end_are_an_error_that_keeps_the_place() {
    let clock = VirtualClock::new();
    let mut number = 0;
    let server = Server::start(&clock, "", move |_| empty_page(&mut number)).await;
    let settings = builder(&server, Credential::fixed("token"), clock);
    let configurations = HardwareConfigurations::with(settings).unwrap();
    let is_endless = |error: &Error, place: Option<Continuation>| {
        assert_eq!(error.kind(), ErrorKind::Paging);
        assert!(error.to_string().contains("100 pages in a row"), "{error}");
        assert_eq!(error.continuation().cloned(), place);
        assert!(place.is_some());
    };
    for ahead in [false, true] {
        let sent = server.seen().len();
        let mut list = configurations.list().read_ahead(ahead);
        let error = moving(list.next()).await.unwrap().unwrap_err();
        is_endless(&error, list.continuation());
        assert!(moving(list.next()).await.is_none());
        assert_eq!(server.seen().len() - sent, 100);
    }
    let error = moving(configurations.list().all(5)).await.unwrap_err();
    let place = error.continuation().unwrap().clone();
    is_endless(&error, Some(place));

    // By pages, each is given out.
    let transport = configurations.transport();
    let first = request(transport, &LIST, "/deviceManagement/hardwareConfigurations");
    let mut pages = transport.pages::<serde_json::Value>(&LIST, first, &CallOptions::new());
    let mut count = 0;
    let error = loop {
        match moving(pages.next_page()).await.unwrap() {
            Ok(page) => count += page.items.len() + 1,
            Err(error) => break error,
        }
    };
    assert_eq!(count, 100);
    is_endless(&error, pages.continuation());
}

#[tokio::test]
async fn a_list_that_was_given_up_for_empty_pages_can_be_taken_up_again() {
    let clock = VirtualClock::new();
    let mut number = 0;
    let server = Server::start(&clock, "", move |seen: &Seen| {
        match seen.target.ends_with("skiptoken=150") {
            true => Reply::json(200, r#"{"value":[{"id":"a"}]}"#),
            false => empty_page(&mut number),
        }
    })
    .await;
    let settings = builder(&server, Credential::fixed("token"), clock);
    let configurations = HardwareConfigurations::with(settings).unwrap();
    let error = configurations.list().all(5).await.unwrap_err();
    let place = error.continuation().unwrap().clone();
    let rest = configurations.list().resume(place).all(5).await.unwrap();
    assert_eq!(rest.len(), 1);
}

/// Answers to a batch: 503 for each item, with a wait.
fn busy_batch(seen: &Seen) -> Reply {
    let sent: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
    let answers: Vec<_> = sent["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|request| {
            let id = request["id"].as_str().unwrap();
            format!(r#"{{"id":"{id}","status":503,"headers":{{"Retry-After":"8"}}}}"#)
        })
        .collect();
    Reply::json(200, format!(r#"{{"responses":[{}]}}"#, answers.join(",")))
}

#[tokio::test]
async fn the_time_of_a_batch_holds_for_all_that_comes_of_it() {
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", |seen| match seen.target.ends_with("$batch") {
        true => busy_batch(seen),
        false => Reply::json(503, "{}").header("Retry-After", "8"),
    })
    .await;
    let settings = builder(&server, Credential::fixed("token"), clock.clone());
    let transport = settings.build().unwrap();
    let limit = Duration::from_secs(20);
    let options = CallOptions::new().call_timeout(limit);
    let mut batch = transport.batch().concurrency(1).options(options);
    for number in 0..60 {
        let path = format!("/things/{number}");
        batch.push(&GET, request(&transport, &GET, &path)).unwrap();
    }
    let started = clock.now();
    let results = moving(batch.send()).await;
    assert!(clock.now() - started <= limit, "{:?}", clock.elapsed());
    let errors: Vec<_> = results.into_iter().map(Result::unwrap_err).collect();
    for error in &errors[..20] {
        let line = error.to_string();
        assert!(line.contains("after the batch's limit of 20s"), "{line}");
    }
    let unsent: Vec<_> = errors.iter().filter(|error| error.is_timeout()).collect();
    for error in unsent {
        let line = error.to_string();
        assert!(line.contains("nothing was sent"), "{line}");
        assert!(!error.may_have_been_done());
    }
    assert!(errors.iter().all(|error| error.operation().is_some()));
}

/// A service that is unavailable over the first connection of every call.
async fn unavailable_at_first(clock: &VirtualClock) -> (Server, Transport) {
    let server = Server::start(clock, "", |seen| {
        match seen.headers.contains_key("retry-attempt") {
            true => Reply::json(200, "{}"),
            false => Reply::json(503, "{}"),
        }
    })
    .await;
    let settings = builder(&server, Credential::fixed("token"), clock.clone());
    let transport = settings.build().unwrap();
    (server, transport)
}

fn connections(server: &Server) -> usize {
    let seen = server.seen();
    seen.iter().map(|seen| seen.connection).max().unwrap() + 1
}

#[tokio::test]
async fn calls_that_find_a_service_unavailable_share_spare_connections() {
    const CALLS: usize = 200;
    let clock = VirtualClock::manual();
    let (server, transport) = unavailable_at_first(&clock).await;
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let transport = transport.clone();
            tokio::spawn(async move { call(&transport).await })
        })
        .collect();
    clock.until_waits(CALLS).await;
    a_while(50).await;
    clock.advance(Duration::from_secs(1));
    for call in calls {
        moving(call).await.unwrap().unwrap();
    }
    let opened = connections(&server);
    assert!(opened <= CALLS + 20, "{opened} connections");

    // One after the other, too.
    let (server, transport) = unavailable_at_first(&VirtualClock::new()).await;
    for _ in 0..CALLS {
        call(&transport).await.unwrap();
    }
    let opened = connections(&server);
    assert!((2..=CALLS / 4).contains(&opened), "{opened} connections");
}
