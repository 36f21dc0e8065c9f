//! A long night: two hundred thousand device states, while one response in five is a fault.

use std::time::Duration;

use futures_util::StreamExt;
use msgraph_transport::clock::VirtualClock;
use msgraph_transport::{CallOptions, Credential, RetryPolicy, Transport};

use crate::action::{LIST, request};
use crate::again::run_again;
use crate::server::{Reply, Server};

const ITEMS: u32 = 200_000;
const PER_PAGE: u32 = 1_000;

/// What the process may grow by between the tenth page and the last: a few pages, not two hundred.
const MOST_GROWTH: u64 = 8 * 1024 * 1024;

#[derive(serde::Deserialize)]
struct State {
    number: u32,
    #[serde(rename = "deviceName")]
    device_name: String,
}

/// The fault that comes in place of every fifth response.
fn fault(number: u32) -> Reply {
    match number % 8 {
        0 => {
            Reply::json(429, r#"{"error":{"code":"TooManyRequests"}}"#).header("Retry-After", "20")
        }
        1 => Reply::json(429, ""),
        2 => Reply::json(503, "<html>").header("Retry-After", "2.5"),
        3 => Reply::json(500, "{"),
        4 => Reply::nothing(),
        5 => Reply::raw("HTTP/1.1 200 OK\r\nContent-Len").then_reset(),
        6 => page(0)
            .cut(50_000)
            .header("Content-Length", "999999")
            .then_close(),
        _ => Reply::json(504, ""),
    }
}

/// The page that begins with item `start`, with its length in front.
fn page(start: u32) -> Reply {
    let item = |number| {
        format!(r#"{{"number":{number},"deviceName":"DESKTOP-{number:08}","runState":"success"}}"#)
    };
    let items: Vec<_> = (start..start + PER_PAGE).map(item).collect();
    let link = match start + PER_PAGE {
        ITEMS => String::new(),
        next => format!(r#","@odata.nextLink":"{{root}}/v1.0/things?$skiptoken={next:07}""#),
    };
    Reply::json(200, format!(r#"{{"value":[{}]{link}}}"#, items.join(",")))
}

/// The resident memory of this process in bytes, where the system tells.
pub(crate) fn memory() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<u64>().ok()? * 4096)
}

/// Set for the process that has its memory to itself.
const ALONE: &str = "FAULTS_SOAK_ALONE";

#[test]
fn every_item_comes_once_and_in_order_in_flat_memory() {
    if std::env::var_os(ALONE).is_none() {
        let name = "soak::every_item_comes_once_and_in_order_in_flat_memory";
        run_again(name, |command| command.env(ALONE, "1"));
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(soak());
}

async fn soak() {
    let clock = VirtualClock::new();
    let mut count = 0;
    let server = Server::start(&clock, "", move |seen| {
        count += 1;
        if count % 5 == 0 {
            return fault(count / 5);
        }
        let start = seen
            .target
            .split_once("$skiptoken=")
            .map_or(0, |(_, start)| start.parse().unwrap());
        page(start)
    })
    .await;
    let transport = Transport::builder(Credential::fixed("token"))
        .loopback_endpoint(server.root())
        .clock(clock.clone())
        .retry(RetryPolicy::new().max_tries(8))
        .build()
        .unwrap();
    let first = request(&transport, &LIST, "/things");
    let mut items = transport
        .pages::<State>(&LIST, first, &CallOptions::new())
        .items();
    let mut expected = 0;
    let mut early = None;
    while let Some(state) = items.next().await {
        let state = state.unwrap();
        assert_eq!(state.number, expected);
        assert!(state.device_name.ends_with(&expected.to_string()));
        expected += 1;
        if expected == 10 * PER_PAGE {
            early = memory();
        }
    }
    assert_eq!(expected, ITEMS);
    let faults = server.seen().len() as u32 - ITEMS / PER_PAGE;
    assert!(faults >= 49, "{faults} faults");
    assert!(
        clock.elapsed() > Duration::from_secs(100),
        "the night was long"
    );
    if let (Some(early), Some(late)) = (early, memory()) {
        println!(
            "{faults} faults, {:?} waited, memory grew by {} KiB",
            clock.elapsed(),
            late.saturating_sub(early) / 1024
        );
        assert!(
            late.saturating_sub(early) < MOST_GROWTH,
            "from {early} to {late} bytes"
        );
    }
}
