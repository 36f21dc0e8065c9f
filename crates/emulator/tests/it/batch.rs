//! Several requests in one.

use intune_hardware_configurations_emulator::{Emulator, Fault, Response};
use serde_json::{Value, json};

use crate::client::ask;

async fn send(emulator: &Emulator, requests: Value) -> Vec<Value> {
    let body = json!({ "requests": requests });
    let answer = ask(emulator, "POST", "//beta/$batch")
        .json(&body)
        .send()
        .await
        .expect(200)
        .json();
    answer["responses"].as_array().unwrap().clone()
}

fn by_id<'r>(responses: &'r [Value], id: &str) -> &'r Value {
    responses
        .iter()
        .find(|response| response["id"] == id)
        .unwrap()
}

#[tokio::test]
async fn each_request_of_a_batch_is_answered_by_itself() {
    let emulator = Emulator::start().await.unwrap();
    emulator
        .add_fault(
            Fault::new(Response::new(429).retry_after("7")).on("count_hardware_configurations"),
        )
        .unwrap();
    let root = "/deviceManagement/hardwareConfigurations";
    let new = json!({ "displayName": "New", "fileName": "n", "configurationFileContent": "YQ==" });
    let responses = send(
        &emulator,
        json!([
            { "id": "1", "method": "GET", "url": root },
            { "id": "2", "method": "GET", "url": format!("{root}/nobody") },
            { "id": "3", "method": "GET", "url": format!("{root}/$count") },
            { "id": "4", "method": "GET", "url": root, "dependsOn": ["3"] },
            { "id": "5", "method": "POST", "url": root, "body": new, "headers": { "content-type": "application/json" } },
            { "id": "6", "method": "GET", "url": format!("{}?$top=1", &root[1..]), "dependsOn": ["5"] },
        ]),
    )
    .await;
    let statuses =
        ["1", "2", "3", "4", "5", "6"].map(|id| by_id(&responses, id)["status"].as_u64().unwrap());
    assert_eq!(statuses, [200, 404, 429, 424, 201, 200]);
    assert_eq!(by_id(&responses, "3")["headers"]["retry-after"], "7");
    assert_eq!(
        by_id(&responses, "1")["body"]["value"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert_ne!(responses[0]["id"], "1", "the order is another");
    emulator.clear_faults();
    let counted = send(
        &emulator,
        json!([{ "id": "a", "method": "GET", "url": format!("{root}/$count") }]),
    )
    .await;
    assert_eq!(
        counted[0]["body"], "NA==",
        "what is not JSON travels as base64: 4"
    );
}

#[tokio::test]
async fn a_batch_that_is_not_one_is_refused_whole() {
    let emulator = Emulator::start().await.unwrap();
    let one =
        json!({ "id": "a", "method": "GET", "url": "/deviceManagement/hardwareConfigurations" });
    let with = |name: &str, value: &str| {
        let mut request = one.clone();
        request[name] = value.into();
        request
    };
    let many: Vec<Value> = (0..21)
        .map(|number| with("id", &number.to_string()))
        .collect();
    let mut bodied = with("method", "POST");
    bodied["body"] = json!({});
    let mut late = one.clone();
    late["dependsOn"] = json!(["b"]);
    for (requests, reason) in [
        (json!([]), "1 to 20 requests"),
        (json!(many), "this one has 21"),
        (json!([one, with("id", "A")]), "twice"),
        (
            json!([with("url", "https://graph.microsoft.com/beta/x")]),
            "relative",
        ),
        (json!([with("url", "")]), "needs a text 'url'"),
        (json!([bodied]), "needs a Content-Type"),
        (json!([late, with("id", "b")]), "does not come before"),
    ] {
        let body = json!({ "requests": requests });
        let refused = ask(&emulator, "POST", "//beta/$batch")
            .json(&body)
            .send()
            .await
            .expect(400);
        assert!(refused.message().contains(reason), "{}", refused.message());
    }
    ask(&emulator, "POST", "//beta/$batch")
        .without("authorization")
        .json(&json!({}))
        .send()
        .await
        .expect(401);
}

#[tokio::test]
async fn nothing_in_a_batch_is_passed_over_in_silence() {
    let emulator = Emulator::start().await.unwrap();
    let root = "/deviceManagement/hardwareConfigurations";
    let json_headers = json!({ "content-type": "application/json" });
    for (changes, reason) in [
        (json!({ "url": "/%24batch" }), "not a batch itself"),
        (json!({ "dependsOn": "a" }), "array of ids"),
        (json!({ "dependsOn": [1] }), "array of ids"),
        (json!({ "headers": ["prefer"] }), "must be an object"),
        (json!({ "headers": { "prefer": 1 } }), "header 'prefer'"),
        (json!({ "headers": { "a b": "c" } }), "header 'a b'"),
        (json!({ "depends_on": ["a"] }), "'depends_on' is not known"),
        (
            json!({ "body": "{}", "headers": json_headers }),
            "must be base64",
        ),
    ] {
        let mut item = json!({ "id": "b", "method": "GET", "url": root });
        for (name, value) in changes.as_object().unwrap() {
            item[name] = value.clone();
        }
        let first = json!({ "id": "a", "method": "GET", "url": root });
        let refused = ask(&emulator, "POST", "//beta/$batch")
            .json(&json!({ "requests": [first, item] }))
            .send()
            .await
            .expect(400);
        assert!(refused.message().contains(reason), "{}", refused.message());
    }
    let one = json!({ "requests": [{ "id": "a", "method": "GET", "url": root }] });
    let batch = |path| ask(&emulator, "POST", path).json(&one);
    batch("//beta/$batch?$top=1").send().await.expect(400);
    let plain = batch("//beta/$batch").header("content-type", "text/plain");
    plain.send().await.expect(415);
    batch("//beta/$batch").send().await.expect(200);
}
