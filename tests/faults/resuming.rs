//! Lists that are interrupted, saved as text and taken up again: nothing lost, nothing twice.

use msgraph_transport::clock::VirtualClock;
use msgraph_transport::{
    CallOptions, Continuation, Credential, ErrorKind, Items, RetryPolicy, Transport,
};

use crate::action::{LIST, request};
use crate::server::{Reply, Seen, Server};

/// Pages of one, two, none, three and four items.
fn page(seen: &Seen) -> Reply {
    let (items, next) = match seen.target.rsplit('=').next().unwrap() {
        "b" => ("2,3", "c"),
        "c" => ("", "d"),
        "d" => ("4,5,6", "e"),
        "e" => ("7,8,9,10", ""),
        _ => ("1", "b"),
    };
    match next {
        "" => Reply::json(200, format!(r#"{{"value":[{items}]}}"#)),
        next => Reply::json(
            200,
            format!(
                r#"{{"value":[{items}],"@odata.nextLink":"{{root}}/v1.0/things?$skiptoken={next}"}}"#
            ),
        ),
    }
}

fn transport(server: &Server, clock: VirtualClock) -> Transport {
    Transport::builder(Credential::fixed("token"))
        .loopback_endpoint(server.root())
        .retry(RetryPolicy::none())
        .clock(clock)
        .build()
        .unwrap()
}

fn list(transport: &Transport) -> Items<u32> {
    let first = request(transport, &LIST, "/things");
    transport.pages(&LIST, first, &CallOptions::new()).items()
}

fn resumed(transport: &Transport, place: &str) -> Items<u32> {
    let place: Continuation = place.parse().unwrap();
    transport.resume(&LIST, place, &CallOptions::new()).items()
}

#[tokio::test]
async fn a_list_can_be_interrupted_after_any_item() {
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", page).await;
    let transport = transport(&server, clock);
    for interrupted_after in 0..10 {
        let mut items = list(&transport);
        let mut all = Vec::new();
        for _ in 0..interrupted_after {
            all.push(items.next_item().await.unwrap().unwrap());
        }
        let place = items.continuation().unwrap().to_text();
        drop(items);
        let mut rest = resumed(&transport, &place);
        while let Some(item) = rest.next_item().await {
            all.push(item.unwrap());
        }
        assert_eq!(
            all,
            (1..=10).collect::<Vec<_>>(),
            "interrupted after {interrupted_after}"
        );
        assert!(rest.continuation().is_none());
    }
}

#[tokio::test]
async fn a_list_goes_on_at_the_page_that_failed() {
    let clock = VirtualClock::new();
    let mut count = 0;
    let server = Server::start(&clock, "", move |seen| {
        count += 1;
        // Every second response is a refusal.
        if count % 2 == 0 {
            Reply::json(403, "{}")
        } else {
            page(seen)
        }
    })
    .await;
    let transport = transport(&server, clock);
    let mut items = list(&transport);
    let mut all = Vec::new();
    let mut failures = 0;
    loop {
        match items.next_item().await {
            Some(Ok(item)) => all.push(item),
            Some(Err(error)) => {
                assert_eq!(error.kind(), ErrorKind::Forbidden);
                failures += 1;
                assert!(items.next_item().await.is_none());
                items = resumed(&transport, &items.continuation().unwrap().to_text());
            }
            None => break,
        }
    }
    assert_eq!(all, (1..=10).collect::<Vec<_>>());
    assert_eq!(failures, 4);
}
