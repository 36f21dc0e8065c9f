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
    /// The value of the discriminating property; empty for the mapping that is the default.
    pub value: String,
    /// The schema, as the mapping names it.
    pub target: String,
}

/// What can be left out of a slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Losable {
    /// Schemas that inherit from a kept one with a discriminator, or are in its mapping.
    Heirs,
    /// Callbacks among the components.
    Callbacks,
    /// Links among the components.
    Links,
    /// Webhooks.
    Webhooks,
    /// Tags, by the list at the root.
    Tags,
    /// Security schemes.
    SecuritySchemes,
    /// The security requirements of the root.
    Security,
    /// The servers of the root.
    Servers,
    /// Extensions of the root, of `paths`, of `webhooks` and of `components`.
    Extensions,
}

/// Why something was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Cause {
    /// None of its operations is selected.
    NotSelected,
    /// Nothing that is kept refers to it.
    NotReferredTo,
    /// Every kept operation says something else in its place.
    Overridden,
    /// The schema that it inherits from is itself only inherited from.
    OnlyInheritedFrom,
    /// Discriminators were not to be followed.
    NotFollowed,
    /// It was to be dropped.
    Dropped,
    /// It refers to something that is not kept.
    RefersToLeftOut,
    /// It belongs to no operation.
    OfNoOperation,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSelected => "none of their operations is selected",
            Self::NotReferredTo => "nothing that is kept refers to them",
            Self::Overridden => "every kept operation has its own",
            Self::OnlyInheritedFrom => "their base is only inherited from",
            Self::NotFollowed => "discriminators are not followed",
            Self::Dropped => "extensions are dropped",
            Self::RefersToLeftOut => "they refer to something that is not kept",
            Self::OfNoOperation => "they belong to no operation",
        })
    }
}

/// What was left out of a slice for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// What it is.
    pub what: Losable,
    /// Why it was left out.
    pub cause: Cause,
    /// The names, in the order of the document; those of heirs sorted. Servers go by their URLs.
    pub names: Vec<String>,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 5;
        let what = match self.what {
            Losable::Heirs => "heirs",
            Losable::Callbacks => "callbacks",
            Losable::Links => "links",
            Losable::Webhooks => "webhooks",
            Losable::Tags => "tags",
            Losable::SecuritySchemes => "security schemes",
            Losable::Security => "security",
            Losable::Servers => "servers",
            Losable::Extensions => "extensions",
        };
        let count = self.names.len();
        write!(f, "{what:<16} {count:>6} left out: {} (", self.cause)?;
        for (place, name) in self.names.iter().take(SHOWN).enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            write!(f, "{comma}{name}")?;
        }
        let more = if count > SHOWN { ", …)" } else { ")" };
        f.write_str(more)
    }
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
    /// What was left out beside paths and components that nothing refers to, by what it is and why.
    pub left_out: Vec<LeftOut>,
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
        for left_out in &self.left_out {
            writeln!(f, "{left_out}")?;
        }
        for reference in &self.external {
            writeln!(f, "external         {reference}")?;
        }
        Ok(())
    }
}
