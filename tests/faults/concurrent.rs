//! Many calls at once, and calls that are given up.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use msgraph_transport::clock::{Clock, SystemClock, VirtualClock};
use msgraph_transport::{
    AccessToken, CallOptions, Credential, Error, ErrorKind, Response, RetryPolicy, Transport,
};

use crate::action::{GET, LIST, request};
use crate::server::{Reply, Server};

fn transport(server: &Server, clock: impl Clock) -> Transport {
    Transport::builder(Credential::fixed("token"))
        .loopback_endpoint(server.root())
        .clock(clock)
        .build()
        .unwrap()
}

async fn call(transport: Transport, options: CallOptions) -> Result<Response, Error> {
    let request = request(&transport, &GET, "/things/1");
    transport.send(&GET, request, &options).await
}

/// Answers 429 with `Retry-After: 60` first, and well from then on.
async fn throttling_server(clock: &VirtualClock) -> Server {
    let mut count = 0;
    Server::start(clock, "", move |_| {
        count += 1;
        match count {
            1 => Reply::json(429, "{}").header("Retry-After", "60"),
            _ => Reply::json(200, "{}"),
        }
    })
    .await
}

#[tokio::test]
async fn a_call_that_was_told_to_wait_holds_the_others_back() {
    let clock = VirtualClock::manual();
    let server = throttling_server(&clock).await;
    let transport = transport(&server, clock.clone());

    let first = tokio::spawn(call(transport.clone(), CallOptions::new()));
    clock.until_waits(1).await;
    let others: Vec<_> = (0..5)
        .map(|_| tokio::spawn(call(transport.clone(), CallOptions::new())))
        .collect();
    clock.until_waits(6).await;
    assert_eq!(server.seen().len(), 1, "the others wait at the gate");

    // Whoever has no time to wait is told so at once.
    let hasty = CallOptions::new().call_timeout(Duration::from_secs(10));
    let error = call(transport.clone(), hasty).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Throttled);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert_eq!(error.metadata().attempts, 0);

    clock.advance(Duration::from_secs(59));
    tokio::task::yield_now().await;
    assert_eq!(server.seen().len(), 1, "not a second too early");
    clock.advance(Duration::from_secs(1));
    first.await.unwrap().unwrap();
    for other in others {
        other.await.unwrap().unwrap();
    }
    assert_eq!(server.seen().len(), 7);
}

#[tokio::test]
async fn a_dropped_call_stops_waiting_at_once() {
    let clock = VirtualClock::manual();
    let server = throttling_server(&clock).await;
    let transport = transport(&server, clock.clone());
    let waiting = tokio::spawn(call(transport.clone(), CallOptions::new()));
    clock.until_waits(1).await;
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    clock.advance(Duration::from_secs(3600));
    call(transport, CallOptions::new()).await.unwrap();
    assert_eq!(server.seen().len(), 2, "the dropped call sent nothing more");
}

#[tokio::test]
async fn a_dropped_call_hangs_up_at_once() {
    let clock = VirtualClock::manual();
    let server = Server::start(&clock, "", |_| Reply::raw("HTTP/1.1 200").then_stall()).await;
    // On real time no limit passes while the test runs.
    let transport = transport(&server, SystemClock);
    let silent = tokio::spawn(call(transport, CallOptions::new()));
    while server.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    silent.abort();
    server.until_hung_up().await;
}

#[tokio::test]
async fn a_dropped_wait_for_a_page_loses_nothing() {
    let clock = VirtualClock::new();
    let mut page = 0;
    let server = Server::start(&clock, "", move |_| {
        page += 1;
        match page {
            1..=3 => Reply::json(
                200,
                format!(r#"{{"value":[{page}],"@odata.nextLink":"{{root}}/v1.0/{page}"}}"#),
            ),
            _ => Reply::json(200, r#"{"value":[4]}"#),
        }
    })
    .await;
    let transport = transport(&server, clock);
    let first = request(&transport, &LIST, "/things");
    let mut pages = transport.pages::<u32>(&LIST, first, &CallOptions::new());
    let mut items = Vec::new();
    loop {
        // Polled once and dropped, over and over: each time it goes on where it was.
        let next = tokio::select! {
            biased;
            next = pages.next_page() => next,
            () = tokio::task::yield_now() => continue,
        };
        let Some(page) = next else { break };
        items.extend(page.unwrap().items.into_iter().map(Result::unwrap));
    }
    assert_eq!(items, [1, 2, 3, 4]);
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_cold_calls_on_several_threads_ask_for_one_token() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let credential = Credential::from_fn(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        async {
            tokio::task::yield_now().await;
            Ok(AccessToken::new("token"))
        }
    });
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", |_| Reply::json(200, "{}")).await;
    let transport = Transport::builder(credential)
        .loopback_endpoint(server.root())
        .clock(clock)
        .build()
        .unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| tokio::spawn(call(transport.clone(), CallOptions::new())))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_eq!(server.seen().len(), 20);
}

#[tokio::test]
async fn hundreds_of_batch_items_keep_their_order_and_their_bounds() {
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", |seen| {
        let sent: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
        let requests = sent["requests"].as_array().unwrap();
        assert!(requests.len() <= 20);
        let answer = |request: &serde_json::Value| {
            let number = request["url"].as_str().unwrap().rsplit('/').next().unwrap();
            format!(r#"{{"id":{},"status":200,"body":{number}}}"#, request["id"])
        };
        // Backwards, as any order is allowed.
        let answers: Vec<_> = requests.iter().rev().map(answer).collect();
        Reply::json(200, format!(r#"{{"responses":[{}]}}"#, answers.join(",")))
    })
    .await;
    let transport = transport(&server, clock);
    let mut batch = transport.batch().concurrency(3);
    for number in 0..450 {
        batch
            .push(
                &GET,
                request(&transport, &GET, &format!("/things/{number}")),
            )
            .unwrap();
    }
    let numbers: Vec<u32> = batch
        .send_json()
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(numbers, (0..450).collect::<Vec<_>>());
    assert_eq!(server.seen().len(), 23);
    let connections = server
        .seen()
        .iter()
        .map(|seen| seen.connection)
        .max()
        .unwrap()
        + 1;
    assert!(connections <= 3, "{connections} round trips at once");
}

#[tokio::test]
async fn dependents_follow_when_what_they_depend_on_succeeds_later() {
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", |seen| match seen.target.as_str() {
        "/v1.0/$batch" => {
            assert!(seen.body.contains(r#""dependsOn":["1"]"#), "{}", seen.body);
            Reply::json(
                200,
                r#"{"responses":[{"id":"2","status":424},{"id":"1","status":503,"headers":{"Retry-After":"4"}}]}"#,
            )
        }
        target => Reply::json(200, format!("{:?}", target)),
    })
    .await;
    let transport = transport(&server, clock.clone());
    let mut batch = transport.batch();
    let first = batch
        .push(&GET, request(&transport, &GET, "/things/1"))
        .unwrap();
    batch
        .push_after(&GET, request(&transport, &GET, "/things/2"), &[first])
        .unwrap();
    let results: Vec<String> = batch
        .send_json()
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(results, ["/v1.0/things/1", "/v1.0/things/2"]);
    assert_eq!(clock.waits(), [Duration::from_secs(4)]);
    let order: Vec<_> = server
        .seen()
        .iter()
        .map(|seen| seen.target.clone())
        .collect();
    assert_eq!(order, ["/v1.0/$batch", "/v1.0/things/1", "/v1.0/things/2"]);
}

/// Compiles only while every future can move between threads.
#[allow(dead_code)]
fn futures_are_send(transport: &Transport, request: reqwest::Request) {
    fn is_send<T: Send>(_: T) {}
    let options = CallOptions::new();
    is_send(transport.batch().send());
    is_send(transport.batch().send_json::<u32>());
    is_send(
        transport
            .pages::<u32>(&LIST, request.try_clone().unwrap(), &options)
            .next_page(),
    );
    is_send(transport.exchange(&GET, request.try_clone().unwrap(), &options));
    is_send(transport.send(&GET, request, &options));
}

#[tokio::test]
async fn a_gate_that_is_shut_for_an_hour_is_seen_and_can_be_opened() {
    let clock = VirtualClock::manual();
    let mut count = 0;
    let server = Server::start(&clock, "", move |_| {
        count += 1;
        match count {
            1 => Reply::json(429, "{}").header("Retry-After", "100000"),
            _ => Reply::json(200, "{}"),
        }
    })
    .await;
    let transport = transport(&server, clock.clone());
    assert_eq!(transport.gate_closed_for(), None);
    let refused = call(transport.clone(), CallOptions::new()).await;
    assert!(refused.unwrap_err().is_throttled());
    let hour = Duration::from_secs(3600);
    assert_eq!(transport.gate_closed_for(), Some(hour), "not for a day");

    let error = call(transport.clone(), CallOptions::new())
        .await
        .unwrap_err();
    assert_eq!(error.retry_after(), Some(hour));
    assert!(
        error.to_string().contains("Transport::open_gate"),
        "{error}"
    );
    assert_eq!(server.seen().len(), 1, "nothing was sent");

    // One call is let through, and others wait.
    let urgent = CallOptions::new().through_gate(true);
    call(transport.clone(), urgent).await.unwrap();
    let patient = CallOptions::new()
        .call_timeout(2 * hour)
        .retry(RetryPolicy::new().max_wait(2 * hour));
    let waiting: Vec<_> = (0..3)
        .map(|_| tokio::spawn(call(transport.clone(), patient.clone())))
        .collect();
    clock.until_waits(3).await;
    assert_eq!(server.seen().len(), 2);

    transport.open_gate();
    assert_eq!(transport.gate_closed_for(), None);
    for waiting in waiting {
        waiting.await.unwrap().unwrap();
    }
    assert_eq!(clock.elapsed(), Duration::ZERO);
}
