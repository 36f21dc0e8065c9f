//! What an assignment is to.

use serde_json::Value;

use super::Spec;
use super::check::Problem;

/// The schema of all kinds of targets.
pub(crate) const TARGET: &str = "deviceAndAppManagementAssignmentTarget";

impl Spec {
    /// A target that is as specified, with its type as Graph spells it. What is for a group must say which one.
    pub(crate) fn target(&self, mut target: Value) -> Result<Value, Problem> {
        let kind = target.get("@odata.type").and_then(Value::as_str);
        let known = kind
            .zip(self.schema(TARGET))
            .and_then(|(kind, targets)| self.subtype(targets, kind));
        // Types that the specification does not know may be let pass, and may end in the same words.
        let Some((name, schema)) = known else {
            return Ok(target);
        };
        let is_for_a_group = schema.pointer("/properties/groupId").is_some();
        let group = target.get("groupId").and_then(Value::as_str);
        if is_for_a_group && group.is_none_or(str::is_empty) {
            return Err(Problem {
                path: "groupId".to_owned(),
                message: "is required for a group.".to_owned(),
            });
        }
        if let Value::Object(object) = &mut target {
            // Annotations, and what a leniency lets pass, are not kept.
            let properties = schema.get("properties");
            object.retain(|name, _| properties.is_some_and(|known| known.get(name).is_some()));
            object.insert("@odata.type".to_owned(), name.into());
        }
        Ok(target)
    }
}
