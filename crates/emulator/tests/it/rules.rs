//! What is refused, and how.

use std::time::Duration;

use hyper::body::Bytes;
use intune_hardware_configurations_emulator::{Clock, Emulator, Finding};
use serde_json::json;

use crate::client::{ask, get};

/// A clock that stands at the beginning of 2027-01-15, 08:00 UTC.
pub(crate) fn stopped() -> Clock {
    Clock::Manual {
        start: std::time::UNIX_EPOCH + Duration::from_secs(1_800_000_000),
    }
}

/// What a profile cannot be without.
pub(crate) fn new_profile() -> serde_json::Value {
    json!({ "displayName": "New", "fileName": "new.cctk", "configurationFileContent": "YQ==" })
}

#[tokio::test]
async fn every_answer_says_which_request_it_is_for() {
    let emulator = Emulator::builder().clock(stopped()).start().await.unwrap();
    for (status, path, body) in [
        (200, "", Vec::new()),
        (404, "/nobody", Vec::new()),
        (413, "", vec![b' '; 4 * 1024 * 1024 + 1]),
    ] {
        let answer = ask(&emulator, "GET", path)
            .header("client-request-id", "mine")
            .body(body)
            .send()
            .await
            .expect(status);
        assert_eq!(answer.header("client-request-id"), Some("mine"));
        assert_eq!(answer.header("date"), Some("Fri, 15 Jan 2027 08:00:00 GMT"));
        let request_id = answer.header("request-id").unwrap().to_owned();
        assert_eq!(request_id.len(), 36);
        if status != 200 {
            let inner = &answer.json()["error"]["innerError"];
            assert_eq!(inner["request-id"], request_id);
            assert_eq!(inner["client-request-id"], "mine");
            assert_eq!(inner["date"], "2027-01-15T08:00:00");
        }
    }
}

#[tokio::test]
async fn routes_and_methods_that_do_not_exist_are_named_with_those_that_do() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let refused = ask(&emulator, "GET", &format!("/{id}/runSumary"))
        .send()
        .await
        .expect(400);
    assert!(
        refused.message().contains("segment 'runSumary'"),
        "{}",
        refused.message()
    );
    assert!(
        refused
            .message()
            .contains("/{hardwareConfiguration-id}/runSummary")
    );
    let journal = emulator.journal();
    assert_eq!(
        journal[0].findings[0],
        Finding::NearMiss(
            "/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/runSummary"
                .to_owned()
        )
    );
    let refused = ask(&emulator, "DELETE", "").send().await.expect(405);
    assert_eq!(refused.header("allow"), Some("GET, POST"));
    for path in [
        "//v1.0/deviceManagement/hardwareConfigurations",
        "//",
        "//beta//x",
        "//beta/%ff",
    ] {
        ask(&emulator, "GET", path).send().await.expect(400);
    }
    get(
        &emulator,
        &format!("//beta/deviceManagement/hardwareConfigurations('{id}')/runSummary"),
    )
    .await;
}

#[tokio::test]
async fn bodies_are_held_to_the_specification() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let with = |name: &str, value: serde_json::Value| {
        let mut body = new_profile();
        body[name] = value;
        body
    };
    for (body, reason) in [
        (json!([]), "must be an object"),
        (json!({ "displayName": "x" }), "'fileName' is required"),
        (
            with("displayName", json!(null)),
            "'displayName' is required",
        ),
        (
            with("displayName", json!(7)),
            "'displayName' must be a string, but is a number",
        ),
        (with("displayName", json!("x".repeat(151))), "at most 150"),
        (with("description", json!("x".repeat(1001))), "at most 1000"),
        (
            with("configurationFileContent", json!("not base64")),
            "base64",
        ),
        (
            with("configurationFileContent", json!("QUFB".repeat(1707))),
            "5121 bytes; at most 5120",
        ),
        (with("version", json!(2)), "'version' is read-only"),
        (with("id", json!("mine")), "'id' is read-only"),
        (
            with("createdDateTime", json!("2026-01-01T00:00:00Z")),
            "read-only",
        ),
        (with("colour", json!("red")), "'colour' does not exist here"),
        (
            with("hardwareConfigurationFormat", json!("lenovo")),
            "Known: dell, surface, surfaceDock",
        ),
        (with("roleScopeTagIds", json!("0")), "must be an array"),
        (
            with("perDevicePasswordDisabled", json!("no")),
            "true or false",
        ),
        (with("assignments", json!([])), "by their own path"),
    ] {
        let refused = ask(&emulator, "POST", "")
            .json(&body)
            .send()
            .await
            .expect(400);
        assert!(
            refused.message().contains(reason),
            "{body}: {}",
            refused.message()
        );
    }
    for (body, reason) in [
        (
            json!({ "assignments": [] }),
            "'hardwareConfigurationAssignments' is required",
        ),
        (
            json!({ "hardwareConfigurationAssignments": [{ "target": {} }] }),
            "'@odata.type' is missing",
        ),
        (
            json!({ "hardwareConfigurationAssignments": [{ "target": { "@odata.type": "#x.moonTarget" } }] }),
            "'#x.moonTarget' is not known",
        ),
        (
            json!({ "hardwareConfigurationAssignments": [
                { "target": { "@odata.type": "#microsoft.graph.groupAssignmentTarget" } },
            ] }),
            "'target.groupId' is required",
        ),
        (
            json!({ "hardwareConfigurationAssignments": [
                { "target": { "@odata.type": "microsoft.graph.exclusionGroupAssignmentTarget", "groupId": "" } },
            ] }),
            "'target.groupId' is required",
        ),
    ] {
        let refused = ask(&emulator, "POST", &format!("/{id}/assign"))
            .json(&body)
            .send()
            .await
            .expect(400);
        assert!(
            refused.message().contains(reason),
            "{body}: {}",
            refused.message()
        );
    }
    let post = || ask(&emulator, "POST", "").json(&new_profile());
    post()
        .header("content-type", "text/plain")
        .send()
        .await
        .expect(415);
    post().without("content-type").send().await.expect(415);
    post().body("{").send().await.expect(400);
    post().body("").send().await.expect(400);
    post()
        .body(vec![b' '; 4 * 1024 * 1024 + 1])
        .send()
        .await
        .expect(413);
    post()
        .header("accept", "application/xml")
        .send()
        .await
        .expect(406);
    ask(&emulator, "GET", "")
        .json(&json!({}))
        .send()
        .await
        .expect(400);
    ask(&emulator, "PATCH", &format!("/{id}"))
        .json(&json!({}))
        .send()
        .await
        .expect(400);
    ask(&emulator, "PATCH", &format!("/{id}"))
        .json(&json!({ "fileName": null }))
        .send()
        .await
        .expect(400);
    assert_eq!(emulator.configurations().len(), 3, "nothing was created");
}

#[tokio::test]
async fn types_and_times_in_bodies_are_those_of_their_place() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let profile = |kind: &str, value: serde_json::Value| {
        let mut body = new_profile();
        body[kind] = value;
        ("".to_owned(), body)
    };
    let assignment = |kind: &str, target: &str| {
        let body = json!({
            "@odata.type": kind,
            "target": { "@odata.type": target },
        });
        (format!("/{id}/assignments"), body)
    };
    let state = |time: &str| {
        let body = json!({ "lastStateUpdateDateTime": time });
        (format!("/{id}/deviceRunStates"), body)
    };
    let (entity, to_users) = (
        "#microsoft.graph.hardwareConfigurationAssignment",
        "#microsoft.graph.allLicensedUsersAssignmentTarget",
    );
    for ((path, body), reason) in [
        (
            profile("@odata.type", json!("#microsoft.graph.deviceConfiguration")),
            "'@odata.type' must be #microsoft.graph.hardwareConfiguration here, not '#microsoft.graph.deviceConfiguration'",
        ),
        (
            profile("@odata.type", json!("")),
            "must be #microsoft.graph.hardwareConfiguration",
        ),
        (
            profile("colour@odata.type", json!("#String")),
            "'colour@odata.type' is about a property that does not exist here",
        ),
        (
            profile("description@odata.type", json!("#Int32")),
            "'description@odata.type' must be #String here, not '#Int32'",
        ),
        (
            profile("roleScopeTagIds@odata.type", json!("#Collection(Int32)")),
            "must be #Collection(String)",
        ),
        (
            assignment("#microsoft.graph.hardwareConfiguration", to_users),
            "must be #microsoft.graph.hardwareConfigurationAssignment here",
        ),
        (
            assignment(entity, entity),
            "'target' is of an abstract type",
        ),
        (
            (
                format!("/{id}/assign"),
                json!({ "hardwareConfigurationAssignments": [], "@odata.type": "#microsoft.graph.assign" }),
            ),
            "'@odata.type' does not exist here",
        ),
        (
            state("2026-01-31 08:00:00Z"),
            "'lastStateUpdateDateTime' must be a date-time",
        ),
        (state("2026-01-31"), "must be a date-time"),
        (state("2026-01-31T08:00:00"), "must be a date-time"),
        (state("20260131T080000Z"), "must be a date-time"),
        (state("2026-01-31T08:00:00+0100"), "must be a date-time"),
        (state("2026-01-31T08:00:00+01"), "must be a date-time"),
        (state("2026-01-31T08:00:00+15:00"), "must be a date-time"),
        (state("2026-01-31T08:00:00z"), "must be a date-time"),
        (state("2026-01-31t08:00:00Z"), "must be a date-time"),
        (state("2026-01-31T08:00:60Z"), "must be a date-time"),
        (state("2026-01-31T08:00:00,5Z"), "must be a date-time"),
        (state("2026-01-31T08:00:00.Z"), "must be a date-time"),
        (state("2026-02-29T08:00:00Z"), "must be a date-time"),
        (
            state("2026-01-31T08:00:00+01:00[Europe/Paris]"),
            "must be a date-time",
        ),
        (state("+002026-01-31T08:00:00Z"), "must be a date-time"),
        (state("0000-01-31T08:00:00Z"), "must be a date-time"),
    ] {
        let refused = ask(&emulator, "POST", &path).json(&body).send().await;
        assert_eq!(refused.status, 400, "{body}");
        let error = refused.json()["error"].clone();
        assert_eq!(error["code"], "BadRequest");
        let message = refused.message();
        assert!(message.contains(reason), "{body}: {message}");
    }
    for (path, body) in [
        profile(
            "@odata.type",
            json!("microsoft.graph.hardwareConfiguration"),
        ),
        profile("roleScopeTagIds@odata.type", json!("#Collection(String)")),
        profile(
            "hardwareConfigurationFormat@odata.type",
            json!("#microsoft.graph.hardwareConfigurationFormat"),
        ),
        assignment(entity, to_users),
        state("2026-01-31T08:00:00.123456789012-08:00"),
        state("2026-01-31T08:00Z"),
    ] {
        ask(&emulator, "POST", &path)
            .json(&body)
            .send()
            .await
            .expect(201);
    }
}

#[tokio::test]
async fn a_delete_with_a_tag_hits_only_what_the_client_has_seen() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let path = format!("/{id}");
    let seen = ask(&emulator, "GET", &path).send().await;
    let tag = seen.header("etag").unwrap().to_owned();
    ask(&emulator, "PATCH", &path)
        .json(&json!({ "description": "new" }))
        .send()
        .await
        .expect(200);
    let refused = ask(&emulator, "DELETE", &path)
        .header("if-match", &tag)
        .send()
        .await
        .expect(412);
    assert_eq!(refused.json()["error"]["code"], "PreconditionFailed");
    ask(&emulator, "DELETE", &path)
        .header("if-match", "garbage")
        .send()
        .await
        .expect(400);
    ask(&emulator, "GET", &path)
        .header("if-match", "*")
        .send()
        .await
        .expect(400);
    let tag = ask(&emulator, "GET", &path)
        .send()
        .await
        .header("etag")
        .unwrap()
        .to_owned();
    ask(&emulator, "DELETE", &path)
        .header("if-match", &tag)
        .send()
        .await
        .expect(204);
}

#[tokio::test]
async fn a_tag_that_cannot_be_read_is_not_taken_for_none() {
    let emulator = Emulator::start().await.unwrap();
    let path = format!(
        "/beta/deviceManagement/hardwareConfigurations/{}",
        emulator.configurations()[0]
    );
    let tags: [&[&[u8]]; 2] = [&[b"\"x\xe9\""], &[b"*", b"\"x\""]];
    for tags in tags {
        let mut request = http::Request::delete(&path)
            .header("authorization", format!("Bearer {}", emulator.token()));
        for tag in tags {
            request = request.header("if-match", *tag);
        }
        let answer = emulator.answer(request.body(Bytes::new()).unwrap()).await;
        assert_eq!(answer.unwrap().status(), 400);
    }
    assert_eq!(emulator.configurations().len(), 3, "nothing was deleted");
}

#[tokio::test]
async fn a_body_with_very_many_mistakes_gets_a_short_answer() {
    let emulator = Emulator::builder()
        .journal_bytes(20_000)
        .start()
        .await
        .unwrap();
    let mut body = new_profile();
    for number in 0..50_000 {
        body[format!("unknown{number}")] = json!(1);
    }
    let refused = ask(&emulator, "POST", "").json(&body).send().await;
    let message = refused.expect(400).message();
    assert_eq!(message.matches("does not exist here").count(), 10);
    assert!(message.ends_with("Only the first 10 problems are listed."));
    assert!(message.len() < 10_000, "{} bytes", message.len());

    emulator.clear_journal();
    let body = json!({ "hardwareConfigurationAssignments": vec![json!(1); 1_000] });
    for _ in 0..50 {
        let assign = ask(&emulator, "POST", "/x/assign").json(&body);
        let message = assign.send().await.expect(400).message();
        assert_eq!(message.matches("must be an object").count(), 10);
    }
    let findings: usize = emulator
        .journal()
        .iter()
        .flat_map(|exchange| &exchange.findings)
        .map(|finding| finding.to_string().len())
        .sum();
    assert!(findings < 20_000, "findings count too: {findings} bytes");
}
