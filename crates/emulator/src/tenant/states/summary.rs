//! The sum of all run states of a profile.

use std::ops::ControlFlow;

use super::RunStates;
use super::user::device_count_name;
use crate::clock::Ticks;
use crate::tenant::record::{Record, Scalar};
use crate::tenant::scenario::{RunState, StateCounts};

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

impl RunStates<'_> {
    /// Adds all states up.
    pub(crate) fn summary(&self) -> Summary {
        let mut summary = Summary {
            profile: self.profile.to_owned(),
            ..Summary::default()
        };
        let mut scratch = String::new();
        self.visit_devices(0, &mut |_, device| {
            if let Scalar::Text(state) = device.get("configurationState", &mut scratch) {
                let state = RunState::counted(state);
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

fn time(record: &dyn Record, property: &str, scratch: &mut String) -> Option<Ticks> {
    match record.get(property, scratch) {
        Scalar::Time(time) => Some(time),
        Scalar::Text(text) => Ticks::parse(text),
        _ => None,
    }
}
