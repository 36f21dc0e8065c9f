//! Tenants and faults that cannot be meant: refused wherever they come from, with the place and what is expected there.

use intune_hardware_configurations_emulator::{
    Effect, Emulator, Fault, Group, Leniency, Profile, Response, RunState, Scenario, StartError,
    Target, Tenant,
};
use serde_json::{Value, json};

use crate::client::ask;

async fn message(
    emulator: &Emulator,
    method: &'static str,
    resource: &str,
    body: &Value,
) -> String {
    let request = ask(emulator, method, &format!("//_emulator/{resource}")).json(body);
    let refused = request.send().await;
    assert_eq!(refused.status, 400, "{body} was accepted");
    refused.message()
}

#[tokio::test]
async fn faults_that_cannot_happen_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let respond = |respond: Value| json!({ "effect": { "respond": respond } });
    let gzip = |name: &str, value: Value| {
        let mut fault = json!({ "effect": "gzip" });
        fault[name] = value;
        fault
    };
    for (fault, reason) in [
        (
            gzip("operation", json!("get_run_sumary")),
            "'operation' is 'get_run_sumary', which no operation is called. The nearest is 'get_run_summary'",
        ),
        (
            gzip("operation", json!("GET")),
            "Operations: list_hardware_configurations,",
        ),
        (
            gzip("method", json!("FETCH")),
            "'method' is 'FETCH'. Known: GET, POST, PATCH, DELETE",
        ),
        (
            json!({ "effect": "gzip", "operation": "assign", "method": "GET" }),
            "'method' is 'GET', but 'assign' is a POST",
        ),
        (
            gzip("probability", json!(1.5)),
            "'probability' is 1.5, but must be from 0 to 1",
        ),
        (
            gzip("times", json!(0)),
            "'times' is 0, so that it would never happen",
        ),
        (
            respond(json!({ "status": 99 })),
            "'effect.respond.status' is 99, but must be from 200 to 599",
        ),
        (respond(json!({ "status": 101 })), "is 101"),
        (respond(json!({ "status": 600 })), "is 600"),
        (
            respond(json!({ "status": 200, "headers": [["a", "b"], ["retry after", "1"]] })),
            "'effect.respond.headers[1]' is 'retry after', which is no name of a header",
        ),
        (
            respond(json!({ "status": 200, "headers": [["retry-after", "1\n2"]] })),
            "'effect.respond.headers[0]' has a value that no header can hold",
        ),
        (
            json!({ "effect": { "contentType": "text/\nhtml" } }),
            "'effect.contentType' has a value that no header can hold",
        ),
        (
            json!({ "effect": { "foreignNextLink": "elsewhere.example" } }),
            "'effect.foreignNextLink' is 'elsewhere.example', but must be an origin such as https://elsewhere.example",
        ),
        (
            json!({ "effect": { "foreignNextLink": "https://elsewhere.example/" } }),
            "must be an origin",
        ),
    ] {
        let message = message(&emulator, "POST", "faults", &fault).await;
        assert!(message.contains(reason), "{fault}: {message}");
        let fault: Fault = serde_json::from_value(fault).unwrap();
        assert!(message.contains(&emulator.add_fault(fault.clone()).unwrap_err().to_string()));
        let builder = Emulator::builder().fault(Fault::new(Effect::Gzip).once());
        let error = builder.fault(fault).start().await.unwrap_err();
        assert!(matches!(error, StartError::Fault(_)));
        assert!(error.to_string().contains("'[1]."), "{error}");
    }
    ask(&emulator, "GET", "").send().await.expect(200);

    let scripted = Emulator::builder().script(|_| Some(Response::new(999).into()));
    let scripted = scripted.start().await.unwrap();
    let answer = ask(&scripted, "GET", "").send().await.expect(500);
    assert!(answer.text().contains("'respond.status' is 999"));
}

#[tokio::test]
async fn headers_of_a_fault_can_come_more_than_once() {
    let twice = Response::new(429).retry_after("1").retry_after("2");
    let emulator = Emulator::builder().fault(Fault::new(twice));
    let emulator = emulator.start().await.unwrap();
    let answer = ask(&emulator, "GET", "").send().await.expect(429);
    let values: Vec<_> = answer.headers.get_all("retry-after").iter().collect();
    assert_eq!(values, ["1", "2"]);
}

#[tokio::test]
async fn tenants_that_cannot_be_meant_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let profile = |name: &str, value: Value| {
        let mut profile = json!({ "displayName": "P" });
        profile[name] = value;
        json!({ "profiles": [{ "displayName": "First" }, profile] })
    };
    let target = |target: Value| profile("targets", json!([target]));
    let all_devices = json!({ "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" });
    for (tenant, reason) in [
        (
            profile("format", json!("abacus")),
            "'profiles[1].format' cannot be 'abacus'. Known: dell, surface, surfaceDock",
        ),
        (
            profile("content", json!("%")),
            "'profiles[1].content' must be base64",
        ),
        (
            profile("content", json!("QUFB".repeat(1_707))),
            "at most 5120",
        ),
        (
            profile("displayName", json!("")),
            "'profiles[1].displayName' is required",
        ),
        (
            profile("displayName", json!("x".repeat(151))),
            "at most 150",
        ),
        (profile("id", json!("")), "'profiles[1].id' is empty"),
        (
            json!({ "profiles": [{ "id": "boot", "displayName": "A" }, { "id": "BOOT", "displayName": "B" }] }),
            "'profiles[1].id' is 'BOOT', which is the id of 'profiles[0]', too: case does not count",
        ),
        (
            json!({ "groups": [{ "id": "g" }, { "id": "h" }, { "id": "G" }] }),
            "'groups[2].id' is 'G', which is the id of 'groups[0]'",
        ),
        (
            json!({ "filters": [{ "id": "f" }, { "id": "f" }] }),
            "'filters[1].id' is 'f'",
        ),
        (
            json!({ "groups": [{ "id": "g", "devices": { "start": 9, "end": 3 } }] }),
            "'groups[0].devices' ends at 3, before it starts at 9",
        ),
        (
            json!({ "groups": [{ "id": "g", "users": { "start": 1, "end": 0 } }] }),
            "'groups[0].users' ends at 0",
        ),
        (
            target(json!({ "@odata.type": "#microsoft.graph.moonAssignmentTarget" })),
            "'profiles[1].targets[0]' is of an abstract type, and its '@odata.type' '#microsoft.graph.moonAssignmentTarget' is not known",
        ),
        (
            target(
                json!({ "@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupID": "g" }),
            ),
            "'profiles[1].targets[0].groupID' does not exist here",
        ),
        (
            target(json!({ "@odata.type": "#microsoft.graph.groupAssignmentTarget" })),
            "'profiles[1].targets[0].groupId' is required",
        ),
        (
            target(json!({
                "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget",
                "deviceAndAppManagementAssignmentFilterType": "includes",
            })),
            "FilterType' cannot be 'includes'. Known: none, include, exclude",
        ),
        (
            profile("targets", json!([all_devices, all_devices])),
            "'profiles[1].targets[1]' is the same as 'profiles[1].targets[0]'",
        ),
        (
            profile("scenario", json!({ "success": 0 })),
            "'profiles[1].scenario' has no weight above zero",
        ),
        (
            json!({ "scenario": { "fail": 0 } }),
            "'scenario' has no weight above zero",
        ),
    ] {
        let message = message(&emulator, "PUT", "seed", &tenant).await;
        assert!(message.contains(reason), "{tenant}: {message}");
        let tenant: Tenant = serde_json::from_value(tenant).unwrap();
        let error = Emulator::builder()
            .tenant(tenant)
            .start()
            .await
            .unwrap_err();
        assert!(matches!(error, StartError::Tenant(_)));
        assert!(error.to_string().contains(reason), "{error}");
    }
    assert_eq!(emulator.configurations().len(), 3, "nothing was replaced");
}

#[tokio::test]
async fn what_a_leniency_lets_pass_it_lets_pass_in_a_tenant() {
    let moon = json!({ "@odata.type": "#microsoft.graph.moonAssignmentTarget", "crater": 7 });
    let profile = Profile::new("P")
        .format("abacus")
        .target(Target::json(moon));
    let tenant = Tenant::empty().profile(profile);
    let builder = Emulator::builder().lenient(Leniency::UnknownValues);
    builder.tenant(tenant).start().await.unwrap();
}

#[tokio::test]
async fn targets_of_a_tenant_are_understood_as_those_of_requests() {
    let to = |kind: &str| json!({ "@odata.type": kind });
    let tenant = Tenant::empty()
        .devices(4)
        .group(Group::new("g", 0..3))
        .profile(Profile::new("P").target(Target::json(to(
            "microsoft.graph.alldevicesassignmenttarget",
        ))));
    let emulator = Emulator::builder().tenant(tenant).start().await.unwrap();
    let count = format!("/{}/deviceRunStates/$count", emulator.configurations()[0]);
    let count = ask(&emulator, "GET", &count).send().await.expect(200);
    assert_eq!(count.text(), "4");
}

#[test]
fn weights_that_are_left_out_are_zero_unless_all_are() {
    let scenario = |json: Value| serde_json::from_value::<Scenario>(json).unwrap();
    assert_eq!(scenario(json!({})), Scenario::default());
    assert_eq!(
        scenario(json!({ "success": 1, "fail": 1 })),
        Scenario::all(RunState::Success).weight(RunState::Fail, 1)
    );
}

#[tokio::test]
async fn settings_and_times_that_cannot_be_meant_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    for (method, resource, body, reason) in [
        (
            "PATCH",
            "settings",
            json!({ "pageSize": 0 }),
            "'pageSize' must be at least 1",
        ),
        (
            "PATCH",
            "settings",
            json!({ "throttle": { "seconds": 0 } }),
            "'throttle.seconds' must be at least 1",
        ),
        ("POST", "clock", json!({ "advanceSeconds": 1e12 }), "9999"),
        ("POST", "clock", json!({ "advanceSeconds": 1e30 }), "9999"),
    ] {
        let message = message(&emulator, method, resource, &body).await;
        assert!(message.contains(reason), "{body}: {message}");
    }
    // In the library there is nobody to be told, so that time ends there.
    emulator.advance(std::time::Duration::MAX);
    let answer = ask(&emulator, "GET", "").send().await.expect(401);
    assert_eq!(answer.header("date"), Some("Fri, 31 Dec 9999 23:59:59 GMT"));
}
