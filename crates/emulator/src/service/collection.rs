//! The four collections of the API.

use std::ops::ControlFlow;

use crate::clock::Ticks;
use crate::odata::page::Visit;
use crate::tenant::by_hand::Of;
use crate::tenant::live::LiveTenant;
use crate::tenant::profile::LiveProfile;
use crate::tenant::record::Record;
use crate::tenant::states::Visitor;

/// A collection of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Set {
    Profiles,
    Assignments,
    States(Of),
}

/// What an operation does, by its id in the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    List(Set),
    Count(Set),
    Create(Set),
    Get(Set),
    Update(Set),
    Delete(Set),
    Assign,
    GetSummary,
    UpdateSummary,
    DeleteSummary,
}

impl Action {
    /// The action that an operation id stands for; a test shows that every id of the specification has one.
    pub(crate) fn of(operation: &str) -> Option<Self> {
        match operation {
            "assign" => return Some(Self::Assign),
            "get_run_summary" => return Some(Self::GetSummary),
            "update_run_summary" => return Some(Self::UpdateSummary),
            "delete_run_summary" => return Some(Self::DeleteSummary),
            _ => {}
        }
        let (verb, noun) = operation.split_once('_')?;
        let set = match noun.trim_end_matches('s') {
            "hardware_configuration" => Set::Profiles,
            "assignment" => Set::Assignments,
            "device_run_state" => Set::States(Of::Devices),
            "user_run_state" => Set::States(Of::Users),
            _ => return None,
        };
        Some(match verb {
            "list" => Self::List(set),
            "count" => Self::Count(set),
            "create" => Self::Create(set),
            "get" => Self::Get(set),
            "update" => Self::Update(set),
            "delete" => Self::Delete(set),
            _ => return None,
        })
    }

    /// The name of the entity type that the operation is about.
    pub(crate) fn entity(self) -> &'static str {
        match self {
            Self::List(set) | Self::Count(set) | Self::Create(set) | Self::Get(set) => set.entity(),
            Self::Update(set) | Self::Delete(set) => set.entity(),
            Self::Assign => Set::Assignments.entity(),
            Self::GetSummary | Self::UpdateSummary | Self::DeleteSummary => {
                "hardwareConfigurationRunSummary"
            }
        }
    }
}

impl Set {
    pub(crate) fn entity(self) -> &'static str {
        match self {
            Self::Profiles => "hardwareConfiguration",
            Self::Assignments => "hardwareConfigurationAssignment",
            Self::States(Of::Devices) => "hardwareConfigurationDeviceState",
            Self::States(Of::Users) => "hardwareConfigurationUserState",
        }
    }

    pub(crate) fn of_navigation(name: &str) -> Option<Self> {
        match name {
            "assignments" => Some(Self::Assignments),
            "deviceRunStates" => Some(Self::States(Of::Devices)),
            "userRunStates" => Some(Self::States(Of::Users)),
            _ => None,
        }
    }

    /// Visits the records of the collection; all but the profiles belong to one.
    pub(crate) fn visit<'a>(
        self,
        tenant: &'a LiveTenant,
        profile: Option<&'a LiveProfile>,
        now: Ticks,
    ) -> Box<Visit<'a>> {
        Box::new(move |position, visitor| match (self, profile) {
            (Self::Profiles, _) => slice(&tenant.profiles, position, visitor),
            (Self::Assignments, Some(profile)) => slice(&profile.assignments, position, visitor),
            (Self::States(Of::Devices), Some(profile)) => tenant
                .run_states(profile, now)
                .visit_devices(position, visitor),
            (Self::States(Of::Users), Some(profile)) => tenant
                .run_states(profile, now)
                .visit_users(position, visitor),
            (_, None) => {}
        })
    }
}

fn slice<R: Record>(records: &[R], position: u32, visitor: &mut Visitor<'_>) {
    for (position, record) in (0..).zip(records).skip(position as usize) {
        if visitor(position, record) == ControlFlow::Break(()) {
            return;
        }
    }
}
