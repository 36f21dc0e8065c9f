//! Creating, changing, assigning and deleting.

use intune_hardware_configurations_emulator::{
    Clock, Emulator, RunState, Scenario, Tenant, Transitions,
};
use serde_json::json;
use std::time::{Duration, UNIX_EPOCH};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::{all, ask, get};

fn clock() -> Clock {
    Clock::Manual {
        start: UNIX_EPOCH + Duration::from_secs(1_800_000_000),
    }
}

#[tokio::test]
async fn a_profile_is_created_changed_assigned_and_deleted() {
    let emulator = Emulator::builder().clock(clock()).start().await.unwrap();
    let created = ask(&emulator, "POST", "")
        .json(&json!({ "displayName": "New", "fileName": "new.cctk", "configurationFileContent": "YQ==" }))
        .send()
        .await
        .expect(201)
        .json();
    let id = created["id"].as_str().unwrap().to_owned();
    assert_eq!(created["version"], 1);
    assert_eq!(created["createdDateTime"], created["lastModifiedDateTime"]);
    assert_eq!(created["perDevicePasswordDisabled"], false);
    assert_eq!(created["description"], json!(null));

    emulator.advance(Duration::from_millis(60_500));
    let patch = json!({ "description": "text" });
    let renamed = ask(&emulator, "PATCH", &format!("/{id}"))
        .json(&patch)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(
        renamed["version"], 1,
        "a description is not part of the settings"
    );
    assert_eq!(renamed["lastModifiedDateTime"], "2027-01-15T08:01:00.5Z");
    let patch = json!({ "fileName": "other.cctk", "description": null });
    let changed = ask(&emulator, "PATCH", &format!("/{id}"))
        .json(&patch)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(changed["version"], 2);
    assert_eq!(changed["description"], json!(null));

    let body = json!({ "hardwareConfigurationAssignments": [
        { "target": { "@odata.type": "microsoft.graph.groupassignmenttarget", "groupId": Tenant::SAMPLE_GROUP } },
    ] });
    let assigned = ask(&emulator, "POST", &format!("/{id}/assign"))
        .json(&body)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(
        assigned["value"][0]["target"]["@odata.type"],
        "#microsoft.graph.groupAssignmentTarget"
    );
    let states = all(&emulator, &format!("/{id}/deviceRunStates")).await;
    assert_eq!(states.len(), 100);
    assert_eq!(states[0]["internalVersion"], 2);

    let all_devices =
        json!({ "target": { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" } });
    let twice = json!({ "hardwareConfigurationAssignments": [all_devices, all_devices] });
    ask(&emulator, "POST", &format!("/{id}/assign"))
        .json(&twice)
        .send()
        .await
        .expect(400);
    let clear = json!({ "hardwareConfigurationAssignments": [] });
    ask(&emulator, "POST", &format!("/{id}/assign"))
        .json(&clear)
        .send()
        .await
        .expect(200);
    assert!(
        all(&emulator, &format!("/{id}/deviceRunStates"))
            .await
            .is_empty()
    );

    ask(&emulator, "DELETE", &format!("/{id}"))
        .send()
        .await
        .expect(204);
    ask(&emulator, "GET", &format!("/{id}"))
        .send()
        .await
        .expect(404);
    ask(&emulator, "GET", &format!("/{id}/assignments"))
        .send()
        .await
        .expect(404);
    ask(&emulator, "DELETE", &format!("/{id}"))
        .send()
        .await
        .expect(404);
}

#[tokio::test]
async fn what_was_assigned_goes_on_where_it_can_be_read() {
    let emulator = Emulator::builder().page_size(1).start().await.unwrap();
    let id = emulator.configurations().remove(2);
    let to = |kind: &str| json!({ "target": { "@odata.type": format!("#microsoft.graph.{kind}AssignmentTarget") } });
    let body =
        json!({ "hardwareConfigurationAssignments": [to("allDevices"), to("allLicensedUsers")] });
    let path = format!("/{id}/assign");
    let assigned = ask(&emulator, "POST", &path).json(&body);
    let assigned = assigned.send().await.expect(200).json();
    let next = assigned["@odata.nextLink"].as_str().unwrap();
    let next = next.strip_prefix(emulator.root()).unwrap();
    let mut items = assigned["value"].as_array().unwrap().clone();
    items.extend(all(&emulator, &format!("/{next}")).await);
    assert_eq!(items, all(&emulator, &format!("/{id}/assignments")).await);
    assert_eq!(items.len(), 2);
}

#[tokio::test]
async fn assignments_come_and_go_one_by_one_and_the_devices_follow() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(2);
    let add = json!({ "target": { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" } });
    let path = format!("/{id}/assignments");
    let added = ask(&emulator, "POST", &path)
        .json(&add)
        .send()
        .await
        .expect(201)
        .json();
    ask(&emulator, "POST", &path)
        .json(&add)
        .send()
        .await
        .expect(409);
    let child = format!("{path}/{}", added["id"].as_str().unwrap());
    assert_eq!(
        get(&emulator, &format!("/{id}/runSummary?$select=id")).await["id"],
        *id
    );
    assert_eq!(
        all(&emulator, &format!("/{id}/deviceRunStates"))
            .await
            .len(),
        250
    );

    let narrow = json!({ "target": { "@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": Tenant::SAMPLE_GROUP } });
    let changed = ask(&emulator, "PATCH", &child)
        .json(&narrow)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(changed["target"]["groupId"], Tenant::SAMPLE_GROUP);
    assert_eq!(
        all(&emulator, &format!("/{id}/deviceRunStates"))
            .await
            .len(),
        100
    );
    let child = format!("{path}/{}", changed["id"].as_str().unwrap());
    ask(&emulator, "DELETE", &child).send().await.expect(204);
    ask(&emulator, "GET", &child).send().await.expect(404);
    assert!(
        all(&emulator, &format!("/{id}/deviceRunStates"))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn run_states_that_are_written_change_the_summary() {
    let emulator = Emulator::builder()
        .tenant(Tenant::sample().scenario(Scenario::all(RunState::Success)))
        .start()
        .await
        .unwrap();
    let id = emulator.configurations().remove(0);
    let path = format!("/{id}/deviceRunStates");
    let states = all(&emulator, &path).await;
    let first = format!("{path}/{}", states[0]["id"].as_str().unwrap());
    let changed = ask(&emulator, "PATCH", &first)
        .json(&json!({ "configurationState": "fail" }))
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(changed["configurationState"], "fail");
    assert_eq!(changed["deviceName"], states[0]["deviceName"]);
    let second = format!("{path}/{}", states[1]["id"].as_str().unwrap());
    ask(&emulator, "DELETE", &second).send().await.expect(204);
    ask(&emulator, "GET", &second).send().await.expect(404);
    let created = ask(&emulator, "POST", &path)
        .json(&json!({ "deviceName": "by hand", "configurationState": "scriptError" }))
        .send()
        .await
        .expect(201)
        .json();
    let third = format!("{path}/{}", created["id"].as_str().unwrap());
    assert_eq!(get(&emulator, &third).await["deviceName"], "by hand");
    assert!(emulator.set_device_state(&id, 7, RunState::NotApplicable));

    let summary = get(&emulator, &format!("/{id}/runSummary")).await;
    let counts = ["successful", "failed", "error", "notApplicable"]
        .map(|state| &summary[format!("{state}DeviceCount")]);
    assert_eq!(counts, [247, 1, 1, 1]);
    assert_eq!(all(&emulator, &path).await.len(), 250);

    let user = all(&emulator, &format!("/{id}/userRunStates"))
        .await
        .remove(0);
    let user = format!("/{id}/userRunStates/{}", user["id"].as_str().unwrap());
    let errors = json!({ "errorDeviceCount": 9 });
    ask(&emulator, "PATCH", &user)
        .json(&errors)
        .send()
        .await
        .expect(200);
    assert_eq!(get(&emulator, &user).await["errorDeviceCount"], 9);
    assert_eq!(
        get(&emulator, &format!("/{id}/runSummary")).await["errorUserCount"],
        1
    );
    ask(&emulator, "DELETE", &user).send().await.expect(204);
    assert_eq!(
        get(&emulator, &format!("/{id}/runSummary")).await["errorUserCount"],
        0
    );
    let created =
        ask(&emulator, "POST", &format!("/{id}/userRunStates")).json(&json!({ "userName": "x" }));
    created.send().await.expect(201);
}

#[tokio::test]
async fn every_device_state_has_a_state_that_is_counted() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let path = format!("/{id}/deviceRunStates");
    let nothing = json!({ "configurationState": null });
    let created = ask(&emulator, "POST", &path).json(&nothing);
    let created = created.send().await.expect(201).json();
    assert_eq!(created["configurationState"], "unknown");
    for state in [&created, &all(&emulator, &path).await[0]] {
        let child = format!("{path}/{}", state["id"].as_str().unwrap());
        let cleared = ask(&emulator, "PATCH", &child).json(&nothing);
        let refused = cleared.send().await.expect(400);
        assert!(refused.message().contains("cannot be cleared"));
    }
}

#[tokio::test]
async fn devices_report_over_time_by_the_clock_or_by_hand() {
    for transitions in [Transitions::OverSeconds(3_600), Transitions::ByHand] {
        let tenant =
            Tenant::sample().scenario(Scenario::all(RunState::Success).transitions(transitions));
        let emulator = Emulator::builder()
            .tenant(tenant)
            .clock(clock())
            .start()
            .await
            .unwrap();
        let id = emulator.configurations().remove(0);
        let path = format!("/{id}/runSummary");
        let before = get(&emulator, &path).await;
        assert_eq!(before["pendingDeviceCount"], 250);
        assert_eq!(before["lastRunDateTime"], json!(null));
        emulator.advance(Duration::from_secs(1_800));
        if transitions == Transitions::ByHand {
            assert_eq!(get(&emulator, &path).await["pendingDeviceCount"], 250);
            assert_eq!(emulator.release(&id, 100), Some(100));
        }
        let half = get(&emulator, &path).await;
        let pending = half["pendingDeviceCount"].as_u64().unwrap();
        assert!((100..=160).contains(&pending), "{pending}");
        assert_eq!(half["successfulDeviceCount"], 250 - pending);
        emulator.advance(Duration::from_secs(1_800));
        emulator.release(&id, 1_000);
        assert_eq!(get(&emulator, &path).await["successfulDeviceCount"], 250);
    }
}

#[tokio::test]
async fn writing_a_summary_changes_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let path = format!("/{}/runSummary", emulator.configurations()[0]);
    let before = get(&emulator, &path).await;
    let answer = ask(&emulator, "PATCH", &path)
        .json(&json!({ "errorDeviceCount": 999 }))
        .send()
        .await
        .expect(200);
    assert_eq!(
        answer.json()["errorDeviceCount"],
        before["errorDeviceCount"]
    );
    ask(&emulator, "DELETE", &path).send().await.expect(204);
    assert_eq!(get(&emulator, &path).await, before);
}

#[tokio::test]
async fn a_new_file_lets_all_devices_begin_again() {
    let scenario = Scenario::all(RunState::Success).transitions(Transitions::OverSeconds(60));
    let emulator = Emulator::builder()
        .tenant(Tenant::sample().scenario(scenario))
        .clock(clock())
        .start()
        .await
        .unwrap();
    let id = emulator.configurations().remove(0);
    emulator.advance(Duration::from_secs(60));
    assert_eq!(
        get(&emulator, &format!("/{id}/runSummary")).await["pendingDeviceCount"],
        0
    );
    let file = json!({ "configurationFileContent": "bmV3" });
    ask(&emulator, "PATCH", &format!("/{id}"))
        .json(&file)
        .send()
        .await
        .expect(200);
    assert_eq!(
        get(&emulator, &format!("/{id}/runSummary")).await["pendingDeviceCount"],
        250
    );
    ask(&emulator, "PATCH", &format!("/{id}"))
        .json(&file)
        .send()
        .await
        .expect(200);
    assert_eq!(
        get(&emulator, &format!("/{id}")).await["version"],
        2,
        "the same file again is no change"
    );
}

#[tokio::test]
async fn a_request_whose_body_is_cut_off_is_not_carried_out() {
    let emulator = Emulator::start().await.unwrap();
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    let request = format!(
        "DELETE /beta/deviceManagement/hardwareConfigurations/{} HTTP/1.1\r\nhost: localhost\r\n\
         authorization: Bearer {}\r\ncontent-length: 10\r\n\r\ncut",
        emulator.configurations()[0],
        emulator.token()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    // Whether it is closed or reset: afterwards the emulator is done with it.
    let _ = stream.read_to_end(&mut Vec::new()).await;
    assert_eq!(emulator.configurations().len(), 3);
}

#[tokio::test]
async fn what_was_read_is_written_back_with_its_own_id_and_no_other() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let listed = |name: &str| format!("/{id}/{name}");
    let assignments = get(&emulator, &listed("assignments")).await["value"].clone();
    let target = &assignments[0]["target"];
    let child = |list: &serde_json::Value| list["value"][0]["id"].as_str().unwrap().to_owned();
    let assignment = assignments[0]["id"].as_str().unwrap().to_owned();
    let state = child(&get(&emulator, &listed("deviceRunStates")).await);
    let user = child(&get(&emulator, &listed("userRunStates")).await);
    for (path, own, change) in [
        (format!("/{id}"), &id, json!({ "description": "new" })),
        (
            format!("/{id}/assignments/{assignment}"),
            &assignment,
            json!({ "target": target }),
        ),
        (
            format!("/{id}/deviceRunStates/{state}"),
            &state,
            json!({ "deviceName": "d" }),
        ),
        (
            format!("/{id}/userRunStates/{user}"),
            &user,
            json!({ "userName": "u" }),
        ),
        (
            format!("/{id}/runSummary"),
            &id,
            json!({ "failedDeviceCount": 1 }),
        ),
    ] {
        for (written, status) in [(own.as_str(), 200), ("another", 400)] {
            let mut body = change.clone();
            body["id"] = json!(written);
            let answer = ask(&emulator, "PATCH", &path).json(&body).send().await;
            assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text());
        }
    }
    for (written, status) in [(assignment.as_str(), 200), ("another", 400)] {
        let item = json!({ "id": written, "target": target });
        let body = json!({ "hardwareConfigurationAssignments": [item] });
        let assign = ask(&emulator, "POST", &listed("assign")).json(&body);
        assign.send().await.expect(status);
    }
    let version = json!({ "id": id, "version": 1 });
    let refused = ask(&emulator, "PATCH", &format!("/{id}"))
        .json(&version)
        .send()
        .await
        .expect(400);
    assert!(refused.message().contains("'version' is read-only"));
}
