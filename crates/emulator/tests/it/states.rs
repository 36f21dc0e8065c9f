//! Run states that somebody sets or writes, and what becomes of them.

use intune_hardware_configurations_emulator::{Emulator, Leniency, RunState, Scenario, Tenant};
use serde_json::{Value, json};

use crate::client::{all, ask, get};
use crate::rules::stopped;

async fn all_succeed() -> Emulator {
    let tenant = Tenant::sample().scenario(Scenario::all(RunState::Success));
    let builder = Emulator::builder().tenant(tenant).clock(stopped());
    builder.start().await.unwrap()
}

async fn patch(emulator: &Emulator, path: &str, changes: Value) -> Value {
    let patch = ask(emulator, "PATCH", path).json(&changes);
    patch.send().await.expect(200).json()
}

#[tokio::test]
async fn the_texts_of_a_state_follow_the_state() {
    let emulator = all_succeed().await;
    let id = emulator.configurations().remove(0);
    let states = all(&emulator, &format!("/{id}/deviceRunStates")).await;
    let path = format!(
        "/{id}/deviceRunStates/{}",
        states[0]["id"].as_str().unwrap()
    );
    let texts = |state: &Value| {
        ["configurationOutput", "configurationError"].map(|name| state[name].clone())
    };
    let applied = texts(&states[0]);
    assert!(applied[0].is_string() && applied[1].is_null());

    let failed = patch(&emulator, &path, json!({ "configurationState": "fail" })).await;
    let [output, error] = texts(&failed);
    assert!(output.is_null() && error.is_string(), "{failed}");
    let own = patch(&emulator, &path, json!({ "configurationError": "mine" })).await;
    assert_eq!(own["configurationError"], "mine");

    // The device reports anew, so that nothing is left of what was written.
    assert!(emulator.set_device_state(&id, 0, RunState::Success));
    assert_eq!(texts(&get(&emulator, &path).await), applied);
}

#[tokio::test]
async fn the_state_of_a_user_is_as_new_as_that_of_the_devices() {
    let emulator = all_succeed().await;
    let id = emulator.configurations().remove(0);
    emulator.advance(std::time::Duration::from_secs(60));
    emulator.set_device_state(&id, 7, RunState::Fail);
    let users = format!("/{id}/userRunStates?$filter=failedDeviceCount eq 1");
    let user = all(&emulator, &users).await.remove(0);
    assert_eq!(user["lastStateUpdateDateTime"], "2027-01-15T08:01:00Z");
}

#[tokio::test]
async fn what_was_written_is_forgotten_with_the_assignment() {
    let emulator = all_succeed().await;
    let id = emulator.configurations().remove(0);
    let (devices, users) = (
        format!("/{id}/deviceRunStates"),
        format!("/{id}/userRunStates"),
    );
    let before = (all(&emulator, &devices).await, all(&emulator, &users).await);
    let child = |list: &str, state: &Value| format!("{list}/{}", state["id"].as_str().unwrap());
    let device = child(&devices, &before.0[0]);
    patch(&emulator, &device, json!({ "deviceName": "mine" })).await;
    let user = child(&users, &before.1[0]);
    patch(&emulator, &user, json!({ "errorDeviceCount": 9 })).await;
    let user = child(&users, &before.1[1]);
    ask(&emulator, "DELETE", &user).send().await.expect(204);

    let target = json!({ "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" });
    for assignments in [json!([]), json!([{ "target": target }])] {
        let body = json!({ "hardwareConfigurationAssignments": assignments });
        let assign = ask(&emulator, "POST", &format!("/{id}/assign")).json(&body);
        assign.send().await.expect(200);
    }
    let after = (all(&emulator, &devices).await, all(&emulator, &users).await);
    assert_eq!(after, before);
}

#[tokio::test]
async fn a_state_that_nobody_knows_counts_as_unknown_everywhere() {
    let tenant = Tenant::sample().scenario(Scenario::all(RunState::Success));
    let builder = Emulator::builder().lenient(Leniency::UnknownValues);
    let emulator = builder.tenant(tenant).start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let states = format!("/{id}/deviceRunStates");
    let first = all(&emulator, &states).await.remove(0);
    let path = format!("{states}/{}", first["id"].as_str().unwrap());
    let melted = json!({ "configurationState": "melted" });
    let changed = patch(&emulator, &path, melted.clone()).await;
    assert_eq!(changed["configurationState"], "melted");
    let create = ask(&emulator, "POST", &states).json(&melted);
    create.send().await.expect(201);

    let summary = get(&emulator, &format!("/{id}/runSummary")).await;
    assert_eq!(summary["unknownDeviceCount"], 2);
    assert_eq!(summary["successfulDeviceCount"], 249);
    let users = format!("/{id}/userRunStates?$filter=unknownDeviceCount eq 1");
    assert_eq!(all(&emulator, &users).await[0]["upn"], first["upn"]);
}
