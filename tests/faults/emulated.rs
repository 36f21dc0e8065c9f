//! The emulator's faults, which know the service from the inside: was it done, how often, and was anybody too early?

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use http::Method;
use intune_hardware_configurations_emulator::{
    self as emulator, Effect, Emulator, Fault, Finding, Throttle,
};
use msgraph_transport::clock::{Clock, Tick, VirtualClock};
use msgraph_transport::{
    AccessToken, ApiVersion, CallOptions, Credential, Error, ErrorKind, Operation, Response,
    RetryPolicy, Transport,
};

static LIST_STATES: Operation = Operation::new(
    "list_device_run_states",
    Method::GET,
    "/deviceManagement/hardwareConfigurations/{id}/deviceRunStates",
    &["DeviceManagementConfiguration.Read.All"],
);
static GET_SUMMARY: Operation = Operation::new(
    "get_run_summary",
    Method::GET,
    "/deviceManagement/hardwareConfigurations/{id}/runSummary",
    &["DeviceManagementConfiguration.Read.All"],
);
static CREATE: Operation = Operation::new(
    "create_hardware_configuration",
    Method::POST,
    "/deviceManagement/hardwareConfigurations",
    &["DeviceManagementConfiguration.ReadWrite.All"],
);

/// The transport's clock and the emulator's, moved together: who waits here, waits there.
#[derive(Clone, Debug)]
struct SharedClock {
    own: VirtualClock,
    emulator: Arc<Emulator>,
}

impl Clock for SharedClock {
    fn now(&self) -> Instant {
        self.own.now()
    }

    fn system_time(&self) -> SystemTime {
        self.own.system_time()
    }

    fn wait(&self, duration: Duration) -> Tick {
        self.emulator.advance(duration);
        self.own.wait(duration)
    }

    fn limit(&self, duration: Duration) -> Tick {
        self.own.limit(duration)
    }
}

struct Rig {
    emulator: Arc<Emulator>,
    transport: Transport,
}

async fn rig(builder: emulator::EmulatorBuilder) -> Rig {
    let start = SystemTime::now();
    let emulator = Arc::new(
        builder
            .clock(emulator::Clock::Manual { start })
            .start()
            .await
            .unwrap(),
    );
    let clock = SharedClock {
        own: VirtualClock::new(),
        emulator: Arc::clone(&emulator),
    };
    // A new token each time, which the emulator takes for one that answers a challenge.
    let issuer = Arc::clone(&emulator);
    let credential = Credential::from_fn(move |_| {
        let grant = emulator::Grant::new(["DeviceManagementConfiguration.ReadWrite.All"]);
        let token = issuer.issue_token(grant);
        async move { Ok(AccessToken::new(token)) }
    });
    let transport = Transport::builder(credential)
        .loopback_endpoint(emulator.root())
        .api_version(ApiVersion::Beta)
        .retry(RetryPolicy::new().max_tries(10))
        .clock(clock)
        .build()
        .unwrap();
    Rig {
        emulator,
        transport,
    }
}

impl Rig {
    fn request(&self, operation: &Operation, body: Option<&'static str>) -> reqwest::Request {
        let path = operation
            .path()
            .replace("{id}", &self.emulator.configurations()[0]);
        let url = format!("{}{path}", self.transport.base_url());
        let request = self
            .transport
            .http()
            .request(operation.method().clone(), url);
        match body {
            Some(body) => request
                .header("content-type", "application/json")
                .body(body)
                .build(),
            None => request.build(),
        }
        .unwrap()
    }

    async fn summary(&self) -> Result<Response, Error> {
        let request = self.request(&GET_SUMMARY, None);
        self.transport
            .send(&GET_SUMMARY, request, &CallOptions::new())
            .await
    }

    async fn create(&self) -> Result<Response, Error> {
        let body = r##"{"@odata.type":"#microsoft.graph.hardwareConfiguration","displayName":"New","fileName":"a.cctk",
            "configurationFileContent":"YQ==","hardwareConfigurationFormat":"dell"}"##;
        let request = self.request(&CREATE, Some(body));
        self.transport
            .send(&CREATE, request, &CallOptions::new())
            .await
    }

    /// Nobody came again before it was allowed to.
    fn assert_nobody_was_early(&self) {
        for exchange in self.emulator.journal() {
            let is_early = |finding: &Finding| matches!(finding, Finding::EarlyRetry { .. });
            assert!(
                !exchange.findings.iter().any(is_early),
                "{:?}",
                exchange.findings
            );
        }
    }
}

#[tokio::test]
async fn a_read_survives_what_can_be_survived() {
    let throttled = |value| Effect::Respond(emulator::Response::new(429).retry_after(value));
    for effect in [
        throttled("7"),
        throttled("2.128"),
        throttled("soon"),
        Effect::status(429),
        Effect::status(503),
        Effect::status(504),
        Effect::status(500),
        Effect::status(502),
        Effect::ResetBefore,
        Effect::ResetInside,
        Effect::ResetAfter,
        Effect::Gzip,
        Effect::ContentType("text/html".to_owned()),
        Effect::ClaimsChallenge(r#"{"access_token":{"nbf":{"essential":true}}}"#.to_owned()),
    ] {
        let rig = rig(Emulator::builder().fault(Fault::new(effect.clone()).once())).await;
        let response = rig
            .summary()
            .await
            .unwrap_or_else(|error| panic!("{effect:?}: {error}"));
        response.json::<serde_json::Value>().unwrap();
        assert!(response.metadata().request_id.is_some());
        rig.assert_nobody_was_early();
    }
}

#[tokio::test]
async fn a_create_is_done_once_or_its_failure_is_known() {
    for (effect, kind, created) in [
        (Effect::status(429), None, 1),
        (Effect::status(503), Some(ErrorKind::Service), 0),
        (Effect::status(504), Some(ErrorKind::Service), 0),
        (Effect::status(500), Some(ErrorKind::Service), 0),
        (Effect::status(502), Some(ErrorKind::Service), 0),
        (Effect::ResetBefore, Some(ErrorKind::Network), 0),
        (Effect::ResetInside, Some(ErrorKind::Network), 1),
    ] {
        let rig = rig(Emulator::builder().fault(Fault::new(effect.clone()).once())).await;
        let before = rig.emulator.configurations().len();
        let result = rig.create().await;
        assert_eq!(result.err().map(|error| error.kind()), kind, "{effect:?}");
        assert_eq!(
            rig.emulator.configurations().len() - before,
            created,
            "{effect:?}"
        );
        rig.assert_nobody_was_early();
    }
}

#[tokio::test]
async fn bodies_that_are_damaged_are_said_to_be_so() {
    for (effect, text) in [
        (Effect::Truncate, "ends too early"),
        (Effect::MalformedJson, "is not JSON"),
    ] {
        let rig = rig(Emulator::builder().fault(Fault::new(effect).once())).await;
        let error = rig
            .summary()
            .await
            .unwrap()
            .json::<serde_json::Value>()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        let line = error.to_string();
        assert!(line.contains(text) && line.contains("request-id"), "{line}");
    }
}

/// All device states in order, through faults on one page in five.
#[tokio::test]
async fn device_states_arrive_once_each_while_pages_fail() {
    let faults = [
        Effect::Respond(emulator::Response::new(429).retry_after("5")),
        Effect::status(503),
        Effect::ResetBefore,
        Effect::ResetInside,
        Effect::EmptyPage,
    ];
    let clean = rig(Emulator::builder().page_size(10)).await;
    let expected = ids(&clean).await.unwrap();
    assert!(expected.len() >= 200);
    let mut builder = Emulator::builder().page_size(10);
    for (seed, effect) in (1..).zip(faults) {
        builder = builder.fault(Fault::new(effect).probability(0.04, seed));
    }
    let stormy = rig(builder).await;
    assert_eq!(ids(&stormy).await.unwrap(), expected);
    assert!(
        stormy
            .emulator
            .journal()
            .iter()
            .any(|exchange| exchange.fault.is_some())
    );
    stormy.assert_nobody_was_early();
}

#[tokio::test]
async fn links_that_lead_astray_end_the_list() {
    for (effect, kind) in [
        (Effect::RepeatedNextLink, ErrorKind::Paging),
        (
            Effect::ForeignNextLink("https://graph.microsoft.com.evil.example".to_owned()),
            ErrorKind::ForeignOrigin,
        ),
    ] {
        let rig = rig(Emulator::builder()
            .page_size(10)
            .fault(Fault::new(effect).after(2).once()))
        .await;
        assert_eq!(ids(&rig).await.unwrap_err().kind(), kind);
        assert_eq!(rig.emulator.journal().len(), 3, "nothing more was sent");
    }
}

#[tokio::test]
async fn a_throttled_service_is_left_alone_for_as_long_as_it_asks() {
    let rig = rig(Emulator::builder()
        .page_size(10)
        .throttle(Throttle::new(2, 8, 20)))
    .await;
    assert!(ids(&rig).await.unwrap().len() >= 200);
    assert!(
        rig.emulator
            .journal()
            .iter()
            .any(|exchange| exchange.status == 429)
    );
    rig.assert_nobody_was_early();
}

#[derive(serde::Deserialize)]
struct State {
    id: String,
}

async fn ids(rig: &Rig) -> Result<Vec<String>, Error> {
    let first = rig.request(&LIST_STATES, None);
    let mut items = rig
        .transport
        .pages::<State>(&LIST_STATES, first, &CallOptions::new())
        .items();
    let mut ids = Vec::new();
    while let Some(state) = items.next_item().await {
        ids.push(state?.id);
    }
    Ok(ids)
}
