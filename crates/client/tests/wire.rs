//! What the generated client puts on the wire, and what it makes of what comes back.

#![allow(clippy::unwrap_used, reason = "a test may fail where it likes")]

use intune_hardware_configurations_client::{
    Client, CommaSeparated, FileContent, Id, operations, transport_error, types,
};
use msgraph_transport::{ApiVersion, Credential, ErrorKind, Transport};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A client of a server that answers one request with `status` and `body`; the task gives the request.
async fn client_of(status: &'static str, body: &'static str) -> (Client, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let request = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut received = Vec::new();
        while !is_whole(&received) {
            assert_ne!(stream.read_buf(&mut received).await.unwrap(), 0, "cut off");
        }
        let head = format!(
            "HTTP/1.1 {status}\r\nrequest-id: r-1\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(body.as_bytes()).await.unwrap();
        String::from_utf8(received).unwrap()
    });
    let transport = Transport::builder(Credential::fixed("secret-token"))
        .api_version(ApiVersion::Beta)
        .loopback_endpoint(root)
        .build()
        .unwrap();
    (Client::over(transport), request)
}

fn is_whole(received: &[u8]) -> bool {
    let text = String::from_utf8_lossy(received);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())?
    });
    body.len() >= length.unwrap_or(0)
}

fn body_of(request: &str) -> serde_json::Value {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

fn id() -> Id {
    Id::new("a b/c").unwrap()
}

#[tokio::test]
async fn a_request_says_what_graph_wants_and_nothing_more() {
    let (client, request) = client_of("200 OK", r#"{"value":[]}"#).await;
    let select = CommaSeparated::new(["id", "deviceName"]);
    client
        .list_device_run_states(
            &id(),
            Some(true),
            None,
            None,
            None,
            None,
            Some(&select),
            None,
            Some(5),
        )
        .await
        .unwrap();
    let request = request.await.unwrap().to_lowercase();
    let line = request.lines().next().unwrap();
    assert!(
        line.contains("/beta/devicemanagement/hardwareconfigurations/a%20b%2fc/devicerunstates?"),
        "{line}"
    );
    for option in ["%24count=true", "%24select=id%2cdevicename", "%24top=5"] {
        assert_eq!(line.matches(option).count(), 1, "{option} in {line}");
    }
    assert!(!request.contains("api-version"), "{request}");
}

#[tokio::test]
async fn a_count_is_asked_for_and_read_as_text() {
    let (client, request) = client_of("200 OK", "\u{feff}5000000000").await;
    let count = client
        .count_assignments(&id(), None, None)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(count, 5_000_000_000);
    assert!(
        request
            .await
            .unwrap()
            .to_lowercase()
            .contains("accept: text/plain")
    );
}

#[tokio::test]
async fn an_entity_is_read_bare_and_wrapped() {
    for body in [
        r##"{"@odata.context":"c","failedUserCount":3,"lastRunDateTime":"2016-12-31T23:57:28.4995370-08:00"}"##,
        r##"{"@odata.type":"#microsoft.graph.hardwareConfigurationRunSummary",
             "value":{"failedUserCount":3,"lastRunDateTime":"2016-12-31T23:57:28.499537-08:00"}}"##,
        r##"{"value":{"@odata.type":"#microsoft.graph.hardwareConfigurationRunSummary",
             "failedUserCount":3,"lastRunDateTime":"2016-12-31T23:57:28.499537-08:00"}}"##,
    ] {
        let (client, _request) = client_of("200 OK", body).await;
        let summary = client.get_run_summary(&id(), None, None).await.unwrap();
        assert_eq!(summary.failed_user_count, Some(Some(3)));
        let time = summary.last_run_date_time.unwrap().unwrap().0;
        assert_eq!(
            (time.offset().whole_hours(), time.nanosecond()),
            (-8, 499_537_000)
        );
    }
}

#[tokio::test]
async fn what_is_no_entity_is_an_error_and_not_an_empty_one() {
    for body in [
        r#"{"@odata.context":"c"}"#,
        r#"{"error":{"code":"x"}}"#,
        "[]",
        r#"{"value":[]}"#,
        r#"{"value":null}"#,
        "null",
        "",
        "<html>",
    ] {
        let (client, _request) = client_of("200 OK", body).await;
        let error = client
            .get_run_summary(&id(), None, None)
            .await
            .expect_err(body);
        let error = transport_error(&error).unwrap();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        assert_eq!(error.operation(), Some("get_run_summary"));
    }
}

#[tokio::test]
async fn null_absent_and_unknown_values_are_told_apart() {
    let body = r#"{"value":[{"id":"1","upn":null,"configurationState":"onFire","new":{"x":1}}]}"#;
    let (client, _request) = client_of("200 OK", body).await;
    let page = client
        .list_device_run_states(&id(), None, None, None, None, None, None, None, None)
        .await
        .unwrap();
    let state = &page.value[0];
    assert_eq!(state.upn, Some(None));
    assert_eq!(state.device_name, None);
    let unknown = state
        .configuration_state
        .as_ref()
        .unwrap()
        .as_ref()
        .unwrap();
    assert_eq!(unknown.as_str(), "onFire");
    let error = client_of("200 OK", r#"{"items":[]}"#).await.0;
    error
        .list_device_run_states(&id(), None, None, None, None, None, None, None, None)
        .await
        .expect_err("a body without `value` is no page");
}

#[tokio::test]
async fn targets_keep_what_their_kind_adds_and_unknown_kinds_come_back_whole() {
    use types::DeviceAndAppManagementAssignmentTarget as Target;
    let body = r##"{"value":[
        {"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g","new":1}},
        {"target":{"@odata.type":"microsoft.graph.moonAssignmentTarget","phase":{"name":"full"}}}]}"##;
    let (client, _request) = client_of("200 OK", body).await;
    let page = client
        .list_assignments(&id(), None, None, None, None, None, None, None, None)
        .await
        .unwrap()
        .into_inner();
    let target = |index: usize| page.value[index].target.clone().unwrap().unwrap();
    match target(0) {
        Target::GroupAssignmentTarget(group) => assert_eq!(group.group_id, Some(Some("g".into()))),
        other => panic!("{other:?}"),
    }
    let sent = serde_json::from_str::<serde_json::Value>(body).unwrap();
    for index in [0, 1] {
        let again = serde_json::to_value(target(index)).unwrap();
        assert_eq!(again, sent["value"][index]["target"]);
    }
}

#[tokio::test]
async fn a_patch_sends_nulls_and_leaves_out_the_rest() {
    let (client, request) = client_of("200 OK", r#"{"id":"1"}"#).await;
    let patch = types::HardwareConfiguration {
        description: Some(None),
        display_name: Some(Some("Kiosks".into())),
        ..Default::default()
    };
    client
        .update_hardware_configuration(&id(), &patch)
        .await
        .unwrap();
    let sent = body_of(&request.await.unwrap());
    assert_eq!(
        sent,
        serde_json::json!({ "description": null, "displayName": "Kiosks" })
    );
}

#[tokio::test]
async fn a_list_that_is_answered_with_nothing_is_not_an_empty_one() {
    let (client, _request) = client_of("200 OK", "").await;
    let error = client
        .list_assignments(&id(), None, None, None, None, None, None, None, None)
        .await
        .unwrap_err();
    assert_eq!(transport_error(&error).unwrap().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn any_success_is_one() {
    let (client, _request) = client_of("200 OK", r#"{"id":"1"}"#).await;
    client
        .create_hardware_configuration(&types::HardwareConfiguration::default())
        .await
        .unwrap();
    let (client, _request) = client_of("202 Accepted", "").await;
    client
        .delete_hardware_configuration(&id(), None)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_error_in_a_body_names_the_field_and_the_request_and_shows_no_value() {
    let body = r#"{"configurationFileContent":"c2VjcmV0","createdDateTime":"secret-time"}"#;
    let (client, _request) = client_of("200 OK", body).await;
    let error = client
        .get_hardware_configuration(&id(), None, None)
        .await
        .unwrap_err();
    let known = transport_error(&error).unwrap();
    assert_eq!(known.metadata().request_id.as_deref(), Some("r-1"));
    assert!(known.to_string().contains("createdDateTime"), "{known}");
    for shown in [format!("{error} {error:?}"), format!("{known} {known:?}")] {
        assert!(
            !shown.contains("c2VjcmV0") && !shown.contains("secret"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn an_assignment_that_is_answered_with_nothing_is_an_empty_collection() {
    for status in ["204 No Content", "200 OK"] {
        let (client, request) = client_of(status, "").await;
        let body = types::AssignRequest {
            hardware_configuration_assignments: Vec::new(),
        };
        let page = client.assign(&id(), &body).await.unwrap();
        assert!(page.value.is_empty());
        let sent = body_of(&request.await.unwrap());
        assert_eq!(
            sent,
            serde_json::json!({ "hardwareConfigurationAssignments": [] })
        );
    }
}

#[tokio::test]
async fn an_error_keeps_its_status_and_request_id_whatever_the_body() {
    let (client, _request) = client_of("404 Not Found", "<html>gone</html>").await;
    let error = client
        .get_hardware_configuration(&id(), None, None)
        .await
        .unwrap_err();
    let error = transport_error(&error).unwrap();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.operation(), Some("get_hardware_configuration"));
    assert_eq!(error.metadata().request_id.as_deref(), Some("r-1"));
}

#[test]
fn file_content_is_not_shown() {
    let configuration = types::HardwareConfiguration {
        configuration_file_content: Some(Some(FileContent::from_base64("c2VjcmV0"))),
        ..Default::default()
    };
    assert!(!format!("{configuration:?}").contains("c2VjcmV0"));
}

#[test]
fn every_operation_says_who_may_call_it() {
    assert_eq!(operations::ALL.len(), 28);
    for operation in operations::ALL {
        let writes = operation.method() != http::Method::GET;
        assert_eq!(
            operation.permissions().len(),
            if writes { 1 } else { 2 },
            "{operation:?}"
        );
    }
}
