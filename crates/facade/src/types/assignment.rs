//! The link between a configuration and a target.

use super::entity::entity;
use super::extra::ExtraProperties;
use super::field::Field;
use super::id::AssignmentId;
use super::target::AssignmentTarget;

/// The assignment of a hardware configuration to a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assignment {
    /// The id of the assignment.
    pub id: Field<AssignmentId>,
    /// Who or what the configuration is assigned to.
    pub target: Field<AssignmentTarget>,
    /// Properties that this version of the crate does not know.
    pub extra: ExtraProperties,
}

impl From<AssignmentTarget> for Assignment {
    fn from(target: AssignmentTarget) -> Self {
        Self {
            target: Field::Value(target),
            ..Self::default()
        }
    }
}

entity! {
    Assignment = "hardwareConfigurationAssignment";
    properties AssignmentProperty {
        Id = "id" => id,
        Target = "target" => target,
    }
    navigations AssignmentNavigation {}
}
