//! The operations that change something.

use hyper::StatusCode;
use hyper::header::IF_MATCH;
use serde_json::{Map, Value};

use super::Service;
use super::collection::Set;
use super::reads::{no_child, no_profile};
use super::refusal::Refusal;
use super::request::Checked;
use crate::clock::Ticks;
use crate::http::Reply;
use crate::odata::Query;
use crate::settings::Quirk;
use crate::spec::entity::Kind;
use crate::tenant::live::{Assignment, LiveProfile};
use crate::tenant::rollout::{Override, StoredState};

/// What a profile cannot be without.
const REQUIRED: [&str; 3] = ["displayName", "fileName", "configurationFileContent"];

impl Service {
    pub(super) fn create(&self, request: &Checked<'_>, set: Set) -> Result<Reply, Refusal> {
        let mut body = writable(&request.body);
        let (profile, child) = match set {
            Set::Profiles => {
                self.refuse_navigation(&body, set)?;
                for property in REQUIRED {
                    if body
                        .get(property)
                        .is_none_or(|value| value.is_null() || value == "")
                    {
                        return Err(Refusal::bad_request(format!(
                            "The property '{property}' is required."
                        )));
                    }
                }
                body.retain(|_, value| !value.is_null());
                (
                    self.tenant_mut().create_profile(body, request.now),
                    String::new(),
                )
            }
            Set::Assignments => {
                let target = body.remove("target").unwrap_or_default();
                let target = self.target(target)?;
                let mut tenant = self.tenant_mut();
                let id = tenant
                    .profile(request.profile())
                    .ok_or_else(|| no_profile(request.profile()))?
                    .id
                    .clone();
                let assignment = Assignment {
                    id: tenant.assignment_id(&id, &target),
                    target,
                };
                let child = assignment.id.clone();
                if let Some(profile) = tenant.profile_mut(&id) {
                    if profile
                        .assignments
                        .iter()
                        .any(|existing| existing.id == child)
                    {
                        return Err(Refusal::conflict(format!(
                            "There is an assignment to this target already: '{child}'."
                        )));
                    }
                    profile.assignments.push(assignment);
                }
                tenant.retarget(&id, request.now);
                (id, child)
            }
            Set::DeviceStates | Set::UserStates => {
                self.fill_in(&mut body, set, request.now);
                let mut tenant = self.tenant_mut();
                let child = tenant.new_id();
                let profile = tenant
                    .profile_mut(request.profile())
                    .ok_or_else(|| no_profile(request.profile()))?;
                let state = StoredState {
                    id: child.clone(),
                    properties: body,
                };
                match set {
                    Set::DeviceStates => profile.rollout.device_extras.push(state),
                    _ => profile.rollout.user_extras.push(state),
                }
                profile.touch();
                (profile.id.clone(), child)
            }
        };
        self.single(
            request,
            set,
            &Query::default(),
            (&profile, &child),
            StatusCode::CREATED,
        )
    }

    pub(super) fn update(&self, request: &Checked<'_>, set: Set) -> Result<Reply, Refusal> {
        let mut changes = writable(&request.body);
        let mut child = request.child().to_owned();
        {
            let mut tenant = self.tenant_mut();
            let id = tenant
                .profile(request.profile())
                .ok_or_else(|| no_profile(request.profile()))?
                .id
                .clone();
            match set {
                Set::Profiles => {
                    self.refuse_navigation(&changes, set)?;
                    let empty = |property: &&&str| {
                        changes
                            .get(**property)
                            .is_some_and(|value| value.is_null() || value == "")
                    };
                    if let Some(property) = REQUIRED.iter().find(empty) {
                        return Err(Refusal::bad_request(format!(
                            "The property '{property}' cannot be cleared."
                        )));
                    }
                    tenant.update_profile(&id, changes, request.now);
                }
                Set::Assignments => {
                    let target = changes
                        .remove("target")
                        .map(|target| self.target(target))
                        .transpose()?;
                    let renamed = target
                        .as_ref()
                        .map(|target| tenant.assignment_id(&id, target));
                    let profile = tenant.profile_mut(&id).ok_or_else(|| no_profile(&id))?;
                    let taken = |new: &String| {
                        *new != child && profile.assignments.iter().any(|other| other.id == *new)
                    };
                    if let Some(taken) = renamed.as_ref().filter(|new| taken(new)) {
                        return Err(Refusal::conflict(format!(
                            "There is an assignment to this target already: '{taken}'."
                        )));
                    }
                    let assignment = profile
                        .assignments
                        .iter_mut()
                        .find(|assignment| assignment.id == child);
                    let assignment = assignment.ok_or_else(|| no_child(&child))?;
                    if let (Some(target), Some(renamed)) = (target, renamed) {
                        // The id of an assignment says what it is to, so it follows the target.
                        *assignment = Assignment {
                            id: renamed.clone(),
                            target,
                        };
                        child = renamed;
                    }
                    tenant.retarget(&id, request.now);
                }
                Set::DeviceStates => {
                    let found = tenant.profile(&id).and_then(|profile| {
                        Some(
                            tenant
                                .find_device_state(profile, &child)?
                                .map_err(|stored| stored.id.clone()),
                        )
                    });
                    let profile = tenant.profile_mut(&id).ok_or_else(|| no_profile(&id))?;
                    match found.ok_or_else(|| no_child(&child))? {
                        Ok(device) => profile.change_device(device, changes),
                        Err(stored) => {
                            change_stored(&mut profile.rollout.device_extras, &stored, changes)
                        }
                    }
                    profile.touch();
                }
                Set::UserStates => {
                    let found = tenant.profile(&id).and_then(|profile| {
                        Some(
                            tenant
                                .find_user_state(profile, &child)?
                                .map_err(|stored| stored.id.clone()),
                        )
                    });
                    let profile = tenant.profile_mut(&id).ok_or_else(|| no_profile(&id))?;
                    match found.ok_or_else(|| no_child(&child))? {
                        Ok(user) => profile.change_user(user, changes),
                        Err(stored) => {
                            change_stored(&mut profile.rollout.user_extras, &stored, changes)
                        }
                    }
                    profile.touch();
                }
            }
        }
        self.single(
            request,
            set,
            &Query::default(),
            (request.profile(), &child),
            StatusCode::OK,
        )
    }

    pub(super) fn delete(&self, request: &Checked<'_>, set: Set) -> Result<Reply, Refusal> {
        let mut tenant = self.tenant_mut();
        let profile = tenant
            .profile(request.profile())
            .ok_or_else(|| no_profile(request.profile()))?;
        if_match(request, profile)?;
        let (id, child) = (profile.id.clone(), request.child());
        match set {
            Set::Profiles => tenant.delete_profile(&id),
            Set::Assignments => {
                let profile = tenant.profile_mut(&id).ok_or_else(|| no_profile(&id))?;
                let position = profile
                    .assignments
                    .iter()
                    .position(|assignment| assignment.id == child);
                profile
                    .assignments
                    .remove(position.ok_or_else(|| no_child(child))?);
                tenant.retarget(&id, request.now);
            }
            Set::DeviceStates => {
                let found = tenant
                    .find_device_state(profile, child)
                    .map(|found| found.map_err(|stored| stored.id.clone()));
                let found = found.ok_or_else(|| no_child(child))?;
                let profile = tenant.profile_mut(&id).ok_or_else(|| no_profile(&id))?;
                match found {
                    Ok(device) => drop(
                        profile
                            .rollout
                            .device_overrides
                            .insert(device, Override::Deleted),
                    ),
                    Err(stored) => profile
                        .rollout
                        .device_extras
                        .retain(|state| state.id != stored),
                }
                profile.touch();
            }
            Set::UserStates => {
                let found = tenant
                    .find_user_state(profile, child)
                    .map(|found| found.map_err(|stored| stored.id.clone()));
                let found = found.ok_or_else(|| no_child(child))?;
                let profile = tenant.profile_mut(&id).ok_or_else(|| no_profile(&id))?;
                match found {
                    Ok(user) => drop(
                        profile
                            .rollout
                            .user_overrides
                            .insert(user, Override::Deleted),
                    ),
                    Err(stored) => profile
                        .rollout
                        .user_extras
                        .retain(|state| state.id != stored),
                }
                profile.touch();
            }
        }
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }

    /// Replaces all assignments.
    pub(super) fn assign(&self, request: &Checked<'_>) -> Result<Reply, Refusal> {
        let items = request
            .body
            .get("hardwareConfigurationAssignments")
            .and_then(Value::as_array);
        let mut targets = Vec::new();
        for item in items.into_iter().flatten() {
            let target = self.target(item.get("target").cloned().unwrap_or_default())?;
            if targets.contains(&target) {
                return Err(Refusal::bad_request(format!(
                    "The same target is there twice: {target}."
                )));
            }
            targets.push(target);
        }
        {
            let mut tenant = self.tenant_mut();
            let id = tenant
                .profile(request.profile())
                .ok_or_else(|| no_profile(request.profile()))?
                .id
                .clone();
            tenant.set_assignments(&id, targets, request.now);
        }
        match request.settings.has(Quirk::AssignNoContent) {
            true => Ok(Reply::empty(StatusCode::NO_CONTENT)),
            false => self.list(request, Set::Assignments, &Query::default()),
        }
    }

    /// The summary is a sum, so that there is nothing to delete.
    pub(super) fn delete_summary(&self, request: &Checked<'_>) -> Result<Reply, Refusal> {
        let tenant = self.tenant();
        let profile = tenant
            .profile(request.profile())
            .ok_or_else(|| no_profile(request.profile()))?;
        if_match(request, profile)?;
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }

    /// The target with its type as Graph spells it.
    fn target(&self, mut target: Value) -> Result<Value, Refusal> {
        let Value::Object(object) = &mut target else {
            return Err(Refusal::bad_request("The property 'target' is required."));
        };
        let mapping = self.spec.schema("deviceAndAppManagementAssignmentTarget");
        let mapping =
            mapping.and_then(|schema| schema.pointer("/discriminator/mapping")?.as_object());
        if let Some(Value::String(kind)) = object.get_mut("@odata.type") {
            let spelled = mapping.into_iter().flatten().map(|(name, _)| name);
            if let Some(name) = spelled
                .into_iter()
                .find(|name| name[1..].eq_ignore_ascii_case(kind.trim_start_matches('#')))
            {
                name.clone_into(kind);
            }
        }
        let group = object
            .get("@odata.type")
            .and_then(Value::as_str)
            .is_some_and(|kind| kind.ends_with("roupAssignmentTarget"));
        if group
            && object
                .get("groupId")
                .and_then(Value::as_str)
                .is_none_or(str::is_empty)
        {
            return Err(Refusal::bad_request(
                "The property 'target.groupId' is required for a group.",
            ));
        }
        Ok(target)
    }

    fn refuse_navigation(&self, body: &Map<String, Value>, set: Set) -> Result<(), Refusal> {
        let navigations = self
            .spec
            .entity(set.entity())
            .map_or(&[][..], |entity| &entity.navigations);
        match navigations
            .iter()
            .find(|navigation| body.contains_key(&navigation.name))
        {
            None => Ok(()),
            Some(navigation) => Err(Refusal::bad_request(format!(
                "The property '{}' leads to other entities and cannot be written here; write them by their own path.",
                navigation.name
            ))),
        }
    }

    /// Gives a created state what it cannot be without.
    fn fill_in(&self, body: &mut Map<String, Value>, set: Set, now: Ticks) {
        for property in self
            .spec
            .entity(set.entity())
            .into_iter()
            .flat_map(|entity| &entity.properties)
        {
            let default = match property.kind {
                Kind::Int => Value::from(0),
                Kind::Time => Value::from(now.to_string()),
                Kind::Enum(_) => Value::from("unknown"),
                _ => continue,
            };
            body.entry(property.name.clone()).or_insert(default);
        }
    }
}

/// The properties of a body, without annotations.
fn writable(body: &Map<String, Value>) -> Map<String, Value> {
    let properties = body
        .iter()
        .filter(|(name, _)| !name.contains('@') && *name != "id");
    properties
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn change_stored(states: &mut [StoredState], id: &str, changes: Map<String, Value>) {
    if let Some(state) = states.iter_mut().find(|state| state.id == id) {
        state.properties.extend(changes);
    }
}

/// Refuses when the client wants another state of the profile than there is.
fn if_match(request: &Checked<'_>, profile: &LiveProfile) -> Result<(), Refusal> {
    let opaque = |tag: &str| tag.trim_start_matches("W/").to_owned();
    match request.call.header(IF_MATCH.as_str()) {
        Some(tag) if tag != "*" && opaque(tag) != opaque(&profile.tag()) => {
            Err(Refusal::precondition_failed(format!(
                "The hardware configuration has changed: its tag is {}, not {tag}.",
                profile.tag()
            )))
        }
        _ => Ok(()),
    }
}
