//! The hardware configuration as the service returns it.

use time::OffsetDateTime;

use super::assignment::Assignment;
use super::entity::entity;
use super::enums::HardwareConfigurationFormat;
use super::extra::ExtraProperties;
use super::field::Field;
use super::file_content::FileContent;
use super::id::HardwareConfigurationId;
use super::run_state::{DeviceRunState, UserRunState};
use super::run_summary::RunSummary;

/// A hardware configuration: a file of BIOS settings, with a name, for the devices that it is assigned to.
///
/// A property that was not selected, or that the service left out, is [`Field::Absent`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HardwareConfiguration {
    /// The id.
    pub id: Field<HardwareConfigurationId>,
    /// The name, for people.
    pub display_name: Field<String>,
    /// What it is for.
    pub description: Field<String>,
    /// The name of the configuration file.
    pub file_name: Field<String>,
    /// The content of the configuration file: a secret.
    pub file_content: Field<FileContent>,
    /// The vendor's format of the configuration file.
    pub format: Field<HardwareConfigurationFormat>,
    /// Whether the devices get no BIOS password of their own.
    pub per_device_password_disabled: Field<bool>,
    /// The ids of the scope tags.
    pub role_scope_tag_ids: Field<Vec<Option<String>>>,
    /// The version, which the service counts up when the file or the password setting changes.
    pub version: Field<i64>,
    /// When it was created.
    pub created: Field<OffsetDateTime>,
    /// When it was last modified.
    pub last_modified: Field<OffsetDateTime>,
    /// The assignments, when expanded.
    pub assignments: Field<Vec<Assignment>>,
    /// The run summary, when expanded.
    pub run_summary: Field<Box<RunSummary>>,
    /// The run states of devices, when expanded.
    pub device_run_states: Field<Vec<DeviceRunState>>,
    /// The run states of users, when expanded.
    pub user_run_states: Field<Vec<UserRunState>>,
    /// Properties that this version of the crate does not know.
    pub extra: ExtraProperties,
}

entity! {
    HardwareConfiguration = "hardwareConfiguration";
    properties HardwareConfigurationProperty {
        Id = "id" => id,
        DisplayName = "displayName" => display_name,
        Description = "description" => description,
        FileName = "fileName" => file_name,
        ConfigurationFileContent = "configurationFileContent" => file_content,
        HardwareConfigurationFormat = "hardwareConfigurationFormat" => format,
        PerDevicePasswordDisabled = "perDevicePasswordDisabled" => per_device_password_disabled,
        RoleScopeTagIds = "roleScopeTagIds" => role_scope_tag_ids,
        Version = "version" => version,
        CreatedDateTime = "createdDateTime" => created,
        LastModifiedDateTime = "lastModifiedDateTime" => last_modified,
    }
    navigations HardwareConfigurationNavigation {
        Assignments = "assignments" => assignments,
        RunSummary = "runSummary" => run_summary,
        DeviceRunStates = "deviceRunStates" => device_run_states,
        UserRunStates = "userRunStates" => user_run_states,
    }
}
