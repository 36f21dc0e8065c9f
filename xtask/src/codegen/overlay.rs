//! Applies an OpenAPI Overlay: our words and corrections, laid over the document.
//!
//! Implements [Overlay 1.0](https://spec.openapis.org/overlay/v1.0.0.html), in three points stricter
//! or wider than it asks: an action that matches nothing is an error, because upstream has then moved
//! and the action does not do what its author meant; an action says either `update` or `remove`, not
//! both; and `remove` takes scalars too, as the specification's own conformance set does.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;
use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};
use serde_saphyr::Spanned;
use serde_saphyr::options::MergeKeyPolicy;

#[cfg(test)]
mod tests;

/// What an overlay did to a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Applied {
    /// Actions in the overlay; all of them were applied.
    pub(crate) actions: usize,
    /// Nodes that the actions updated or removed; one that two actions touch counts twice.
    pub(crate) nodes: usize,
}

/// Applies the actions of `overlay_text` (YAML or JSON) to `document`, one after another.
///
/// # Errors
///
/// If the overlay cannot be read, or actions cannot be applied. The error names each of them by its
/// number, line and target; `document` is then changed by the other actions, and fit for comparison alone.
pub(crate) fn apply(document: &mut Value, overlay_text: &str) -> Result<Applied> {
    let overlay = Overlay::parse(overlay_text)?;
    let mut applied = Applied::default();
    let mut failed = Vec::new();
    for (index, action) in overlay.actions.iter().enumerate() {
        let (line, action) = (action.defined.line(), &action.value);
        let outcome = action.apply(document).with_context(|| {
            let number = index + 1;
            format!(
                "overlay action {number} (line {line}), target `{}`",
                action.target
            )
        });
        match outcome {
            Ok(nodes) => {
                applied.nodes += nodes;
                applied.actions += 1;
            }
            Err(error) => failed.push(format!("{error:#}")),
        }
    }
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(applied)
}

#[derive(Deserialize)]
struct Overlay {
    overlay: String,
    info: Info,
    /// The document that the overlay is for: the caller knows it already.
    #[serde(rename = "extends")]
    _extends: Option<String>,
    actions: Vec<Spanned<Action>>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct Info {
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "version")]
    _version: String,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct Action {
    target: String,
    /// The reason for the action, for people.
    #[serde(rename = "description")]
    _description: Option<String>,
    update: Option<Value>,
    #[serde(default)]
    remove: bool,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

impl Overlay {
    fn parse(text: &str) -> Result<Self> {
        let options = serde_saphyr::options! {
            strict_booleans: true,
            merge_keys: MergeKeyPolicy::Error,
        };
        let overlay: Self = serde_saphyr::from_str_with_options(text, options)
            .context("the overlay is not an Overlay 1.0 document")?;

        let version = &overlay.overlay;
        ensure!(
            version == "1.0" || version.starts_with("1.0."),
            "the overlay says `overlay: {version}`; this command reads Overlay 1.0: write `overlay: 1.0.0`"
        );
        ensure!(
            !overlay.actions.is_empty(),
            "the overlay has no actions; it must have at least one"
        );
        refuse_unknown(&overlay.rest, "overlay, info, extends, actions")
            .context("top of the overlay")?;
        refuse_unknown(&overlay.info.rest, "title, version").context("`info` of the overlay")?;
        Ok(overlay)
    }
}

/// Refuses keys that the format does not know, which are misspelled ones; `x-` keys are anyone's.
fn refuse_unknown(rest: &BTreeMap<String, Value>, known: &str) -> Result<()> {
    match rest.keys().find(|key| !key.starts_with("x-")) {
        Some(key) => {
            bail!("unknown key `{key}`; known here are {known} and keys that begin with `x-`")
        }
        None => Ok(()),
    }
}

impl Action {
    /// Returns how many nodes the target matched.
    fn apply(&self, document: &mut Value) -> Result<usize> {
        refuse_unknown(&self.rest, "target, description, update, remove")?;
        let nodes = matches(document, &self.target)?;
        ensure!(
            !nodes.is_empty(),
            "matches nothing in the document; correct the target, or delete the action if what it mends is gone"
        );
        match (&self.update, self.remove) {
            (Some(update), false) => {
                for node in &nodes {
                    let target = resolve(document, node).context("a matched node is gone")?;
                    update_node(target, update).with_context(|| format!("at {}", display(node)))?;
                }
            }
            // Backwards, so that an array's later items go first and the earlier keep their index.
            (None, true) => {
                for node in nodes.iter().rev() {
                    remove_node(document, node)?;
                }
            }
            (Some(_), true) => bail!("has `update` and `remove`; make two actions of it"),
            (None, false) => bail!("has neither `update` nor `remove: true`; say what it does"),
        }
        Ok(nodes.len())
    }
}

/// One step down from a container to what it holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Index(usize),
    Name(String),
}

/// The nodes that a JSONPath selects, each once, in the order of their paths.
fn matches(document: &Value, target: &str) -> Result<Vec<Vec<Step>>> {
    let path = JsonPath::parse(target).context("is not a JSONPath (RFC 9535)")?;
    let mut nodes: Vec<Vec<Step>> = path
        .query_located(document)
        .locations()
        .map(|location| location.iter().map(Step::from).collect())
        .collect();
    nodes.sort_unstable();
    nodes.dedup();
    Ok(nodes)
}

impl From<&PathElement<'_>> for Step {
    fn from(element: &PathElement<'_>) -> Self {
        match element {
            PathElement::Name(name) => Self::Name((*name).to_owned()),
            PathElement::Index(index) => Self::Index(*index),
        }
    }
}

fn resolve<'a>(document: &'a mut Value, path: &[Step]) -> Option<&'a mut Value> {
    path.iter().try_fold(document, |node, step| match step {
        Step::Index(index) => node.get_mut(*index),
        Step::Name(name) => node.get_mut(name),
    })
}

fn display(path: &[Step]) -> String {
    let steps = path.iter().map(|step| match step {
        Step::Index(index) => format!("[{index}]"),
        Step::Name(name) => format!("['{name}']"),
    });
    std::iter::once("$".to_owned()).chain(steps).collect()
}

/// Updates a selected node: an object takes properties, an array takes one more entry.
fn update_node(target: &mut Value, update: &Value) -> Result<()> {
    match target {
        Value::Object(_) if update.is_object() => merge(target, update),
        Value::Object(_) => bail!(
            "`update` is {}, but must be an object to merge into one",
            kind(update)
        ),
        Value::Array(items) => {
            items.push(update.clone());
            Ok(())
        }
        scalar => bail!(
            "is {}; target the object that contains it, and give its new value in `update`",
            kind(scalar)
        ),
    }
}

/// Objects merge, arrays append, scalars replace; anything else would lose something unsaid.
fn merge(target: &mut Value, update: &Value) -> Result<()> {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            for (key, value) in update {
                match target.get_mut(key) {
                    Some(old) => merge(old, value).with_context(|| format!("property `{key}`"))?,
                    None => drop(target.insert(key.clone(), value.clone())),
                }
            }
        }
        (Value::Array(target), Value::Array(update)) => target.extend(update.iter().cloned()),
        (target, update) if is_scalar(target) && is_scalar(update) => *target = update.clone(),
        (target, update) => bail!(
            "{} cannot be merged into {}; remove it by an action before this one",
            kind(update),
            kind(target)
        ),
    }
    Ok(())
}

fn is_scalar(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn remove_node(document: &mut Value, path: &[Step]) -> Result<()> {
    let Some((last, parent)) = path.split_last() else {
        bail!("is the whole document, which cannot be removed");
    };
    match (resolve(document, parent), last) {
        // Not `Map::remove`, which may move the last property into the gap.
        (Some(Value::Object(map)), Step::Name(name)) => map.retain(|key, _| key != name),
        (Some(Value::Array(items)), Step::Index(index)) if *index < items.len() => {
            items.remove(*index);
        }
        _ => {}
    }
    Ok(())
}
