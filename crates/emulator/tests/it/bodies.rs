//! What bodies are held to.

use intune_hardware_configurations_emulator::Emulator;
use serde_json::{Value, json};

use crate::client::ask;
use crate::rules::new_profile;

async fn assert_refused(emulator: &Emulator, path: &str, body: &Value, reason: &str) {
    let refused = ask(emulator, "POST", path).json(body).send().await;
    assert_eq!(refused.status, 400, "{body}");
    assert_eq!(refused.json()["error"]["code"], "BadRequest");
    let message = refused.message();
    assert!(message.contains(reason), "{body}: {message}");
}

#[tokio::test]
async fn bodies_are_held_to_the_specification() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let with = |name: &str, value: Value| {
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
            with("hardwareConfigurationFormat", json!("abacus")),
            "Known: dell, surface, surfaceDock",
        ),
        (with("roleScopeTagIds", json!("0")), "must be an array"),
        (
            with("perDevicePasswordDisabled", json!("no")),
            "true or false",
        ),
        (with("assignments", json!([])), "by their own path"),
    ] {
        assert_refused(&emulator, "", &body, reason).await;
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
        assert_refused(&emulator, &format!("/{id}/assign"), &body, reason).await;
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
    let profile = |kind: &str, value: Value| {
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
        assert_refused(&emulator, &path, &body, reason).await;
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

#[tokio::test]
async fn a_body_says_everything_once_and_in_a_form_that_is_understood() {
    let emulator = Emulator::start().await.unwrap();
    let twice =
        r#"{"displayName":"a","fileName":"n","configurationFileContent":"YQ==","displayName":"b"}"#;
    let nested = r#"{"hardwareConfigurationAssignments":[{"target":{"a":1,"a":2}}]}"#;
    let batch = r#"{"requests":[{"id":"1","id":"2"}]}"#;
    for (path, body, name) in [
        (
            "",
            twice,
            "'displayName' is there twice at line 1 column 81",
        ),
        ("/x/assign", nested, "'a' is there twice"),
        ("//beta/%24batch", batch, "'id' is there twice"),
    ] {
        let request = ask(&emulator, "POST", path).body(body);
        let request = request.header("content-type", "application/json");
        let message = request.send().await.expect(400).message();
        assert!(message.contains(name), "{message}");
    }
    let post = || ask(&emulator, "POST", "").json(&new_profile());
    for (name, value) in [
        ("content-type", "application/json; charset=utf-16"),
        (
            "content-type",
            "application/json;odata.metadata=minimal;charset=\"latin1\"",
        ),
        ("content-encoding", "gzip"),
    ] {
        let message = post()
            .header(name, value)
            .send()
            .await
            .expect(415)
            .message();
        assert!(message.contains(value), "{message}");
    }
    for (name, value) in [
        (
            "content-type",
            "application/json;odata.metadata=minimal;charset=\"UTF-8\"",
        ),
        ("content-encoding", "identity"),
    ] {
        post().header(name, value).send().await.expect(201);
    }
}
