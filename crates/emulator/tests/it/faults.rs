//! What can be made to go wrong, as the client sees it.

use std::time::{Duration, Instant};

use intune_hardware_configurations_emulator::{
    Clock, Effect, Emulator, Fault, Finding, Raw, Response, Then,
};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::{all, ask, get};

async fn with(effect: Effect) -> Emulator {
    Emulator::builder()
        .fault(Fault::new(effect).once())
        .page_size(2)
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_rule_hits_what_it_says_as_often_as_it_says() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let throttled = Response::new(429).retry_after("2.128");
    emulator
        .add_fault(
            Fault::new(throttled)
                .on("get_run_summary")
                .after(1)
                .times(2),
        )
        .unwrap();
    emulator
        .add_fault(
            Fault::new(Effect::status(503))
                .method("delete")
                .target_contains("$count"),
        )
        .unwrap();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let answer = ask(&emulator, "GET", &format!("/{id}/runSummary"))
            .send()
            .await;
        if answer.status == 429 {
            assert_eq!(answer.header("retry-after"), Some("2.128"));
            assert_eq!(answer.json()["error"]["code"], "TooManyRequests");
        }
        statuses.push(answer.status.as_u16());
        get(&emulator, "").await;
    }
    assert_eq!(statuses, [200, 429, 429, 200]);
    assert_eq!(emulator.journal()[2].fault.as_deref(), Some("Respond"));
}

#[tokio::test]
async fn chance_is_the_same_in_every_run() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let emulator = Emulator::start().await.unwrap();
        emulator
            .add_fault(Fault::new(Effect::status(500)).probability(0.3, 7))
            .unwrap();
        let mut statuses = Vec::new();
        for _ in 0..40 {
            statuses.push(
                ask(&emulator, "GET", "/$count")
                    .send()
                    .await
                    .status
                    .as_u16(),
            );
        }
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
    let hits = runs[0].iter().filter(|status| **status == 500).count();
    assert!((5..=20).contains(&hits), "{hits}");
}

#[tokio::test]
async fn connections_end_before_inside_and_after_the_answer() {
    for (effect, carried_out) in [(Effect::ResetBefore, false), (Effect::ResetInside, true)] {
        let emulator = with(effect.clone()).await;
        let new =
            json!({ "displayName": "New", "fileName": "n", "configurationFileContent": "YQ==" });
        ask(&emulator, "POST", "")
            .json(&new)
            .try_send()
            .await
            .expect_err("the answer does not come whole");
        assert_eq!(
            emulator.configurations().len(),
            if carried_out { 4 } else { 3 },
            "{effect:?}"
        );
        get(&emulator, "").await;
    }
    let emulator = with(Effect::ResetAfter).await;
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    let request = "GET /beta/x HTTP/1.1\r\nhost: x\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let end = stream.read_to_end(&mut answer).await.unwrap_err();
    assert_eq!(end.kind(), std::io::ErrorKind::ConnectionReset);
    let answer = String::from_utf8(answer).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 401 ") && answer.ends_with("}}"),
        "it came whole: {answer}"
    );
}

#[tokio::test]
async fn answers_come_late_cut_garbled_mislabelled_and_compressed() {
    let emulator = with(Effect::delay(Duration::from_millis(60))).await;
    let before = Instant::now();
    get(&emulator, "").await;
    assert!(before.elapsed() >= Duration::from_millis(60));

    for effect in [Effect::Truncate, Effect::MalformedJson] {
        let emulator = with(effect).await;
        let answer = ask(&emulator, "GET", "").send().await.expect(200);
        serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap_err();
    }
    let emulator = with(Effect::ContentType("text/html".to_owned())).await;
    assert_eq!(
        ask(&emulator, "GET", "")
            .send()
            .await
            .header("content-type"),
        Some("text/html")
    );

    let emulator = with(Effect::Gzip).await;
    let answer = ask(&emulator, "GET", "").send().await;
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert_eq!(answer.body[..2], [0x1f, 0x8b]);
}

#[tokio::test]
async fn bodies_hold_what_no_client_has_seen_before() {
    let emulator = with(Effect::UnknownEnumValue("quantum".to_owned())).await;
    let id = emulator.configurations().remove(0);
    let states = get(&emulator, &format!("/{id}/deviceRunStates")).await;
    assert_eq!(states["value"][0]["configurationState"], "quantum");

    let emulator = with(Effect::UnknownProperty).await;
    let list = get(&emulator, "").await;
    assert!(list["value"][0]["emulatedProperty"].is_object());

    let emulator = with(Effect::UnknownTarget).await;
    let list = get(&emulator, &format!("/{id}/assignments")).await;
    assert_eq!(
        list["value"][0]["target"]["@odata.type"],
        "#microsoft.graph.emulatedAssignmentTarget"
    );

    let emulator = with(Effect::ClaimsChallenge("{\"access_token\":{}}".to_owned())).await;
    let answer = ask(&emulator, "GET", "").send().await.expect(401);
    assert!(
        answer
            .header("www-authenticate")
            .unwrap()
            .contains("claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"")
    );
}

#[tokio::test]
async fn pages_are_empty_or_lead_astray() {
    let emulator = Emulator::builder()
        .page_size(2)
        .fault(Fault::new(Effect::EmptyPage).times(3))
        .start()
        .await
        .unwrap();
    assert_eq!(get(&emulator, "?$skip=1").await["value"], json!([]));
    assert_eq!(
        all(&emulator, "?$skip=1").await.len(),
        2,
        "nothing is lost behind empty pages"
    );
    let mut links: Vec<String> = emulator
        .journal()
        .into_iter()
        .map(|exchange| exchange.target)
        .collect();
    links.remove(0);
    let all_links = links.len();
    links.dedup();
    assert_eq!(links.len(), all_links, "no link comes twice");

    emulator.clear_faults();
    let states = format!("/{}/deviceRunStates", emulator.configurations()[0]);
    for query in [
        "$filter=configurationState eq 'success'&$skip=100",
        "$filter=endswith(deviceName,'7')&$skip=3&$orderby=deviceName desc",
        "$search=\"SFC\"&$skip=5&$top=4",
    ] {
        let path = format!("{states}?$select=id&{query}");
        let expected = all(&emulator, &path).await;
        assert!(expected.len() > 2, "{query}");
        emulator
            .add_fault(Fault::new(Effect::EmptyPage).times(3))
            .unwrap();
        assert_eq!(all(&emulator, &path).await, expected, "{query}");
    }

    let emulator = with(Effect::RepeatedNextLink).await;
    let page = get(&emulator, "?$top=1").await;
    assert_eq!(
        page["@odata.nextLink"],
        format!(
            "{}/deviceManagement/hardwareConfigurations?$top=1",
            emulator.base_url()
        )
    );
    let emulator = with(Effect::ForeignNextLink(
        "https://elsewhere.example".to_owned(),
    ))
    .await;
    let page = get(&emulator, "").await;
    let link = page["@odata.nextLink"].as_str().unwrap();
    assert!(link.starts_with(
        "https://elsewhere.example/beta/deviceManagement/hardwareConfigurations?$skiptoken="
    ));
}

/// Sends `GET /anything` over a connection and returns what comes until it ends or `length` bytes are there.
async fn raw(stream: &mut TcpStream, length: usize) -> std::io::Result<String> {
    stream
        .write_all(b"GET /anything HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await?;
    let mut bytes = Vec::new();
    while bytes.len() < length && stream.read_buf(&mut bytes).await? > 0 {}
    Ok(String::from_utf8(bytes).unwrap())
}

#[tokio::test]
async fn raw_bytes_go_out_as_they_are_and_the_connection_does_what_it_is_told() {
    const ODD: &str = "HTTP/1.1 200 Fine\r\nX-Odd : yes\r\nContent-Length: many\r\n\r\n{";
    let with = |then| async move { with(Raw::new(ODD).then(then).into()).await };
    let connect = async |emulator: &Emulator| TcpStream::connect(emulator.address()).await.unwrap();

    let emulator = with(Then::Close).await;
    let mut stream = connect(&emulator).await;
    assert_eq!(raw(&mut stream, usize::MAX).await.unwrap(), ODD);
    let exchange = emulator.journal().remove(0);
    assert_eq!(
        (exchange.status, exchange.fault.as_deref()),
        (200, Some("Raw"))
    );

    let emulator = with(Then::Reset).await;
    let mut stream = connect(&emulator).await;
    assert_eq!(raw(&mut stream, ODD.len()).await.unwrap(), ODD);
    let error = stream.read(&mut [0]).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);

    let emulator = with(Then::KeepOpen).await;
    let mut stream = connect(&emulator).await;
    assert_eq!(raw(&mut stream, ODD.len()).await.unwrap(), ODD);
    assert!(
        raw(&mut stream, 12)
            .await
            .unwrap()
            .starts_with("HTTP/1.1 401")
    );
    let connections: Vec<_> = emulator
        .journal()
        .iter()
        .map(|exchange| exchange.connection)
        .collect();
    assert_eq!(connections, [1, 1]);

    let emulator = with(Then::Stall).await;
    let mut stream = connect(&emulator).await;
    assert_eq!(raw(&mut stream, ODD.len()).await.unwrap(), ODD);
    assert_eq!(emulator.journal()[0].findings, []);
    drop(stream);
    until_hung_up(&emulator).await;
}

async fn until_hung_up(emulator: &Emulator) {
    let noticed = async {
        while !emulator.journal()[0].findings.contains(&Finding::HungUp) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), noticed)
        .await
        .unwrap();
}

#[tokio::test]
async fn slow_bytes_come_by_the_clock_of_the_emulator() {
    let pause = Duration::from_secs(20);
    let start = std::time::SystemTime::UNIX_EPOCH;
    let emulator = Emulator::builder()
        .clock(Clock::Manual { start })
        .fault(Fault::new(Raw::new("HTTP/1.1 200 OK\r\n").slowly(3, pause)))
        .start()
        .await
        .unwrap();
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    assert_eq!(raw(&mut stream, 14).await.unwrap(), "HTTP/1.1 200 O");
    for expected in *b"K\r\n" {
        let mut byte = [0];
        emulator.advance(pause / 2);
        // It would be there if half the pause were enough.
        let early = tokio::time::timeout(Duration::from_millis(5), stream.read(&mut byte)).await;
        early.unwrap_err();
        emulator.advance(pause / 2);
        assert_eq!(stream.read(&mut byte).await.unwrap(), 1);
        assert_eq!(byte[0], expected);
    }
    assert_eq!(stream.read(&mut [0]).await.unwrap(), 0);
}

#[tokio::test]
async fn a_client_that_hangs_up_during_a_delay_is_noticed() {
    let emulator = with(Effect::DelayMillis(60_000)).await;
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await
        .unwrap();
    while emulator.journal().is_empty() {
        tokio::task::yield_now().await;
    }
    drop(stream);
    until_hung_up(&emulator).await;
}

#[tokio::test]
async fn a_script_sees_the_request_and_decides() {
    let builder = Emulator::builder()
        .fault(Fault::new(Effect::Gzip))
        .script(|request| {
            assert!(request.headers().contains_key("authorization"));
            match request.body() {
                body if body.is_empty() => None,
                body => Some(
                    Response::new(418)
                        .body(format!("{} {:?}", request.uri().path(), body))
                        .into(),
                ),
            }
        });
    let emulator = builder.start().await.unwrap();
    let answer = ask(&emulator, "POST", "")
        .body("tea")
        .send()
        .await
        .expect(418);
    assert_eq!(
        answer.text(),
        "/beta/deviceManagement/hardwareConfigurations b\"tea\""
    );
    let answer = ask(&emulator, "GET", "").send().await.expect(200);
    assert_eq!(
        answer.header("content-encoding"),
        Some("gzip"),
        "rules apply to the others"
    );
}

#[test]
fn raw_bytes_can_be_asked_for_in_json() {
    let json = json!({
        "effect": { "raw": { "bytes": "HTTP", "then": "stall", "slowBytes": 2, "pauseMillis": 1500 } },
    });
    let raw = Raw::new("HTTP")
        .then(Then::Stall)
        .slowly(2, Duration::from_millis(1_500));
    let fault = Fault::new(raw);
    assert_eq!(serde_json::to_value(&fault).unwrap(), json);
    assert_eq!(serde_json::from_value::<Fault>(json).unwrap(), fault);
}
