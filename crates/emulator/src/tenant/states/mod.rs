//! The run states of a profile, of devices and of users, and their sum.

mod device;
mod summary;
mod template;
mod user;

use std::ops::ControlFlow;

use super::by_hand::{Of, StateKey, StoredState};
use super::population::Population;
use super::record::Record;
use super::rollout::Rollout;
use super::scenario::StateCounts;
use crate::clock::Ticks;
use crate::random::Guid;
use crate::text::TextSink;
pub(crate) use device::DeviceState;
pub(crate) use summary::Summary;
pub(crate) use template::DeviceTemplates;
use user::UserState;

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
                last = last.max(Some(device.last_update()));
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

    /// Writes the id of a state: it names the profile and whose state it is.
    fn write_id(&self, of: Guid, out: &mut impl TextSink) {
        out.push_text(self.profile);
        out.push_text(":");
        of.write(out);
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
