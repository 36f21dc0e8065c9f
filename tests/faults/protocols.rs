//! HTTP/2, https and proxies.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::StatusCode;
use intune_hardware_configurations_emulator::Emulator;
use msgraph_transport::clock::VirtualClock;
use msgraph_transport::{CallOptions, Credential, Error, ErrorKind, Transport};
use tokio::net::TcpListener;

use crate::action::{GET, request};
use crate::again::run_again;
use crate::secrets::{self, TOKEN_SECRET};
use crate::server::{Reply, Server};

/// Refuses the first stream, answers the second, and says which `Authorization` it saw. Not the emulator, which speaks
/// HTTP/2 over TLS only and as hyper does: that answers a stream or resets it, and never says that it was not looked at.
async fn serve_h2(listener: TcpListener) -> Vec<String> {
    let (stream, _) = listener.accept().await.unwrap();
    let mut connection = h2::server::handshake(stream).await.unwrap();
    let mut tokens = Vec::new();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        tokens.push(
            request.headers()["authorization"]
                .to_str()
                .unwrap()
                .to_owned(),
        );
        if tokens.len() == 1 {
            respond.send_reset(h2::Reason::REFUSED_STREAM);
            continue;
        }
        let mut body = respond
            .send_response(http::Response::new(()), false)
            .unwrap();
        body.send_data(Bytes::from_static(b"{\"n\":2}"), true)
            .unwrap();
    }
    tokens
}

#[tokio::test]
async fn http2_works_and_its_traces_hold_no_token() {
    secrets::collect_traces();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(serve_h2(listener));
    // Plain http has no handshake to choose HTTP/2 in, so that it must be said.
    let client = reqwest::Client::builder()
        .tls_backend_preconfigured(crate::table::no_tls())
        .retry(reqwest::retry::never())
        .http2_prior_knowledge()
        .build()
        .unwrap();
    let transport = Transport::builder(Credential::fixed(TOKEN_SECRET))
        .loopback_endpoint(root)
        .http_client(client)
        .clock(VirtualClock::new())
        .build()
        .unwrap();
    let response = transport
        .send(
            &GET,
            request(&transport, &GET, "/things/1"),
            &CallOptions::new(),
        )
        .await
        .unwrap();
    assert_eq!(response.body().as_ref(), b"{\"n\":2}");
    assert_eq!(
        response.metadata().attempts,
        2,
        "a refused stream is tried again"
    );
    drop(transport);
    assert_eq!(
        server.await.unwrap(),
        [
            format!("Bearer {TOKEN_SECRET}"),
            format!("Bearer {TOKEN_SECRET}")
        ]
    );
    secrets::assert_none_seen();
}

#[tokio::test]
async fn a_proxy_that_was_asked_for_is_used() {
    let clock = VirtualClock::new();
    let proxy = Server::start(&clock, "", |_| Reply::json(200, "{}")).await;
    let transport = Transport::builder(Credential::fixed("token"))
        .loopback_endpoint("http://127.0.0.1:1")
        .proxy(reqwest::Proxy::all(proxy.root()).unwrap())
        .clock(clock)
        .build()
        .unwrap();
    let request = request(&transport, &GET, "/things/1");
    transport
        .send(&GET, request, &CallOptions::new())
        .await
        .unwrap();
    let seen = proxy.seen().remove(0);
    assert_eq!(
        seen.headers["host"], "127.0.0.1:1",
        "it is for another server"
    );
    assert_eq!(seen.target, "/v1.0/things/1");
}

/// https from end to end. The certificates that are trusted come with the environment, so that the test runs itself
/// again with the emulator's authority among them.
#[tokio::test]
async fn https_is_for_those_who_can_be_trusted() {
    const ROOT: &str = "FAULTS_HTTPS_ROOT";
    if let Ok(root) = std::env::var(ROOT) {
        let status = summary_over_https(&root).await.unwrap();
        assert_eq!(
            status, 401,
            "the emulator was reached, and does not know the token"
        );
        return;
    }
    let emulator = Emulator::builder().tls().start().await.unwrap();
    let name = format!("faults-{}.pem", std::process::id());
    let file = std::env::temp_dir().join(name);
    std::fs::write(&file, emulator.certificate_authority().unwrap()).unwrap();

    let error = summary_over_https(emulator.root()).await.unwrap_err();
    // A machine without any root certificates does not even come that far.
    let is_distrust = matches!(
        error.kind(),
        ErrorKind::Certificate | ErrorKind::Configuration
    );
    assert!(is_distrust, "its certificate is not known here: {error}");
    assert!(
        error.metadata().attempts <= 1,
        "another try does not help: {error}"
    );
    assert!(!error.is_transient() && !error.may_have_been_done());
    assert!(emulator.journal().is_empty(), "no token went there");

    let root = emulator.root().to_owned();
    let certificates = file.clone();
    let trusting = tokio::task::spawn_blocking(move || {
        let name = "protocols::https_is_for_those_who_can_be_trusted";
        run_again(name, |command| {
            command.env(ROOT, root).env("SSL_CERT_FILE", certificates)
        });
    });
    trusting.await.unwrap();
    std::fs::remove_file(file).unwrap();
    let journal = emulator.journal();
    assert_eq!(journal.len(), 1);
    assert_eq!(
        journal[0].version, "HTTP/2.0",
        "it is offered in the handshake"
    );
}

/// Asks for a summary. The answer of a service that was reached is a success here, whatever it is.
async fn summary_over_https(root: &str) -> Result<StatusCode, Error> {
    let transport = Transport::builder(Credential::fixed("token"))
        .loopback_endpoint(root)
        .clock(VirtualClock::new())
        .build()?;
    let request = request(&transport, &GET, "/things/1");
    match transport.send(&GET, request, &CallOptions::new()).await {
        Ok(response) => Ok(response.status()),
        Err(error) => error.status().ok_or(error),
    }
}

/// Environment variables are for a whole process, so that the test runs itself again with one set.
#[test]
fn a_proxy_from_the_environment_never_sees_plain_http() {
    let proxy = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}", proxy.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    // Not the emulator: it must be known that nobody so much as connects, whatever is spoken then. It hangs up on
    // everybody, and lives as long as the tests do.
    std::thread::spawn(move || {
        for connection in proxy.incoming() {
            counter.fetch_add(1, Ordering::SeqCst);
            drop(connection);
        }
    });
    let name = "concurrent::twenty_cold_calls_on_several_threads_ask_for_one_token";
    run_again(name, |command| {
        command
            .envs(["HTTP_PROXY", "http_proxy", "ALL_PROXY"].map(|name| (name, &root)))
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
    });
    assert_eq!(asked.load(Ordering::SeqCst), 0, "the proxy was asked");
}
