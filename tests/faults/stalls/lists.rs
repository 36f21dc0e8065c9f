//! Lists of which nothing comes.

use intune_hardware_configurations::HardwareConfigurations;
use msgraph_transport::clock::VirtualClock;
use msgraph_transport::{CallOptions, Continuation, Credential, Error, ErrorKind};

use super::{builder, moving};
use crate::action::{LIST, request};
use crate::server::{Reply, Seen, Server};

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
