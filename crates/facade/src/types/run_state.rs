//! What became of a configuration on one device, and on the devices of one user.

use time::OffsetDateTime;

use super::entity::entity;
use super::enums::RunState;
use super::extra::ExtraProperties;
use super::field::Field;
use super::id::{DeviceRunStateId, UserRunStateId};
use super::run_summary::RunCounts;

/// What became of a hardware configuration on one device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeviceRunState {
    /// The id of the run state.
    pub id: Field<DeviceRunStateId>,
    /// The name of the device.
    pub device_name: Field<String>,
    /// The state.
    pub state: Field<RunState>,
    /// When the state last changed.
    pub last_update: Field<OffsetDateTime>,
    /// What applying the settings printed.
    pub output: Field<String>,
    /// What applying the settings reported as an error.
    pub error: Field<String>,
    /// The version of the operating system, such as `10.0.19042.1165`.
    pub os_version: Field<String>,
    /// The user principal name of the device's user.
    pub upn: Field<String>,
    /// The id of the device's user.
    pub user_id: Field<String>,
    /// The version of the policy that the device has.
    pub internal_version: Field<i64>,
    /// The ids of the assignment filters that were applied: one text, as the service sends it.
    pub assignment_filter_ids: Field<String>,
    /// Properties that this version of the crate does not know.
    pub extra: ExtraProperties,
}

entity! {
    DeviceRunState = "hardwareConfigurationDeviceState";
    properties DeviceRunStateProperty {
        Id = "id" => id,
        DeviceName = "deviceName" => device_name,
        ConfigurationState = "configurationState" => state,
        LastStateUpdateDateTime = "lastStateUpdateDateTime" => last_update,
        ConfigurationOutput = "configurationOutput" => output,
        ConfigurationError = "configurationError" => error,
        OsVersion = "osVersion" => os_version,
        Upn = "upn" => upn,
        UserId = "userId" => user_id,
        InternalVersion = "internalVersion" => internal_version,
        AssignmentFilterIds = "assignmentFilterIds" => assignment_filter_ids,
    }
    navigations DeviceRunStateNavigation {}
}

/// What became of a hardware configuration on the devices of one user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserRunState {
    /// The id of the run state.
    pub id: Field<UserRunStateId>,
    /// The name of the user.
    pub user_name: Field<String>,
    /// The e-mail address of the user.
    pub user_email: Field<String>,
    /// The user principal name.
    pub upn: Field<String>,
    /// The user's devices, counted by state.
    pub devices: RunCounts,
    /// When a state last changed.
    pub last_update: Field<OffsetDateTime>,
    /// Properties that this version of the crate does not know.
    pub extra: ExtraProperties,
}

entity! {
    UserRunState = "hardwareConfigurationUserState";
    properties UserRunStateProperty {
        Id = "id" => id,
        UserName = "userName" => user_name,
        UserEmail = "userEmail" => user_email,
        Upn = "upn" => upn,
        SuccessfulDeviceCount = "successfulDeviceCount" => devices.successful,
        FailedDeviceCount = "failedDeviceCount" => devices.failed,
        PendingDeviceCount = "pendingDeviceCount" => devices.pending,
        ErrorDeviceCount = "errorDeviceCount" => devices.error,
        NotApplicableDeviceCount = "notApplicableDeviceCount" => devices.not_applicable,
        UnknownDeviceCount = "unknownDeviceCount" => devices.unknown,
        LastStateUpdateDateTime = "lastStateUpdateDateTime" => last_update,
    }
    navigations UserRunStateNavigation {}
}
