//! Every combination of features of the published crates compiles.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::Value;

use super::machine::{Machine, text};
use super::{Outcome, execute};

pub(super) fn check(machine: &Machine) -> Result<Outcome> {
    for package in machine.published()? {
        let name = text(&package, "name")?;
        for features in combinations(&package, machine.has_native_tls) {
            execute(&mut machine.cargo([
                "check",
                "--quiet",
                "--locked",
                "-p",
                name,
                "--no-default-features",
                "--features",
                &features,
            ]))?;
        }
    }
    Ok(Outcome::Passed)
}

/// All sets of the features that a package has, but `default`, as cargo wants them written.
fn combinations(package: &Value, has_native_tls: bool) -> BTreeSet<String> {
    let features: Vec<&str> = package["features"]
        .as_object()
        .into_iter()
        .flat_map(serde_json::Map::keys)
        .map(String::as_str)
        .filter(|name| *name != "default" && (has_native_tls || *name != "native-tls"))
        .collect();
    let sets = 0..1_u32 << features.len();
    sets.map(|set| {
        let chosen = features.iter().enumerate();
        let chosen = chosen.filter(|(place, _)| set & (1 << place) != 0);
        chosen.map(|(_, name)| *name).collect::<Vec<_>>().join(",")
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_set_of_features_is_tried_once() {
        let package = json!({"features": {"default": ["a"], "a": [], "native-tls": ["a"]}});
        let all = ["", "a", "a,native-tls", "native-tls"].map(str::to_owned);
        assert_eq!(combinations(&package, true), BTreeSet::from(all));
        let without = ["", "a"].map(str::to_owned);
        assert_eq!(combinations(&package, false), BTreeSet::from(without));
    }
}
