//! The data types, hand-written so that they survive whatever the service sends.

mod assignment;
mod configuration;
pub(crate) mod entity;
mod enums;
mod extra;
mod field;
mod file_content;
mod id;
mod limits;
mod new_configuration;
mod open_enum;
mod run_state;
mod run_summary;
#[cfg(feature = "schemars")]
pub(crate) mod schema;
mod target;
pub(crate) mod wire;

pub use assignment::{Assignment, AssignmentNavigation, AssignmentProperty};
pub use configuration::{
    HardwareConfiguration, HardwareConfigurationNavigation, HardwareConfigurationProperty,
};
pub use entity::Entity;
pub use enums::{AssignmentFilterType, HardwareConfigurationFormat, RunState};
pub use extra::ExtraProperties;
pub use field::Field;
pub use file_content::FileContent;
pub use id::{AssignmentId, DeviceRunStateId, HardwareConfigurationId, InvalidId, UserRunStateId};
pub use limits::{
    LimitExceeded, MAX_DESCRIPTION_CHARACTERS, MAX_FILE_CONTENT_BYTES, MAX_NAME_CHARACTERS,
};
pub use new_configuration::{HardwareConfigurationPatch, NewHardwareConfiguration};
pub use run_state::{
    DeviceRunState, DeviceRunStateNavigation, DeviceRunStateProperty, UserRunState,
    UserRunStateNavigation, UserRunStateProperty,
};
pub use run_summary::{RunCounts, RunSummary, RunSummaryNavigation, RunSummaryProperty};
pub use target::{AssignmentTarget, TargetKind};
