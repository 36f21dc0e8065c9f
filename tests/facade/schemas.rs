//! The JSON Schemas say what serde reads and writes.

use intune_hardware_configurations::{
    Assignment, AssignmentTarget, DeviceRunState, HardwareConfiguration,
    HardwareConfigurationFormat, HardwareConfigurationPatch, NewHardwareConfiguration, RunSummary,
    UserRunState,
};
use jsonschema::Validator;
use schemars::{JsonSchema, schema_for};
use serde_json::{Value, json};

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
