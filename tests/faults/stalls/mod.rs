//! Futures that are alive and not polled, clocks that differ, idle runtimes, lists without an end: nothing stands still.

mod lists;
mod runtimes;
mod tokens;
mod turns;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use msgraph_transport::clock::Clock;
use msgraph_transport::{
    AccessToken, CallOptions, Credential, Error, Response, Transport, TransportBuilder,
};

use crate::action::{GET, request};
use crate::server::Server;

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
