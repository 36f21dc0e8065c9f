//! Says what changed between two versions of the specification, in the terms of the API.
//!
//! A text diff of the specification drowns one lost property in a hundred moved lines. Here each change
//! is one line that names the operation or the schema, and whether code that calls it can break.

use std::fmt;

use serde_json::Value;

mod operations;
mod prose;
mod schemas;
#[cfg(test)]
mod tests;

/// One difference between two versions of the API.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Change {
    place: Place,
    what: String,
    breaking: bool,
}

impl Change {
    /// Whether code that was right for the old version can be wrong for the new one.
    pub(crate) fn breaking(&self) -> bool {
        self.breaking
    }

    /// Whether only words changed.
    pub(crate) fn is_prose(&self) -> bool {
        self.place == Place::Prose
    }
}

/// `operation `assign`: removed (breaking)`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Document => write!(f, "{}", self.what)?,
            Place::Operation(name) => write!(f, "operation `{name}`: {}", self.what)?,
            Place::Schema(name) => write!(f, "schema `{name}`: {}", self.what)?,
            Place::Prose => write!(f, "descriptions: {}", self.what)?,
        }
        if self.breaking {
            f.write_str(" (breaking)")?;
        }
        Ok(())
    }
}

/// Where a change is; the order is that of the list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Document,
    Operation(String),
    Schema(String),
    Prose,
}

/// What changed from `old` to `new`, both OpenAPI 3.0 documents: sorted by place, empty when nothing did.
///
/// Every difference that a caller can see is in some line: what has no words of its own here is named by its
/// key.
pub(crate) fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let mut changes = Changes::default();
    let (old_prose, old) = prose::separate(old);
    let (new_prose, new) = prose::separate(new);
    operations::compare(&old, &new, &mut changes);
    schemas::compare_components(&old, &new, &mut changes);
    compare_rest(
        &Spot::new(Place::Document),
        &old,
        &new,
        &["paths", "components"],
        &mut changes,
    );
    prose::compare(&old_prose, &new_prose, &mut changes);

    let mut list = changes.0;
    list.sort_unstable();
    list
}

/// The changes found so far.
#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn add(&mut self, spot: &Spot, what: impl fmt::Display, breaking: bool) {
        self.0.push(Change {
            place: spot.place.clone(),
            what: format!("{spot}{what}"),
            breaking,
        });
    }
}

/// A thing that is compared, and how to call it.
#[derive(Clone)]
struct Spot {
    place: Place,
    /// A part of the place: "parameter `$top`", "request body"; empty for the place itself.
    part: String,
    /// The way through properties to something inside the part: `assignments[].target`.
    property: String,
    /// Which way the values travel that this describes.
    travel: Travel,
}

/// Which way values travel decides whom a change breaks: a stricter schema those who send them, a laxer
/// one those who receive them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Travel {
    sent: bool,
    received: bool,
}

impl Spot {
    fn new(place: Place) -> Self {
        Self {
            place,
            part: String::new(),
            property: String::new(),
            travel: Travel::default(),
        }
    }

    fn part(&self, part: impl Into<String>, travel: Travel) -> Self {
        Self {
            part: part.into(),
            travel,
            ..self.clone()
        }
    }

    fn property(&self, name: &str) -> Self {
        let dot = if self.property.is_empty() { "" } else { "." };
        Self {
            property: format!("{}{dot}{name}", self.property),
            ..self.clone()
        }
    }

    fn items(&self) -> Self {
        Self {
            property: format!("{}[]", self.property),
            ..self.clone()
        }
    }
}

/// What stands before the change itself, with the space after it.
impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.part.is_empty() {
            write!(f, "{} ", self.part)?;
        }
        match self.property.as_str() {
            "" => Ok(()),
            "[]" => f.write_str("items "),
            property => write!(f, "property `{property}` "),
        }
    }
}

/// Names each key that differs and that nobody else compares.
fn compare_rest(spot: &Spot, old: &Value, new: &Value, compared: &[&str], changes: &mut Changes) {
    for (key, old, new) in pairs(old, new) {
        if compared.contains(&key) || old == new {
            continue;
        }
        let what = match (old, new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        changes.add(spot, format_args!("`{key}` {what}"), false);
    }
}

/// The entries of two objects side by side, by key; what is not an object has none.
fn pairs<'a>(
    old: &'a Value,
    new: &'a Value,
) -> impl Iterator<Item = (&'a str, Option<&'a Value>, Option<&'a Value>)> {
    let keys = |value: &'a Value| value.as_object().into_iter().flat_map(|map| map.keys());
    let mut all: Vec<&str> = keys(old).chain(keys(new)).map(String::as_str).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(|key| (key, old.get(key), new.get(key)))
}

/// What a local reference leads to; anything else is itself. A reference that leads nowhere stays.
fn resolve<'a>(document: &'a Value, mut value: &'a Value) -> &'a Value {
    // A chain of references to references is short, and one in a circle ends here.
    for _ in 0..8 {
        let target = value
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| document.pointer(reference.strip_prefix('#')?));
        match target {
            Some(target) => value = target,
            None => break,
        }
    }
    value
}
