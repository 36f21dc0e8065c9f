//! The facade's properties and enums against the specification.

use intune_hardware_configurations::query::Property;
use intune_hardware_configurations::{
    Assignment, AssignmentFilterType, AssignmentTarget, DeviceRunState, Entity,
    HardwareConfiguration, HardwareConfigurationFormat, RunState, RunSummary, TargetKind,
    UserRunState,
};
use serde_json::{Value, json};

pub(crate) fn specification() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../spec/hardware-configurations.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn assert_same_properties<E: Entity>(navigations: &[&str]) {
    let specification = specification();
    let properties = specification["components"]["schemas"][E::NAME]["properties"]
        .as_object()
        .unwrap();
    let mut specified: Vec<_> = properties
        .keys()
        .map(String::as_str)
        .filter(|name| !name.starts_with('@') && !navigations.contains(name))
        .collect();
    let mut known: Vec<_> = E::Property::ALL
        .iter()
        .map(|property| property.name())
        .collect();
    specified.sort_unstable();
    known.sort_unstable();
    assert_eq!(known, specified, "{}", E::NAME);
}

#[test]
fn every_property_of_the_specification_is_known() {
    assert_same_properties::<HardwareConfiguration>(&[
        "assignments",
        "deviceRunStates",
        "runSummary",
        "userRunStates",
    ]);
    assert_same_properties::<Assignment>(&[]);
    assert_same_properties::<RunSummary>(&[]);
    assert_same_properties::<DeviceRunState>(&[]);
    assert_same_properties::<UserRunState>(&[]);
}

#[test]
fn every_enum_value_of_the_specification_is_known() {
    let specification = specification();
    let specified = |name: &str| -> Vec<String> {
        let schema = &specification["components"]["schemas"][name];
        serde_json::from_value(schema["x-known-values"].clone()).unwrap()
    };
    let texts = |known: &[&str]| known.iter().map(ToString::to_string).collect::<Vec<_>>();
    let known: Vec<_> = RunState::KNOWN.iter().map(RunState::as_str).collect();
    assert_eq!(texts(&known), specified("runState"));
    let known: Vec<_> = AssignmentFilterType::KNOWN
        .iter()
        .map(AssignmentFilterType::as_str)
        .collect();
    assert_eq!(
        texts(&known),
        specified("deviceAndAppManagementAssignmentFilterType")
    );
    let known: Vec<_> = HardwareConfigurationFormat::KNOWN
        .iter()
        .map(HardwareConfigurationFormat::as_str)
        .collect();
    assert_eq!(texts(&known), specified("hardwareConfigurationFormat"));
}

#[test]
fn every_kind_of_target_of_the_specification_is_known() {
    let specification = specification();
    let target = "deviceAndAppManagementAssignmentTarget";
    let choices = specification["components"]["schemas"][target]["oneOf"].as_array();
    let names: Vec<&str> = choices
        .unwrap()
        .iter()
        .map(|choice| &choice["$ref"].as_str().unwrap()[1..])
        .filter_map(|pointer| {
            specification.pointer(pointer)?["properties"]["@odata.type"]["enum"][0].as_str()
        })
        .collect();
    assert_eq!(names.len(), 5);
    for name in names {
        let target: AssignmentTarget =
            serde_json::from_value(json!({ "@odata.type": name })).unwrap();
        assert!(!matches!(target.kind(), TargetKind::Other { .. }), "{name}");
    }
}
