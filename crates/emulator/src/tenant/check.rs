//! Which tenants can be meant. They are held to the specification as requests are.

use std::ops::Range;

use serde_json::Value;

use super::seed::{Group, Profile, Tenant};
use super::target::Target;
use crate::error::SetupError;
use crate::spec::Spec;
use crate::spec::check::{Direction, Strictness, check};
use crate::spec::target::TARGET;

impl Tenant {
    /// The tenant with all that it holds as Graph spells it, unless something in it cannot be meant.
    pub(crate) fn checked(
        mut self,
        spec: &Spec,
        strictness: Strictness,
    ) -> Result<Self, SetupError> {
        for (list, groups) in [("groups", &self.groups), ("filters", &self.filters)] {
            check_ids(list, groups.iter().map(|group| Some(&*group.id)))?;
            for (number, group) in groups.iter().enumerate() {
                let outer = format!("{list}[{number}]");
                group.check().map_err(|error| error.within(&outer))?;
            }
        }
        check_ids(
            "profiles",
            self.profiles.iter().map(|profile| profile.id.as_deref()),
        )?;
        for (number, profile) in self.profiles.iter_mut().enumerate() {
            let outer = format!("profiles[{number}]");
            profile
                .check(spec, strictness)
                .map_err(|error| error.within(&outer))?;
            profile.check_targets(&outer, spec, strictness)?;
        }
        let profiles = self.profiles.iter().enumerate();
        let scenarios = profiles.filter_map(|(number, profile)| {
            Some((
                format!("profiles[{number}].scenario"),
                profile.scenario.as_ref()?,
            ))
        });
        for (place, scenario) in scenarios.chain([("scenario".to_owned(), &self.scenario)]) {
            if !scenario.has_weights() {
                let problem = "has no weight above zero, so that there is no state to end in.";
                return Err(SetupError::new(place, problem));
            }
        }
        Ok(self)
    }
}

impl Group {
    fn check(&self) -> Result<(), SetupError> {
        for (name, Range { start, end }) in [("devices", &self.devices), ("users", &self.users)] {
            if end < start {
                let problem = format!("ends at {end}, before it starts at {start}.");
                return Err(SetupError::new(name, problem));
            }
        }
        Ok(())
    }
}

impl Profile {
    fn check(&self, spec: &Spec, strictness: Strictness) -> Result<(), SetupError> {
        for (name, text) in [
            ("displayName", &self.display_name),
            ("fileName", &self.file_name),
            ("content", &self.content),
        ] {
            if text.is_empty() {
                return Err(SetupError::new(name, "is required."));
            }
        }
        let properties = Value::Object(self.properties());
        let schema = spec.schema("hardwareConfiguration");
        let problems =
            schema.map(|schema| check(spec, schema, &properties, Direction::Request(strictness)));
        match problems.into_iter().flatten().next() {
            None => Ok(()),
            Some(problem) => {
                // What files call otherwise than requests do.
                let place = match problem.path.as_str() {
                    "configurationFileContent" => "content",
                    "hardwareConfigurationFormat" => "format",
                    path => path,
                };
                Err(SetupError::new(place, problem.message))
            }
        }
    }

    fn check_targets(
        &mut self,
        outer: &str,
        spec: &Spec,
        strictness: Strictness,
    ) -> Result<(), SetupError> {
        for number in 0..self.targets.len() {
            let place = |number: usize| format!("{outer}.targets[{number}]");
            let (before, rest) = self.targets.split_at_mut(number);
            let Some(Target(target)) = rest.first_mut() else {
                break;
            };
            let problems = spec
                .schema(TARGET)
                .map(|schema| check(spec, schema, target, Direction::Request(strictness)));
            let problem = problems.into_iter().flatten().next();
            let spelled = match problem {
                None => spec.target(std::mem::take(target)),
                Some(problem) => Err(problem),
            };
            *target = spelled.map_err(|problem| match problem.path.as_str() {
                "" => SetupError::new(place(number), problem.message),
                path => SetupError::new(path, problem.message).within(&place(number)),
            })?;
            if let Some(same) = before.iter().position(|Target(other)| other == target) {
                let problem = format!("is the same as '{}'.", place(same));
                return Err(SetupError::new(place(number), problem));
            }
        }
        Ok(())
    }
}

/// Refuses ids that are empty, or that are the same but for their case.
fn check_ids<'i>(list: &str, ids: impl Iterator<Item = Option<&'i str>>) -> Result<(), SetupError> {
    let mut seen: Vec<(usize, &str)> = Vec::new();
    for (number, id) in ids.enumerate() {
        let Some(id) = id else { continue };
        let place = format!("{list}[{number}].id");
        if id.is_empty() {
            return Err(SetupError::new(place, "is empty."));
        }
        if let Some((first, _)) = seen
            .iter()
            .find(|(_, other)| other.eq_ignore_ascii_case(id))
        {
            let problem = format!(
                "is '{id}', which is the id of '{list}[{first}]', too: case does not count."
            );
            return Err(SetupError::new(place, problem));
        }
        seen.push((number, id));
    }
    Ok(())
}
