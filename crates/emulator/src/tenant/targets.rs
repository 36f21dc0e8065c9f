//! Which devices the assignments of a profile reach.

use serde_json::Value;

use super::index_set::IndexSet;
use super::live::LiveTenant;
use super::profile::Assignment;
use super::seed::Group;
use crate::random::{Guid, mix_text};

impl LiveTenant {
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
        let index = mix_text(mix_text(self.seed().seed, key), kind) as u32;
        format!("{profile}_{}", Guid::of(self.seed().seed, index))
    }

    /// The devices that the assignments reach together.
    pub(super) fn targeted(&self, assignments: &[Assignment]) -> IndexSet {
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
                "groupAssignmentTarget" => self.members(&self.seed().groups, text("groupId")),
                "configurationManagerCollectionAssignmentTarget" => {
                    self.members(&self.seed().groups, text("collectionId"))
                }
                "exclusionGroupAssignmentTarget" => {
                    excluded = excluded.union(&self.members(&self.seed().groups, text("groupId")));
                    continue;
                }
                _ => continue,
            };
            let filter = text("deviceAndAppManagementAssignmentFilterId");
            let filtered = match text("deviceAndAppManagementAssignmentFilterType") {
                Some("include") => {
                    devices.intersection(&self.members(&self.seed().filters, filter))
                }
                Some("exclude") => devices.difference(&self.members(&self.seed().filters, filter)),
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
}
