//! JSON as the service sends it: what is documented, what is seen, and what may come.

/// A name to find it by, and the JSON.
pub(crate) type Fixture = (&'static str, &'static str);

pub(crate) const CONFIGURATIONS: &[Fixture] = &[
    (
        "everything",
        r##"{
            "@odata.context": "https://graph.microsoft.com/beta/$metadata#deviceManagement/hardwareConfigurations/$entity",
            "@odata.type": "#microsoft.graph.hardwareConfiguration",
            "id": "6c1b7e64-9c8e-4f0f-bd31-5f0f6b1f3e6a",
            "version": 7,
            "displayName": "Latitude: Secure Boot",
            "description": "",
            "createdDateTime": "2017-01-01T00:02:43.5775965-08:00",
            "lastModifiedDateTime": "2017-01-01T00:00:35.1329464+05:30",
            "fileName": "latitude.cctk",
            "configurationFileContent": "W2NjdGtdClNlY3VyZUJvb3Q9RW5hYmxlZAo=",
            "hardwareConfigurationFormat": "surfaceDock",
            "roleScopeTagIds": ["0", null],
            "perDevicePasswordDisabled": true
        }"##,
    ),
    (
        "nulls",
        r##"{"id": "1", "displayName": null, "description": null, "fileName": null, "configurationFileContent": null,
            "hardwareConfigurationFormat": null, "perDevicePasswordDisabled": null, "roleScopeTagIds": null,
            "version": null, "createdDateTime": null, "lastModifiedDateTime": null, "assignments": null,
            "runSummary": null, "deviceRunStates": null, "userRunStates": null}"##,
    ),
    ("selected", r##"{"id": "1"}"##),
    (
        "empty values",
        r##"{"id": "1", "displayName": "", "roleScopeTagIds": [], "assignments": []}"##,
    ),
    (
        "a later version of the service",
        r##"{"id": "not a GUID / at all", "hardwareConfigurationFormat": "lenovoThinkBios", "biosVersions": [1, {"a": null}],
            "assignments@odata.context": "x", "version": 9007199254740993}"##,
    ),
    (
        "expanded",
        r##"{"id": "1",
            "assignments": [{"id": "1_2", "target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget"}}],
            "runSummary": {"id": "1", "pendingDeviceCount": 3},
            "deviceRunStates": [{"id": "1:d", "configurationState": "pending"}],
            "userRunStates": [{"id": "1:u", "errorDeviceCount": 0}]}"##,
    ),
];

pub(crate) const ASSIGNMENTS: &[Fixture] = &[
    (
        "documented, without #",
        r##"{"@odata.type": "#microsoft.graph.hardwareConfigurationAssignment", "id": "8ce97c8a-7c8a-8ce9-8a7c-e98c8a7ce98c",
            "target": {"@odata.type": "microsoft.graph.configurationManagerCollectionAssignmentTarget",
                "deviceAndAppManagementAssignmentFilterId": "Filter id", "deviceAndAppManagementAssignmentFilterType": "include",
                "collectionId": "Collection id"}}"##,
    ),
    (
        "group with a filter",
        r##"{"id": "1", "target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": "g",
            "deviceAndAppManagementAssignmentFilterId": null, "deviceAndAppManagementAssignmentFilterType": "none"}}"##,
    ),
    (
        "another case",
        r##"{"id": "1", "target": {"@odata.type": "#Microsoft.Graph.ExclusionGroupAssignmentTarget", "groupId": "g"}}"##,
    ),
    (
        "another target, with properties of its own",
        r##"{"id": "1", "target": {"@odata.type": "microsoft.graph.scopeTagGroupAssignmentTarget", "targetType": "user",
            "entraObjectId": "e", "nested": {"list": [1, null, {"deep": "value"}]}}}"##,
    ),
    (
        "a target without a type",
        r##"{"id": "1", "target": {"groupId": null, "later": "x"}}"##,
    ),
    ("no target", r##"{"id": "1", "target": null}"##),
    (
        "another filter type",
        r##"{"id": "1", "target": {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget",
            "deviceAndAppManagementAssignmentFilterType": "sometimes", "deviceAndAppManagementAssignmentFilterId": ""}}"##,
    ),
];

pub(crate) const RUN_SUMMARIES: &[Fixture] = &[
    (
        "documented",
        r##"{"@odata.type": "#microsoft.graph.hardwareConfigurationRunSummary", "id": "07b6aa4c-aa4c-07b6-4caa-b6074caab607",
            "successfulDeviceCount": 5, "failedDeviceCount": 1, "pendingDeviceCount": 2, "errorDeviceCount": 0,
            "notApplicableDeviceCount": 8, "unknownDeviceCount": 2, "successfulUserCount": 3, "failedUserCount": 15,
            "pendingUserCount": 0, "errorUserCount": 14, "notApplicableUserCount": 6, "unknownUserCount": 0,
            "lastRunDateTime": "2016-12-31T23:57:28.499537-08:00"}"##,
    ),
    (
        "nulls and gaps",
        r##"{"id": "1", "successfulDeviceCount": 4, "pendingDeviceCount": null, "lastRunDateTime": null}"##,
    ),
    (
        "never run",
        r##"{"id": "1", "lastRunDateTime": "0001-01-01T00:00:00Z", "successfulDeviceCount": 0}"##,
    ),
    (
        "seven digits",
        r##"{"id": "1", "lastRunDateTime": "9999-12-31T23:59:59.9999999Z", "later": false}"##,
    ),
];

pub(crate) const DEVICE_RUN_STATES: &[Fixture] = &[
    (
        "documented",
        r##"{"@odata.type": "#microsoft.graph.hardwareConfigurationDeviceState", "id": "d26da1e1-a1e1-d26d-e1a1-6dd2e1a16dd2",
            "configurationState": "success", "deviceName": "LAPTOP-1", "osVersion": "10.0.19042.1165", "upn": "a@b.example",
            "internalVersion": 15, "lastStateUpdateDateTime": "2017-01-01T00:02:58.4418045-08:00",
            "configurationOutput": "done", "configurationError": "", "assignmentFilterIds": "a,b", "userId": "u"}"##,
    ),
    (
        "nulls",
        r##"{"id": "1", "configurationState": null, "deviceName": null, "osVersion": null, "upn": null, "internalVersion": null,
            "lastStateUpdateDateTime": null, "configurationOutput": null, "configurationError": null,
            "assignmentFilterIds": null, "userId": null}"##,
    ),
    (
        "a later state",
        r##"{"id": "1", "configurationState": "rebootPending", "rebootCount": 2}"##,
    ),
];

pub(crate) const USER_RUN_STATES: &[Fixture] = &[
    (
        "documented",
        r##"{"@odata.type": "#microsoft.graph.hardwareConfigurationUserState", "id": "a", "userName": "A", "upn": "a@b.example",
            "userEmail": "a@b.example", "lastStateUpdateDateTime": "2017-01-01T00:02:58.4418045-08:00",
            "successfulDeviceCount": 5, "failedDeviceCount": 1, "pendingDeviceCount": 2, "errorDeviceCount": 0,
            "notApplicableDeviceCount": 8, "unknownDeviceCount": 2}"##,
    ),
    (
        "nulls",
        r##"{"id": "1", "userName": null, "successfulDeviceCount": null, "lastStateUpdateDateTime": null}"##,
    ),
];
