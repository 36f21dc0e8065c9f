//! What generated clients get, who know nothing but `reqwest::Response`.

use msgraph_transport::clock::VirtualClock;
use msgraph_transport::{CallOptions, Credential, Error, ErrorKind, RetryPolicy, Transport};

use crate::action::{GET, request};
use crate::server::{Reply, Server};

async fn exchange(reply: Reply) -> reqwest::Response {
    let clock = VirtualClock::new();
    let server = Server::start(&clock, "", move |_| reply.clone()).await;
    let transport = Transport::builder(Credential::fixed("token"))
        .loopback_endpoint(server.root())
        .retry(RetryPolicy::none())
        .clock(clock)
        .build()
        .unwrap();
    let request = request(&transport, &GET, "/things/1");
    transport.exchange(&GET, request, &CallOptions::new()).await
}

#[tokio::test]
async fn a_success_comes_as_it_was() {
    let response = exchange(Reply::json(201, r#"{"n":1}"#).header("request-id", "r-1")).await;
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["request-id"], "r-1");
    assert_eq!(response.url().path(), "/v1.0/things/1");
    assert!(Error::from_response(&response).is_none());
    assert_eq!(response.text().await.unwrap(), r#"{"n":1}"#);
}

#[tokio::test]
async fn a_failure_brings_its_error_along() {
    for (reply, status, kind) in [
        (
            Reply::json(404, r#"{"error":{"code":"gone"}}"#),
            404,
            ErrorKind::NotFound,
        ),
        (Reply::nothing(), 599, ErrorKind::Network),
        // The head said success, and the body broke off: not a success.
        (
            Reply::json(200, "{")
                .header("Content-Length", "9")
                .then_close(),
            599,
            ErrorKind::Network,
        ),
    ] {
        let response = exchange(reply).await;
        assert_eq!(response.status(), status);
        let error = Error::from_response(&response).unwrap();
        assert_eq!(error.kind(), kind);
        assert_eq!(error.operation(), Some("get_thing"));
        assert_eq!(error.metadata().attempts, 1);
    }
}
