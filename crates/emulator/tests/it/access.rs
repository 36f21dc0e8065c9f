//! Who may ask, and how often.

use std::time::Duration;

use intune_hardware_configurations_emulator::{Emulator, Finding, Grant, Throttle};
use serde_json::json;

use crate::client::{ask, get};
use crate::rules::{new_profile, stopped};

const READ: &str = "DeviceManagementConfiguration.Read.All";
const WRITE: &str = "DeviceManagementConfiguration.ReadWrite.All";

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
async fn no_secret_is_in_the_journal_or_in_what_debug_shows() {
    let emulator = Emulator::start().await.unwrap();
    for (name, value, shown) in [
        ("authorization", "rawSECRET", "(hidden)"),
        ("authorization", "rawSECRET and more", "(hidden)"),
        ("authorization", "bearer SECRET", "bearer (hidden)"),
        ("proxy-authorization", "Basic SECRET", "Basic (hidden)"),
        ("cookie", "session=SECRET; b=2", "(hidden)"),
    ] {
        ask(&emulator, "GET", "").header(name, value).send().await;
        let exchange = emulator.journal().pop().unwrap();
        assert_eq!(exchange.header(name), Some(shown));
    }
    let item = json!({
        "id": "1", "method": "GET", "url": "/deviceManagement/hardwareConfigurations",
        "headers": { "Authorization": "Bearer SECRET", "Prefer": "kept" },
    });
    let batch = json!({ "requests": [item] }).to_string();
    let cut = batch.trim_end_matches('}').to_owned();
    for (body, status, kept) in [(batch, 200, "kept"), (cut, 400, "")] {
        emulator.clear_journal();
        let request = ask(&emulator, "POST", "//beta/%24batch").body(body);
        let request = request.header("content-type", "application/json");
        request.send().await.expect(status);
        for exchange in emulator.journal() {
            let body = String::from_utf8(exchange.body).unwrap();
            assert!(!body.contains("SECRET"), "{body}");
            assert!(exchange.target != "/beta/%24batch" || body.contains(kept));
        }
    }

    let create = ask(&emulator, "POST", "").json(&new_profile());
    create.send().await.expect(201);
    let issued = emulator.issue_token(Grant::new([READ]));
    let shown = format!("{emulator:?}");
    for secret in [
        emulator.token(),
        &issued,
        "YQ==",
        "configurationFileContent",
    ] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains(emulator.root()), "{shown}");
}
