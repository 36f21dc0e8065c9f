//! Who may ask, what is refused, and how.

use std::time::Duration;

use intune_hardware_configurations_emulator::{
    Clock, Emulator, Finding, Grant, Leniency, Quirk, Throttle,
};
use serde_json::json;

use crate::client::{ask, get};

const READ: &str = "DeviceManagementConfiguration.Read.All";
const WRITE: &str = "DeviceManagementConfiguration.ReadWrite.All";

fn stopped() -> Clock {
    Clock::Manual {
        start: std::time::UNIX_EPOCH + Duration::from_secs(1_800_000_000),
    }
}

fn new_profile() -> serde_json::Value {
    json!({ "displayName": "New", "fileName": "new.cctk", "configurationFileContent": "YQ==" })
}

#[tokio::test]
async fn only_a_good_token_opens_the_door() {
    let emulator = Emulator::builder().clock(stopped()).start().await.unwrap();
    let short = emulator.issue_token(Grant::new([READ]).expires_in(Duration::from_secs(60)));
    let foreign = emulator.issue_token(Grant::new([READ]).audience("https://vault.azure.net"));
    ask(&emulator, "GET", "")
        .header("authorization", &format!("bearer {short}"))
        .send()
        .await
        .expect(200);
    emulator.advance(Duration::from_secs(60));
    for (authorization, reason) in [
        (None, "empty"),
        (Some("Basic YTpi".to_owned()), "'Bearer'"),
        (Some("Bearer nobody".to_owned()), "did not issue"),
        (Some(format!("Bearer {short}")), "expired"),
        (Some(format!("Bearer {foreign}")), "audience"),
    ] {
        let request = ask(&emulator, "GET", "").without("authorization");
        let request = match authorization {
            Some(value) => request.header("authorization", &value),
            None => request,
        };
        let refused = request.send().await.expect(401);
        assert!(refused.message().contains(reason), "{}", refused.message());
        assert!(
            refused
                .header("www-authenticate")
                .unwrap()
                .starts_with("Bearer ")
        );
        assert_eq!(
            refused.json()["error"]["code"],
            "InvalidAuthenticationToken"
        );
    }
}

#[tokio::test]
async fn the_least_permission_is_enough_and_less_is_not() {
    let emulator = Emulator::start().await.unwrap();
    let reader = format!("Bearer {}", emulator.issue_token(Grant::new([READ])));
    let writer = format!("Bearer {}", emulator.issue_token(Grant::new([WRITE])));
    let nobody = format!("Bearer {}", emulator.issue_token(Grant::new(["User.Read"])));
    ask(&emulator, "GET", "")
        .header("authorization", &reader)
        .send()
        .await
        .expect(200);
    ask(&emulator, "GET", "")
        .header("authorization", &writer)
        .send()
        .await
        .expect(200);
    let refused = ask(&emulator, "GET", "")
        .header("authorization", &nobody)
        .send()
        .await
        .expect(403);
    assert!(refused.message().contains(READ), "{}", refused.message());
    let create = ask(&emulator, "POST", "").json(&new_profile());
    let refused = create
        .header("authorization", &reader)
        .send()
        .await
        .expect(403);
    assert!(
        refused.message().contains(WRITE) && refused.message().contains("it has: DeviceManagement")
    );
    let journal = emulator.journal();
    let [enough, more, ..] = &journal[..] else {
        panic!()
    };
    assert_eq!(enough.findings, []);
    assert_eq!(
        more.findings,
        [Finding::MorePermissionThanNeeded {
            least: READ.to_owned()
        }]
    );
}

#[tokio::test]
async fn every_answer_says_which_request_it_is_for() {
    let emulator = Emulator::builder().clock(stopped()).start().await.unwrap();
    for status in [200, 404] {
        let path = if status == 200 { "" } else { "/nobody" };
        let answer = ask(&emulator, "GET", path)
            .header("client-request-id", "mine")
            .send()
            .await
            .expect(status);
        assert_eq!(answer.header("client-request-id"), Some("mine"));
        assert_eq!(answer.header("date"), Some("Fri, 15 Jan 2027 08:00:00 GMT"));
        let request_id = answer.header("request-id").unwrap().to_owned();
        assert_eq!(request_id.len(), 36);
        if status == 404 {
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
async fn each_leniency_lets_its_own_pass() {
    let target = json!({ "hardwareConfigurationAssignments": [{ "target": { "@odata.type": "#x.moonTarget", "a": 1 } }] });
    let with = |name: &str, value: serde_json::Value| {
        let mut body = new_profile();
        body[name] = value;
        body
    };
    for leniency in Leniency::ALL {
        let strict = Emulator::start().await.unwrap();
        let lenient = Emulator::builder().lenient(leniency).start().await.unwrap();
        for (emulator, passes) in [(&strict, false), (&lenient, true)] {
            let id = emulator.configurations().remove(2);
            let request = match leniency {
                Leniency::NoToken => ask(emulator, "GET", "").without("authorization"),
                Leniency::AnyToken => {
                    ask(emulator, "GET", "").header("authorization", "Bearer anything")
                }
                Leniency::UnknownProperties => {
                    ask(emulator, "POST", "").json(&with("colour", json!("red")))
                }
                Leniency::UnknownValues => {
                    ask(emulator, "POST", &format!("/{id}/assign")).json(&target)
                }
                Leniency::ReadOnlyProperties => {
                    ask(emulator, "POST", "").json(&with("version", json!(2)))
                }
                Leniency::OverLimits => {
                    ask(emulator, "POST", "").json(&with("displayName", json!("x".repeat(151))))
                }
                Leniency::UnknownQueryOptions => ask(emulator, "GET", "?api-version=1"),
                Leniency::RepeatedQueryOptions => ask(emulator, "GET", "?$top=1&$top=2"),
                Leniency::AnyContentType => ask(emulator, "POST", "")
                    .json(&new_profile())
                    .header("content-type", "text/plain"),
                other => panic!("{} has no test", other.name()),
            };
            let answer = request.send().await;
            assert_eq!(
                answer.status.is_success(),
                passes,
                "{}: {}",
                leniency.name(),
                answer.text()
            );
        }
    }
}

#[tokio::test]
async fn each_quirk_shows() {
    for quirk in Quirk::ALL {
        let emulator = Emulator::builder().quirk(quirk).start().await.unwrap();
        let id = emulator.configurations().remove(0);
        match quirk {
            Quirk::IntuneErrors => {
                let message = ask(&emulator, "GET", "/nobody")
                    .send()
                    .await
                    .expect(404)
                    .message();
                let inner: serde_json::Value = serde_json::from_str(&message).unwrap();
                assert_eq!(inner["_version"], 3);
                assert!(inner["Message"].as_str().unwrap().contains("Activity ID: "));
            }
            Quirk::WrappedObjects => {
                for path in [format!("/{id}"), format!("/{id}/runSummary")] {
                    assert!(get(&emulator, &path).await["value"]["id"].is_string());
                }
                assert!(get(&emulator, "").await["value"].is_array());
            }
            Quirk::AssignNoContent => {
                let body = json!({ "hardwareConfigurationAssignments": [] });
                ask(&emulator, "POST", &format!("/{id}/assign"))
                    .json(&body)
                    .send()
                    .await
                    .expect(204);
            }
            Quirk::TypesWithoutHash => {
                let list = get(&emulator, &format!("/{id}/assignments")).await;
                let kind = &list["value"][0]["target"]["@odata.type"];
                assert_eq!(kind, "microsoft.graph.allDevicesAssignmentTarget");
            }
            Quirk::TypesEverywhere => {
                let profile = get(&emulator, &format!("/{id}")).await;
                assert_eq!(
                    profile["@odata.type"],
                    "#microsoft.graph.hardwareConfiguration"
                );
            }
            Quirk::NoItemRoutes => {
                let refused = ask(&emulator, "GET", &format!("/{id}/deviceRunStates/x"))
                    .send()
                    .await
                    .expect(400);
                assert!(
                    refused
                        .message()
                        .starts_with("No method match route template")
                );
            }
            other => panic!("{} has no test", other.name()),
        }
    }
}

#[tokio::test]
async fn limits_count_refused_requests_and_say_when_to_come_back() {
    let emulator = Emulator::builder()
        .clock(stopped())
        .throttle(Throttle::new(1, 4, 20))
        .start()
        .await
        .unwrap();
    ask(&emulator, "POST", "")
        .json(&new_profile())
        .send()
        .await
        .expect(201);
    emulator.advance(Duration::from_millis(4_500));
    let refused = ask(&emulator, "POST", "")
        .json(&new_profile())
        .send()
        .await
        .expect(429);
    assert_eq!(
        refused.header("retry-after"),
        Some("16"),
        "15.5 seconds are left, and early is wrong"
    );
    get(&emulator, "").await;
    get(&emulator, "").await;
    ask(&emulator, "GET", "").send().await.expect(429);
    emulator.advance(Duration::from_secs(10));
    ask(&emulator, "GET", "").send().await.expect(429);
    let early = emulator.journal().pop().unwrap();
    assert_eq!(
        early.findings[0],
        Finding::EarlyRetry {
            asked: Duration::from_secs(16),
            waited: Duration::from_secs(10)
        }
    );
    emulator.advance(Duration::from_secs(6));
    get(&emulator, "").await;
    assert_eq!(emulator.journal().pop().unwrap().findings, []);
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
