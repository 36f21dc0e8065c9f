//! The JSON Schemas say what serde reads and writes.

use intune_hardware_configurations::{
    Assignment, AssignmentTarget, CallOptions, DeviceRunState, Entity, HardwareConfiguration,
    HardwareConfigurationFormat, HardwareConfigurationPatch, NewHardwareConfiguration, RunSummary,
    UserRunState, operations,
};
use intune_hardware_configurations_emulator::{Emulator, Quirk};
use jsonschema::Validator;
use schemars::{JsonSchema, schema_for};
use serde_json::{Value, json};

use crate::emulated::Emulated;
use crate::fixtures::{
    ASSIGNMENTS, CONFIGURATIONS, DEVICE_RUN_STATES, Fixture, RUN_SUMMARIES, USER_RUN_STATES,
};

fn validator<T: JsonSchema>() -> Validator {
    jsonschema::validator_for(schema_for!(T).as_value()).unwrap()
}

#[track_caller]
fn assert_valid(validator: &Validator, name: &str, instance: &Value) {
    let errors: Vec<_> = validator
        .iter_errors(instance)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:?}");
}

fn assert_fixtures_valid<T: JsonSchema>(fixtures: &[Fixture]) {
    let validator = validator::<T>();
    for (name, json) in fixtures {
        assert_valid(&validator, name, &serde_json::from_str(json).unwrap());
    }
}

#[test]
fn every_fixture_is_valid() {
    assert_fixtures_valid::<HardwareConfiguration>(CONFIGURATIONS);
    assert_fixtures_valid::<Assignment>(ASSIGNMENTS);
    assert_fixtures_valid::<RunSummary>(RUN_SUMMARIES);
    assert_fixtures_valid::<DeviceRunState>(DEVICE_RUN_STATES);
    assert_fixtures_valid::<UserRunState>(USER_RUN_STATES);
}

/// What a call answers with: one object, or the items of a page.
async fn objects(emulated: &Emulated, operation: &'static str, path: &str) -> Vec<Value> {
    let transport = emulated.configurations.transport();
    let root = format!(
        "{}/deviceManagement/hardwareConfigurations",
        transport.base_url()
    );
    let request = transport
        .http()
        .get(format!("{root}{path}"))
        .build()
        .unwrap();
    let operation = operations::named(operation).unwrap();
    let response = transport
        .send(operation, request, &CallOptions::new())
        .await
        .unwrap();
    let mut body: Value = response.json().unwrap();
    match body["value"].take() {
        Value::Array(items) => items,
        _ => vec![body],
    }
}

async fn assert_responses_valid<T: JsonSchema + Entity>(
    emulated: &Emulated,
    operation: &'static str,
    path: &str,
) {
    let validator = validator::<T>();
    let objects = objects(emulated, operation, path).await;
    assert!(!objects.is_empty(), "{operation}");
    for object in objects {
        assert_valid(&validator, operation, &object);
        let read: T = serde_json::from_value(object).unwrap();
        assert_valid(&validator, operation, &serde_json::to_value(read).unwrap());
    }
}

#[tokio::test]
async fn every_response_of_the_emulator_is_valid() {
    for builder in [
        Emulator::builder(),
        Emulator::builder().quirk(Quirk::TypesEverywhere),
    ] {
        let emulated = Emulated::start(builder).await;
        let id = emulated.id(0);
        let assignments = emulated
            .profile(0)
            .assignments()
            .list()
            .all(10)
            .await
            .unwrap();
        let assignment = assignments[0].id.value().unwrap();
        let devices = emulated
            .profile(0)
            .device_run_states()
            .list()
            .all(250)
            .await
            .unwrap();
        let device = devices[0].id.value().unwrap();
        let users = emulated
            .profile(0)
            .user_run_states()
            .list()
            .all(250)
            .await
            .unwrap();
        let user = users[0].id.value().unwrap();

        assert_responses_valid::<HardwareConfiguration>(
            &emulated,
            "list_hardware_configurations",
            "?$expand=assignments,runSummary,deviceRunStates,userRunStates",
        )
        .await;
        let path = format!("/{id}");
        assert_responses_valid::<HardwareConfiguration>(
            &emulated,
            "get_hardware_configuration",
            &path,
        )
        .await;
        let path = format!("/{id}/runSummary");
        assert_responses_valid::<RunSummary>(&emulated, "get_run_summary", &path).await;
        let path = format!("/{id}/assignments");
        assert_responses_valid::<Assignment>(&emulated, "list_assignments", &path).await;
        let path = format!("/{id}/assignments/{assignment}");
        assert_responses_valid::<Assignment>(&emulated, "get_assignment", &path).await;
        let path = format!("/{id}/deviceRunStates");
        assert_responses_valid::<DeviceRunState>(&emulated, "list_device_run_states", &path).await;
        let path = format!("/{id}/deviceRunStates/{device}");
        assert_responses_valid::<DeviceRunState>(&emulated, "get_device_run_state", &path).await;
        let path = format!("/{id}/userRunStates");
        assert_responses_valid::<UserRunState>(&emulated, "list_user_run_states", &path).await;
        let path = format!("/{id}/userRunStates/{user}");
        assert_responses_valid::<UserRunState>(&emulated, "get_user_run_state", &path).await;
    }
}

#[test]
fn what_is_sent_is_valid() {
    let new =
        NewHardwareConfiguration::new("a", HardwareConfigurationFormat::Dell, "b", vec![1, 2, 3]);
    let validator = validator::<NewHardwareConfiguration>();
    assert_valid(&validator, "new", &serde_json::to_value(&new).unwrap());
    assert!(!validator.is_valid(&json!({ "displayName": "a" })));

    let patch = HardwareConfigurationPatch::new()
        .clear_description()
        .role_scope_tag_ids(["0"]);
    let validator = self::validator::<HardwareConfigurationPatch>();
    assert_valid(&validator, "patch", &serde_json::to_value(&patch).unwrap());
    assert!(!validator.is_valid(&json!({ "version": 1 })));

    let target = AssignmentTarget::group("g").including("f");
    assert_valid(
        &self::validator::<AssignmentTarget>(),
        "target",
        &serde_json::to_value(&target).unwrap(),
    );
}

#[test]
fn what_serde_refuses_is_invalid() {
    let validator = validator::<HardwareConfiguration>();
    for wrong in [
        json!({ "version": "7" }),
        json!({ "id": "" }),
        json!({ "roleScopeTagIds": [1] }),
        json!({ "perDevicePasswordDisabled": 1 }),
        json!({ "assignments": [{ "target": { "groupId": 1 } }] }),
        json!([]),
    ] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
        assert!(
            serde_json::from_value::<HardwareConfiguration>(wrong.clone()).is_err(),
            "{wrong}"
        );
    }
}
