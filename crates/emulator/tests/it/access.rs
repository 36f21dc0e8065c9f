//! Who may ask, and how often.

use std::time::Duration;

use intune_hardware_configurations_emulator::{Emulator, Finding, Grant, Leniency, Throttle};
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

#[tokio::test]
async fn limits_are_those_of_an_application_in_a_tenant() {
    let emulator = Emulator::builder()
        .clock(stopped())
        .throttle(Throttle::new(1, 2, 20))
        .lenient(Leniency::AnyToken)
        .start()
        .await
        .unwrap();
    let as_json = async |target: &str, content_type: &str, body: String| {
        let request = ask(&emulator, "POST", target).without("authorization");
        let request = request.header("content-type", content_type).body(body);
        request.send().await.json()
    };
    let sign_in = async |tenant: &str, application: &str| {
        let form = format!(
            "grant_type=client_credentials&client_id={application}&client_secret=any&scope={}/.default",
            emulator.root()
        );
        let target = format!("//{tenant}/oauth2/v2.0/token");
        let issued = as_json(&target, "application/x-www-form-urlencoded", form).await;
        issued["access_token"].as_str().unwrap().to_owned()
    };
    let issued =
        |application: &str| emulator.issue_token(Grant::new([READ]).application(application));
    let by_hand = json!({ "permissions": [READ], "application": "over HTTP" }).to_string();
    let by_hand = as_json("//_emulator/tokens", "application/json", by_hand).await;
    // Claims of a token from elsewhere, in the form of an application that signs in for a user.
    let foreign = "e30.eyJhenAiOiJmb3JlaWduIiwidGlkIjoidCJ9.";
    for (first, second) in [
        (sign_in("t", "a").await, sign_in("t", "a").await),
        (sign_in("t", "b").await, sign_in("t", "b").await),
        (sign_in("u", "a").await, sign_in("u", "a").await),
        (issued("c"), issued("c")),
        (
            issued("over HTTP"),
            by_hand["token"].as_str().unwrap().to_owned(),
        ),
        (format!("{foreign}1"), format!("{foreign}2")),
        // Tokens that do not say whose they are belong to one application.
        (
            emulator.token().to_owned(),
            emulator.issue_token(Grant::new([READ])),
        ),
    ] {
        for (token, status) in [(&first, 200), (&second, 200), (&first, 429), (&second, 429)] {
            let request = ask(&emulator, "GET", "/$count");
            let request = request.header("authorization", &format!("Bearer {token}"));
            request.send().await.expect(status);
        }
    }
}

#[tokio::test]
async fn of_very_many_tokens_those_that_expire_first_are_forgotten() {
    let emulator = Emulator::start().await.unwrap();
    let grant = |seconds| Grant::new([READ]).expires_in(Duration::from_secs(seconds));
    let first = emulator.issue_token(grant(1_000));
    let kept = emulator.issue_token(grant(3_000));
    for _ in 0..10_000 {
        let _ = emulator.issue_token(grant(2_000));
    }
    let count = async |token: &str| {
        let request = ask(&emulator, "GET", "/$count");
        request
            .header("authorization", &format!("Bearer {token}"))
            .send()
            .await
    };
    count(&kept).await.expect(200);
    count(emulator.token()).await.expect(200);
    let message = count(&first).await.expect(401).message();
    assert!(message.contains("remembers 10000"), "{message}");
}
