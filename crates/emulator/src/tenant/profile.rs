//! One profile, with its assignments and its rollout.

use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};

use super::by_hand::{ByHand, Of};
use super::record::{Record, Scalar};
use super::rollout::Rollout;
use super::states::Summary;
use crate::clock::Ticks;
use crate::random::{hex, mix, mix_text};

/// A change of one of these is a new version of the profile.
const VERSIONED: [&str; 3] = [
    "fileName",
    "configurationFileContent",
    "perDevicePasswordDisabled",
];

/// One BIOS configuration profile.
pub(crate) struct LiveProfile {
    pub(crate) id: String,
    /// What a client may write.
    properties: Map<String, Value>,
    created: Ticks,
    modified: Ticks,
    version: i32,
    /// Grows with every change, for entity tags.
    revision: u64,
    pub(crate) assignments: Vec<Assignment>,
    rollout: Rollout,
    summary: Mutex<Option<CachedSummary>>,
}

#[derive(Debug)]
struct CachedSummary {
    revision: u64,
    /// The time it was made at; `None` if time no longer changes it.
    made: Option<Ticks>,
    summary: Summary,
}

/// One assignment of a profile.
#[derive(Clone, Debug)]
pub(crate) struct Assignment {
    pub(crate) id: String,
    pub(crate) target: Value,
}

impl Record for Assignment {
    fn get<'s>(&'s self, property: &str, _scratch: &'s mut String) -> Scalar<'s> {
        match property {
            "id" => Scalar::Text(&self.id),
            "target" => Scalar::of(&self.target),
            _ => Scalar::Null,
        }
    }
}

impl Record for LiveProfile {
    fn get<'s>(&'s self, property: &str, _scratch: &'s mut String) -> Scalar<'s> {
        match property {
            "id" => Scalar::Text(&self.id),
            "createdDateTime" => Scalar::Time(self.created),
            "lastModifiedDateTime" => Scalar::Time(self.modified),
            "version" => Scalar::Int(i64::from(self.version)),
            _ => self
                .properties
                .get(property)
                .map_or(Scalar::Null, Scalar::of),
        }
    }
}

impl LiveProfile {
    pub(crate) fn new(
        id: String,
        properties: Map<String, Value>,
        rollout: Rollout,
        now: Ticks,
    ) -> Self {
        Self {
            id,
            properties,
            created: now,
            modified: now,
            version: 1,
            revision: 0,
            assignments: Vec::new(),
            rollout,
            summary: Mutex::new(None),
        }
    }

    pub(crate) fn rollout(&self) -> &Rollout {
        &self.rollout
    }

    /// The rollout, to be changed.
    pub(crate) fn rollout_mut(&mut self) -> &mut Rollout {
        self.revision += 1;
        &mut self.rollout
    }

    /// What was written to the run states, to be changed.
    pub(crate) fn by_hand(&mut self, of: Of) -> &mut ByHand {
        self.rollout_mut().by_hand_mut(of)
    }

    /// Changes what a client may change; a new file lets the devices begin again.
    pub(crate) fn update(&mut self, seed: u64, changes: Map<String, Value>, now: Ticks) {
        let differs = |property: &&str| {
            let new = changes.get(*property);
            new.is_some() && new != self.properties.get(*property)
        };
        let renewed = VERSIONED.iter().any(differs);
        self.properties.extend(changes);
        self.modified = now;
        self.revision += 1;
        if renewed {
            self.version = self.version.saturating_add(1);
            self.rollout.restart(seed, &self.id, self.version, now);
        }
    }

    /// The summary, made anew only when something or the time has changed it.
    pub(crate) fn cached_summary(&self, now: Ticks, make: impl FnOnce() -> Summary) -> Summary {
        let mut cache = self.summary.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cached) = cache.as_ref()
            && cached.revision == self.revision
            && cached.made.is_none_or(|made| made == now)
        {
            return cached.summary.clone();
        }
        let summary = make();
        let settled = self.rollout.settled_at() <= now;
        *cache = Some(CachedSummary {
            revision: self.revision,
            made: (!settled).then_some(now),
            summary: summary.clone(),
        });
        summary
    }

    /// The entity tag of the profile as it is now.
    pub(crate) fn tag(&self) -> String {
        format!("W/\"{}\"", hex(mix(mix_text(0, &self.id), self.revision)))
    }
}
