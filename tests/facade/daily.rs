//! What users do every day: deploying, asking for many summaries at once.

use intune_hardware_configurations::{
    ApiVersion, AssignmentTarget, CallOptions, Credential, DeployStage, ErrorKind,
    HardwareConfigurationFormat, HardwareConfigurationId, HardwareConfigurations,
    NewHardwareConfiguration, Transport,
};
use intune_hardware_configurations_emulator::Emulator;

use crate::emulated::Emulated;
use crate::scripted::Scripted;
use crate::server::Reply;

fn new() -> NewHardwareConfiguration {
    NewHardwareConfiguration::new(
        "New",
        HardwareConfigurationFormat::Dell,
        "a.cctk",
        b"a".as_slice(),
    )
}

#[tokio::test]
async fn deploying_creates_and_assigns() {
    let emulated = Emulated::start(Emulator::builder()).await;
    let deployed = emulated
        .configurations
        .deploy(&new(), [AssignmentTarget::all_devices()])
        .await
        .unwrap();
    assert_eq!(deployed.assigned.unwrap().assignments.len(), 1);
    let summary = emulated
        .configurations
        .profile(&deployed.id)
        .run_summary()
        .await
        .unwrap();
    assert_eq!(summary.devices.total(), 250);
}

#[tokio::test]
async fn a_deployment_that_cannot_be_assigned_is_undone() {
    let emulated = Emulated::start(Emulator::builder()).await;
    // The service refuses a group without an id.
    let error = emulated
        .configurations
        .deploy(&new(), [AssignmentTarget::group("")])
        .await
        .unwrap_err();
    assert_eq!(error.stage, DeployStage::Assign);
    assert_eq!(error.error.kind(), ErrorKind::BadRequest);
    assert!(error.left_behind.is_none());
    assert_eq!(
        emulated.configurations.count().await.unwrap(),
        3,
        "what was created is gone again"
    );
}

#[tokio::test]
async fn a_deployment_that_cannot_be_undone_says_what_is_left() {
    let scripted = Scripted::start(|seen| match seen.method.as_str() {
        "POST" if seen.target.ends_with("assign") => Reply::json(409, "{}"),
        "POST" => Reply::json(201, r#"{"id": "the-new-one"}"#),
        _ => Reply::json(403, "{}"),
    })
    .await;
    let error = scripted
        .configurations
        .deploy(&new(), [AssignmentTarget::all_devices()])
        .await
        .unwrap_err();
    assert!(error.error.is_conflict());
    assert!(!error.is_clean());
    let left_behind = error.left_behind.as_ref().unwrap();
    assert_eq!(left_behind.id.as_str(), "the-new-one");
    assert!(left_behind.error.is_forbidden());
    assert!(
        error.to_string().contains("delete the-new-one yourself"),
        "{error}"
    );

    let scripted = Scripted::always(403, "{}").await;
    let error = scripted
        .configurations
        .deploy(&new(), [AssignmentTarget::all_devices()])
        .await
        .unwrap_err();
    assert_eq!(error.stage, DeployStage::Create);
    assert!(error.is_clean());
    assert_eq!(scripted.server.seen().len(), 1);
}

#[tokio::test]
async fn a_deployment_does_not_claim_more_than_is_known() {
    for reply in [
        Reply::nothing(),
        Reply::json(500, "{}"),
        Reply::json(201, "<html>"),
        Reply::json(201, r#"{"version": 1}"#),
    ] {
        let scripted = Scripted::in_turn(vec![reply]).await;
        let error = scripted
            .configurations
            .deploy(&new(), [AssignmentTarget::all_devices()])
            .await
            .unwrap_err();
        assert!(!error.is_clean(), "{error:?}");
        assert!(
            error.to_string().contains("look for it by its name"),
            "{error}"
        );
        assert_eq!(scripted.server.seen().len(), 1, "nothing is created twice");
    }
}

#[tokio::test]
async fn a_deployment_without_an_id_says_which_request_it_was() {
    let created = Reply::json(201, r#"{"version": 1}"#).header("request-id", "the-request-id");
    let scripted = Scripted::in_turn(vec![created]).await;
    let failed = scripted
        .configurations
        .deploy(&new(), [AssignmentTarget::all_devices()])
        .await
        .unwrap_err();
    let line = failed.error.to_string();
    for fact in [
        "create_hardware_configuration",
        "`id`",
        "HTTP 201",
        "the-request-id",
    ] {
        assert!(line.contains(fact), "{line}");
    }
}

#[tokio::test]
async fn a_deployment_that_a_gateway_gave_up_on_is_not_tried_again_and_may_have_been_done() {
    let scripted = Scripted::start(|_| Reply::json(504, "{}")).await;
    let error = scripted
        .configurations
        .deploy(&new(), [AssignmentTarget::all_devices()])
        .await
        .unwrap_err();
    assert_eq!(scripted.server.seen().len(), 1);
    assert!(!error.is_clean(), "it may have been created: {error:?}");
}

#[tokio::test]
async fn a_deployment_whose_assignment_succeeded_is_not_undone() {
    let scripted = Scripted::start(|seen| match seen.target.ends_with("assign") {
        true => Reply::json(200, r#"{"value": [{"target": 7}]}"#),
        false => Reply::json(201, r#"{"id": "the-new-one"}"#),
    })
    .await;
    let deployed = scripted
        .configurations
        .deploy(&new(), [AssignmentTarget::all_devices()])
        .await
        .unwrap();
    assert!(
        deployed.assigned.is_none(),
        "what the service said of it cannot be read"
    );
    assert_eq!(scripted.server.seen().len(), 2, "nothing was deleted");
}

#[tokio::test]
async fn many_summaries_come_in_few_round_trips_and_in_order() {
    let scripted = Scripted::start(|seen| {
        let batch: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
        // In any order, each with its own fate.
        let answers = batch["requests"]
            .as_array()
            .unwrap()
            .iter()
            .rev()
            .map(|request| {
                let id = request["url"]
                    .as_str()
                    .unwrap()
                    .split('/')
                    .rev()
                    .nth(1)
                    .unwrap();
                let (status, body) = match id {
                    "7" => (
                        404,
                        serde_json::json!({ "error": { "code": "ResourceNotFound" } }),
                    ),
                    _ => (200, serde_json::json!({ "value": { "id": id } })),
                };
                serde_json::json!({ "id": request["id"], "status": status, "body": body })
            });
        let answers: Vec<_> = answers.collect();
        Reply::json(200, serde_json::json!({ "responses": answers }).to_string())
    })
    .await;
    let ids: Vec<_> = (0..45)
        .map(|id| HardwareConfigurationId::new(id.to_string()).unwrap())
        .collect();
    let summaries = scripted.configurations.run_summaries(&ids).await;
    assert_eq!(scripted.server.seen().len(), 3, "chunks of twenty");
    assert_eq!(summaries.len(), 45);
    for (id, summary) in ids.iter().zip(summaries) {
        match summary {
            Ok(summary) => assert_eq!(summary.id.as_deref(), Some(id.as_str())),
            Err(error) => assert!(error.is_not_found() && id.as_str() == "7", "{id}: {error}"),
        }
    }
}

#[tokio::test]
async fn a_strict_service_takes_the_batch() {
    let emulated = Emulated::start(Emulator::builder()).await;
    let ids: Vec<_> = (0..3).map(|index| emulated.id(index)).collect();
    let single = emulated.profile(0).run_summary().await.unwrap();
    let many = emulated
        .configurations
        .run_summaries(ids.iter().cycle().take(30))
        .await;
    assert_eq!(many.len(), 30);
    assert_eq!(many[27].as_ref().unwrap().devices, single.devices);

    let counts = ids
        .iter()
        .map(|id| emulated.configurations.profile(id).assignments().count());
    let counts = emulated
        .configurations
        .batch(counts, CallOptions::new())
        .await;
    let counts: Vec<_> = counts.into_iter().map(Result::unwrap).collect();
    assert_eq!(counts, [1, 2, 0]);
}

#[tokio::test]
async fn what_cannot_be_sent_keeps_its_place_in_a_batch() {
    let emulated = Emulated::start(Emulator::builder()).await;
    let too_large =
        NewHardwareConfiguration::new("x", HardwareConfigurationFormat::Dell, "f", vec![0; 6000]);
    let calls = [new(), too_large, new()].map(|new| emulated.configurations.create(&new));
    let created = emulated
        .configurations
        .batch(calls, CallOptions::new())
        .await;
    assert!(created[0].is_ok() && created[2].is_ok(), "{created:?}");
    assert_eq!(
        created[1].as_ref().unwrap_err().kind(),
        ErrorKind::InvalidRequest
    );
    assert_eq!(emulated.configurations.count().await.unwrap(), 5);
}

#[tokio::test]
async fn a_batch_refuses_the_calls_of_another_client() {
    let (ours, theirs) = (
        Emulated::start(Emulator::builder()).await,
        Emulated::start(Emulator::builder()).await,
    );
    let clone = ours.configurations.clone();
    let calls =
        [&ours.configurations, &theirs.configurations, &clone].map(|one| one.create(&new()));
    let created = ours.configurations.batch(calls, CallOptions::new()).await;
    assert!(created[0].is_ok() && created[2].is_ok(), "{created:?}");
    let error = created[1].as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(
        error.to_string().contains("create_hardware_configuration"),
        "{error}"
    );
    assert_eq!(ours.configurations.count().await.unwrap(), 5);
}

#[test]
fn a_shared_transport_is_for_the_right_version() {
    let transport = |version| {
        Transport::builder(Credential::fixed("t"))
            .api_version(version)
            .build()
            .unwrap()
    };
    assert!(HardwareConfigurations::over(transport(ApiVersion::Beta)).is_ok());
    let error = HardwareConfigurations::over(transport(ApiVersion::V1)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}
