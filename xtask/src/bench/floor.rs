//! The floor: an empty program with the dependencies that the facade cannot do without.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, Result, ensure};
use toml::{Table, Value};

use super::consumer::Consumer;
use super::workbench::Workbench;

/// What one dependency is asked for.
#[derive(Default)]
struct Wanted {
    version: String,
    default_features: bool,
    features: BTreeSet<String>,
}

/// The external dependencies of the crates, by name and version, as their manifests have them for these features, the
/// last of which is the TLS.
pub(super) fn consumer(
    workbench: &Workbench,
    name: &'static str,
    chosen: &[&str],
) -> Result<Consumer> {
    let workspace = read(workbench, "Cargo.toml")?;
    let shared = table(&workspace, &["workspace", "dependencies"]).context("nothing is shared")?;
    let mut lists = [BTreeMap::new(), BTreeMap::new()];
    for name in ["client", "facade", "transport"] {
        let manifest = read(workbench, &format!("crates/{name}/Cargo.toml"))?;
        let features = table(&manifest, &["features"]);
        let enabled = chosen
            .iter()
            .filter_map(|name| features?.get(*name)?.as_array());
        let enabled: Vec<&str> = enabled.flatten().filter_map(Value::as_str).collect();
        for (section, list) in ["dependencies", "build-dependencies"]
            .iter()
            .zip(&mut lists)
        {
            for (name, wanted) in table(&manifest, &[section]).into_iter().flatten() {
                want(list, name, wanted, shared, &enabled);
            }
        }
    }
    let tls = chosen.last().context("no TLS is chosen")?;
    let is_complete = lists[0].get("reqwest").is_some_and(|reqwest| {
        let mut features = reqwest.features.iter();
        features.any(|feature| feature.starts_with(*tls))
    });
    ensure!(is_complete, "no feature {tls} brings TLS to reqwest");
    let [dependencies, build_dependencies] = lists.map(|list| lines(&list));
    Ok(Consumer {
        name,
        dependencies: dependencies.into(),
        build_dependencies: build_dependencies.into(),
        files: ["src/main.rs", "build.rs"]
            .map(|path| (path, "fn main() {}\n".into()))
            .into(),
    })
}

/// Adds a dependency with what `enabled` features ask for, unless it is optional and not asked for, or one of our own
/// crates.
fn want(
    list: &mut BTreeMap<String, Wanted>,
    name: &str,
    wanted: &Value,
    shared: &Table,
    enabled: &[&str],
) {
    let is = |value: &Value, key| value.get(key).and_then(Value::as_bool);
    let base = if is(wanted, "workspace") == Some(true) {
        shared.get(name).unwrap_or(wanted)
    } else {
        wanted
    };
    let is_asked_for = enabled.contains(&format!("dep:{name}").as_str());
    if is(wanted, "optional") == Some(true) && !is_asked_for || base.get("path").is_some() {
        return;
    }
    let version = base.as_str().or_else(|| base.get("version")?.as_str());
    let version = version.unwrap_or("*").to_owned();
    let entry = list.entry(name.to_owned()).or_default();
    entry.version = version;
    entry.default_features |= is(base, "default-features").unwrap_or(true);
    for value in [base, wanted] {
        let features = value.get("features").and_then(Value::as_array);
        let features = features.into_iter().flatten().filter_map(Value::as_str);
        entry.features.extend(features.map(str::to_owned));
    }
    let features = enabled
        .iter()
        .filter_map(|enabled| enabled.split_once('/').filter(|(of, _)| *of == name));
    entry
        .features
        .extend(features.map(|(_, feature)| feature.to_owned()));
}

/// The lines of a manifest.
fn lines(list: &BTreeMap<String, Wanted>) -> String {
    let line = |(name, wanted): (&String, &Wanted)| {
        let features: Vec<&str> = wanted.features.iter().map(String::as_str).collect();
        format!(
            "{name} = {{ version = {:?}, default-features = {}, features = {features:?} }}\n",
            wanted.version, wanted.default_features,
        )
    };
    list.iter().map(line).collect()
}

fn read(workbench: &Workbench, path: &str) -> Result<Table> {
    let text = fs::read_to_string(workbench.path(path))?;
    text.parse().with_context(|| format!("cannot read {path}"))
}

fn table<'a>(manifest: &'a Table, path: &[&str]) -> Option<&'a Table> {
    path.iter()
        .try_fold(manifest, |table, key| table.get(*key)?.as_table())
}
