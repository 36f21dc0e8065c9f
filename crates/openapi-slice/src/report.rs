//! What was kept, what was left out, and why.

use std::fmt;

use serde::Serialize;

/// Which road a document took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Road {
    /// The structure of the text was enough to find the parts.
    Fast,
    /// The whole document went through the YAML parser.
    General,
}

/// How many of something there are in the slice, and how many were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many are in the slice.
    pub kept: usize,
    /// How many were left out.
    pub dropped: usize,
}

/// How many components of one kind there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComponentCount {
    /// The key under `components`, such as `schemas`.
    pub kind: String,
    /// How many of them were kept and left out.
    #[serde(flatten)]
    pub count: Count,
}

/// An entry of a `discriminator.mapping` that was removed, since its schema is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RemovedMapping {
    /// The component that holds the discriminator.
    pub component: String,
    /// The value of the discriminating property.
    pub value: String,
}

/// What a slice holds, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The road that was taken; the slice is the same on both.
    pub road: Road,
    /// Paths.
    pub paths: Count,
    /// Operations in the slice.
    pub operations: usize,
    /// Components, by kind, in the order of the document.
    pub components: Vec<ComponentCount>,
    /// Mappings that lead to schemas that are not kept, in the order of the document.
    pub removed_mappings: Vec<RemovedMapping>,
    /// References that lead out of the document, sorted.
    pub external: Vec<String>,
}

impl Report {
    /// The count for one kind of components; zero if the document has none.
    #[must_use]
    pub fn components_of(&self, kind: &str) -> Count {
        self.components
            .iter()
            .find(|count| count.kind == kind)
            .map_or_else(Count::default, |found| found.count)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, name: &str, count: Count| {
            let Count { kept, dropped } = count;
            writeln!(f, "{name:<16} {kept:>6} kept {dropped:>7} dropped")
        };
        line(f, "paths", self.paths)?;
        writeln!(f, "{:<16} {:>6} kept", "operations", self.operations)?;
        for component in &self.components {
            line(f, &component.kind, component.count)?;
        }
        if !self.removed_mappings.is_empty() {
            let removed = self.removed_mappings.len();
            writeln!(f, "{:<16} {removed:>6} removed", "mappings")?;
        }
        for reference in &self.external {
            writeln!(f, "external         {reference}")?;
        }
        Ok(())
    }
}
