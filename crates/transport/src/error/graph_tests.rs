use super::*;

fn read_body(body: &str) -> (Option<GraphError>, Metadata) {
    let mut metadata = Metadata::default();
    (
        parse(body.as_bytes(), &mut metadata, &Echo::default()),
        metadata,
    )
}

#[test]
fn the_documented_shape_is_read_whole() {
    let (error, metadata) = read_body(
        r#"{"error": {"code": "BadRequest", "message": "Uploaded fragment\noverlaps.", "target": "range",
            "details": [{"code": "a", "message": "b", "target": "c"}, 7],
            "innerError": {"code": "invalidRange", "date": "2020-08-18T12:51:51", "request-id": "r-1",
                "client-request-id": "c-1", "innererror": {"Code": "deepest"}}}}"#,
    );
    let error = error.unwrap();
    assert_eq!(error.code, "BadRequest");
    assert_eq!(error.message, "Uploaded fragment overlaps.");
    assert_eq!(error.target.as_deref(), Some("range"));
    assert_eq!(error.details.len(), 1);
    assert_eq!(error.details[0].target.as_deref(), Some("c"));
    assert_eq!(error.inner_codes, ["invalidRange", "deepest"]);
    assert_eq!(metadata.request_id.as_deref(), Some("r-1"));
    assert_eq!(metadata.client_request_id.as_deref(), Some("c-1"));
    assert_eq!(metadata.date.as_deref(), Some("2020-08-18T12:51:51"));
}

#[test]
fn headers_win_over_inner_errors() {
    let mut metadata = Metadata {
        request_id: Some("header".to_owned()),
        ..Metadata::default()
    };
    let body = br#"{"error":{"code":"x","innererror":{"request-id":"body","Date":"d"}}}"#;
    parse(body, &mut metadata, &Echo::default()).unwrap();
    assert_eq!(metadata.request_id.as_deref(), Some("header"));
    assert_eq!(metadata.date.as_deref(), Some("d"));
}

#[test]
fn intunes_json_inside_the_message_is_unwrapped() {
    let inner = serde_json::json!({
        "_version": 3,
        "Message": "An error has occurred - Operation ID (for customer support): 00000000 - Activity ID: 5f3a-77 - Url: https://fef.msub01.example/x?$skiptoken=secret",
        "CustomApiErrorPhrase": "TooManyProfiles",
        "RetryAfter": null,
        "ErrorSourceService": "",
        "HttpHeaders": "{}"
    });
    let body = serde_json::json!({"error": {"code": "BadRequest", "message": inner.to_string()}});
    let error = read_body(&body.to_string()).0.unwrap();
    assert_eq!(error.message, "An error has occurred");
    assert_eq!(error.activity_id.as_deref(), Some("5f3a-77"));
    assert_eq!(error.phrase.as_deref(), Some("TooManyProfiles"));
    assert!(!format!("{error:?}").contains("secret"));
}

#[test]
fn other_shapes_are_read_too() {
    for (body, code, message) in [
        (r#"{"error":{"code":"","message":""},"x":1}"#, None, None),
        (
            r#"{"error":{"code":"","message":"why"}}"#,
            Some(""),
            Some("why"),
        ),
        (
            r#"{"Error":{"Code":"c","Message":"m"}}"#,
            Some("c"),
            Some("m"),
        ),
        (
            r#"{"error":"invalid_token","error_description":"old"}"#,
            Some("invalid_token"),
            Some("old"),
        ),
        (
            r#"{"odata.error":{"code":"c","message":{"lang":"en","value":"m"}}}"#,
            Some("c"),
            Some("m"),
        ),
        (r#"{"code":"c","message":"m"}"#, Some("c"), Some("m")),
        (
            r#"{"Message":"An error has occurred."}"#,
            Some(""),
            Some("An error has occurred."),
        ),
        (
            "\u{feff}{\"error\":{\"code\":\"bom\"}}",
            Some("bom"),
            Some(""),
        ),
        (
            r#"{"error":{"code":17,"message":["a"]}}"#,
            Some("17"),
            Some(""),
        ),
        (r#"{"error":null}"#, None, None),
        ("[]", None, None),
        ("null", None, None),
        ("\"text\"", None, None),
        (r#"{"error":{"code":"cut"#, None, None),
        ("<html></html>", None, None),
        ("", None, None),
    ] {
        let error = read_body(body).0;
        assert_eq!(error.as_ref().map(|e| e.code.as_str()), code, "{body}");
        assert_eq!(
            error.as_ref().map(|e| e.message.as_str()),
            message,
            "{body}"
        );
    }
}

#[test]
fn deep_and_long_bodies_stay_small() {
    let deep = format!(
        "{}{}",
        r#"{"innererror":"#.repeat(100_000),
        "}".repeat(100_000)
    );
    assert_eq!(read_body(&deep).0, None);
    let long = serde_json::json!({"error": {"code": "c", "message": "ä ".repeat(100_000)}});
    assert!(read_body(&long.to_string()).0.unwrap().message.len() < 1100);
    let details =
        serde_json::json!({"error": {"details": vec![serde_json::json!({"code": "x"}); 1000]}});
    assert_eq!(read_body(&details.to_string()).0.unwrap().details.len(), 20);
}

#[test]
fn a_missing_route_is_recognized() {
    for message in [
        "No method match route template",
        "No OData route exists that match template ~/singleton/navigation/key with http verb GET",
    ] {
        let error = GraphError {
            message: message.to_owned(),
            ..GraphError::default()
        };
        assert!(error.is_missing_route());
    }
}

#[test]
fn unreadable_bodies_are_described_and_not_shown() {
    let mut headers = HeaderMap::new();
    assert_eq!(describe(b"", &headers), "the service gave no reason");
    headers.insert(
        header::CONTENT_TYPE,
        http::HeaderValue::from_static("text/plain"),
    );
    assert_eq!(
        describe(b"hunter2", &headers),
        "the reason cannot be read (text/plain, 7 bytes)"
    );
    let page =
        b"<!DOCTYPE html><HTML><head><Title class=x>\n Access\n denied </title></head>hunter2";
    let text = describe(page, &headers);
    assert!(
        text.contains("\"Access denied\"") && !text.contains("hunter2"),
        "{text}"
    );
    assert!(describe(b"<html><title>", &headers).contains("untitled"));
}

#[test]
fn intunes_phrase_and_wait_are_kept_in_every_form() {
    let members = serde_json::json!({
        "Message": "Gone soon - Operation ID: 1 - Activity ID: 5f3a-77 - Url: https://x.example/?q=secret",
        "CustomApiErrorPhrase": "DeletionInProgress",
        "RetryAfter": 17,
    });
    let twice = serde_json::json!({ "_version": 3, "Message": members.to_string() });
    let plain = "Gone soon - Operation ID: 1 - Activity ID: 5f3a-77 - Url: https://x.example/?q=secret - CustomApiErrorPhrase: DeletionInProgress";
    let bare = serde_json::json!({
        "error": { "message": "Gone soon - Activity ID: 5f3a-77", "CustomApiErrorPhrase": "DeletionInProgress", "RetryAfter": "17" }
    });
    let in_error =
        |message: String| serde_json::json!({ "error": { "code": "X", "message": message } });
    for (body, has_wait) in [
        (in_error(members.to_string()), true),
        (in_error(twice.to_string()), true),
        (twice.clone(), true),
        (members.clone(), true),
        (bare, true),
        (in_error(plain.to_owned()), false),
        (serde_json::json!({ "Message": plain }), false),
    ] {
        let error = read_body(&body.to_string()).0.unwrap();
        assert_eq!(error.message, "Gone soon", "{body}");
        assert_eq!(
            error.phrase.as_deref(),
            Some("DeletionInProgress"),
            "{body}"
        );
        assert_eq!(error.activity_id.as_deref(), Some("5f3a-77"), "{body}");
        assert_eq!(
            error.retry_after.as_deref(),
            has_wait.then_some("17"),
            "{body}"
        );
    }
}

#[test]
fn json_that_never_ends_is_not_shown() {
    let mut text = "deep".to_owned();
    for _ in 0..9 {
        text = serde_json::json!({ "Message": text }).to_string();
    }
    let body = serde_json::json!({ "error": { "code": "X", "message": text } });
    assert_eq!(read_body(&body.to_string()).0.unwrap().message, "");
}

#[test]
fn a_segment_that_is_not_found_is_an_operation_that_is_not_offered() {
    let body = r#"{"error":{"code":"BadRequest","message":"Resource not found for the segment 'assign'."}}"#;
    assert!(read_body(body).0.unwrap().is_missing_route());
}
