//! The operations that change something.

use hyper::StatusCode;
use serde_json::Value;

use super::Service;
use super::bodies::{if_match, own_id, writable};
use super::collection::Set;
use super::links;
use super::reads::{no_child, no_profile, profile};
use super::refusal::Refusal;
use super::request::Checked;
use crate::http::Reply;
use crate::odata::Query;
use crate::settings::Quirk;
use crate::tenant::by_hand::{Of, StateKey, StoredState};
use crate::tenant::live::LiveTenant;
use crate::tenant::profile::Assignment;

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
                let id = profile(&tenant, request)?.id.clone();
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
            Set::States(of) => {
                body.retain(|_, value| !value.is_null());
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
                profile.by_hand(of).add(state);
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
            let id = profile(&tenant, request)?.id.clone();
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
                Set::States(of) => {
                    if changes
                        .get("configurationState")
                        .is_some_and(Value::is_null)
                    {
                        return Err(Refusal::bad_request(
                            "The property 'configurationState' cannot be cleared.",
                        ));
                    }
                    let key = find_state(&tenant, request, of)?;
                    let profile = tenant.profile_mut(&id).ok_or_else(|| no_profile(&id))?;
                    profile.by_hand(of).change(&key, changes);
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
        let profile = profile(&tenant, request)?;
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
            Set::States(of) => {
                let key = find_state(&tenant, request, of)?;
                let profile = tenant.profile_mut(&id).ok_or_else(|| no_profile(&id))?;
                profile.by_hand(of).delete(&key);
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
            targets.push(target);
        }
        {
            let mut tenant = self.tenant_mut();
            let profile = profile(&tenant, request)?;
            let id = profile.id.clone();
            for (item, target) in items.into_iter().flatten().zip(&targets) {
                let there = |id: &str| profile.assignments.iter().any(|other| other.id == id);
                let own = tenant.assignment_id(&id, target);
                if let Some(item) = item.as_object() {
                    own_id(request, item, |id| id == own || there(id))?;
                }
            }
            let mut ids: Vec<String> = targets
                .iter()
                .map(|target| tenant.assignment_id(&id, target))
                .collect();
            ids.sort_unstable();
            if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
                return Err(Refusal::bad_request(format!(
                    "Two assignments have the same target: '{}'.",
                    twice[0]
                )));
            }
            tenant.set_assignments(&id, targets, request.now);
        }
        match request.settings.has(Quirk::AssignNoContent) {
            true => Ok(Reply::empty(StatusCode::NO_CONTENT)),
            false => {
                // The answer goes on where it can be read, and not by assigning once more.
                let listed = Checked {
                    path: links::below_profile(request.profile(), "assignments"),
                    ..request.clone()
                };
                self.list(&listed, Set::Assignments, &Query::default())
            }
        }
    }

    /// The summary is a sum, so that there is nothing to delete.
    pub(super) fn delete_summary(&self, request: &Checked<'_>) -> Result<Reply, Refusal> {
        let tenant = self.tenant();
        let profile = profile(&tenant, request)?;
        if_match(request, profile)?;
        Ok(Reply::empty(StatusCode::NO_CONTENT))
    }
}

/// The run state that the request is about.
fn find_state(tenant: &LiveTenant, request: &Checked<'_>, of: Of) -> Result<StateKey, Refusal> {
    let profile = profile(tenant, request)?;
    let states = tenant.run_states(profile, request.now);
    states
        .find(of, request.child())
        .ok_or_else(|| no_child(request.child()))
}
