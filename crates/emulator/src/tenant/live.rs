//! The tenant as it is now, and what can be done to it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value, json};

use super::index_set::IndexSet;
use super::population::Population;
use super::record::{Record, Scalar};
use super::rollout::{Override, Rollout, StoredState};
use super::scenario::{RunState, Scenario};
use super::seed::{Group, Profile, Target, Tenant};
use super::states::{RunStates, Summary};
use crate::clock::Ticks;
use crate::random::{Guid, GuidSource, mix};

const PROFILE_IDS: u64 = 0x9F;
const MADE_IDS: u64 = 0x1D;

/// The state of the emulated tenant.
#[derive(Debug)]
pub(crate) struct LiveTenant {
    seed: Tenant,
    pub(crate) population: Population,
    pub(crate) profiles: Vec<LiveProfile>,
    ids: GuidSource,
}

/// One BIOS configuration profile.
#[derive(Debug)]
pub(crate) struct LiveProfile {
    pub(crate) id: String,
    /// What a client may write.
    pub(crate) properties: Map<String, Value>,
    created: Ticks,
    modified: Ticks,
    version: i32,
    /// Grows with every change, for entity tags.
    revision: u64,
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) rollout: Rollout,
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

impl LiveTenant {
    pub(crate) fn new(seed: Tenant, now: Ticks) -> Self {
        let population = Population {
            seed: seed.seed,
            devices: seed.devices,
            users: seed.users,
        };
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
        let properties = json!({
            "displayName": profile.display_name,
            "description": profile.description,
            "fileName": profile.file_name,
            "configurationFileContent": profile.content,
            "hardwareConfigurationFormat": profile.format,
            "perDevicePasswordDisabled": profile.per_device_password_disabled,
            "roleScopeTagIds": profile.role_scope_tag_ids,
        });
        let Value::Object(properties) = properties else {
            return;
        };
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
        LiveProfile {
            rollout: Rollout::new(self.seed.seed, &id, 1, scenario),
            id,
            properties,
            created: now,
            modified: now,
            version: 1,
            revision: 0,
            assignments: Vec::new(),
            summary: Mutex::new(None),
        }
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
        let renewed = [
            "fileName",
            "configurationFileContent",
            "perDevicePasswordDisabled",
        ]
        .iter()
        .any(|property| {
            changes
                .get(*property)
                .is_some_and(|new| profile.properties.get(*property) != Some(new))
        });
        profile.properties.extend(changes);
        profile.modified = now;
        profile.revision += 1;
        if renewed {
            profile.version = profile.version.saturating_add(1);
            let devices = profile.rollout.devices();
            let extras = std::mem::take(&mut profile.rollout.device_extras);
            let user_extras = std::mem::take(&mut profile.rollout.user_extras);
            profile.rollout = Rollout::new(
                seed,
                &profile.id,
                profile.version,
                profile.rollout.scenario.clone(),
            );
            profile.rollout.device_extras = extras;
            profile.rollout.user_extras = user_extras;
            profile.rollout.retarget(&devices, now);
        }
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

    /// The id that an assignment to `target` gets: it names the profile and what it is assigned to.
    pub(crate) fn assignment_id(&self, profile: &str, target: &Value) -> String {
        let key = ["groupId", "collectionId", "@odata.type"]
            .iter()
            .find_map(|property| target.get(*property)?.as_str())
            .unwrap_or_default();
        let kind = target
            .get("@odata.type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let index =
            crate::random::mix_text(crate::random::mix_text(self.seed.seed, key), kind) as u32;
        format!("{profile}_{}", Guid::of(self.seed.seed, index))
    }

    /// Lets the rollout follow the assignments, after they changed.
    pub(crate) fn retarget(&mut self, id: &str, now: Ticks) {
        let Some(devices) = self
            .profile(id)
            .map(|profile| self.targeted(&profile.assignments))
        else {
            return;
        };
        if let Some(profile) = self.profile_mut(id) {
            profile.rollout.retarget(&devices, now);
            profile.revision += 1;
        }
    }

    fn targeted(&self, assignments: &[Assignment]) -> IndexSet {
        let everything = IndexSet::range(0..self.population.devices);
        let mut included = IndexSet::default();
        let mut excluded = IndexSet::default();
        for Assignment { target, .. } in assignments {
            let text = |property: &str| target.get(property).and_then(Value::as_str);
            let kind = text("@odata.type").unwrap_or_default();
            let devices = match kind.rsplit('.').next().unwrap_or_default() {
                "allDevicesAssignmentTarget" => everything.clone(),
                "allLicensedUsersAssignmentTarget" if self.population.users > 0 => {
                    everything.clone()
                }
                "groupAssignmentTarget" => self.members(&self.seed.groups, text("groupId")),
                "configurationManagerCollectionAssignmentTarget" => {
                    self.members(&self.seed.groups, text("collectionId"))
                }
                "exclusionGroupAssignmentTarget" => {
                    excluded = excluded.union(&self.members(&self.seed.groups, text("groupId")));
                    continue;
                }
                _ => continue,
            };
            let filter = text("deviceAndAppManagementAssignmentFilterId");
            let filtered = match text("deviceAndAppManagementAssignmentFilterType") {
                Some("include") => devices.intersection(&self.members(&self.seed.filters, filter)),
                Some("exclude") => devices.difference(&self.members(&self.seed.filters, filter)),
                _ => devices,
            };
            included = included.union(&filtered);
        }
        included.difference(&excluded)
    }

    fn members(&self, groups: &[Group], id: Option<&str>) -> IndexSet {
        let Some(group) = id.and_then(|id| {
            groups
                .iter()
                .find(|group| group.id.eq_ignore_ascii_case(id))
        }) else {
            return IndexSet::default();
        };
        let last = self.population.devices;
        let direct = IndexSet::range(group.devices.start.min(last)..group.devices.end.min(last));
        let users = group.users.start..group.users.end.min(self.population.users);
        direct.union(&IndexSet::of(
            users.flat_map(|user| self.population.devices_of(user)),
        ))
    }

    /// A new id that no other object has.
    pub(crate) fn new_id(&self) -> String {
        self.ids.next().to_string()
    }

    /// The device that a run state id names, or the state that a client created under that id.
    pub(crate) fn find_device_state<'p>(
        &self,
        profile: &'p LiveProfile,
        id: &str,
    ) -> Option<Result<u32, &'p StoredState>> {
        if let Some(stored) = profile
            .rollout
            .device_extras
            .iter()
            .find(|state| state.id == id)
        {
            return Some(Err(stored));
        }
        let device = self.population.device(within(profile, id)?)?;
        let deleted = matches!(
            profile.rollout.device_overrides.get(&device),
            Some(Override::Deleted)
        );
        (!deleted && profile.rollout.devices().contains(device)).then_some(Ok(device))
    }

    /// The user that a run state id names, or the state that a client created under that id.
    pub(crate) fn find_user_state<'p>(
        &self,
        profile: &'p LiveProfile,
        id: &str,
    ) -> Option<Result<u32, &'p StoredState>> {
        if let Some(stored) = profile
            .rollout
            .user_extras
            .iter()
            .find(|state| state.id == id)
        {
            return Some(Err(stored));
        }
        let user = self.population.user(within(profile, id)?)?;
        let deleted = matches!(
            profile.rollout.user_overrides.get(&user),
            Some(Override::Deleted)
        );
        (!deleted && profile.rollout.users(&self.population).contains(user)).then_some(Ok(user))
    }

    /// The run states of a profile at one moment.
    pub(crate) fn run_states<'a>(&'a self, profile: &'a LiveProfile, now: Ticks) -> RunStates<'a> {
        RunStates {
            profile: &profile.id,
            rollout: &profile.rollout,
            population: &self.population,
            now,
        }
    }

    /// The sum of all run states of a profile.
    pub(crate) fn summary(&self, profile: &LiveProfile, now: Ticks) -> Summary {
        let mut cache = profile
            .summary
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(cached) = cache.as_ref()
            && cached.revision == profile.revision
            && cached.made.is_none_or(|made| made == now)
        {
            return cached.summary.clone();
        }
        let summary = self.run_states(profile, now).summary();
        let settled = profile.rollout.settled_at() <= now;
        *cache = Some(CachedSummary {
            revision: profile.revision,
            made: (!settled).then_some(now),
            summary: summary.clone(),
        });
        summary
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
        if profile.rollout.state(device, now).is_none() {
            return false;
        }
        let mut changes = Map::new();
        changes.insert("configurationState".to_owned(), state.as_str().into());
        changes.insert("lastStateUpdateDateTime".to_owned(), now.to_string().into());
        profile.change_device(device, changes);
        true
    }

    /// Lets `count` more devices of a profile report. Returns how many have been let in all.
    pub(crate) fn release(&mut self, profile: &str, count: u32, now: Ticks) -> Option<u32> {
        let profile = self.profile_mut(profile)?;
        profile.revision += 1;
        Some(profile.rollout.release(count, now))
    }
}

impl LiveProfile {
    /// The entity tag of the profile as it is now.
    pub(crate) fn tag(&self) -> String {
        format!(
            "W/\"{}\"",
            crate::random::hex(mix(crate::random::mix_text(0, &self.id), self.revision))
        )
    }

    pub(crate) fn change_device(&mut self, device: u32, changes: Map<String, Value>) {
        change(&mut self.rollout.device_overrides, device, changes);
        self.revision += 1;
    }

    pub(crate) fn change_user(&mut self, user: u32, changes: Map<String, Value>) {
        change(&mut self.rollout.user_overrides, user, changes);
        self.revision += 1;
    }

    /// Notes that something under the profile was changed directly.
    pub(crate) fn touch(&mut self) {
        self.revision += 1;
    }
}

/// The part of a run state id after the id of the profile.
fn within<'i>(profile: &LiveProfile, id: &'i str) -> Option<&'i str> {
    let (of, id) = id.split_once(':')?;
    of.eq_ignore_ascii_case(&profile.id).then_some(id)
}

fn change(overrides: &mut BTreeMap<u32, Override>, index: u32, changes: Map<String, Value>) {
    match overrides
        .entry(index)
        .or_insert_with(|| Override::Changed(Map::new()))
    {
        Override::Changed(changed) => changed.extend(changes),
        deleted @ Override::Deleted => *deleted = Override::Changed(changes),
    }
}
