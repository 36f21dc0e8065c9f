#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///Every device of the tenant.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct AllDevicesAssignmentTarget {
        ///The id of the assignment filter that narrows the target.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_id: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///What the assignment filter does with the devices that it matches.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_type: ::std::option::Option<
            ::std::option::Option<DeviceAndAppManagementAssignmentFilterType>,
        >,
        ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
        #[serde(rename = "@odata.type")]
        pub odata_type: AllDevicesAssignmentTargetOdataType,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum AllDevicesAssignmentTargetOdataType {
        #[serde(rename = "#microsoft.graph.allDevicesAssignmentTarget")]
        MicrosoftGraphAllDevicesAssignmentTarget,
    }
    impl ::std::fmt::Display for AllDevicesAssignmentTargetOdataType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::MicrosoftGraphAllDevicesAssignmentTarget => {
                    f.write_str("#microsoft.graph.allDevicesAssignmentTarget")
                }
            }
        }
    }
    impl ::std::str::FromStr for AllDevicesAssignmentTargetOdataType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "#microsoft.graph.allDevicesAssignmentTarget" => {
                    Ok(Self::MicrosoftGraphAllDevicesAssignmentTarget)
                }
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for AllDevicesAssignmentTargetOdataType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for AllDevicesAssignmentTargetOdataType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///Every user who has an Intune licence.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct AllLicensedUsersAssignmentTarget {
        ///The id of the assignment filter that narrows the target.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_id: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///What the assignment filter does with the devices that it matches.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_type: ::std::option::Option<
            ::std::option::Option<DeviceAndAppManagementAssignmentFilterType>,
        >,
        ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
        #[serde(rename = "@odata.type")]
        pub odata_type: AllLicensedUsersAssignmentTargetOdataType,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum AllLicensedUsersAssignmentTargetOdataType {
        #[serde(rename = "#microsoft.graph.allLicensedUsersAssignmentTarget")]
        MicrosoftGraphAllLicensedUsersAssignmentTarget,
    }
    impl ::std::fmt::Display for AllLicensedUsersAssignmentTargetOdataType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::MicrosoftGraphAllLicensedUsersAssignmentTarget => {
                    f.write_str("#microsoft.graph.allLicensedUsersAssignmentTarget")
                }
            }
        }
    }
    impl ::std::str::FromStr for AllLicensedUsersAssignmentTargetOdataType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "#microsoft.graph.allLicensedUsersAssignmentTarget" => {
                    Ok(Self::MicrosoftGraphAllLicensedUsersAssignmentTarget)
                }
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for AllLicensedUsersAssignmentTargetOdataType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for AllLicensedUsersAssignmentTargetOdataType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///The assignments that a configuration is to have.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(deny_unknown_fields)]
    pub struct AssignRequest {
        ///All of them; those not listed are removed.
        #[serde(rename = "hardwareConfigurationAssignments")]
        pub hardware_configuration_assignments: ::std::vec::Vec<
            HardwareConfigurationAssignment,
        >,
    }
    ///The members of a collection in Configuration Manager.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct ConfigurationManagerCollectionAssignmentTarget {
        ///The id of the collection.
        #[serde(
            rename = "collectionId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub collection_id: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The id of the assignment filter that narrows the target.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_id: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///What the assignment filter does with the devices that it matches.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_type: ::std::option::Option<
            ::std::option::Option<DeviceAndAppManagementAssignmentFilterType>,
        >,
        ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
        #[serde(rename = "@odata.type")]
        pub odata_type: ConfigurationManagerCollectionAssignmentTargetOdataType,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum ConfigurationManagerCollectionAssignmentTargetOdataType {
        #[serde(
            rename = "#microsoft.graph.configurationManagerCollectionAssignmentTarget"
        )]
        MicrosoftGraphConfigurationManagerCollectionAssignmentTarget,
    }
    impl ::std::fmt::Display
    for ConfigurationManagerCollectionAssignmentTargetOdataType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::MicrosoftGraphConfigurationManagerCollectionAssignmentTarget => {
                    f.write_str(
                        "#microsoft.graph.configurationManagerCollectionAssignmentTarget",
                    )
                }
            }
        }
    }
    impl ::std::str::FromStr
    for ConfigurationManagerCollectionAssignmentTargetOdataType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "#microsoft.graph.configurationManagerCollectionAssignmentTarget" => {
                    Ok(
                        Self::MicrosoftGraphConfigurationManagerCollectionAssignmentTarget,
                    )
                }
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str>
    for ConfigurationManagerCollectionAssignmentTargetOdataType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for ConfigurationManagerCollectionAssignmentTargetOdataType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///What an assignment filter does with the devices that it matches. New values arrive.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[serde(transparent)]
    pub struct DeviceAndAppManagementAssignmentFilterType(pub ::std::string::String);
    impl ::std::ops::Deref for DeviceAndAppManagementAssignmentFilterType {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<DeviceAndAppManagementAssignmentFilterType>
    for ::std::string::String {
        fn from(value: DeviceAndAppManagementAssignmentFilterType) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::string::String>
    for DeviceAndAppManagementAssignmentFilterType {
        fn from(value: ::std::string::String) -> Self {
            Self(value)
        }
    }
    impl ::std::fmt::Display for DeviceAndAppManagementAssignmentFilterType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }
    impl ::std::str::FromStr for DeviceAndAppManagementAssignmentFilterType {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.to_string()))
        }
    }
    ///To whom an assignment applies. `@odata.type` tells which kind it is; new kinds arrive.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(untagged)]
    pub enum DeviceAndAppManagementAssignmentTarget {
        AllDevicesAssignmentTarget(AllDevicesAssignmentTarget),
        AllLicensedUsersAssignmentTarget(AllLicensedUsersAssignmentTarget),
        ConfigurationManagerCollectionAssignmentTarget(
            ConfigurationManagerCollectionAssignmentTarget,
        ),
        ExclusionGroupAssignmentTarget(ExclusionGroupAssignmentTarget),
        GroupAssignmentTarget(GroupAssignmentTarget),
        UnknownDeviceAndAppManagementAssignmentTarget(
            UnknownDeviceAndAppManagementAssignmentTarget,
        ),
    }
    impl ::std::convert::From<AllDevicesAssignmentTarget>
    for DeviceAndAppManagementAssignmentTarget {
        fn from(value: AllDevicesAssignmentTarget) -> Self {
            Self::AllDevicesAssignmentTarget(value)
        }
    }
    impl ::std::convert::From<AllLicensedUsersAssignmentTarget>
    for DeviceAndAppManagementAssignmentTarget {
        fn from(value: AllLicensedUsersAssignmentTarget) -> Self {
            Self::AllLicensedUsersAssignmentTarget(value)
        }
    }
    impl ::std::convert::From<ConfigurationManagerCollectionAssignmentTarget>
    for DeviceAndAppManagementAssignmentTarget {
        fn from(value: ConfigurationManagerCollectionAssignmentTarget) -> Self {
            Self::ConfigurationManagerCollectionAssignmentTarget(value)
        }
    }
    impl ::std::convert::From<ExclusionGroupAssignmentTarget>
    for DeviceAndAppManagementAssignmentTarget {
        fn from(value: ExclusionGroupAssignmentTarget) -> Self {
            Self::ExclusionGroupAssignmentTarget(value)
        }
    }
    impl ::std::convert::From<GroupAssignmentTarget>
    for DeviceAndAppManagementAssignmentTarget {
        fn from(value: GroupAssignmentTarget) -> Self {
            Self::GroupAssignmentTarget(value)
        }
    }
    impl ::std::convert::From<UnknownDeviceAndAppManagementAssignmentTarget>
    for DeviceAndAppManagementAssignmentTarget {
        fn from(value: UnknownDeviceAndAppManagementAssignmentTarget) -> Self {
            Self::UnknownDeviceAndAppManagementAssignmentTarget(value)
        }
    }
    ///The members of a group, who are spared.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct ExclusionGroupAssignmentTarget {
        ///The id of the assignment filter that narrows the target.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_id: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///What the assignment filter does with the devices that it matches.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_type: ::std::option::Option<
            ::std::option::Option<DeviceAndAppManagementAssignmentFilterType>,
        >,
        ///The id of the group in Microsoft Entra ID.
        #[serde(
            rename = "groupId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub group_id: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
        #[serde(rename = "@odata.type")]
        pub odata_type: ExclusionGroupAssignmentTargetOdataType,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum ExclusionGroupAssignmentTargetOdataType {
        #[serde(rename = "#microsoft.graph.exclusionGroupAssignmentTarget")]
        MicrosoftGraphExclusionGroupAssignmentTarget,
    }
    impl ::std::fmt::Display for ExclusionGroupAssignmentTargetOdataType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::MicrosoftGraphExclusionGroupAssignmentTarget => {
                    f.write_str("#microsoft.graph.exclusionGroupAssignmentTarget")
                }
            }
        }
    }
    impl ::std::str::FromStr for ExclusionGroupAssignmentTargetOdataType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "#microsoft.graph.exclusionGroupAssignmentTarget" => {
                    Ok(Self::MicrosoftGraphExclusionGroupAssignmentTarget)
                }
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for ExclusionGroupAssignmentTargetOdataType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for ExclusionGroupAssignmentTargetOdataType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///The members of a group.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct GroupAssignmentTarget {
        ///The id of the assignment filter that narrows the target.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_id: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///What the assignment filter does with the devices that it matches.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_type: ::std::option::Option<
            ::std::option::Option<DeviceAndAppManagementAssignmentFilterType>,
        >,
        ///The id of the group in Microsoft Entra ID.
        #[serde(
            rename = "groupId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub group_id: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
        #[serde(rename = "@odata.type")]
        pub odata_type: GroupAssignmentTargetOdataType,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    pub enum GroupAssignmentTargetOdataType {
        #[serde(rename = "#microsoft.graph.groupAssignmentTarget")]
        MicrosoftGraphGroupAssignmentTarget,
    }
    impl ::std::fmt::Display for GroupAssignmentTargetOdataType {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match *self {
                Self::MicrosoftGraphGroupAssignmentTarget => {
                    f.write_str("#microsoft.graph.groupAssignmentTarget")
                }
            }
        }
    }
    impl ::std::str::FromStr for GroupAssignmentTargetOdataType {
        type Err = self::error::ConversionError;
        fn from_str(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            match value {
                "#microsoft.graph.groupAssignmentTarget" => {
                    Ok(Self::MicrosoftGraphGroupAssignmentTarget)
                }
                _ => Err("invalid value".into()),
            }
        }
    }
    impl ::std::convert::TryFrom<&str> for GroupAssignmentTargetOdataType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: &str,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<::std::string::String>
    for GroupAssignmentTargetOdataType {
        type Error = self::error::ConversionError;
        fn try_from(
            value: ::std::string::String,
        ) -> ::std::result::Result<Self, self::error::ConversionError> {
            value.parse()
        }
    }
    ///A BIOS configuration profile. A settings file made by a vendor's tool, and to whom it applies.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct HardwareConfiguration {
        ///To whom the configuration applies; there if expanded.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub assignments: ::std::option::Option<
            ::std::option::Option<::std::vec::Vec<HardwareConfigurationAssignment>>,
        >,
        ///The settings file. It may hold BIOS passwords.
        #[serde(
            rename = "configurationFileContent",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub configuration_file_content: ::std::option::Option<
            ::std::option::Option<crate::FileContent>,
        >,
        ///When the configuration was created.
        #[serde(
            rename = "createdDateTime",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub created_date_time: ::std::option::Option<
            ::std::option::Option<crate::DateTime>,
        >,
        ///What the configuration is for, in the words of its author.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub description: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///How the configuration fared on each device; there if expanded.
        #[serde(
            rename = "deviceRunStates",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_run_states: ::std::option::Option<
            ::std::option::Option<::std::vec::Vec<HardwareConfigurationDeviceState>>,
        >,
        ///The name that people see.
        #[serde(
            rename = "displayName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub display_name: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The name of the settings file.
        #[serde(
            rename = "fileName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub file_name: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///Which vendor's tool made the settings file.
        #[serde(
            rename = "hardwareConfigurationFormat",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub hardware_configuration_format: ::std::option::Option<
            ::std::option::Option<HardwareConfigurationFormat>,
        >,
        ///The id. It looks like a GUID, which nothing promises.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub id: ::std::option::Option<::std::option::Option<::std::string::String>>,
        ///When the configuration was last changed.
        #[serde(
            rename = "lastModifiedDateTime",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub last_modified_date_time: ::std::option::Option<
            ::std::option::Option<crate::DateTime>,
        >,
        ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
        #[serde(
            rename = "@odata.type",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_type: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///Whether devices go without a BIOS password of their own, kept in Intune.
        #[serde(
            rename = "perDevicePasswordDisabled",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub per_device_password_disabled: ::std::option::Option<
            ::std::option::Option<bool>,
        >,
        ///The scope tags that say which administrators see the configuration.
        #[serde(
            rename = "roleScopeTagIds",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub role_scope_tag_ids: ::std::option::Option<
            ::std::option::Option<
                ::std::vec::Vec<::std::option::Option<::std::string::String>>,
            >,
        >,
        ///How the application went, in numbers; there if expanded.
        #[serde(
            rename = "runSummary",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub run_summary: ::std::option::Option<
            ::std::option::Option<HardwareConfigurationRunSummary>,
        >,
        ///How the configuration fared on the devices of each user; there if expanded.
        #[serde(
            rename = "userRunStates",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub user_run_states: ::std::option::Option<
            ::std::option::Option<::std::vec::Vec<HardwareConfigurationUserState>>,
        >,
        ///Counts the changes of the configuration.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub version: ::std::option::Option<::std::option::Option<i32>>,
    }
    ///Says to whom a configuration applies.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct HardwareConfigurationAssignment {
        ///The id. It looks like a GUID, which nothing promises.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub id: ::std::option::Option<::std::option::Option<::std::string::String>>,
        ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
        #[serde(
            rename = "@odata.type",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_type: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The devices or users that the assignment reaches, or spares.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub target: ::std::option::Option<
            ::std::option::Option<DeviceAndAppManagementAssignmentTarget>,
        >,
    }
    ///One page of assignments.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct HardwareConfigurationAssignmentCollectionResponse {
        ///How many items the whole collection has, where that was asked for.
        #[serde(
            rename = "@odata.count",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_count: ::std::option::Option<::std::option::Option<i64>>,
        ///Where the next page is; absent on the last one. To be used as it came.
        #[serde(
            rename = "@odata.nextLink",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_next_link: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The items of this page; there may be none although a next page exists.
        pub value: ::std::vec::Vec<HardwareConfigurationAssignment>,
    }
    ///One page of hardware configurations.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct HardwareConfigurationCollectionResponse {
        ///How many items the whole collection has, where that was asked for.
        #[serde(
            rename = "@odata.count",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_count: ::std::option::Option<::std::option::Option<i64>>,
        ///Where the next page is; absent on the last one. To be used as it came.
        #[serde(
            rename = "@odata.nextLink",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_next_link: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The items of this page; there may be none although a next page exists.
        pub value: ::std::vec::Vec<HardwareConfiguration>,
    }
    ///How a configuration fared on one device.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct HardwareConfigurationDeviceState {
        ///The assignment filters that applied, in one string.
        #[serde(
            rename = "assignmentFilterIds",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub assignment_filter_ids: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///What the vendor's tool said went wrong.
        #[serde(
            rename = "configurationError",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub configuration_error: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///What the vendor's tool printed.
        #[serde(
            rename = "configurationOutput",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub configuration_output: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///How the application stands on this device.
        #[serde(
            rename = "configurationState",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub configuration_state: ::std::option::Option<::std::option::Option<RunState>>,
        ///What the device is called.
        #[serde(
            rename = "deviceName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_name: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The id. It looks like a GUID, which nothing promises.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub id: ::std::option::Option<::std::option::Option<::std::string::String>>,
        ///The version of the configuration that the device has.
        #[serde(
            rename = "internalVersion",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub internal_version: ::std::option::Option<::std::option::Option<i32>>,
        ///When this state was last reported.
        #[serde(
            rename = "lastStateUpdateDateTime",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub last_state_update_date_time: ::std::option::Option<
            ::std::option::Option<crate::DateTime>,
        >,
        ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
        #[serde(
            rename = "@odata.type",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_type: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The version of the device's operating system.
        #[serde(
            rename = "osVersion",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub os_version: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The principal name of the device's user.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub upn: ::std::option::Option<::std::option::Option<::std::string::String>>,
        ///The id of the device's user.
        #[serde(
            rename = "userId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub user_id: ::std::option::Option<::std::option::Option<::std::string::String>>,
    }
    ///One page of device run states.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct HardwareConfigurationDeviceStateCollectionResponse {
        ///How many items the whole collection has, where that was asked for.
        #[serde(
            rename = "@odata.count",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_count: ::std::option::Option<::std::option::Option<i64>>,
        ///Where the next page is; absent on the last one. To be used as it came.
        #[serde(
            rename = "@odata.nextLink",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_next_link: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The items of this page; there may be none although a next page exists.
        pub value: ::std::vec::Vec<HardwareConfigurationDeviceState>,
    }
    ///The vendor's tool that made a settings file. New values arrive.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[serde(transparent)]
    pub struct HardwareConfigurationFormat(pub ::std::string::String);
    impl ::std::ops::Deref for HardwareConfigurationFormat {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<HardwareConfigurationFormat> for ::std::string::String {
        fn from(value: HardwareConfigurationFormat) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::string::String> for HardwareConfigurationFormat {
        fn from(value: ::std::string::String) -> Self {
            Self(value)
        }
    }
    impl ::std::fmt::Display for HardwareConfigurationFormat {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }
    impl ::std::str::FromStr for HardwareConfigurationFormat {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.to_string()))
        }
    }
    ///How the application of a configuration went, in numbers of devices and users.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct HardwareConfigurationRunSummary {
        ///Devices on which the attempt itself broke down.
        #[serde(
            rename = "errorDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub error_device_count: ::std::option::Option<::std::option::Option<i32>>,
        ///Users on whose devices the attempt itself broke down.
        #[serde(
            rename = "errorUserCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub error_user_count: ::std::option::Option<::std::option::Option<i32>>,
        ///Devices that refused the configuration.
        #[serde(
            rename = "failedDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub failed_device_count: ::std::option::Option<::std::option::Option<i32>>,
        ///Users whose devices refused the configuration.
        #[serde(
            rename = "failedUserCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub failed_user_count: ::std::option::Option<::std::option::Option<i32>>,
        ///The id. It looks like a GUID, which nothing promises.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub id: ::std::option::Option<::std::option::Option<::std::string::String>>,
        ///When the configuration was last applied anywhere.
        #[serde(
            rename = "lastRunDateTime",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub last_run_date_time: ::std::option::Option<
            ::std::option::Option<crate::DateTime>,
        >,
        ///Devices that the configuration is not made for.
        #[serde(
            rename = "notApplicableDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub not_applicable_device_count: ::std::option::Option<
            ::std::option::Option<i32>,
        >,
        ///Users whose devices the configuration is not made for.
        #[serde(
            rename = "notApplicableUserCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub not_applicable_user_count: ::std::option::Option<::std::option::Option<i32>>,
        ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
        #[serde(
            rename = "@odata.type",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_type: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///Devices that have not answered yet.
        #[serde(
            rename = "pendingDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub pending_device_count: ::std::option::Option<::std::option::Option<i32>>,
        ///Users whose devices have not answered yet.
        #[serde(
            rename = "pendingUserCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub pending_user_count: ::std::option::Option<::std::option::Option<i32>>,
        ///Devices that took the configuration.
        #[serde(
            rename = "successfulDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub successful_device_count: ::std::option::Option<::std::option::Option<i32>>,
        ///Users whose devices took the configuration.
        #[serde(
            rename = "successfulUserCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub successful_user_count: ::std::option::Option<::std::option::Option<i32>>,
        ///Devices whose state is not known.
        #[serde(
            rename = "unknownDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub unknown_device_count: ::std::option::Option<::std::option::Option<i32>>,
        ///Users whose devices' state is not known.
        #[serde(
            rename = "unknownUserCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub unknown_user_count: ::std::option::Option<::std::option::Option<i32>>,
    }
    ///How a configuration fared on the devices of one user, in numbers.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct HardwareConfigurationUserState {
        ///The user's devices on which the attempt itself broke down.
        #[serde(
            rename = "errorDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub error_device_count: ::std::option::Option<::std::option::Option<i32>>,
        ///The user's devices that refused the configuration.
        #[serde(
            rename = "failedDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub failed_device_count: ::std::option::Option<::std::option::Option<i32>>,
        ///The id. It looks like a GUID, which nothing promises.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub id: ::std::option::Option<::std::option::Option<::std::string::String>>,
        ///When this state was last reported.
        #[serde(
            rename = "lastStateUpdateDateTime",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub last_state_update_date_time: ::std::option::Option<
            ::std::option::Option<crate::DateTime>,
        >,
        ///The user's devices that the configuration is not made for.
        #[serde(
            rename = "notApplicableDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub not_applicable_device_count: ::std::option::Option<
            ::std::option::Option<i32>,
        >,
        ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
        #[serde(
            rename = "@odata.type",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_type: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The user's devices that have not answered yet.
        #[serde(
            rename = "pendingDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub pending_device_count: ::std::option::Option<::std::option::Option<i32>>,
        ///The user's devices that took the configuration.
        #[serde(
            rename = "successfulDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub successful_device_count: ::std::option::Option<::std::option::Option<i32>>,
        ///The user's devices whose state is not known.
        #[serde(
            rename = "unknownDeviceCount",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub unknown_device_count: ::std::option::Option<::std::option::Option<i32>>,
        ///The principal name of the user.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub upn: ::std::option::Option<::std::option::Option<::std::string::String>>,
        ///The mail address of the user.
        #[serde(
            rename = "userEmail",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub user_email: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The name of the user.
        #[serde(
            rename = "userName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub user_name: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
    }
    ///One page of user run states.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct HardwareConfigurationUserStateCollectionResponse {
        ///How many items the whole collection has, where that was asked for.
        #[serde(
            rename = "@odata.count",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_count: ::std::option::Option<::std::option::Option<i64>>,
        ///Where the next page is; absent on the last one. To be used as it came.
        #[serde(
            rename = "@odata.nextLink",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_next_link: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///The items of this page; there may be none although a next page exists.
        pub value: ::std::vec::Vec<HardwareConfigurationUserState>,
    }
    ///How the application of a configuration stands. New values arrive.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[serde(transparent)]
    pub struct RunState(pub ::std::string::String);
    impl ::std::ops::Deref for RunState {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<RunState> for ::std::string::String {
        fn from(value: RunState) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::string::String> for RunState {
        fn from(value: ::std::string::String) -> Self {
            Self(value)
        }
    }
    impl ::std::fmt::Display for RunState {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }
    impl ::std::str::FromStr for RunState {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.to_string()))
        }
    }
    ///A target of a kind that this document does not know; nothing of it is lost.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    pub struct UnknownDeviceAndAppManagementAssignmentTarget {
        ///The id of the assignment filter that narrows the target.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_id: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        ///What the assignment filter does with the devices that it matches.
        #[serde(
            rename = "deviceAndAppManagementAssignmentFilterType",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub device_and_app_management_assignment_filter_type: ::std::option::Option<
            ::std::option::Option<DeviceAndAppManagementAssignmentFilterType>,
        >,
        ///The name of the type, `#microsoft.graph.` and all. Mostly absent from responses.
        #[serde(
            rename = "@odata.type",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        #[serde(default, deserialize_with = "crate::nullable::deserialize")]
        pub odata_type: ::std::option::Option<
            ::std::option::Option<::std::string::String>,
        >,
        #[serde(flatten)]
        pub extra: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
#[derive(Clone, Debug)]
/**Client for Intune hardware configurations

BIOS settings files, uploaded, assigned to groups and applied to fleets of devices, with a summary of how that went. A part of Microsoft Graph's beta API; an active Intune licence is required.

A request is held to what its schema says. Requests take known values of enums only, the known kinds of targets, and no properties that are not listed. Responses bring new values, kinds and properties before this document knows them: read them as they come.

A PATCH that succeeds may also be answered by 204, or by a 200 without a body.

Version: beta*/
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: msgraph_transport::Transport,
}
impl Client {
    /// Construct a new client with an existing `reqwest::Client`,
    /// allowing more control over its configuration.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: msgraph_transport::Transport,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<msgraph_transport::Transport> for Client {
    fn api_version() -> &'static str {
        "beta"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &msgraph_transport::Transport {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<msgraph_transport::Transport>,
    {}
};
#[allow(clippy::all)]
impl Client {
    /**Lists the hardware configurations of the tenant.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations`

Arguments:
- `count`: Whether the first page also tells how many items there are in all.
- `expand`: Related entities to include, by property name.
- `filter`: An OData condition that items must meet.
- `orderby`: Properties to sort by, each with an optional ` desc`, and none twice.
- `search`: A phrase that items must match, such as `"laptops"`.
- `select`: Properties to return; the others are left out.
- `skip`: How many items to pass over.
- `top`: How many items a page holds at most.
*/
    pub async fn list_hardware_configurations<'a>(
        &'a self,
        count: Option<bool>,
        expand: Option<&'a crate::CommaSeparated>,
        filter: Option<&'a str>,
        orderby: Option<&'a crate::CommaSeparated>,
        search: Option<&'a str>,
        select: Option<&'a crate::CommaSeparated>,
        skip: Option<u64>,
        top: Option<u64>,
    ) -> Result<
        ResponseValue<types::HardwareConfigurationCollectionResponse>,
        Error<()>,
    > {
        let url = format!("{}/deviceManagement/hardwareConfigurations", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$count", &count))
            .query(&progenitor_client::QueryParam::new("$expand", &expand))
            .query(&progenitor_client::QueryParam::new("$filter", &filter))
            .query(&progenitor_client::QueryParam::new("$orderby", &orderby))
            .query(&progenitor_client::QueryParam::new("$search", &search))
            .query(&progenitor_client::QueryParam::new("$select", &select))
            .query(&progenitor_client::QueryParam::new("$skip", &skip))
            .query(&progenitor_client::QueryParam::new("$top", &top))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_hardware_configurations",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Creates a hardware configuration from a settings file.

Sends a `POST` request to `/deviceManagement/hardwareConfigurations`

*/
    pub async fn create_hardware_configuration<'a>(
        &'a self,
        body: &'a types::HardwareConfiguration,
    ) -> Result<ResponseValue<types::HardwareConfiguration>, Error<()>> {
        let url = format!("{}/deviceManagement/hardwareConfigurations", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "create_hardware_configuration",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Counts the hardware configurations of the tenant.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/$count`

Arguments:
- `filter`: An OData condition that items must meet.
- `search`: A phrase that items must match, such as `"laptops"`.
*/
    pub async fn count_hardware_configurations<'a>(
        &'a self,
        filter: Option<&'a str>,
        search: Option<&'a str>,
    ) -> Result<ResponseValue<i64>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/$count", self.baseurl,
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$filter", &filter))
            .query(&progenitor_client::QueryParam::new("$search", &search))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "count_hardware_configurations",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Reads a hardware configuration.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `expand`: Related entities to include, by property name.
- `select`: Properties to return; the others are left out.
*/
    pub async fn get_hardware_configuration<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        expand: Option<&'a crate::CommaSeparated>,
        select: Option<&'a crate::CommaSeparated>,
    ) -> Result<ResponseValue<types::HardwareConfiguration>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}", self.baseurl, encode_path(&
            hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$expand", &expand))
            .query(&progenitor_client::QueryParam::new("$select", &select))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_hardware_configuration",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Deletes a hardware configuration with its assignments and run states.

Sends a `DELETE` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `if_match`: The ETag that the entity must still have, or `*` for any.
*/
    pub async fn delete_hardware_configuration<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        if_match: Option<&'a str>,
    ) -> Result<ResponseValue<()>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}", self.baseurl, encode_path(&
            hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        if let Some(value) = if_match {
            header_map.append("If-Match", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = self.client.delete(url).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "delete_hardware_configuration",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Changes the properties that the body carries, and no others.

Sends a `PATCH` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub async fn update_hardware_configuration<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::HardwareConfiguration,
    ) -> Result<ResponseValue<types::HardwareConfiguration>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}", self.baseurl, encode_path(&
            hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .patch(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "update_hardware_configuration",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Replaces the assignments of a hardware configuration; an empty list clears them.

Sends a `POST` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assign`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub async fn assign<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::AssignRequest,
    ) -> Result<
        ResponseValue<types::HardwareConfigurationAssignmentCollectionResponse>,
        Error<()>,
    > {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/assign", self.baseurl,
            encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "assign",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Lists the assignments of a hardware configuration.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `count`: Whether the first page also tells how many items there are in all.
- `expand`: Related entities to include, by property name.
- `filter`: An OData condition that items must meet.
- `orderby`: Properties to sort by, each with an optional ` desc`, and none twice.
- `search`: A phrase that items must match, such as `"laptops"`.
- `select`: Properties to return; the others are left out.
- `skip`: How many items to pass over.
- `top`: How many items a page holds at most.
*/
    pub async fn list_assignments<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        count: Option<bool>,
        expand: Option<&'a crate::CommaSeparated>,
        filter: Option<&'a str>,
        orderby: Option<&'a crate::CommaSeparated>,
        search: Option<&'a str>,
        select: Option<&'a crate::CommaSeparated>,
        skip: Option<u64>,
        top: Option<u64>,
    ) -> Result<
        ResponseValue<types::HardwareConfigurationAssignmentCollectionResponse>,
        Error<()>,
    > {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/assignments", self.baseurl,
            encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$count", &count))
            .query(&progenitor_client::QueryParam::new("$expand", &expand))
            .query(&progenitor_client::QueryParam::new("$filter", &filter))
            .query(&progenitor_client::QueryParam::new("$orderby", &orderby))
            .query(&progenitor_client::QueryParam::new("$search", &search))
            .query(&progenitor_client::QueryParam::new("$select", &select))
            .query(&progenitor_client::QueryParam::new("$skip", &skip))
            .query(&progenitor_client::QueryParam::new("$top", &top))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_assignments",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Adds one assignment to a hardware configuration.

Sends a `POST` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub async fn create_assignment<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationAssignment,
    ) -> Result<ResponseValue<types::HardwareConfigurationAssignment>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/assignments", self.baseurl,
            encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "create_assignment",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Counts the assignments of a hardware configuration.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments/$count`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `filter`: An OData condition that items must meet.
- `search`: A phrase that items must match, such as `"laptops"`.
*/
    pub async fn count_assignments<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        filter: Option<&'a str>,
        search: Option<&'a str>,
    ) -> Result<ResponseValue<i64>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/assignments/$count", self
            .baseurl, encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$filter", &filter))
            .query(&progenitor_client::QueryParam::new("$search", &search))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "count_assignments",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Reads an assignment.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments/{hardwareConfigurationAssignment-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_assignment_id`: The id of the assignment.
- `expand`: Related entities to include, by property name.
- `select`: Properties to return; the others are left out.
*/
    pub async fn get_assignment<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_assignment_id: &'a crate::Id,
        expand: Option<&'a crate::CommaSeparated>,
        select: Option<&'a crate::CommaSeparated>,
    ) -> Result<ResponseValue<types::HardwareConfigurationAssignment>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/assignments/{}", self.baseurl,
            encode_path(& hardware_configuration_id.to_string()), encode_path(&
            hardware_configuration_assignment_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$expand", &expand))
            .query(&progenitor_client::QueryParam::new("$select", &select))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_assignment",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Deletes an assignment.

Sends a `DELETE` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments/{hardwareConfigurationAssignment-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_assignment_id`: The id of the assignment.
- `if_match`: The ETag that the entity must still have, or `*` for any.
*/
    pub async fn delete_assignment<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_assignment_id: &'a crate::Id,
        if_match: Option<&'a str>,
    ) -> Result<ResponseValue<()>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/assignments/{}", self.baseurl,
            encode_path(& hardware_configuration_id.to_string()), encode_path(&
            hardware_configuration_assignment_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        if let Some(value) = if_match {
            header_map.append("If-Match", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = self.client.delete(url).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "delete_assignment",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Changes an assignment.

Sends a `PATCH` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments/{hardwareConfigurationAssignment-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_assignment_id`: The id of the assignment.
- `body`
*/
    pub async fn update_assignment<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_assignment_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationAssignment,
    ) -> Result<ResponseValue<types::HardwareConfigurationAssignment>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/assignments/{}", self.baseurl,
            encode_path(& hardware_configuration_id.to_string()), encode_path(&
            hardware_configuration_assignment_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .patch(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "update_assignment",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Lists how the hardware configuration fared on each device.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `count`: Whether the first page also tells how many items there are in all.
- `expand`: Related entities to include, by property name.
- `filter`: An OData condition that items must meet.
- `orderby`: Properties to sort by, each with an optional ` desc`, and none twice.
- `search`: A phrase that items must match, such as `"laptops"`.
- `select`: Properties to return; the others are left out.
- `skip`: How many items to pass over.
- `top`: How many items a page holds at most.
*/
    pub async fn list_device_run_states<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        count: Option<bool>,
        expand: Option<&'a crate::CommaSeparated>,
        filter: Option<&'a str>,
        orderby: Option<&'a crate::CommaSeparated>,
        search: Option<&'a str>,
        select: Option<&'a crate::CommaSeparated>,
        skip: Option<u64>,
        top: Option<u64>,
    ) -> Result<
        ResponseValue<types::HardwareConfigurationDeviceStateCollectionResponse>,
        Error<()>,
    > {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates", self
            .baseurl, encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$count", &count))
            .query(&progenitor_client::QueryParam::new("$expand", &expand))
            .query(&progenitor_client::QueryParam::new("$filter", &filter))
            .query(&progenitor_client::QueryParam::new("$orderby", &orderby))
            .query(&progenitor_client::QueryParam::new("$search", &search))
            .query(&progenitor_client::QueryParam::new("$select", &select))
            .query(&progenitor_client::QueryParam::new("$skip", &skip))
            .query(&progenitor_client::QueryParam::new("$top", &top))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_device_run_states",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Creates a device run state. The service keeps these itself, so that this is of little use.

Sends a `POST` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub async fn create_device_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationDeviceState,
    ) -> Result<ResponseValue<types::HardwareConfigurationDeviceState>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates", self
            .baseurl, encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "create_device_run_state",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Counts the device run states of a hardware configuration.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates/$count`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `filter`: An OData condition that items must meet.
- `search`: A phrase that items must match, such as `"laptops"`.
*/
    pub async fn count_device_run_states<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        filter: Option<&'a str>,
        search: Option<&'a str>,
    ) -> Result<ResponseValue<i64>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates/$count", self
            .baseurl, encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$filter", &filter))
            .query(&progenitor_client::QueryParam::new("$search", &search))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "count_device_run_states",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Reads how the hardware configuration fared on one device.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates/{hardwareConfigurationDeviceState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_device_state_id`: The id of the device run state.
- `expand`: Related entities to include, by property name.
- `select`: Properties to return; the others are left out.
*/
    pub async fn get_device_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_device_state_id: &'a crate::Id,
        expand: Option<&'a crate::CommaSeparated>,
        select: Option<&'a crate::CommaSeparated>,
    ) -> Result<ResponseValue<types::HardwareConfigurationDeviceState>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates/{}", self
            .baseurl, encode_path(& hardware_configuration_id.to_string()), encode_path(&
            hardware_configuration_device_state_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$expand", &expand))
            .query(&progenitor_client::QueryParam::new("$select", &select))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_device_run_state",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Deletes a device run state.

Sends a `DELETE` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates/{hardwareConfigurationDeviceState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_device_state_id`: The id of the device run state.
- `if_match`: The ETag that the entity must still have, or `*` for any.
*/
    pub async fn delete_device_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_device_state_id: &'a crate::Id,
        if_match: Option<&'a str>,
    ) -> Result<ResponseValue<()>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates/{}", self
            .baseurl, encode_path(& hardware_configuration_id.to_string()), encode_path(&
            hardware_configuration_device_state_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        if let Some(value) = if_match {
            header_map.append("If-Match", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = self.client.delete(url).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "delete_device_run_state",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Changes a device run state. The service keeps these itself, so that this is of little use.

Sends a `PATCH` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates/{hardwareConfigurationDeviceState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_device_state_id`: The id of the device run state.
- `body`
*/
    pub async fn update_device_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_device_state_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationDeviceState,
    ) -> Result<ResponseValue<types::HardwareConfigurationDeviceState>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates/{}", self
            .baseurl, encode_path(& hardware_configuration_id.to_string()), encode_path(&
            hardware_configuration_device_state_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .patch(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "update_device_run_state",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Reads how the application of a hardware configuration went, in numbers of devices and users.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/runSummary`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `expand`: Related entities to include, by property name.
- `select`: Properties to return; the others are left out.
*/
    pub async fn get_run_summary<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        expand: Option<&'a crate::CommaSeparated>,
        select: Option<&'a crate::CommaSeparated>,
    ) -> Result<ResponseValue<types::HardwareConfigurationRunSummary>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/runSummary", self.baseurl,
            encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$expand", &expand))
            .query(&progenitor_client::QueryParam::new("$select", &select))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_run_summary",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Deletes a run summary. The service computes summaries itself, so that this is of little use.

Sends a `DELETE` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/runSummary`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `if_match`: The ETag that the entity must still have, or `*` for any.
*/
    pub async fn delete_run_summary<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        if_match: Option<&'a str>,
    ) -> Result<ResponseValue<()>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/runSummary", self.baseurl,
            encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        if let Some(value) = if_match {
            header_map.append("If-Match", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = self.client.delete(url).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "delete_run_summary",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Changes a run summary. The service computes summaries itself, so that this is of little use.

Sends a `PATCH` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/runSummary`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub async fn update_run_summary<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationRunSummary,
    ) -> Result<ResponseValue<types::HardwareConfigurationRunSummary>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/runSummary", self.baseurl,
            encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .patch(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "update_run_summary",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Lists how the hardware configuration fared on the devices of each user.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `count`: Whether the first page also tells how many items there are in all.
- `expand`: Related entities to include, by property name.
- `filter`: An OData condition that items must meet.
- `orderby`: Properties to sort by, each with an optional ` desc`, and none twice.
- `search`: A phrase that items must match, such as `"laptops"`.
- `select`: Properties to return; the others are left out.
- `skip`: How many items to pass over.
- `top`: How many items a page holds at most.
*/
    pub async fn list_user_run_states<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        count: Option<bool>,
        expand: Option<&'a crate::CommaSeparated>,
        filter: Option<&'a str>,
        orderby: Option<&'a crate::CommaSeparated>,
        search: Option<&'a str>,
        select: Option<&'a crate::CommaSeparated>,
        skip: Option<u64>,
        top: Option<u64>,
    ) -> Result<
        ResponseValue<types::HardwareConfigurationUserStateCollectionResponse>,
        Error<()>,
    > {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/userRunStates", self.baseurl,
            encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$count", &count))
            .query(&progenitor_client::QueryParam::new("$expand", &expand))
            .query(&progenitor_client::QueryParam::new("$filter", &filter))
            .query(&progenitor_client::QueryParam::new("$orderby", &orderby))
            .query(&progenitor_client::QueryParam::new("$search", &search))
            .query(&progenitor_client::QueryParam::new("$select", &select))
            .query(&progenitor_client::QueryParam::new("$skip", &skip))
            .query(&progenitor_client::QueryParam::new("$top", &top))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "list_user_run_states",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Creates a user run state. The service keeps these itself, so that this is of little use.

Sends a `POST` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub async fn create_user_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationUserState,
    ) -> Result<ResponseValue<types::HardwareConfigurationUserState>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/userRunStates", self.baseurl,
            encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "create_user_run_state",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Counts the user run states of a hardware configuration.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates/$count`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `filter`: An OData condition that items must meet.
- `search`: A phrase that items must match, such as `"laptops"`.
*/
    pub async fn count_user_run_states<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        filter: Option<&'a str>,
        search: Option<&'a str>,
    ) -> Result<ResponseValue<i64>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/userRunStates/$count", self
            .baseurl, encode_path(& hardware_configuration_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$filter", &filter))
            .query(&progenitor_client::QueryParam::new("$search", &search))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "count_user_run_states",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Reads how the hardware configuration fared on the devices of one user.

Sends a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates/{hardwareConfigurationUserState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_user_state_id`: The id of the user run state.
- `expand`: Related entities to include, by property name.
- `select`: Properties to return; the others are left out.
*/
    pub async fn get_user_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_user_state_id: &'a crate::Id,
        expand: Option<&'a crate::CommaSeparated>,
        select: Option<&'a crate::CommaSeparated>,
    ) -> Result<ResponseValue<types::HardwareConfigurationUserState>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/userRunStates/{}", self
            .baseurl, encode_path(& hardware_configuration_id.to_string()), encode_path(&
            hardware_configuration_user_state_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("$expand", &expand))
            .query(&progenitor_client::QueryParam::new("$select", &select))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "get_user_run_state",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Deletes a user run state.

Sends a `DELETE` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates/{hardwareConfigurationUserState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_user_state_id`: The id of the user run state.
- `if_match`: The ETag that the entity must still have, or `*` for any.
*/
    pub async fn delete_user_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_user_state_id: &'a crate::Id,
        if_match: Option<&'a str>,
    ) -> Result<ResponseValue<()>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/userRunStates/{}", self
            .baseurl, encode_path(& hardware_configuration_id.to_string()), encode_path(&
            hardware_configuration_user_state_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        if let Some(value) = if_match {
            header_map.append("If-Match", value.to_string().try_into()?);
        }
        #[allow(unused_mut)]
        let mut request = self.client.delete(url).headers(header_map).build()?;
        let info = OperationInfo {
            operation_id: "delete_user_run_state",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
    /**Changes a user run state. The service keeps these itself, so that this is of little use.

Sends a `PATCH` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates/{hardwareConfigurationUserState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_user_state_id`: The id of the user run state.
- `body`
*/
    pub async fn update_user_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_user_state_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationUserState,
    ) -> Result<ResponseValue<types::HardwareConfigurationUserState>, Error<()>> {
        let url = format!(
            "{}/deviceManagement/hardwareConfigurations/{}/userRunStates/{}", self
            .baseurl, encode_path(& hardware_configuration_id.to_string()), encode_path(&
            hardware_configuration_user_state_id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::new();
        #[allow(unused_mut)]
        let mut request = self
            .client
            .patch(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "update_user_run_state",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        crate::body::decode(response, info.operation_id).await
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    #[allow(unused_imports)]
    pub use super::Client;
}
use crate::request::Options as _;
#[allow(clippy::all)]
impl crate::RequestFactory<'_> {
    /**Lists the hardware configurations of the tenant.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations`

Arguments:
- `count`: Whether the first page also tells how many items there are in all.
- `expand`: Related entities to include, by property name.
- `filter`: An OData condition that items must meet.
- `orderby`: Properties to sort by, each with an optional ` desc`, and none twice.
- `search`: A phrase that items must match, such as `"laptops"`.
- `select`: Properties to return; the others are left out.
- `skip`: How many items to pass over.
- `top`: How many items a page holds at most.
*/
    pub fn list_hardware_configurations<'a>(
        &'a self,
        count: Option<bool>,
        expand: Option<&'a crate::CommaSeparated>,
        filter: Option<&'a str>,
        orderby: Option<&'a crate::CommaSeparated>,
        search: Option<&'a str>,
        select: Option<&'a crate::CommaSeparated>,
        skip: Option<u64>,
        top: Option<u64>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations", self.baseurl,
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$count", &count)
                .option("$expand", &expand)
                .option("$filter", &filter)
                .option("$orderby", &orderby)
                .option("$search", &search)
                .option("$select", &select)
                .option("$skip", &skip)
                .option("$top", &top)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::LIST_HARDWARE_CONFIGURATIONS, build())
    }
    /**Creates a hardware configuration from a settings file.

Builds a `POST` request to `/deviceManagement/hardwareConfigurations`

*/
    pub fn create_hardware_configuration<'a>(
        &'a self,
        body: &'a types::HardwareConfiguration,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations", self.baseurl,
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::CREATE_HARDWARE_CONFIGURATION, build())
    }
    /**Counts the hardware configurations of the tenant.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/$count`

Arguments:
- `filter`: An OData condition that items must meet.
- `search`: A phrase that items must match, such as `"laptops"`.
*/
    pub fn count_hardware_configurations<'a>(
        &'a self,
        filter: Option<&'a str>,
        search: Option<&'a str>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/$count", self.baseurl,
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$filter", &filter)
                .option("$search", &search)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::COUNT_HARDWARE_CONFIGURATIONS, build())
    }
    /**Reads a hardware configuration.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `expand`: Related entities to include, by property name.
- `select`: Properties to return; the others are left out.
*/
    pub fn get_hardware_configuration<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        expand: Option<&'a crate::CommaSeparated>,
        select: Option<&'a crate::CommaSeparated>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}", self.baseurl,
                encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$expand", &expand)
                .option("$select", &select)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::GET_HARDWARE_CONFIGURATION, build())
    }
    /**Deletes a hardware configuration with its assignments and run states.

Builds a `DELETE` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `if_match`: The ETag that the entity must still have, or `*` for any.
*/
    pub fn delete_hardware_configuration<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        if_match: Option<&'a str>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}", self.baseurl,
                encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            if let Some(value) = if_match {
                header_map.append("If-Match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = self.client.delete(url).headers(header_map).build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::DELETE_HARDWARE_CONFIGURATION, build())
    }
    /**Changes the properties that the body carries, and no others.

Builds a `PATCH` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub fn update_hardware_configuration<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::HardwareConfiguration,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}", self.baseurl,
                encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::UPDATE_HARDWARE_CONFIGURATION, build())
    }
    /**Replaces the assignments of a hardware configuration; an empty list clears them.

Builds a `POST` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assign`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub fn assign<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::AssignRequest,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/assign", self.baseurl,
                encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::ASSIGN, build())
    }
    /**Lists the assignments of a hardware configuration.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `count`: Whether the first page also tells how many items there are in all.
- `expand`: Related entities to include, by property name.
- `filter`: An OData condition that items must meet.
- `orderby`: Properties to sort by, each with an optional ` desc`, and none twice.
- `search`: A phrase that items must match, such as `"laptops"`.
- `select`: Properties to return; the others are left out.
- `skip`: How many items to pass over.
- `top`: How many items a page holds at most.
*/
    pub fn list_assignments<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        count: Option<bool>,
        expand: Option<&'a crate::CommaSeparated>,
        filter: Option<&'a str>,
        orderby: Option<&'a crate::CommaSeparated>,
        search: Option<&'a str>,
        select: Option<&'a crate::CommaSeparated>,
        skip: Option<u64>,
        top: Option<u64>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/assignments", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$count", &count)
                .option("$expand", &expand)
                .option("$filter", &filter)
                .option("$orderby", &orderby)
                .option("$search", &search)
                .option("$select", &select)
                .option("$skip", &skip)
                .option("$top", &top)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::LIST_ASSIGNMENTS, build())
    }
    /**Adds one assignment to a hardware configuration.

Builds a `POST` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub fn create_assignment<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationAssignment,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/assignments", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::CREATE_ASSIGNMENT, build())
    }
    /**Counts the assignments of a hardware configuration.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments/$count`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `filter`: An OData condition that items must meet.
- `search`: A phrase that items must match, such as `"laptops"`.
*/
    pub fn count_assignments<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        filter: Option<&'a str>,
        search: Option<&'a str>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/assignments/$count", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$filter", &filter)
                .option("$search", &search)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::COUNT_ASSIGNMENTS, build())
    }
    /**Reads an assignment.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments/{hardwareConfigurationAssignment-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_assignment_id`: The id of the assignment.
- `expand`: Related entities to include, by property name.
- `select`: Properties to return; the others are left out.
*/
    pub fn get_assignment<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_assignment_id: &'a crate::Id,
        expand: Option<&'a crate::CommaSeparated>,
        select: Option<&'a crate::CommaSeparated>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/assignments/{}", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
                encode_path(& hardware_configuration_assignment_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$expand", &expand)
                .option("$select", &select)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::GET_ASSIGNMENT, build())
    }
    /**Deletes an assignment.

Builds a `DELETE` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments/{hardwareConfigurationAssignment-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_assignment_id`: The id of the assignment.
- `if_match`: The ETag that the entity must still have, or `*` for any.
*/
    pub fn delete_assignment<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_assignment_id: &'a crate::Id,
        if_match: Option<&'a str>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/assignments/{}", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
                encode_path(& hardware_configuration_assignment_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            if let Some(value) = if_match {
                header_map.append("If-Match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = self.client.delete(url).headers(header_map).build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::DELETE_ASSIGNMENT, build())
    }
    /**Changes an assignment.

Builds a `PATCH` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/assignments/{hardwareConfigurationAssignment-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_assignment_id`: The id of the assignment.
- `body`
*/
    pub fn update_assignment<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_assignment_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationAssignment,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/assignments/{}", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
                encode_path(& hardware_configuration_assignment_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::UPDATE_ASSIGNMENT, build())
    }
    /**Lists how the hardware configuration fared on each device.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `count`: Whether the first page also tells how many items there are in all.
- `expand`: Related entities to include, by property name.
- `filter`: An OData condition that items must meet.
- `orderby`: Properties to sort by, each with an optional ` desc`, and none twice.
- `search`: A phrase that items must match, such as `"laptops"`.
- `select`: Properties to return; the others are left out.
- `skip`: How many items to pass over.
- `top`: How many items a page holds at most.
*/
    pub fn list_device_run_states<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        count: Option<bool>,
        expand: Option<&'a crate::CommaSeparated>,
        filter: Option<&'a str>,
        orderby: Option<&'a crate::CommaSeparated>,
        search: Option<&'a str>,
        select: Option<&'a crate::CommaSeparated>,
        skip: Option<u64>,
        top: Option<u64>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$count", &count)
                .option("$expand", &expand)
                .option("$filter", &filter)
                .option("$orderby", &orderby)
                .option("$search", &search)
                .option("$select", &select)
                .option("$skip", &skip)
                .option("$top", &top)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::LIST_DEVICE_RUN_STATES, build())
    }
    /**Creates a device run state. The service keeps these itself, so that this is of little use.

Builds a `POST` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub fn create_device_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationDeviceState,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::CREATE_DEVICE_RUN_STATE, build())
    }
    /**Counts the device run states of a hardware configuration.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates/$count`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `filter`: An OData condition that items must meet.
- `search`: A phrase that items must match, such as `"laptops"`.
*/
    pub fn count_device_run_states<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        filter: Option<&'a str>,
        search: Option<&'a str>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates/$count",
                self.baseurl, encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$filter", &filter)
                .option("$search", &search)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::COUNT_DEVICE_RUN_STATES, build())
    }
    /**Reads how the hardware configuration fared on one device.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates/{hardwareConfigurationDeviceState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_device_state_id`: The id of the device run state.
- `expand`: Related entities to include, by property name.
- `select`: Properties to return; the others are left out.
*/
    pub fn get_device_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_device_state_id: &'a crate::Id,
        expand: Option<&'a crate::CommaSeparated>,
        select: Option<&'a crate::CommaSeparated>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates/{}", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
                encode_path(& hardware_configuration_device_state_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$expand", &expand)
                .option("$select", &select)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::GET_DEVICE_RUN_STATE, build())
    }
    /**Deletes a device run state.

Builds a `DELETE` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates/{hardwareConfigurationDeviceState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_device_state_id`: The id of the device run state.
- `if_match`: The ETag that the entity must still have, or `*` for any.
*/
    pub fn delete_device_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_device_state_id: &'a crate::Id,
        if_match: Option<&'a str>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates/{}", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
                encode_path(& hardware_configuration_device_state_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            if let Some(value) = if_match {
                header_map.append("If-Match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = self.client.delete(url).headers(header_map).build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::DELETE_DEVICE_RUN_STATE, build())
    }
    /**Changes a device run state. The service keeps these itself, so that this is of little use.

Builds a `PATCH` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/deviceRunStates/{hardwareConfigurationDeviceState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_device_state_id`: The id of the device run state.
- `body`
*/
    pub fn update_device_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_device_state_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationDeviceState,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/deviceRunStates/{}", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
                encode_path(& hardware_configuration_device_state_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::UPDATE_DEVICE_RUN_STATE, build())
    }
    /**Reads how the application of a hardware configuration went, in numbers of devices and users.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/runSummary`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `expand`: Related entities to include, by property name.
- `select`: Properties to return; the others are left out.
*/
    pub fn get_run_summary<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        expand: Option<&'a crate::CommaSeparated>,
        select: Option<&'a crate::CommaSeparated>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/runSummary", self.baseurl,
                encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$expand", &expand)
                .option("$select", &select)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::GET_RUN_SUMMARY, build())
    }
    /**Deletes a run summary. The service computes summaries itself, so that this is of little use.

Builds a `DELETE` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/runSummary`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `if_match`: The ETag that the entity must still have, or `*` for any.
*/
    pub fn delete_run_summary<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        if_match: Option<&'a str>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/runSummary", self.baseurl,
                encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            if let Some(value) = if_match {
                header_map.append("If-Match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = self.client.delete(url).headers(header_map).build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::DELETE_RUN_SUMMARY, build())
    }
    /**Changes a run summary. The service computes summaries itself, so that this is of little use.

Builds a `PATCH` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/runSummary`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub fn update_run_summary<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationRunSummary,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/runSummary", self.baseurl,
                encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::UPDATE_RUN_SUMMARY, build())
    }
    /**Lists how the hardware configuration fared on the devices of each user.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `count`: Whether the first page also tells how many items there are in all.
- `expand`: Related entities to include, by property name.
- `filter`: An OData condition that items must meet.
- `orderby`: Properties to sort by, each with an optional ` desc`, and none twice.
- `search`: A phrase that items must match, such as `"laptops"`.
- `select`: Properties to return; the others are left out.
- `skip`: How many items to pass over.
- `top`: How many items a page holds at most.
*/
    pub fn list_user_run_states<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        count: Option<bool>,
        expand: Option<&'a crate::CommaSeparated>,
        filter: Option<&'a str>,
        orderby: Option<&'a crate::CommaSeparated>,
        search: Option<&'a str>,
        select: Option<&'a crate::CommaSeparated>,
        skip: Option<u64>,
        top: Option<u64>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/userRunStates", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$count", &count)
                .option("$expand", &expand)
                .option("$filter", &filter)
                .option("$orderby", &orderby)
                .option("$search", &search)
                .option("$select", &select)
                .option("$skip", &skip)
                .option("$top", &top)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::LIST_USER_RUN_STATES, build())
    }
    /**Creates a user run state. The service keeps these itself, so that this is of little use.

Builds a `POST` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `body`
*/
    pub fn create_user_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationUserState,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/userRunStates", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .post(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::CREATE_USER_RUN_STATE, build())
    }
    /**Counts the user run states of a hardware configuration.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates/$count`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `filter`: An OData condition that items must meet.
- `search`: A phrase that items must match, such as `"laptops"`.
*/
    pub fn count_user_run_states<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        filter: Option<&'a str>,
        search: Option<&'a str>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/userRunStates/$count",
                self.baseurl, encode_path(& hardware_configuration_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$filter", &filter)
                .option("$search", &search)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::COUNT_USER_RUN_STATES, build())
    }
    /**Reads how the hardware configuration fared on the devices of one user.

Builds a `GET` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates/{hardwareConfigurationUserState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_user_state_id`: The id of the user run state.
- `expand`: Related entities to include, by property name.
- `select`: Properties to return; the others are left out.
*/
    pub fn get_user_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_user_state_id: &'a crate::Id,
        expand: Option<&'a crate::CommaSeparated>,
        select: Option<&'a crate::CommaSeparated>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/userRunStates/{}", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
                encode_path(& hardware_configuration_user_state_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .get(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .option("$expand", &expand)
                .option("$select", &select)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::GET_USER_RUN_STATE, build())
    }
    /**Deletes a user run state.

Builds a `DELETE` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates/{hardwareConfigurationUserState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_user_state_id`: The id of the user run state.
- `if_match`: The ETag that the entity must still have, or `*` for any.
*/
    pub fn delete_user_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_user_state_id: &'a crate::Id,
        if_match: Option<&'a str>,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/userRunStates/{}", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
                encode_path(& hardware_configuration_user_state_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            if let Some(value) = if_match {
                header_map.append("If-Match", value.to_string().try_into()?);
            }
            #[allow(unused_mut)]
            let mut request = self.client.delete(url).headers(header_map).build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::DELETE_USER_RUN_STATE, build())
    }
    /**Changes a user run state. The service keeps these itself, so that this is of little use.

Builds a `PATCH` request to `/deviceManagement/hardwareConfigurations/{hardwareConfiguration-id}/userRunStates/{hardwareConfigurationUserState-id}`

Arguments:
- `hardware_configuration_id`: The id of the hardware configuration.
- `hardware_configuration_user_state_id`: The id of the user run state.
- `body`
*/
    pub fn update_user_run_state<'a>(
        &'a self,
        hardware_configuration_id: &'a crate::Id,
        hardware_configuration_user_state_id: &'a crate::Id,
        body: &'a types::HardwareConfigurationUserState,
    ) -> crate::request::Built {
        let build = || -> Result<::reqwest::Request, Error<()>> {
            let url = format!(
                "{}/deviceManagement/hardwareConfigurations/{}/userRunStates/{}", self
                .baseurl, encode_path(& hardware_configuration_id.to_string()),
                encode_path(& hardware_configuration_user_state_id.to_string()),
            );
            let mut header_map = ::reqwest::header::HeaderMap::new();
            #[allow(unused_mut)]
            let mut request = self
                .client
                .patch(url)
                .header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static("application/json"),
                )
                .json(&body)
                .headers(header_map)
                .build()?;
            Ok(request)
        };
        crate::request::built(&crate::operations::UPDATE_USER_RUN_STATE, build())
    }
}
