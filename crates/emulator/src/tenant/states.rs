//! The run states of a profile, of devices and of users, and their sum.

use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::by_hand::{Of, StateKey, StoredState};
use super::population::Population;
use super::record::{Record, Scalar};
use super::rollout::Rollout;
use super::scenario::{RunState, StateCounts};
use crate::clock::Ticks;

/// The rollout of one profile at one moment.
#[derive(Clone, Copy)]
pub(crate) struct RunStates<'a> {
    pub(crate) profile: &'a str,
    pub(crate) rollout: &'a Rollout,
    pub(crate) population: &'a Population,
    pub(crate) now: Ticks,
}

/// Called with the position of a state and the state, until it says stop.
pub(crate) type Visitor<'v> = dyn FnMut(u32, &dyn Record) -> ControlFlow<()> + 'v;

impl<'a> RunStates<'a> {
    /// Visits the states of all devices from `position` on.
    pub(crate) fn visit_devices(&self, position: u32, visitor: &mut Visitor<'_>) {
        let mut stopped = false;
        let by_hand = self.rollout.by_hand(Of::Devices);
        self.rollout
            .visit(position, self.now, |position, device, state, since| {
                let Some(changes) = by_hand.changes(device) else {
                    return ControlFlow::Continue(());
                };
                let state = DeviceState {
                    states: *self,
                    device,
                    state,
                    since,
                    changes,
                };
                let flow = visitor(position, &state);
                stopped = flow.is_break();
                flow
            });
        if !stopped {
            let made = self.rollout.devices().len();
            visit_stored(by_hand.stored(), made, position, visitor);
        }
    }

    /// Visits the states of all users from `position` on.
    pub(crate) fn visit_users(&self, position: u32, visitor: &mut Visitor<'_>) {
        let users = self.rollout.users(self.population);
        for (position, user) in (position..).zip(users.iter().skip(position as usize)) {
            if let Some(state) = self.user(user)
                && visitor(position, &state).is_break()
            {
                return;
            }
        }
        let stored = self.rollout.by_hand(Of::Users).stored();
        visit_stored(stored, users.len(), position, visitor);
    }

    /// The state of one device, unless it has none or it was deleted.
    pub(crate) fn device(&self, device: u32) -> Option<DeviceState<'a>> {
        let changes = self.rollout.by_hand(Of::Devices).changes(device)?;
        let (state, since) = self.rollout.state(device, self.now)?;
        Some(DeviceState {
            states: *self,
            device,
            state,
            since,
            changes,
        })
    }

    /// The state of one user, unless none of the user's devices has one or it was deleted.
    pub(crate) fn user(&self, user: u32) -> Option<UserState<'a>> {
        let changes = self.rollout.by_hand(Of::Users).changes(user)?;
        let mut counts = StateCounts::default();
        let mut last = None;
        for device in self.population.devices_of(user) {
            if let Some(device) = self.device(device) {
                counts.add(device.run_state());
                last = last.max(Some(device.since));
            }
        }
        Some(UserState {
            states: *self,
            user,
            counts,
            last: last?,
            changes,
        })
    }

    /// The state that an id names.
    pub(crate) fn find(&self, of: Of, id: &str) -> Option<StateKey> {
        if self.rollout.by_hand(of).find_stored(id).is_some() {
            return Some(StateKey::Stored(id.to_owned()));
        }
        let (profile, rest) = id.split_at_checked(self.profile.len())?;
        let index = rest
            .strip_prefix(':')
            .filter(|_| profile.eq_ignore_ascii_case(self.profile))?;
        let made = match of {
            Of::Devices => self
                .population
                .device(index)
                .filter(|device| self.device(*device).is_some()),
            Of::Users => self
                .population
                .user(index)
                .filter(|user| self.user(*user).is_some()),
        };
        made.map(StateKey::Made)
    }

    /// Calls `read` with the state of a key, if it is still there.
    pub(crate) fn read<T>(
        &self,
        of: Of,
        key: &StateKey,
        read: impl FnOnce(&dyn Record) -> T,
    ) -> Option<T> {
        match (key, of) {
            (StateKey::Stored(id), _) => Some(read(self.rollout.by_hand(of).find_stored(id)?)),
            (StateKey::Made(device), Of::Devices) => Some(read(&self.device(*device)?)),
            (StateKey::Made(user), Of::Users) => Some(read(&self.user(*user)?)),
        }
    }

    /// Adds all states up.
    pub(crate) fn summary(&self) -> Summary {
        let mut summary = Summary {
            profile: self.profile.to_owned(),
            ..Summary::default()
        };
        let mut scratch = String::new();
        self.visit_devices(0, &mut |_, device| {
            if let Scalar::Text(state) = device.get("configurationState", &mut scratch)
                && let Some(state) = RunState::parse(state)
            {
                summary.devices.add(state);
                if state != RunState::Pending
                    && let Some(time) = time(device, "lastStateUpdateDateTime", &mut scratch)
                {
                    summary.last_run = summary.last_run.max(Some(time));
                }
            }
            ControlFlow::Continue(())
        });
        self.visit_users(0, &mut |_, user| {
            let mut counts = StateCounts::default();
            for state in RunState::ALL {
                if let Scalar::Int(count) = user.get(device_count_name(state), &mut scratch) {
                    counts.set(state, u32::try_from(count).unwrap_or(0));
                }
            }
            if let Some(worst) = counts.worst() {
                summary.users.add(worst);
            }
            ControlFlow::Continue(())
        });
        summary
    }
}

fn visit_stored(stored: &[StoredState], before: u32, position: u32, visitor: &mut Visitor<'_>) {
    let first = position.saturating_sub(before);
    for (position, state) in (before + first..).zip(stored.iter().skip(first as usize)) {
        if visitor(position, state).is_break() {
            return;
        }
    }
}

fn time(record: &dyn Record, property: &str, scratch: &mut String) -> Option<Ticks> {
    match record.get(property, scratch) {
        Scalar::Time(time) => Some(time),
        Scalar::Text(text) => Ticks::parse(text),
        _ => None,
    }
}

/// The state of a device, made from the seed.
pub(crate) struct DeviceState<'a> {
    states: RunStates<'a>,
    device: u32,
    state: RunState,
    since: Ticks,
    changes: Option<&'a Map<String, Value>>,
}

impl DeviceState<'_> {
    fn run_state(&self) -> RunState {
        let changed = self
            .changes
            .and_then(|changes| changes.get("configurationState")?.as_str());
        changed.and_then(RunState::parse).unwrap_or(self.state)
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
                scratch.push_str(self.states.profile);
                scratch.push(':');
                population.device_id(self.device).write(scratch);
            }
            "configurationState" => return Scalar::Text(self.state.as_str()),
            "deviceName" => population.write_device_name(self.device, scratch),
            "internalVersion" => return Scalar::Int(i64::from(self.states.rollout.version)),
            "lastStateUpdateDateTime" => return Scalar::Time(self.since),
            "osVersion" => return Scalar::Text(population.os_version(self.device)),
            "upn" => match population.owner(self.device) {
                Some(user) => population.write_upn(user, scratch),
                None => return Scalar::Null,
            },
            "userId" => match population.owner(self.device) {
                Some(user) => population.user_id(user).write(scratch),
                None => return Scalar::Null,
            },
            "configurationOutput" => match self.state {
                RunState::Success => return Scalar::Text("The settings were applied."),
                _ => return Scalar::Null,
            },
            "configurationError" => match self.state {
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
}

/// The state of a user: a sum over the user's devices.
pub(crate) struct UserState<'a> {
    states: RunStates<'a>,
    user: u32,
    counts: StateCounts,
    last: Ticks,
    changes: Option<&'a Map<String, Value>>,
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
                scratch.push_str(self.states.profile);
                scratch.push(':');
                population.user_id(self.user).write(scratch);
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

impl Record for StoredState {
    fn get<'s>(&'s self, property: &str, _scratch: &'s mut String) -> Scalar<'s> {
        if property == "id" {
            return Scalar::Text(&self.id);
        }
        self.properties
            .get(property)
            .map_or(Scalar::Null, Scalar::of)
    }
}

fn device_count_name(state: RunState) -> &'static str {
    match state {
        RunState::Unknown => "unknownDeviceCount",
        RunState::Success => "successfulDeviceCount",
        RunState::Fail => "failedDeviceCount",
        RunState::ScriptError => "errorDeviceCount",
        RunState::Pending => "pendingDeviceCount",
        RunState::NotApplicable => "notApplicableDeviceCount",
    }
}

/// The sum of all run states of a profile.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Summary {
    profile: String,
    pub(crate) devices: StateCounts,
    /// Each user counts once, by the state among the user's devices that asks most for attention.
    pub(crate) users: StateCounts,
    last_run: Option<Ticks>,
}

impl Record for Summary {
    fn get<'s>(&'s self, property: &str, _scratch: &'s mut String) -> Scalar<'s> {
        match property {
            "id" => return Scalar::Text(&self.profile),
            "lastRunDateTime" => return self.last_run.map_or(Scalar::Null, Scalar::Time),
            _ => {}
        }
        for state in RunState::ALL {
            if let Some(of) = property.strip_prefix(state.count_prefix()) {
                return match of {
                    "DeviceCount" => Scalar::Int(i64::from(self.devices.get(state))),
                    "UserCount" => Scalar::Int(i64::from(self.users.get(state))),
                    _ => Scalar::Null,
                };
            }
        }
        Scalar::Null
    }
}
