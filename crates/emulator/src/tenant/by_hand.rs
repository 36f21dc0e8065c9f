//! Run states that somebody wrote, on top of those that are made from the seed.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::record::{Record, Scalar};

/// Whose run states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Devices,
    Users,
}

/// A run state that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StateKey {
    /// Made from the seed, for the device or user of this number.
    Made(u32),
    /// Created by a client under this id.
    Stored(String),
}

/// A run state that a client created.
#[derive(Clone, Debug)]
pub(crate) struct StoredState {
    pub(crate) id: String,
    pub(crate) properties: Map<String, Value>,
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

/// What was done to one state that is made from the seed.
#[derive(Clone, Debug)]
enum Override {
    Deleted,
    Changed(Map<String, Value>),
}

/// Everything that was written to the run states of the devices, or of the users, of one profile.
#[derive(Clone, Debug, Default)]
pub(crate) struct ByHand {
    overrides: BTreeMap<u32, Override>,
    stored: Vec<StoredState>,
}

impl ByHand {
    pub(crate) fn change(&mut self, key: &StateKey, changes: Map<String, Value>) {
        match key {
            StateKey::Made(index) => {
                let entry = self.overrides.entry(*index);
                match entry.or_insert_with(|| Override::Changed(Map::new())) {
                    Override::Changed(changed) => changed.extend(changes),
                    deleted @ Override::Deleted => *deleted = Override::Changed(changes),
                }
            }
            StateKey::Stored(id) => {
                if let Some(state) = self.stored.iter_mut().find(|state| state.id == *id) {
                    state.properties.extend(changes);
                }
            }
        }
    }

    /// Lets a state that is made from the seed be as it is made but for these properties, whatever was done to it before.
    pub(crate) fn replace(&mut self, index: u32, changes: Map<String, Value>) {
        self.overrides.insert(index, Override::Changed(changes));
    }

    pub(crate) fn delete(&mut self, key: &StateKey) {
        match key {
            StateKey::Made(index) => {
                self.overrides.insert(*index, Override::Deleted);
            }
            StateKey::Stored(id) => self.stored.retain(|state| state.id != *id),
        }
    }

    pub(crate) fn add(&mut self, state: StoredState) {
        self.stored.push(state);
    }

    /// Forgets what was done to states that `keep` does not want.
    pub(crate) fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        self.overrides.retain(|index, _| keep(*index));
    }

    /// What was changed of a state that is made from the seed; `None` if it was deleted.
    #[expect(
        clippy::option_option,
        reason = "deleted, untouched and changed are three different things"
    )]
    pub(crate) fn changes(&self, index: u32) -> Option<Option<&Map<String, Value>>> {
        // Nearly always there is nothing, and lists ask for every single state.
        if self.overrides.is_empty() {
            return Some(None);
        }
        match self.overrides.get(&index) {
            None => Some(None),
            Some(Override::Changed(changes)) => Some(Some(changes)),
            Some(Override::Deleted) => None,
        }
    }

    pub(crate) fn stored(&self) -> &[StoredState] {
        &self.stored
    }

    pub(crate) fn find_stored(&self, id: &str) -> Option<&StoredState> {
        self.stored.iter().find(|state| state.id == id)
    }
}
