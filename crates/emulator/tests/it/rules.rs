//! What is refused, and how.

use std::time::Duration;

use hyper::body::Bytes;
use intune_hardware_configurations_emulator::{Clock, Emulator, Finding};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

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
async fn what_is_not_http_gets_a_bare_400() {
    let emulator = Emulator::start().await.unwrap();
    for target in [
        "/beta/deviceManagement/hardwareConfigurations?$search=\"a\"",
        "/beta/deviceManagement/hardwareConfigurations?$filter=version eq 1",
    ] {
        let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
        let request = format!("GET {target} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    }
    assert_eq!(emulator.journal().len(), 0);
}
