//! The facade pointed at the emulator, which answers with the bytes of a test.

use std::time::Duration;

use intune_hardware_configurations::{
    Credential, HardwareConfigurationId, HardwareConfigurations, Profile, RetryPolicy, Transport,
};
use msgraph_transport::clock::VirtualClock;

use crate::server::{Reply, Seen, Server};

pub(crate) struct Scripted {
    pub(crate) server: Server,
    pub(crate) clock: VirtualClock,
    pub(crate) configurations: HardwareConfigurations,
}

impl Scripted {
    pub(crate) async fn start(script: impl FnMut(&Seen) -> Reply + Send + 'static) -> Self {
        let clock = VirtualClock::new();
        let server = Server::start(&clock, "http://127.0.0.2:9", script).await;
        let settings = Transport::builder(Credential::fixed("token"))
            .loopback_endpoint(server.root())
            .clock(clock.clone())
            .retry(
                RetryPolicy::new()
                    .max_tries(2)
                    .backoff(Duration::from_secs(1), Duration::from_secs(1)),
            );
        let configurations = HardwareConfigurations::with(settings).unwrap();
        Self {
            server,
            clock,
            configurations,
        }
    }

    /// A server with one answer to everything.
    pub(crate) async fn always(status: u16, body: &str) -> Self {
        let body = body.to_owned();
        Self::start(move |_| Reply::json(status, &body).header("request-id", "the-request-id"))
            .await
    }

    /// A server that gives one answer after the other, and the last one for ever.
    pub(crate) async fn in_turn(answers: Vec<Reply>) -> Self {
        let mut next = answers.into_iter();
        let mut last = None;
        Self::start(move |_| {
            last = next.next().or(last.take());
            last.clone().unwrap()
        })
        .await
    }

    pub(crate) fn id(&self) -> HardwareConfigurationId {
        HardwareConfigurationId::new("the id").unwrap()
    }

    pub(crate) fn profile(&self) -> Profile {
        self.configurations.profile(&self.id())
    }
}
