//! Faults as they look through the facade.

use std::time::Duration;

use intune_hardware_configurations::{
    AssignmentTarget, CallOptions, Credential, DeployError, ErrorKind, HardwareConfigurationFormat,
    HardwareConfigurationId, HardwareConfigurations, NewHardwareConfiguration, Transport,
};
use msgraph_transport::clock::VirtualClock;

use crate::server::{Reply, Seen, Server};

fn over(root: &str) -> HardwareConfigurations {
    let settings = Transport::builder(Credential::fixed("token"))
        .loopback_endpoint(root)
        .clock(VirtualClock::new());
    HardwareConfigurations::with(settings).unwrap()
}

async fn server(script: impl FnMut(&Seen) -> Reply + Send + 'static) -> Server {
    Server::start(&VirtualClock::new(), "", script).await
}

fn if_match(version: &str) -> CallOptions {
    CallOptions::new().if_match(version).unwrap()
}

#[tokio::test]
async fn a_conditional_call_stays_conditional_in_a_batch_and_alone() {
    let server = server(|seen| match seen.target.as_str() {
        "/beta/$batch" => Reply::json(
            200,
            r#"{"responses":[{"id":"1","status":429},{"id":"2","status":204}]}"#,
        ),
        _ => Reply::new(204, "", ""),
    })
    .await;
    let configurations = over(server.root());
    let id = HardwareConfigurationId::new("a").unwrap();
    let own = if_match("\"v1\"")
        .client_request_id("own-id")
        .and_then(|options| options.prefer("a=1"))
        .and_then(|options| options.prefer("b=2"))
        .unwrap();
    let of_the_batch = CallOptions::new()
        .client_request_id("batch-id")
        .and_then(|options| options.prefer("batch"))
        .unwrap();
    let calls = [
        configurations.delete(&id).options(own),
        configurations.delete(&id).options(if_match("\"v2\"")),
    ];
    for result in configurations.batch(calls, of_the_batch).await {
        result.unwrap();
    }

    let [batch, alone] = &server.seen()[..] else {
        panic!("{:?}", server.seen());
    };
    assert_eq!(batch.headers["prefer"], "batch");
    assert_eq!(batch.headers["client-request-id"], "batch-id");
    assert!(!batch.headers.contains_key("if-match"));
    let body: serde_json::Value = serde_json::from_str(&batch.body).unwrap();
    let headers = |number: usize| &body["requests"][number]["headers"];
    assert_eq!(headers(0)["if-match"], "\"v1\"");
    assert_eq!(headers(0)["prefer"], "a=1, b=2");
    assert_eq!(headers(0)["client-request-id"], "own-id");
    assert_eq!(headers(1)["if-match"], "\"v2\"");
    assert!(headers(1)["prefer"].is_null());

    assert_eq!(alone.method, "DELETE");
    assert_eq!(alone.headers["if-match"], "\"v1\"");
    assert_eq!(alone.headers["client-request-id"], "own-id");
    assert_ne!(alone.headers["prefer"], "batch");
}

#[tokio::test]
async fn a_call_of_a_batch_with_a_time_limit_of_its_own_is_refused() {
    let server = server(|_| Reply::json(200, r#"{"responses":[{"id":"1","status":204}]}"#)).await;
    let configurations = over(server.root());
    let id = HardwareConfigurationId::new("a").unwrap();
    let hasty = CallOptions::new().call_timeout(Duration::from_secs(1));
    let calls = [
        configurations.delete(&id).options(hasty),
        configurations.delete(&id),
    ];
    let results = configurations.batch(calls, CallOptions::new()).await;
    let error = results[0].as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("give them to the batch"));
    assert!(results[1].is_ok(), "the others are sent");
}

async fn deploy(root: &str) -> DeployError {
    let format = HardwareConfigurationFormat::Dell;
    let new = NewHardwareConfiguration::new("New", format, "a.cctk", b"a".as_slice());
    let targets = [AssignmentTarget::all_devices()];
    over(root).deploy(&new, targets).await.unwrap_err()
}

#[tokio::test]
async fn a_deployment_that_never_got_through_left_nothing() {
    // A port that was free a moment ago, and that nobody was given since.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let unconnected = deploy(&root).await;
    assert_eq!(unconnected.error.kind(), ErrorKind::Connect);

    let throttling = server(|_| Reply::json(429, "{}")).await;
    let throttled = deploy(throttling.root()).await;
    assert_eq!(throttled.error.kind(), ErrorKind::Throttled);

    for error in [unconnected, throttled] {
        assert_eq!(error.error.metadata().attempts, 5);
        assert!(error.is_clean(), "{error:?}");
        assert_eq!(error.to_string(), "the configuration was not created");
    }
}

#[tokio::test]
async fn a_deployment_stays_in_doubt_whatever_its_last_try_says() {
    let away = || Reply::json(503, "{}").header("Retry-After", "1");
    let script = |last: Reply| [away(), Reply::json(429, "{}"), last].into_iter();
    for (last, is_sent_again) in [(403, true), (503, false), (504, false)] {
        let mut replies = script(Reply::json(last, "{}"));
        let server = server(move |_| replies.next().unwrap_or_else(Reply::nothing)).await;
        let error = deploy(server.root()).await;
        assert_eq!(error.error.status().unwrap(), last, "{error:?}");
        assert!(!error.is_clean(), "{error:?}");
        assert_eq!(
            server.seen().len(),
            3,
            "a create in doubt is not sent again"
        );
        let line = error.error.to_string();
        assert_eq!(
            line.contains("look before you repeat it"),
            !is_sent_again,
            "{line}"
        );
    }
}

#[tokio::test]
async fn a_deployment_is_undone_though_its_assignment_shut_the_gate() {
    let server = server(
        |seen| match (seen.method.as_str(), seen.target.ends_with("/assign")) {
            ("POST", false) => Reply::json(201, r#"{"id":"new","version":1}"#),
            ("POST", true) => Reply::json(429, "{}").header("Retry-After", "4000"),
            _ => Reply::new(204, "", ""),
        },
    )
    .await;
    let error = deploy(server.root()).await;
    assert!(error.error.is_throttled(), "{error:?}");
    assert!(error.is_clean(), "{error:?}");
    let methods: Vec<_> = server.seen().into_iter().map(|seen| seen.method).collect();
    assert_eq!(methods, ["POST", "POST", "DELETE"]);
}

#[tokio::test]
async fn what_an_undo_that_is_throttled_as_well_leaves_behind_is_told() {
    let server = server(
        |seen| match (seen.method.as_str(), seen.target.ends_with("/assign")) {
            ("POST", false) => Reply::json(201, r#"{"id":"new","version":1}"#),
            _ => Reply::json(429, "{}").header("Retry-After", "4000"),
        },
    )
    .await;
    let error = deploy(server.root()).await;
    let left = error.left_behind.as_ref().unwrap();
    assert_eq!(left.id.as_str(), "new");
    assert_eq!(left.error.metadata().attempts, 1, "it was tried: {error:?}");
    assert!(error.to_string().contains("delete new yourself"), "{error}");
}
