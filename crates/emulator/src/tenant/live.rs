//! The tenant as it is now, and what can be done to it.

use serde_json::{Map, Value, json};

use super::by_hand::Of;
use super::population::Population;
use super::profile::{Assignment, LiveProfile};
use super::rollout::Rollout;
use super::scenario::{RunState, Scenario};
use super::seed::{Profile, Tenant};
use super::states::{RunStates, Summary};
use super::target::Target;
use crate::clock::Ticks;
use crate::random::{Guid, GuidSource, mix};

const PROFILE_IDS: u64 = 0x9F;
const MADE_IDS: u64 = 0x1D;

/// The state of the emulated tenant.
pub(crate) struct LiveTenant {
    seed: Tenant,
    pub(crate) population: Population,
    pub(crate) profiles: Vec<LiveProfile>,
    ids: GuidSource,
}

impl LiveTenant {
    pub(crate) fn new(seed: Tenant, now: Ticks) -> Self {
        let population = Population::new(seed.seed, seed.devices, seed.users);
        let mut tenant = Self {
            population,
            profiles: Vec::new(),
            ids: GuidSource::new(mix(seed.seed, MADE_IDS)),
            seed,
        };
        for (number, profile) in tenant.seed.profiles.clone().into_iter().enumerate() {
            let id = profile.id.clone().unwrap_or_else(|| {
                Guid::of(
                    mix(population.seed, PROFILE_IDS),
                    u32::try_from(number).unwrap_or(u32::MAX),
                )
                .to_string()
            });
            tenant.add_seeded(id, profile, now);
        }
        tenant
    }

    /// The tenant that this one began as.
    pub(crate) fn seed(&self) -> &Tenant {
        &self.seed
    }

    fn add_seeded(&mut self, id: String, profile: Profile, now: Ticks) {
        let properties = profile.properties();
        self.profiles
            .push(self.live(id.clone(), properties, profile.scenario, now));
        let targets = profile
            .targets
            .into_iter()
            .map(|Target(target)| target)
            .collect();
        self.set_assignments(&id, targets, now);
    }

    fn live(
        &self,
        id: String,
        properties: Map<String, Value>,
        scenario: Option<Scenario>,
        now: Ticks,
    ) -> LiveProfile {
        let scenario = scenario.unwrap_or_else(|| self.seed.scenario.clone());
        let rollout = Rollout::new(self.seed.seed, &id, 1, scenario);
        LiveProfile::new(id, properties, rollout, now)
    }

    pub(crate) fn profile(&self, id: &str) -> Option<&LiveProfile> {
        self.profiles
            .iter()
            .find(|profile| profile.id.eq_ignore_ascii_case(id))
    }

    pub(crate) fn profile_mut(&mut self, id: &str) -> Option<&mut LiveProfile> {
        self.profiles
            .iter_mut()
            .find(|profile| profile.id.eq_ignore_ascii_case(id))
    }

    /// Creates a profile from what a client sent and returns its id.
    pub(crate) fn create_profile(
        &mut self,
        mut properties: Map<String, Value>,
        now: Ticks,
    ) -> String {
        let id = self.ids.next().to_string();
        for (property, default) in [
            ("perDevicePasswordDisabled", json!(false)),
            ("hardwareConfigurationFormat", json!("dell")),
            ("roleScopeTagIds", json!(["0"])),
        ] {
            properties.entry(property).or_insert(default);
        }
        let profile = self.live(id.clone(), properties, None, now);
        self.profiles.push(profile);
        id
    }

    /// Changes the properties of a profile that a client sent; `null` clears one.
    pub(crate) fn update_profile(&mut self, id: &str, changes: Map<String, Value>, now: Ticks) {
        let seed = self.seed.seed;
        let Some(profile) = self.profile_mut(id) else {
            return;
        };
        profile.update(seed, changes, now);
    }

    /// Deletes a profile with everything under it.
    pub(crate) fn delete_profile(&mut self, id: &str) {
        self.profiles
            .retain(|profile| !profile.id.eq_ignore_ascii_case(id));
    }

    /// Replaces all assignments of a profile.
    pub(crate) fn set_assignments(&mut self, id: &str, targets: Vec<Value>, now: Ticks) {
        let assignments = targets
            .into_iter()
            .map(|target| Assignment {
                id: self.assignment_id(id, &target),
                target,
            })
            .collect();
        if let Some(profile) = self.profile_mut(id) {
            profile.assignments = assignments;
        }
        self.retarget(id, now);
    }

    /// Lets the rollout follow the assignments, after they changed.
    pub(crate) fn retarget(&mut self, id: &str, now: Ticks) {
        let Some(devices) = self
            .profile(id)
            .map(|profile| self.targeted(&profile.assignments))
        else {
            return;
        };
        let users = devices.modulo(self.population.users);
        if let Some(profile) = self.profile_mut(id) {
            profile.rollout_mut().retarget(&devices, &users, now);
        }
    }

    /// Whether a clock that runs has nothing left to change.
    pub(crate) fn is_settled(&self, now: Ticks) -> bool {
        let mut profiles = self.profiles.iter();
        profiles.all(|profile| profile.rollout().settled_at() <= now)
    }

    /// A new id that no other object has.
    pub(crate) fn new_id(&self) -> String {
        self.ids.next().to_string()
    }

    /// The run states of a profile at one moment.
    pub(crate) fn run_states<'a>(&'a self, profile: &'a LiveProfile, now: Ticks) -> RunStates<'a> {
        RunStates {
            profile: &profile.id,
            rollout: profile.rollout(),
            population: &self.population,
            now,
        }
    }

    /// The sum of all run states of a profile.
    pub(crate) fn summary(&self, profile: &LiveProfile, now: Ticks) -> Summary {
        profile.cached_summary(now, || self.run_states(profile, now).summary())
    }

    /// Sets the state of one device by hand. Returns whether the profile and the device are there.
    pub(crate) fn set_device_state(
        &mut self,
        profile: &str,
        device: u32,
        state: RunState,
        now: Ticks,
    ) -> bool {
        let Some(profile) = self.profile_mut(profile) else {
            return false;
        };
        if profile.rollout().state(device, now).is_none() {
            return false;
        }
        let mut report = Map::new();
        report.insert("configurationState".to_owned(), state.as_str().into());
        report.insert("lastStateUpdateDateTime".to_owned(), now.to_string().into());
        profile.by_hand(Of::Devices).replace(device, report);
        true
    }

    /// Lets `count` more devices of a profile report. Returns how many have been let in all.
    pub(crate) fn release(&mut self, profile: &str, count: u32, now: Ticks) -> Option<u32> {
        Some(self.profile_mut(profile)?.rollout_mut().release(count, now))
    }
}
