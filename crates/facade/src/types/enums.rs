//! The enums of the service.

use super::open_enum::open_enum;

open_enum! {
    /// Whose tool made a configuration file, and whose devices can read it.
    HardwareConfigurationFormat = "hardwareConfigurationFormat" {
        /// Dell Command.
        Dell = "dell",
        /// Microsoft Surface.
        Surface = "surface",
        /// Microsoft Surface docking stations.
        SurfaceDock = "surfaceDock",
    }
}

open_enum! {
    /// What became of a configuration on a device.
    RunState = "runState" {
        /// The service says that it does not know.
        Unknown = "unknown",
        /// The settings were applied.
        Success = "success",
        /// The settings were not applied.
        Fail = "fail",
        /// The script that applies the settings went wrong.
        ScriptError = "scriptError",
        /// The device has not reported yet.
        Pending = "pending",
        /// The configuration is not meant for the device.
        NotApplicable = "notApplicable",
    }
}

open_enum! {
    /// What an assignment filter does to the devices that it matches.
    AssignmentFilterType = "deviceAndAppManagementAssignmentFilterType" {
        /// No filter.
        None = "none",
        /// Only the devices that match get the configuration.
        Include = "include",
        /// The devices that match do not get the configuration.
        Exclude = "exclude",
    }
}
