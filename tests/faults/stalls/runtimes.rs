//! One client on several tokio runtimes, some of which nobody runs, and on none.

use std::sync::Arc;

use msgraph_transport::clock::VirtualClock;
use msgraph_transport::{CallOptions, Credential, Error, ErrorKind, Response, Transport};

use super::{a_while, builder, call, moving, slow_credential};
use crate::action::{CREATE, request};
use crate::server::{Reply, Server};

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
