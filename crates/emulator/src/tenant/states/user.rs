//! The state of one user.

use serde_json::{Map, Value};

use super::RunStates;
use crate::clock::Ticks;
use crate::tenant::record::{Record, Scalar};
use crate::tenant::scenario::{RunState, StateCounts};

/// The state of a user: a sum over the user's devices.
pub(crate) struct UserState<'a> {
    pub(super) states: RunStates<'a>,
    pub(super) user: u32,
    pub(super) counts: StateCounts,
    pub(super) last: Ticks,
    /// What was written to it by hand.
    pub(super) changes: Option<&'a Map<String, Value>>,
}

impl Record for UserState<'_> {
    fn get<'s>(&'s self, property: &str, scratch: &'s mut String) -> Scalar<'s> {
        if let Some(value) = self.changes.and_then(|changes| changes.get(property)) {
            return Scalar::of(value);
        }
        let population = self.states.population;
        scratch.clear();
        match property {
            "id" => {
                let id = population.user_id(self.user);
                self.states.write_id(id, scratch);
            }
            "lastStateUpdateDateTime" => return Scalar::Time(self.last),
            "upn" | "userEmail" => population.write_upn(self.user, scratch),
            "userName" => population.write_user_name(self.user, scratch),
            count => {
                let counted = RunState::ALL
                    .into_iter()
                    .find(|state| device_count_name(*state) == count);
                return counted.map_or(Scalar::Null, |state| {
                    Scalar::Int(i64::from(self.counts.get(state)))
                });
            }
        }
        Scalar::Text(scratch)
    }
}

pub(super) fn device_count_name(state: RunState) -> &'static str {
    match state {
        RunState::Unknown => "unknownDeviceCount",
        RunState::Success => "successfulDeviceCount",
        RunState::Fail => "failedDeviceCount",
        RunState::ScriptError => "errorDeviceCount",
        RunState::Pending => "pendingDeviceCount",
        RunState::NotApplicable => "notApplicableDeviceCount",
    }
}
