//! What users do every day: watching, deploying, asking for many summaries at once.

use std::time::Duration;

use intune_hardware_configurations::{
    ApiVersion, AssignmentTarget, CallOptions, Credential, DeployStage, ErrorKind,
    HardwareConfigurationFormat, HardwareConfigurationId, HardwareConfigurations,
    NewHardwareConfiguration, Transport,
};
use intune_hardware_configurations_emulator::Emulator;

use crate::emulated::Emulated;
use crate::scripted::Scripted;
use crate::server::Reply;

fn summary(pending: u32, successful: u32) -> String {
    format!(
        r#"{{"id": "1", "pendingDeviceCount": {pending}, "successfulDeviceCount": {successful}}}"#
    )
}

/// A server that gives one answer after the other, and the last one for ever.
async fn answers(answers: Vec<Reply>) -> Scripted {
    let mut next = answers.into_iter();
    let mut last = None;
    Scripted::start(move |_| {
        last = next.next().or(last.take());
        last.clone().unwrap()
    })
    .await
}

fn json(body: String) -> Reply {
    Reply::json(200, body)
}

#[tokio::test]
async fn watching_tells_changes_until_nothing_is_pending() {
    let scripted = answers(vec![
        json(summary(2, 0)),
        json(summary(2, 0)),
        json(summary(1, 1)),
        json(summary(0, 2)),
    ])
    .await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(30));
    let mut told = Vec::new();
    while let Some(summary) = watch.next().await.transpose().unwrap() {
        told.push((
            summary.devices.pending.unwrap_or(-1),
            scripted.clock.elapsed().as_secs(),
        ));
    }
    assert_eq!(told, [(2, 0), (1, 60), (0, 90)]);
    assert!(watch.next().await.is_none());
    assert_eq!(scripted.server.seen().len(), 4);
}

#[tokio::test]
async fn watching_does_not_take_a_summary_that_is_not_computed_yet_for_the_end() {
    let unknown = r#"{"id": "1", "pendingDeviceCount": null, "successfulDeviceCount": 1}"#;
    let scripted = answers(vec![
        json(summary(0, 0)),
        json(unknown.to_owned()),
        json(summary(3, 0)),
        json(summary(0, 3)),
    ])
    .await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(30));
    let mut successful = Vec::new();
    while let Some(summary) = watch.next().await.transpose().unwrap() {
        successful.push(summary.devices.successful.unwrap_or(-1));
    }
    assert_eq!(successful, [0, 1, 0, 3]);
}

#[tokio::test]
async fn watching_what_reaches_no_device_ends_at_the_deadline() {
    let scripted = answers(vec![json(summary(0, 0))]).await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(40))
        .for_at_most(Duration::from_secs(100));
    assert!(watch.next().await.unwrap().is_ok());
    assert!(watch.next().await.is_none());
    assert_eq!(scripted.clock.elapsed().as_secs(), 100);
}

#[tokio::test]
async fn watching_slows_down_under_throttling_and_speeds_up_again() {
    let throttled = || Reply::json(429, "{}").header("Retry-After", "500");
    let mut script = vec![json(summary(9, 0))];
    // Two tries a look: the transport's own, and its retry.
    script.extend([throttled(), throttled()]);
    script.extend(
        (0..9)
            .rev()
            .map(|pending| json(summary(pending, 9 - pending))),
    );
    let scripted = answers(script).await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(10));
    let mut times = Vec::new();
    while let Some(summary) = watch.next().await {
        summary.unwrap();
        times.push(scripted.clock.elapsed().as_secs());
    }
    assert_eq!(
        times.len(),
        10,
        "throttling is waited out, and nothing is lost"
    );
    let pauses: Vec<_> = times.windows(2).map(|two| two[1] - two[0]).collect();
    assert!(pauses[0] >= 500, "{pauses:?}");
    assert_eq!(pauses.last(), Some(&10), "{pauses:?}");
}

#[tokio::test]
async fn watching_ends_at_the_deadline() {
    let scripted = answers(vec![json(summary(1, 0))]).await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(40))
        .for_at_most(Duration::from_secs(100));
    assert!(watch.next().await.unwrap().is_ok());
    assert!(watch.next().await.is_none());
    assert_eq!(
        scripted.clock.elapsed().as_secs(),
        100,
        "with a last look at the deadline"
    );
    assert_eq!(scripted.server.seen().len(), 4);
}

#[tokio::test]
async fn watching_does_not_undercut_the_wait_asked_for_to_meet_its_deadline() {
    let throttled = Reply::json(429, "{}").header("Retry-After", "500");
    let scripted = answers(vec![json(summary(1, 0)), throttled]).await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(40))
        .for_at_most(Duration::from_secs(100));
    assert!(watch.next().await.unwrap().is_ok());
    assert!(watch.next().await.is_none());
    assert_eq!(scripted.server.seen().len(), 2);
}

#[tokio::test]
async fn watching_waits_until_the_service_is_back() {
    let away = || Reply::json(503, "{}").header("Retry-After", "400");
    let scripted = answers(vec![
        json(summary(1, 0)),
        away(),
        Reply::json(500, "{}"),
        Reply::nothing(),
        json(summary(0, 1)),
    ])
    .await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(10));
    assert!(watch.next().await.unwrap().is_ok());
    let last = watch.next().await.unwrap().unwrap();
    assert!(last.is_complete());
    assert!(watch.next().await.is_none());
    assert!(scripted.clock.elapsed().as_secs() >= 400);
}

#[tokio::test]
async fn watching_ends_when_the_last_look_takes_too_long() {
    let silence = Reply::raw("HTTP/1.1 200").then_stall();
    let scripted = answers(vec![json(summary(1, 0)), silence]).await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(40))
        .for_at_most(Duration::from_secs(40));
    assert!(watch.next().await.unwrap().is_ok());
    let end = watch.next().await;
    assert!(end.is_none(), "{end:?}");
}

#[tokio::test]
async fn watching_that_never_saw_a_summary_says_why() {
    let scripted = Scripted::always(500, "{}").await;
    let watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(40));
    let mut watch = watch.for_at_most(Duration::from_secs(100));
    let error = watch.next().await.unwrap().unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 500);
    assert!(watch.next().await.is_none());
    assert!(scripted.server.seen().len() > 2, "and it looked again");

    let mut endless = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(40));
    assert!(
        endless.next().await.unwrap().is_err(),
        "not silence for ever"
    );
    assert!(endless.next().await.is_none());
}

#[tokio::test]
async fn watching_ends_with_an_error_that_waiting_does_not_cure() {
    let scripted = answers(vec![json(summary(1, 0)), Reply::json(404, "{}")]).await;
    let mut watch = scripted.profile().watch_run_summary(Duration::from_secs(1));
    assert!(watch.next().await.unwrap().is_ok());
    assert!(watch.next().await.unwrap().unwrap_err().is_not_found());
    assert!(watch.next().await.is_none());
}

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
        let scripted = answers(vec![reply]).await;
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
async fn a_deployment_that_was_tried_twice_may_have_been_done_at_first() {
    let mut tries = 0;
    let scripted = Scripted::start(move |_| {
        tries += 1;
        Reply::json(if tries == 1 { 504 } else { 409 }, "{}")
    })
    .await;
    let error = scripted
        .configurations
        .deploy(&new(), [AssignmentTarget::all_devices()])
        .await
        .unwrap_err();
    assert_eq!(scripted.server.seen().len(), 2);
    assert!(
        !error.is_clean(),
        "the first try may have created it: {error:?}"
    );
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
