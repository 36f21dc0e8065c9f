//! What a profile is assigned to.

use serde::Deserialize;
use serde_json::{Value, json};

/// A target of an assignment, as JSON.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Value")]
pub struct Target(pub(crate) Value);

impl TryFrom<Value> for Target {
    type Error = &'static str;

    fn try_from(target: Value) -> Result<Self, Self::Error> {
        match target.get("@odata.type") {
            Some(Value::String(_)) => Ok(Self(target)),
            _ => Err("a target must be an object with its type as `@odata.type`"),
        }
    }
}

impl Target {
    /// Any JSON object. New types need [`Leniency::UnknownValues`](crate::Leniency).
    #[must_use]
    pub fn json(target: Value) -> Self {
        Self(target)
    }

    /// Every device of the tenant.
    #[must_use]
    pub fn all_devices() -> Self {
        Self(json!({ "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" }))
    }

    /// The devices of every user who has a licence: in the emulator, every user.
    #[must_use]
    pub fn all_licensed_users() -> Self {
        Self(json!({ "@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget" }))
    }

    /// The members of a group.
    #[must_use]
    pub fn group(id: &str) -> Self {
        Self(json!({ "@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": id }))
    }

    /// All but the members of a group, whatever the other targets say.
    #[must_use]
    pub fn excluded_group(id: &str) -> Self {
        Self(
            json!({ "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget", "groupId": id }),
        )
    }

    /// Narrows the target down to the devices that an assignment filter matches.
    #[must_use]
    pub fn including(self, filter: &str) -> Self {
        self.with_filter("include", filter)
    }

    /// Narrows the target down to the devices that an assignment filter does not match.
    #[must_use]
    pub fn excluding(self, filter: &str) -> Self {
        self.with_filter("exclude", filter)
    }

    fn with_filter(mut self, kind: &str, filter: &str) -> Self {
        if let Value::Object(target) = &mut self.0 {
            target.insert(
                "deviceAndAppManagementAssignmentFilterType".to_owned(),
                kind.into(),
            );
            target.insert(
                "deviceAndAppManagementAssignmentFilterId".to_owned(),
                filter.into(),
            );
        }
        self
    }
}
