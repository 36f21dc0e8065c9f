//! The state of one device.

use serde_json::{Map, Value};

use super::RunStates;
use crate::clock::Ticks;
use crate::tenant::population::Population;
use crate::tenant::record::{Record, Scalar};
use crate::tenant::scenario::RunState;
use crate::text::TextSink as _;

/// The state of a device, made from the seed.
pub(crate) struct DeviceState<'a> {
    pub(super) states: RunStates<'a>,
    pub(super) device: u32,
    pub(super) state: RunState,
    pub(super) since: Ticks,
    /// What was written to it by hand.
    pub(super) changes: Option<&'a Map<String, Value>>,
}

impl DeviceState<'_> {
    pub(super) fn run_state(&self) -> RunState {
        let changed = self
            .changes
            .and_then(|changes| changes.get("configurationState")?.as_str());
        changed.map_or(self.state, RunState::counted)
    }

    /// When it was last changed.
    pub(super) fn last_update(&self) -> Ticks {
        let changed = self
            .changes
            .and_then(|changes| changes.get("lastStateUpdateDateTime")?.as_str());
        changed.and_then(Ticks::parse).unwrap_or(self.since)
    }

    /// The number of the user who owns the device, in a tenant with users.
    pub(super) fn owner_or_nobody(&self) -> u32 {
        let owner = self.states.population.owner(self.device);
        owner.unwrap_or_default()
    }
}

impl Record for DeviceState<'_> {
    fn get<'s>(&'s self, property: &str, scratch: &'s mut String) -> Scalar<'s> {
        if let Some(value) = self.changes.and_then(|changes| changes.get(property)) {
            return Scalar::of(value);
        }
        let population = self.states.population;
        scratch.clear();
        match property {
            "id" => {
                let id = population.device_id(self.device);
                self.states.write_id(id, scratch);
            }
            "configurationState" => return Scalar::Text(self.state.as_str()),
            "deviceName" => population.write_device_name(self.device, scratch),
            "internalVersion" => return Scalar::Int(i64::from(self.states.rollout.version)),
            "lastStateUpdateDateTime" => return Scalar::Time(self.since),
            "osVersion" => scratch.push_ascii(population.os_version(self.device)),
            "upn" => match population.owner(self.device) {
                Some(user) => population.write_upn(user, scratch),
                None => return Scalar::Null,
            },
            "userId" => match population.owner(self.device) {
                Some(user) => population.user_id(user).write(scratch),
                None => return Scalar::Null,
            },
            "configurationOutput" => match self.run_state() {
                RunState::Success => return Scalar::Text("The settings were applied."),
                _ => return Scalar::Null,
            },
            "configurationError" => match self.run_state() {
                RunState::Fail => return Scalar::Text("The setup password does not match."),
                RunState::ScriptError => {
                    return Scalar::Text("The configuration agent stopped with code 65.");
                }
                _ => return Scalar::Null,
            },
            _ => return Scalar::Null,
        }
        Scalar::Text(scratch)
    }

    fn as_made_device(&self) -> Option<&DeviceState<'_>> {
        let is_usual = self.device < Population::USUAL;
        (is_usual && self.changes.is_none()).then_some(self)
    }
}
