//! The control API and the token endpoint: what the library does, for clients of any language.

use std::time::Duration;

use intune_hardware_configurations_emulator::{Clock, Emulator, Tenant, Transitions};
use serde_json::{Value, json};

use crate::client::{ask, get};

async fn control(
    emulator: &Emulator,
    method: &'static str,
    resource: &str,
    body: Value,
) -> crate::client::Answer {
    let request =
        ask(emulator, method, &format!("//_emulator/{resource}")).without("authorization");
    if body.is_null() {
        request.send().await
    } else {
        request.json(&body).send().await
    }
}

#[tokio::test]
async fn the_tenant_is_replaced_moved_on_and_put_back() {
    let start = std::time::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let emulator = Emulator::builder()
        .clock(Clock::Manual { start })
        .start()
        .await
        .unwrap();
    let health = control(&emulator, "GET", "health", Value::Null)
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&health["status"], &health["root"]),
        (&json!("ok"), &json!(emulator.root()))
    );

    let seed = json!({
        "seed": 5, "devices": 40, "users": 10,
        "groups": [{ "id": "g", "devices": { "start": 0, "end": 8 } }],
        "scenario": { "success": 1, "fail": 0, "scriptError": 0, "notApplicable": 0, "unknown": 0, "pending": 0,
                      "transitions": { "overSeconds": 100 } },
        "profiles": [
            { "id": "p", "displayName": "P", "targets": [{ "@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": "g" }] },
            { "id": "h", "displayName": "H", "targets": [{ "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" }],
              "scenario": { "success": 3, "scriptError": 1, "transitions": "byHand" } },
        ],
    });
    control(&emulator, "PUT", "seed", seed).await.expect(204);
    assert_eq!(
        get(&emulator, "/p/runSummary").await["pendingDeviceCount"],
        8
    );
    let moved = control(
        &emulator,
        "POST",
        "clock",
        json!({ "advanceSeconds": 100.5 }),
    )
    .await
    .expect(200)
    .json();
    assert_eq!(moved["now"], "2027-01-15T08:01:40.5Z");
    assert_eq!(
        get(&emulator, "/p/runSummary").await["successfulDeviceCount"],
        8
    );

    assert_eq!(
        get(&emulator, "/h/runSummary").await["pendingDeviceCount"],
        40
    );
    let released = json!({ "configuration": "h", "release": 15 });
    assert_eq!(
        control(&emulator, "POST", "transitions", released)
            .await
            .expect(200)
            .json()["released"],
        15
    );
    let before = get(&emulator, "/h/runSummary").await["errorDeviceCount"]
        .as_u64()
        .unwrap();
    let one = json!({ "configuration": "h", "device": 39, "state": "scriptError" });
    control(&emulator, "POST", "transitions", one)
        .await
        .expect(204);
    let summary = get(&emulator, "/h/runSummary").await;
    assert_eq!(
        (&summary["pendingDeviceCount"], &summary["errorDeviceCount"]),
        (&json!(24), &json!(before + 1))
    );

    ask(&emulator, "DELETE", "/p").send().await.expect(204);
    control(&emulator, "POST", "reset", Value::Null)
        .await
        .expect(204);
    get(&emulator, "/p").await;
}

#[tokio::test]
async fn faults_settings_tokens_and_the_journal_are_at_hand() {
    let emulator = Emulator::start().await.unwrap();
    let fault = json!({ "effect": { "respond": { "status": 503, "headers": [["retry-after", "0"]] } }, "times": 1 });
    let rule = fault.clone();
    control(&emulator, "POST", "faults", fault)
        .await
        .expect(204);
    assert_eq!(
        ask(&emulator, "GET", "")
            .send()
            .await
            .expect(503)
            .header("retry-after"),
        Some("0")
    );
    let faults = control(&emulator, "GET", "faults", Value::Null)
        .await
        .expect(200)
        .json();
    assert_eq!(faults["faults"][0]["hits"], 1);
    assert_eq!(faults["faults"][0]["rule"], rule, "as it was sent");
    control(
        &emulator,
        "POST",
        "faults",
        json!({ "effect": "emptyPage" }),
    )
    .await
    .expect(204);
    control(&emulator, "DELETE", "faults", Value::Null)
        .await
        .expect(204);

    let settings = json!({ "pageSize": 2, "quirks": ["types-everywhere"], "leniencies": ["any-token"],
                           "throttle": { "requests": 3 } });
    control(&emulator, "PATCH", "settings", settings)
        .await
        .expect(204);
    let page = ask(&emulator, "GET", "")
        .header("authorization", "Bearer x")
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(page["value"].as_array().unwrap().len(), 2);
    assert_eq!(
        page["value"][0]["@odata.type"],
        "#microsoft.graph.hardwareConfiguration"
    );
    control(
        &emulator,
        "PATCH",
        "settings",
        json!({ "throttle": null, "leniencies": [] }),
    )
    .await
    .expect(204);

    let request = json!({ "permissions": ["DeviceManagementConfiguration.Read.All"], "expiresInSeconds": 60 });
    let token = control(&emulator, "POST", "tokens", request)
        .await
        .expect(201)
        .json();
    let bearer = format!("Bearer {}", token["token"].as_str().unwrap());
    ask(&emulator, "GET", "")
        .header("authorization", &bearer)
        .send()
        .await
        .expect(200);
    ask(&emulator, "DELETE", "/x")
        .header("authorization", &bearer)
        .send()
        .await
        .expect(403);

    let journal = control(&emulator, "GET", "journal", Value::Null)
        .await
        .expect(200)
        .json();
    let exchanges = journal["exchanges"].as_array().unwrap();
    assert_eq!(
        exchanges.len(),
        4,
        "requests to the control API are not part of it"
    );
    assert_eq!(exchanges[3]["status"], 403);
    assert!(
        !journal
            .to_string()
            .contains(token["token"].as_str().unwrap()),
        "tokens stay out of the journal"
    );
    control(&emulator, "DELETE", "journal", Value::Null)
        .await
        .expect(204);
    assert!(emulator.journal().is_empty());
}

#[tokio::test]
async fn what_the_control_api_cannot_use_it_names() {
    let emulator = Emulator::start().await.unwrap();
    for (method, resource, body, status, reason) in [
        ("GET", "nothing", json!(null), 404, "GET health"),
        (
            "PUT",
            "seed",
            json!({ "devics": 3 }),
            400,
            "unknown field `devics`",
        ),
        (
            "POST",
            "faults",
            json!({ "effect": "explode" }),
            400,
            "unknown variant `explode`",
        ),
        (
            "PATCH",
            "settings",
            json!({ "quirks": ["odd"] }),
            400,
            "unknown variant `odd`",
        ),
        (
            "POST",
            "transitions",
            json!({ "configuration": "x" }),
            400,
            "either 'release'",
        ),
        (
            "POST",
            "transitions",
            json!({ "configuration": "x", "release": 1 }),
            404,
            "no configuration 'x'",
        ),
        (
            "POST",
            "transitions",
            json!({ "configuration": emulator.configurations()[0], "release": 1 }),
            400,
            "do not wait to be released: its transitions are not 'byHand'",
        ),
        (
            "POST",
            "clock",
            json!({ "advanceSeconds": -1 }),
            400,
            "must not be negative",
        ),
    ] {
        let answer = control(&emulator, method, resource, body)
            .await
            .expect(status);
        assert!(answer.message().contains(reason), "{}", answer.message());
    }
}

#[tokio::test]
async fn a_credential_library_finds_everything_it_needs_to_sign_in() {
    let emulator = Emulator::start().await.unwrap();
    let about = |path: &str| {
        ask(&emulator, "GET", &format!("//tenant/{path}"))
            .without("authorization")
            .send()
    };
    let discovery = about("v2.0/.well-known/openid-configuration")
        .await
        .expect(200)
        .json();
    let local = |url: &Value| {
        format!(
            "/{}",
            url.as_str().unwrap().strip_prefix(emulator.root()).unwrap()
        )
    };
    let keys = ask(&emulator, "GET", &local(&discovery["jwks_uri"]))
        .without("authorization")
        .send()
        .await;
    assert_eq!(
        keys.expect(200).json()["keys"].as_array().unwrap().len(),
        usize::from(cfg!(feature = "tls"))
    );

    let token = |form: String| {
        ask(&emulator, "POST", &local(&discovery["token_endpoint"]))
            .without("authorization")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
    };
    let scope = format!(
        "{}%2F.default",
        emulator.root().replace(':', "%3A").replace('/', "%2F")
    );
    let good =
        format!("grant_type=client_credentials&client_id=app&client_secret=any&scope={scope}");
    let issued = token(good.clone()).await.expect(200);
    assert_eq!(issued.header("cache-control"), Some("no-store"));
    let issued = issued.json();
    assert_eq!(
        (&issued["token_type"], &issued["expires_in"]),
        (&json!("Bearer"), &json!(3600))
    );
    let access = issued["access_token"].as_str().unwrap();
    assert_eq!(access.split('.').count(), 3, "it looks like a token");
    ask(&emulator, "GET", "")
        .header("authorization", &format!("Bearer {access}"))
        .send()
        .await
        .expect(200);

    for (form, status, error) in [
        (
            good.replace("client_credentials", "password"),
            400,
            "unsupported_grant_type",
        ),
        (good.replace("client_id=app&", ""), 400, "invalid_request"),
        (
            good.replace("client_secret=any&", ""),
            401,
            "invalid_client",
        ),
        (good.replace("%2F.default", ""), 400, "invalid_scope"),
        (
            good.replace(&scope, "https%3A%2F%2Fvault.azure.net%2F.default"),
            400,
            "invalid_resource",
        ),
    ] {
        assert_eq!(token(form).await.expect(status).json()["error"], error);
    }
    let instance = ask(
        &emulator,
        "GET",
        "//common/discovery/instance?api-version=1.1",
    )
    .send()
    .await
    .expect(200);
    assert!(instance.json()["tenant_discovery_endpoint"].is_string());
}

#[tokio::test]
async fn an_accelerated_clock_brings_the_end_forward() {
    let transitions = Transitions::OverSeconds(3_600);
    let tenant = Tenant::sample().scenario(
        intune_hardware_configurations_emulator::Scenario::all(
            intune_hardware_configurations_emulator::RunState::Fail,
        )
        .transitions(transitions),
    );
    let clock = Clock::Accelerated { factor: 1e6 };
    let emulator = Emulator::builder()
        .tenant(tenant)
        .clock(clock)
        .start()
        .await
        .unwrap();
    let id = emulator.configurations().remove(0);
    let mut failed = json!(0);
    for _ in 0..100 {
        failed = get(&emulator, &format!("/{id}/runSummary")).await["failedDeviceCount"].clone();
        if failed == 250 {
            break;
        }
    }
    assert_eq!(failed, 250, "an hour takes less than four milliseconds");
}

#[tokio::test]
async fn a_reset_puts_settings_and_quirks_back_as_well() {
    use intune_hardware_configurations_emulator::Quirk;
    let builder = Emulator::builder()
        .quirk(Quirk::WrappedObjects)
        .page_size(2);
    let emulator = builder.start().await.unwrap();
    let path = format!("/{}", emulator.configurations()[0]);
    let settings = json!({ "pageSize": 1, "quirks": ["intune-errors"], "leniencies": ["no-token"],
        "throttle": { "writes": 0, "requests": 0, "seconds": 9 } });
    ask(&emulator, "PATCH", "//_emulator/settings")
        .json(&settings)
        .send()
        .await
        .expect(204);
    ask(&emulator, "GET", "").send().await.expect(429);
    ask(&emulator, "POST", "//_emulator/reset")
        .send()
        .await
        .expect(204);
    assert!(get(&emulator, &path).await["value"]["id"].is_string());
    assert_eq!(
        get(&emulator, "").await["value"].as_array().unwrap().len(),
        2
    );
    ask(&emulator, "GET", "")
        .without("authorization")
        .send()
        .await
        .expect(401);
}
