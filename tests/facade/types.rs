//! What comes from the service is read whole, and comes back the same where it is sent back.

use std::fmt::Debug;

use intune_hardware_configurations::{
    Assignment, AssignmentFilterType, AssignmentTarget, Credential, DeviceRunState, Entity, Field,
    FileContent, HardwareConfiguration, HardwareConfigurationFormat, HardwareConfigurationId,
    HardwareConfigurationPatch, HardwareConfigurations, InvalidId, NewHardwareConfiguration,
    RunState, RunSummary, TargetKind, UserRunState,
};
use serde_json::{Value, json};

use crate::fixtures::{
    ASSIGNMENTS, CONFIGURATIONS, DEVICE_RUN_STATES, Fixture, RUN_SUMMARIES, USER_RUN_STATES,
};

fn read<E: Entity>(fixtures: &[Fixture], name: &str) -> E {
    let (_, json) = fixtures
        .iter()
        .find(|(fixture, _)| *fixture == name)
        .unwrap();
    serde_json::from_str(json).unwrap()
}

fn assert_round_trip<E: Entity + Debug>(fixtures: &[Fixture]) {
    for (name, json) in fixtures {
        let sent: Value = serde_json::from_str(json).unwrap();
        let read: E = serde_json::from_str(json).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(serde_json::to_value(&read).unwrap(), sent, "{name}");
        assert!(!read.is_blank(), "{name}");
    }
}

#[test]
fn every_fixture_comes_back_the_same() {
    assert_round_trip::<HardwareConfiguration>(CONFIGURATIONS);
    assert_round_trip::<Assignment>(ASSIGNMENTS);
    assert_round_trip::<RunSummary>(RUN_SUMMARIES);
    assert_round_trip::<DeviceRunState>(DEVICE_RUN_STATES);
    assert_round_trip::<UserRunState>(USER_RUN_STATES);
}

#[test]
fn absent_null_and_empty_are_three_things() {
    let absent: HardwareConfiguration = read(CONFIGURATIONS, "selected");
    let null: HardwareConfiguration = read(CONFIGURATIONS, "nulls");
    let empty: HardwareConfiguration = read(CONFIGURATIONS, "empty values");
    assert_eq!(absent.role_scope_tag_ids, Field::Absent);
    assert_eq!(null.role_scope_tag_ids, Field::Null);
    assert_eq!(empty.role_scope_tag_ids, Field::Value(Vec::new()));
    assert_eq!((absent.version, null.version), (Field::Absent, Field::Null));
}

#[test]
fn unknown_enum_values_keep_their_text() {
    let device: DeviceRunState = read(DEVICE_RUN_STATES, "a later state");
    let state = device.state.into_value().unwrap();
    assert_eq!(state, "rebootPending");
    assert_eq!(state.to_string(), "rebootPending");
    assert_eq!(state, RunState::from("rebootPending"));
    assert_ne!(state, RunState::Unknown);
    assert_eq!(RunState::from("unknown"), RunState::Unknown);
    // However it was made, the text decides.
    assert_eq!(RunState::Unrecognized("fail".into()), RunState::Fail);
    assert!(HardwareConfigurationFormat::KNOWN.contains(&HardwareConfigurationFormat::SurfaceDock));
}

#[test]
fn run_summaries_count_honestly() {
    let summary: RunSummary = read(RUN_SUMMARIES, "documented");
    assert_eq!((summary.devices.total(), summary.users.total()), (18, 38));
    assert_eq!(summary.devices.success_rate(), Some(5.0 / 18.0));
    assert_eq!(
        summary
            .last_run
            .into_value()
            .unwrap()
            .offset()
            .whole_hours(),
        -8
    );
    assert!(summary.is_pending());

    let gaps: RunSummary = read(RUN_SUMMARIES, "nulls and gaps");
    assert_eq!(gaps.devices.pending, Field::Null);
    assert_eq!(gaps.devices.failed, Field::Absent);
    assert_eq!((gaps.devices.total(), gaps.users.total()), (4, 0));
    assert_eq!(gaps.users.success_rate(), None);

    let never: RunSummary = read(RUN_SUMMARIES, "never run");
    assert_eq!(never.devices.success_rate(), None);
    assert!(!never.is_pending());
    assert!(
        !never.is_complete(),
        "zeros may be what is not computed yet"
    );
    assert!(!gaps.is_complete() && !summary.is_complete());

    let absurd: RunSummary = serde_json::from_value(json!({
        "successfulDeviceCount": i64::MAX, "failedDeviceCount": i64::MAX,
        "successfulUserCount": 5, "failedUserCount": -6,
    }))
    .unwrap();
    assert_eq!(absurd.devices.total(), i64::MAX);
    assert_eq!(absurd.users.success_rate(), None);
}

#[test]
fn targets_are_known_by_type_however_it_is_spelled() {
    let kind = |name: &str| {
        let assignment: Assignment = read(ASSIGNMENTS, name);
        assignment.target.into_value().unwrap()
    };
    let documented = kind("documented, without #");
    assert_eq!(
        documented.kind(),
        TargetKind::ConfigurationManagerCollection {
            id: Some("Collection id")
        }
    );
    assert_eq!(
        documented.filter(),
        Some(("Filter id", &AssignmentFilterType::Include))
    );
    let group = kind("group with a filter");
    assert_eq!(group.kind(), TargetKind::Group { id: Some("g") });
    assert_eq!(group.filter(), None);
    assert_eq!(
        kind("another case").kind(),
        TargetKind::ExclusionGroup { id: Some("g") }
    );
    assert_eq!(
        kind("another target, with properties of its own").kind(),
        TargetKind::Other {
            odata_type: Some("microsoft.graph.scopeTagGroupAssignmentTarget")
        }
    );
    assert_eq!(
        kind("a target without a type").kind(),
        TargetKind::Other { odata_type: None }
    );
    for odd in [
        "",
        "#",
        "groupAssignmentTarget",
        "microsoft.graph.",
        "#ünïcode.graph.x",
        "microsoft.grap\u{df}x",
    ] {
        let target: AssignmentTarget =
            serde_json::from_value(json!({ "@odata.type": odd })).unwrap();
        assert_eq!(
            target.kind(),
            TargetKind::Other {
                odata_type: Some(odd)
            }
        );
    }
}

#[test]
fn targets_are_sent_as_the_service_wants_them() {
    let sent = |target: AssignmentTarget| serde_json::to_value(target).unwrap();
    assert_eq!(
        sent(AssignmentTarget::exclusion_group("g").excluding("f")),
        json!({
            "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget",
            "groupId": "g",
            "deviceAndAppManagementAssignmentFilterId": "f",
            "deviceAndAppManagementAssignmentFilterType": "exclude",
        })
    );
    assert_eq!(
        sent(AssignmentTarget::all_licensed_users()),
        json!({ "@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget" })
    );
    assert_eq!(
        sent(AssignmentTarget::configuration_manager_collection("c").including("f")),
        json!({
            "@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget",
            "collectionId": "c",
            "deviceAndAppManagementAssignmentFilterId": "f",
            "deviceAndAppManagementAssignmentFilterType": "include",
        })
    );
}

#[test]
fn file_content_is_bytes_and_a_secret() {
    let secret = "SetupPassword=hunter2";
    let configuration: HardwareConfiguration = serde_json::from_value(json!({
        "id": "1", "configurationFileContent": "U2V0dXBQYXNzd29yZD1odW50ZXIy", "biosPassword": "hunter2",
    }))
    .unwrap();
    let content = configuration.file_content.value().unwrap();
    assert_eq!(content.expose(), secret.as_bytes());
    let shown = format!("{configuration:?}");
    assert!(
        !shown.contains("hunter2") && !shown.contains("U2V0"),
        "{shown}"
    );
    assert!(
        shown.contains("21 bytes") && shown.contains("biosPassword"),
        "{shown}"
    );

    let new = NewHardwareConfiguration::new(
        "n",
        HardwareConfigurationFormat::Dell,
        "f",
        secret.as_bytes(),
    );
    let patch = HardwareConfigurationPatch::new().file_content(secret.as_bytes());
    let configurations = HardwareConfigurations::new(Credential::fixed("hunter2")).unwrap();
    let call = configurations.create(&new);
    for shown in [
        format!("{new:?}"),
        format!("{patch:?}"),
        format!("{call:?} {configurations:?}"),
    ] {
        assert!(
            !shown.contains("hunter2") && !shown.contains("U2V0"),
            "{shown}"
        );
        assert!(
            !shown.contains(&format!("{:?}", secret.as_bytes())),
            "{shown}"
        );
    }

    // Both alphabets, with and without padding; anything else is refused without being quoted.
    for base64 in ["-_8", "-_8=", "+/8", "+/8="] {
        let content: FileContent = serde_json::from_value(json!(base64)).unwrap();
        assert_eq!(content.expose(), [0xfb, 0xff], "{base64}");
    }
    assert_eq!(
        serde_json::to_value(FileContent::from(vec![0xfb, 0xff])).unwrap(),
        json!("+/8=")
    );
    let error = serde_json::from_value::<FileContent>(json!("hunter2!"))
        .unwrap_err()
        .to_string();
    assert!(!error.contains("hunter2"), "{error}");
}

#[test]
fn errors_do_not_quote_what_was_sent() {
    for wrong in [
        json!({ "id": "1", "perDevicePasswordDisabled": "hunter2" }),
        json!({ "id": "1", "version": "hunter2" }),
        json!({ "id": "1", "createdDateTime": "hunter2" }),
        json!({ "id": "1", "roleScopeTagIds": "hunter2" }),
        json!({ "id": "1", "runSummary": "hunter2" }),
        json!({ "id": "1", "assignments": [{ "target": "hunter2" }] }),
        json!("hunter2"),
    ] {
        let text = wrong.to_string();
        for error in [
            serde_json::from_str::<HardwareConfiguration>(&text)
                .unwrap_err()
                .to_string(),
            serde_json::from_value::<HardwareConfiguration>(wrong)
                .unwrap_err()
                .to_string(),
        ] {
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}

#[test]
fn ids_are_one_segment() {
    for (text, error) in [
        ("", InvalidId::Empty),
        (".", InvalidId::Dots),
        ("..", InvalidId::Dots),
        ("a\\..", InvalidId::Separator),
        ("a\nb", InvalidId::Separator),
    ] {
        assert_eq!(HardwareConfigurationId::new(text), Err(error), "{text:?}");
        assert!(
            serde_json::from_value::<HardwareConfigurationId>(json!(text)).is_err(),
            "{text:?}"
        );
    }
    for text in [
        "6c1b7e64-9c8e-4f0f-bd31-5f0f6b1f3e6a",
        "a/b",
        "...",
        "%2e%2e",
        "ä ?#",
    ] {
        assert_eq!(HardwareConfigurationId::new(text).unwrap().as_str(), text);
    }
}

#[test]
fn limits_are_checked_in_characters_and_bytes() {
    let new = |name: &str, content: usize| {
        NewHardwareConfiguration::new(
            name,
            HardwareConfigurationFormat::Dell,
            "a.cctk",
            vec![0; content],
        )
    };
    assert!(new(&"ü".repeat(150), 5120).check_limits().is_ok());
    let name = new(&"x".repeat(151), 1).check_limits().unwrap_err();
    assert_eq!(
        name.to_string(),
        "displayName has 151 characters, and the service accepts at most 150"
    );
    let content = new("x", 5121).check_limits().unwrap_err();
    assert_eq!(
        content.to_string(),
        "configurationFileContent has 5121 bytes, and the service accepts at most 5120"
    );
    let patch = HardwareConfigurationPatch::new().description("x".repeat(1001));
    assert_eq!(patch.check_limits().unwrap_err().property, "description");
    let file = HardwareConfigurationPatch::new().file_name("x".repeat(151));
    assert_eq!(file.check_limits().unwrap_err().property, "fileName");
}

#[test]
fn patches_say_leave_clear_and_set() {
    let sent = |patch: HardwareConfigurationPatch| serde_json::to_value(patch).unwrap();
    let patch = HardwareConfigurationPatch::new;
    assert_eq!(sent(patch()), json!({}));
    assert!(patch().is_empty());
    assert_eq!(
        sent(
            patch()
                .clear_description()
                .role_scope_tag_ids([""; 0])
                .per_device_password_disabled(false)
        ),
        json!({ "description": null, "roleScopeTagIds": [], "perDevicePasswordDisabled": false })
    );
    assert_eq!(
        sent(
            patch()
                .file_name("b")
                .file_content(b"hi".as_slice())
                .format(HardwareConfigurationFormat::from("later"))
                .clear_role_scope_tag_ids()
        ),
        json!({
            "fileName": "b",
            "configurationFileContent": "aGk=",
            "hardwareConfigurationFormat": "later",
            "roleScopeTagIds": null,
        })
    );
    // The last word counts.
    assert_eq!(
        sent(patch().description("a").clear_description()),
        json!({ "description": null })
    );
}

#[test]
fn date_times_of_any_precision_and_offset_are_read() {
    for (text, nanosecond, offset) in [
        ("2017-01-01T00:02:43.5775965-08:00", 577_596_500, -8 * 60),
        (
            "2017-01-01T00:02:43.5775965+05:45",
            577_596_500,
            5 * 60 + 45,
        ),
        ("2017-01-01T00:02:43Z", 0, 0),
        ("2017-01-01T00:02:43.123456789012Z", 123_456_789, 0),
    ] {
        let summary: RunSummary =
            serde_json::from_value(json!({ "lastRunDateTime": text })).unwrap();
        let time = summary.last_run.into_value().unwrap();
        assert_eq!(
            (time.nanosecond(), time.offset().whole_minutes()),
            (nanosecond, offset),
            "{text}"
        );
    }
    for text in ["2017-01-01", "2017-01-01T00:02:43", "yesterday", ""] {
        assert!(
            serde_json::from_value::<RunSummary>(json!({ "lastRunDateTime": text })).is_err(),
            "{text}"
        );
    }
}
