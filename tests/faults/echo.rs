//! A service that quotes what it refuses, file and all.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use intune_hardware_configurations::{
    CallOptions, Credential, HardwareConfigurationFormat, HardwareConfigurations,
    NewHardwareConfiguration, Transport,
};
use msgraph_transport::clock::VirtualClock;

use crate::secrets;
use crate::server::{Reply, Server};

const FILE: &str = "SetupPassword=echo-4711-setup\nSecureBoot=Enabled\n";
const PASSWORD: &str = "echo-4711-setup";

#[tokio::test]
async fn a_file_that_a_refusal_quotes_is_not_shown() {
    secrets::collect_traces();
    let encoded = BASE64_STANDARD.encode(FILE);
    let refusals = [
        format!("Cannot convert the literal '{encoded}' to the expected type."),
        format!("Line 1 is not understood: {FILE}"),
        format!(r#"{{"_version":3,"Message":"Bad content {encoded} - Activity ID: a-1"}}"#),
    ];
    for refusal in refusals {
        for is_per_item in [true, false] {
            let body = serde_json::json!({ "error": {
                "code": "BadRequest",
                "message": refusal,
                "details": [{ "code": "Invalid", "message": refusal, "target": "fileContent" }],
            }});
            let of_the_batch = serde_json::json!({ "responses": [
                { "id": "1", "status": 400, "body": body },
            ]});
            let server = Server::start(&VirtualClock::new(), "", move |seen| {
                match seen.target.as_str() {
                    "/beta/$batch" if is_per_item => Reply::json(200, of_the_batch.to_string()),
                    _ => Reply::json(400, body.to_string()),
                }
            })
            .await;
            let settings = Transport::builder(Credential::fixed("token"))
                .loopback_endpoint(server.root())
                .clock(VirtualClock::new());
            let configurations = HardwareConfigurations::with(settings).unwrap();
            let new = || {
                NewHardwareConfiguration::new(
                    "Kiosks",
                    HardwareConfigurationFormat::Dell,
                    "kiosk.cctk",
                    FILE.as_bytes(),
                )
            };
            let alone = configurations.create(&new()).await.unwrap_err();
            let calls = [configurations.create(&new())];
            let batch = configurations.batch(calls, CallOptions::new()).await;
            assert!(
                server
                    .seen()
                    .iter()
                    .all(|seen| seen.body.contains(&encoded))
            );
            for error in batch.into_iter().map(Result::unwrap_err).chain([alone]) {
                secrets::note_error(&error);
                let line = error.to_string();
                assert!(line.contains("[redacted]"), "{line}");
                assert!(line.contains("BadRequest"), "{line}");
            }
        }
    }
    secrets::assert_not_seen(&[PASSWORD, &encoded, &encoded[20..40]]);
}
