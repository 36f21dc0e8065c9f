//! What becomes of the devices that a profile is assigned to, and when.

use std::time::Duration;

use serde::Deserialize;

use crate::random::fraction;

/// The state that one device reports for one profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RunState {
    /// Nothing is known of the device.
    Unknown,
    /// The profile is applied.
    Success,
    /// The profile could not be applied.
    Fail,
    /// Applying the profile ended in an error.
    ScriptError,
    /// The device has not reported yet.
    Pending,
    /// The profile does not fit the device.
    NotApplicable,
}

impl RunState {
    /// All states, in the order in which the specification lists them.
    pub const ALL: [Self; 6] = [
        Self::Unknown,
        Self::Success,
        Self::Fail,
        Self::ScriptError,
        Self::Pending,
        Self::NotApplicable,
    ];

    /// The name on the wire, such as `scriptError`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Success => "success",
            Self::Fail => "fail",
            Self::ScriptError => "scriptError",
            Self::Pending => "pending",
            Self::NotApplicable => "notApplicable",
        }
    }

    /// The state as which one of this name is counted: new ones may be let pass.
    pub(crate) fn counted(name: &str) -> Self {
        let mut known = Self::ALL.into_iter();
        known
            .find(|state| state.as_str() == name)
            .unwrap_or(Self::Unknown)
    }

    /// The first part of the names of the counts of this state, as in `failedDeviceCount`.
    pub(crate) fn count_prefix(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Success => "successful",
            Self::Fail => "failed",
            Self::ScriptError => "error",
            Self::Pending => "pending",
            Self::NotApplicable => "notApplicable",
        }
    }
}

/// How many devices are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct StateCounts([u32; 6]);

impl StateCounts {
    pub(crate) fn add(&mut self, state: RunState) {
        self.0[state as usize] += 1;
    }

    pub(crate) fn set(&mut self, state: RunState, count: u32) {
        self.0[state as usize] = count;
    }

    pub(crate) fn get(&self, state: RunState) -> u32 {
        self.0[state as usize]
    }

    /// The one state that stands for all devices of a user: the one that asks most for attention.
    pub(crate) fn worst(&self) -> Option<RunState> {
        [
            RunState::ScriptError,
            RunState::Fail,
            RunState::Pending,
            RunState::Unknown,
            RunState::NotApplicable,
            RunState::Success,
        ]
        .into_iter()
        .find(|state| self.get(*state) > 0)
    }
}

/// The states in which devices end, by weight, and when they get there.
///
/// Which device ends in which state depends on the seed of the tenant, the profile and its version, and on nothing
/// else: two emulators with the same tenant agree.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "WrittenScenario")]
#[non_exhaustive]
pub struct Scenario {
    /// Weight of devices on which the profile is applied.
    pub success: u32,
    /// Weight of devices on which it fails.
    pub fail: u32,
    /// Weight of devices on which it ends in an error.
    pub script_error: u32,
    /// Weight of devices that it does not fit.
    pub not_applicable: u32,
    /// Weight of devices that report nothing that can be understood.
    pub unknown: u32,
    /// Weight of devices that never report.
    pub pending: u32,
    /// When devices leave `pending`.
    pub transitions: Transitions,
}

/// A scenario as JSON: weights that are left out are zero, unless all are.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WrittenScenario {
    success: Option<u32>,
    fail: Option<u32>,
    script_error: Option<u32>,
    not_applicable: Option<u32>,
    unknown: Option<u32>,
    pending: Option<u32>,
    transitions: Option<Transitions>,
}

impl From<WrittenScenario> for Scenario {
    fn from(written: WrittenScenario) -> Self {
        let weights = [
            (RunState::Success, written.success),
            (RunState::Fail, written.fail),
            (RunState::ScriptError, written.script_error),
            (RunState::NotApplicable, written.not_applicable),
            (RunState::Unknown, written.unknown),
            (RunState::Pending, written.pending),
        ];
        let mut scenario = Self::default();
        if weights.iter().any(|(_, weight)| weight.is_some()) {
            for (state, weight) in weights {
                scenario = scenario.weight(state, weight.unwrap_or(0));
            }
        }
        scenario.transitions(written.transitions.unwrap_or(Transitions::AtOnce))
    }
}

impl Default for Scenario {
    /// A rollout as one sees it: most devices succeed, some of everything else.
    fn default() -> Self {
        Self {
            success: 80,
            fail: 6,
            script_error: 3,
            not_applicable: 4,
            unknown: 1,
            pending: 6,
            transitions: Transitions::AtOnce,
        }
    }
}

impl Scenario {
    /// Every device ends in `state`.
    #[must_use]
    pub fn all(state: RunState) -> Self {
        let mut scenario = Self {
            success: 0,
            fail: 0,
            script_error: 0,
            not_applicable: 0,
            unknown: 0,
            pending: 0,
            transitions: Transitions::AtOnce,
        };
        *scenario.weight_mut(state) = 1;
        scenario
    }

    /// Gives `state` another weight.
    #[must_use]
    pub fn weight(mut self, state: RunState, weight: u32) -> Self {
        *self.weight_mut(state) = weight;
        self
    }

    /// Sets when devices leave `pending`.
    #[must_use]
    pub fn transitions(mut self, transitions: Transitions) -> Self {
        self.transitions = transitions;
        self
    }

    fn weight_mut(&mut self, state: RunState) -> &mut u32 {
        match state {
            RunState::Unknown => &mut self.unknown,
            RunState::Success => &mut self.success,
            RunState::Fail => &mut self.fail,
            RunState::ScriptError => &mut self.script_error,
            RunState::Pending => &mut self.pending,
            RunState::NotApplicable => &mut self.not_applicable,
        }
    }

    fn weights(&self) -> [(RunState, u32); 6] {
        [
            (RunState::Success, self.success),
            (RunState::Fail, self.fail),
            (RunState::ScriptError, self.script_error),
            (RunState::NotApplicable, self.not_applicable),
            (RunState::Unknown, self.unknown),
            (RunState::Pending, self.pending),
        ]
    }

    pub(crate) fn has_weights(&self) -> bool {
        self.weights().iter().any(|(_, weight)| *weight > 0)
    }

    /// Picks a state by the weights.
    pub(crate) fn outcome(&self, bits: u64) -> RunState {
        let weights = self.weights();
        let total: u64 = weights.iter().map(|(_, weight)| u64::from(*weight)).sum();
        // A part of the total, as large as the bits are among all numbers.
        let mut point = ((u128::from(bits) * u128::from(total)) >> 64) as u64;
        for (state, weight) in weights {
            if point < u64::from(weight) {
                return state;
            }
            point -= u64::from(weight);
        }
        RunState::Pending
    }
}

/// When devices that picked a profile up leave `pending`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub enum Transitions {
    /// In the moment of the assignment.
    AtOnce,
    /// One after another, the last this long after the assignment, by the emulator's clock.
    OverSeconds(u32),
    /// When told to, with [`Emulator::release`](crate::Emulator::release) or one by one.
    ByHand,
}

impl Transitions {
    /// How long after the assignment a device reports, `bits` being its own random number.
    pub(crate) fn delay(self, bits: u64) -> Duration {
        match self {
            Self::OverSeconds(seconds) => {
                Duration::from_secs(u64::from(seconds)).mul_f64(fraction(bits))
            }
            Self::AtOnce | Self::ByHand => Duration::ZERO,
        }
    }

    /// The longest possible [`Transitions::delay`].
    pub(crate) fn spread(self) -> Duration {
        match self {
            Self::OverSeconds(seconds) => Duration::from_secs(u64::from(seconds)),
            Self::AtOnce | Self::ByHand => Duration::ZERO,
        }
    }
}
