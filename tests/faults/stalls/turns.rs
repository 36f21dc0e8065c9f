//! Turns, time and connections that calls share.

use std::time::Duration;

use msgraph_transport::clock::{Clock, VirtualClock};
use msgraph_transport::{CallOptions, Credential, Pacing, Transport};

use super::{a_while, builder, call, moving};
use crate::action::{GET, request};
use crate::server::{Reply, Seen, Server};

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
