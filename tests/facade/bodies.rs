//! Bodies as they should not be: read where they can be, and told apart from an empty object where they cannot.

use intune_hardware_configurations::query::ItemQuery;
use intune_hardware_configurations::{ErrorKind, Field, HardwareConfigurationId};

use crate::scripted::Scripted;
use crate::server::Reply;

#[tokio::test]
async fn an_object_may_come_in_an_envelope() {
    for body in [
        r#"{"id": "1", "failedDeviceCount": 2}"#,
        r#"{"value": {"id": "1", "failedDeviceCount": 2}}"#,
        r#"{"@odata.context": "x", "value": {"@odata.type": "y", "id": "1", "failedDeviceCount": 2}}"#,
        "\u{feff}{\"value\": {\"id\": \"1\", \"failedDeviceCount\": 2}}",
    ] {
        let scripted = Scripted::always(200, body).await;
        let summary = scripted
            .profile()
            .run_summary()
            .await
            .unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(summary.devices.failed, Field::Value(2), "{body}");
    }
}

#[tokio::test]
async fn what_is_not_the_object_is_an_error_and_never_an_empty_object() {
    for body in [
        "",
        "{}",
        "[]",
        "null",
        "7",
        "<html>",
        r#"{"@odata.context": "x"}"#,
        r#"{"value": {}}"#,
        r#"{"value": null}"#,
        r#"{"value": []}"#,
        r#"{"value": "x"}"#,
        r#"{"value": [{"id": "1"}]}"#,
        r#"{"value": {"value": {"id": "1"}}}"#,
        r#"{"error": {"code": "x"}}"#,
        r#"{"id": "1""#,
        r#"{"id": "1"} {"id": "2"}"#,
    ] {
        let scripted = Scripted::always(200, body).await;
        let answer = scripted.profile().run_summary().await;
        let error = answer
            .err()
            .unwrap_or_else(|| panic!("{body} became a summary"));
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
        assert_eq!(error.operation(), Some("get_run_summary"), "{body}");
        assert_eq!(
            error.metadata().request_id.as_deref(),
            Some("the-request-id"),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_property_that_is_not_known_yet_can_be_asked_for_alone() {
    let body = r#"{"@odata.context": "x", "newThing": 7}"#;
    let scripted = Scripted::always(200, body).await;
    let query = ItemQuery::new().raw("$select", "newThing");
    let summary = scripted.profile().run_summary().query(query).await.unwrap();
    assert_eq!(summary.extra.get("newThing").unwrap(), 7);

    let wrapped = Scripted::always(200, r#"{"value": {"newThing": 7}}"#).await;
    let summary = wrapped.profile().run_summary().await.unwrap();
    assert_eq!(summary.extra.get("newThing").unwrap(), 7);
}

#[tokio::test]
async fn errors_name_the_path_and_not_the_value() {
    for (body, path) in [
        (
            r#"{"id": "1", "failedDeviceCount": "hunter2"}"#,
            "failedDeviceCount",
        ),
        (
            r#"{"value": {"id": "1", "lastRunDateTime": "hunter2"}}"#,
            "value.lastRunDateTime",
        ),
    ] {
        let scripted = Scripted::always(200, body).await;
        let error = scripted
            .profile()
            .run_summary()
            .await
            .unwrap_err()
            .to_string();
        assert!(
            error.contains(path) && !error.contains("hunter2"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn counts_are_text() {
    for body in ["17", "\u{feff}17", " 17\r\n"] {
        let scripted = Scripted::start(move |_| Reply::new(200, "text/plain", body)).await;
        assert_eq!(
            scripted.configurations.count().await.unwrap(),
            17,
            "{body:?}"
        );
    }
    for body in ["", "many", "-1", "{}", "1.5", "99999999999999999999999"] {
        let scripted = Scripted::start(move |_| Reply::new(200, "text/plain", body)).await;
        let error = scripted.configurations.count().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body:?}: {error}");
    }
}

#[tokio::test]
async fn assign_may_answer_with_nothing_or_with_a_page() {
    let nobody: [intune_hardware_configurations::AssignmentTarget; 0] = [];
    let nothing = Scripted::start(|_| Reply::new(204, "", "")).await;
    assert!(
        nothing
            .profile()
            .assign(nobody.clone())
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(
        nothing.server.seen()[0].body,
        r#"{"hardwareConfigurationAssignments":[]}"#
    );

    let page = Scripted::start(|seen| match seen.method.as_str() {
        "POST" => Reply::json(
            200,
            r#"{"value": [{"id": "1"}], "@odata.nextLink": "{root}/beta/next"}"#,
        ),
        _ => Reply::json(200, r#"{"value": [{"id": "2"}]}"#),
    })
    .await;
    let profile = page.profile();
    let assigned = profile.assign(nobody).await.unwrap().unwrap();
    assert_eq!(assigned.assignments.len(), 1);
    let rest = profile
        .assignments()
        .list()
        .resume(assigned.continuation.unwrap())
        .all(10)
        .await
        .unwrap();
    assert_eq!(rest[0].id.as_deref(), Some("2"));
}

#[tokio::test]
async fn an_answer_comes_with_what_the_service_says_of_it() {
    let scripted = Scripted::always(200, r#"{"id": "1"}"#).await;
    let answer = scripted.profile().run_summary().send().await.unwrap();
    assert_eq!(
        answer.metadata.request_id.as_deref(),
        Some("the-request-id")
    );
    assert_eq!(answer.metadata.attempts, 1);
}

#[tokio::test]
async fn an_id_is_one_segment_whatever_is_in_it() {
    let scripted = Scripted::start(|_| Reply::new(204, "", "")).await;
    for (id, segment) in [
        ("a/b", "a%2Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("%2e%2e", "%252e%252e"),
        ("...", "..."),
        ("a b", "a%20b"),
        ("ä", "%C3%A4"),
        (";x=1", ";x=1"),
    ] {
        let id = HardwareConfigurationId::new(id).unwrap();
        let call = scripted.configurations.delete(&id);
        let url = call.url().unwrap().to_owned();
        call.await.unwrap();
        let target = scripted.server.seen().pop().unwrap().target;
        assert_eq!(
            target,
            format!("/beta/deviceManagement/hardwareConfigurations/{segment}")
        );
        assert!(url.ends_with(&target));
    }
}

#[tokio::test]
async fn a_missing_permission_is_named() {
    let scripted =
        Scripted::always(403, r#"{"error": {"code": "Forbidden", "message": "no"}}"#).await;
    let error = scripted
        .configurations
        .delete(&scripted.id())
        .await
        .unwrap_err();
    assert!(error.is_forbidden());
    assert!(
        error
            .to_string()
            .contains("DeviceManagementConfiguration.ReadWrite.All"),
        "{error}"
    );
}
