//! The entry point: what to keep, and the slice that comes out.

use crate::error::{Error, ErrorKind, Fault, Result};
use crate::fast;
use crate::general;
use crate::index::{Index, SectionKind};
use crate::prune::{operation_count, prune};
use crate::references::Drops;
use crate::report::{ComponentCount, Count, Report, Road};
use crate::selection::{Filter, Selection};
use crate::tree::Node;
use crate::walk::{Id, Reached, walk};
use crate::write;

/// When the subtypes that a discriminator names are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Discriminators {
    /// Where the base is used as the type of a value, and not where it is only inherited from.
    #[default]
    Used,
    /// Wherever the base is kept.
    All,
    /// Only if something else refers to them.
    None,
}

/// What becomes of references that lead out of the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum External {
    /// They are kept as they are, and reported.
    #[default]
    Keep,
    /// They are an error.
    Refuse,
}

/// What the stages of a run need to know.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) drops: Drops,
    pub(crate) discriminators: Discriminators,
    pub(crate) external: External,
}

/// Selects operations of a document and cuts them out.
///
/// Paths, regular expressions, operation ids and tags add up: an operation is selected if one of
/// them matches, or if there are none. Methods narrow this down. What is excluded stays out
/// whatever else matches, though a path or schema that a kept part refers to is kept all the same,
/// since nothing may dangle.
///
/// A condition that selects nothing is an error, so that a misspelled path cannot go unnoticed.
#[derive(Clone, Debug, Default)]
pub struct Slicer {
    include: Vec<Filter>,
    exclude: Vec<Filter>,
    options: Options,
    general_road_only: bool,
}

impl Slicer {
    /// Selects everything, until told otherwise.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Selects the paths that match a pattern: `*` stands for any text within a segment, `**` for
    /// any text. `#get` at its end selects one method.
    ///
    /// `/users/**` does not match `/users` itself.
    #[must_use]
    pub fn path(mut self, pattern: impl Into<String>) -> Self {
        self.include.push(Filter::Path(pattern.into()));
        self
    }

    /// Selects the paths in which a regular expression matches somewhere.
    #[must_use]
    pub fn regex(mut self, regex: impl Into<String>) -> Self {
        self.include.push(Filter::Regex(regex.into()));
        self
    }

    /// Selects the operation with this id.
    #[must_use]
    pub fn operation_id(mut self, id: impl Into<String>) -> Self {
        self.include.push(Filter::OperationId(id.into()));
        self
    }

    /// Selects the operations with this tag.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.include.push(Filter::Tag(tag.into()));
        self
    }

    /// Of the operations selected otherwise, only those with this method; repeated, with one of
    /// these methods.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.include.push(Filter::Method(method.into()));
        self
    }

    /// Excludes what [`path`](Self::path) would select.
    #[must_use]
    pub fn exclude_path(mut self, pattern: impl Into<String>) -> Self {
        self.exclude.push(Filter::Path(pattern.into()));
        self
    }

    /// Excludes what [`regex`](Self::regex) would select.
    #[must_use]
    pub fn exclude_regex(mut self, regex: impl Into<String>) -> Self {
        self.exclude.push(Filter::Regex(regex.into()));
        self
    }

    /// Excludes the operation with this id.
    #[must_use]
    pub fn exclude_operation_id(mut self, id: impl Into<String>) -> Self {
        self.exclude.push(Filter::OperationId(id.into()));
        self
    }

    /// Excludes the operations with this tag.
    #[must_use]
    pub fn exclude_tag(mut self, tag: impl Into<String>) -> Self {
        self.exclude.push(Filter::Tag(tag.into()));
        self
    }

    /// Excludes the operations with this method.
    #[must_use]
    pub fn exclude_method(mut self, method: impl Into<String>) -> Self {
        self.exclude.push(Filter::Method(method.into()));
        self
    }

    /// Drops `summary`, `description` and `externalDocs`. A response keeps an empty description,
    /// because OpenAPI requires one.
    #[must_use]
    pub fn drop_prose(mut self, drop: bool) -> Self {
        self.options.drops.prose = drop;
        self
    }

    /// Drops `example` and `examples`.
    #[must_use]
    pub fn drop_examples(mut self, drop: bool) -> Self {
        self.options.drops.examples = drop;
        self
    }

    /// Drops vendor extensions (`x-…`).
    #[must_use]
    pub fn drop_extensions(mut self, drop: bool) -> Self {
        self.options.drops.extensions = drop;
        self
    }

    /// When the subtypes that a discriminator names are kept.
    #[must_use]
    pub fn discriminators(mut self, discriminators: Discriminators) -> Self {
        self.options.discriminators = discriminators;
        self
    }

    /// What becomes of references that lead out of the document.
    #[must_use]
    pub fn external(mut self, external: External) -> Self {
        self.options.external = external;
        self
    }

    /// Whether to try the fast road, which is the default. The slice is the same without it; only
    /// measurements and tests need to know.
    #[must_use]
    pub fn fast_road(mut self, allowed: bool) -> Self {
        self.general_road_only = !allowed;
        self
    }

    /// Slices a document: OpenAPI 3 as YAML or JSON, in UTF-8.
    ///
    /// # Errors
    /// If the document is not UTF-8, not well-formed or not OpenAPI 3; if a condition selects
    /// nothing; if something that is kept refers to something that does not exist. Parts that are
    /// not kept may go unread, and errors in them unnoticed.
    pub fn slice(&self, document: &[u8]) -> std::result::Result<Slice, Error> {
        if !self.general_road_only
            && let Some(slice) = self.try_fast_road(document)
        {
            return Ok(slice);
        }
        general::index(document)
            .and_then(|index| self.cut(&index, &self.selection()?, Road::General))
            .map_err(|fault| fault.locate(document))
    }

    /// The slice, if this document can take the fast road. If anything is wrong with it, the
    /// general road finds that as well, and knows more about it.
    fn try_fast_road(&self, document: &[u8]) -> Option<Slice> {
        let selection = self.selection().ok()?;
        let index = fast::index(document, &|path| selection.admits_path(path))?;
        self.cut(&index, &selection, Road::Fast).ok()
    }

    pub(crate) fn selection(&self) -> Result<Selection> {
        Selection::new(&self.include, &self.exclude)
    }

    /// What both roads have in common: from the outline of a document to a slice of it.
    pub(crate) fn cut(
        &self,
        index: &Index<'_>,
        selection: &Selection,
        road: Road,
    ) -> Result<Slice> {
        check_version(index)?;
        let mut reached = walk(index, selection, &self.options)?;
        let mut report = report(index, &reached, road);
        let pruned = prune(index, &mut reached, &self.options)?;
        report.removed_mappings = pruned.removed_mappings;
        Ok(Slice {
            document: pruned.document,
            report,
            why: reasons(index, &reached),
        })
    }
}

fn check_version(index: &Index<'_>) -> Result<()> {
    if let Some(part) = index.root_part("swagger") {
        let message = "expected OpenAPI 3, found Swagger 2: convert the document first";
        return Err(Fault::at(ErrorKind::NotOpenApi, part.key_at, message));
    }
    let Some(part) = index.root_part("openapi") else {
        let message = "expected an OpenAPI document: a mapping with the key `openapi`";
        return Err(Fault::at(ErrorKind::NotOpenApi, 0, message));
    };
    let version = index.load(part)?;
    match version.text() {
        Some(text) if text.starts_with("3.") => Ok(()),
        Some(text) => {
            let message = format!("expected an OpenAPI version that starts with 3, found {text:?}");
            Err(Fault::at(ErrorKind::NotOpenApi, version.at, message))
        }
        None => {
            let message = "expected a version as the value of `openapi`";
            Err(Fault::at(ErrorKind::NotOpenApi, version.at, message))
        }
    }
}

fn report(index: &Index<'_>, reached: &Reached, road: Road) -> Report {
    let mut report = Report {
        road,
        paths: Count::default(),
        operations: 0,
        components: Vec::new(),
        removed_mappings: Vec::new(),
        external: reached.external.iter().cloned().collect(),
    };
    for (section_index, section) in index.sections.iter().enumerate() {
        let of_section = (section_index, 0)..(section_index + 1, 0);
        let kept = reached.kept.range(of_section.clone()).count();
        let count = Count {
            kept,
            dropped: section.parts.len() + section.skipped - kept,
        };
        match &section.kind {
            SectionKind::Components(kind) => report.components.push(ComponentCount {
                kind: kind.clone(),
                count,
            }),
            SectionKind::Paths => report.paths = count,
            SectionKind::Webhooks => {}
        }
        if !matches!(section.kind, SectionKind::Components(_)) {
            report.operations += reached
                .kept
                .range(of_section)
                .map(|(_, kept)| operation_count(kept.portions, &kept.node))
                .sum::<usize>();
        }
    }
    report
}

/// A kept part: how it is written in a chain of references, its own name, and what referred to it.
#[derive(Clone, Debug)]
struct Reason {
    id: Id,
    label: String,
    name: String,
    because_of: Option<Id>,
}

fn reasons(index: &Index<'_>, reached: &Reached) -> Vec<Reason> {
    let label = |id: &Id| {
        let section = index.sections.get(id.0)?;
        let name = section.parts.get(id.1)?.name.to_string();
        let label = match &section.kind {
            SectionKind::Components(kind) => format!("components/{kind}/{name}"),
            SectionKind::Paths => format!("paths/{name}"),
            SectionKind::Webhooks => format!("webhooks/{name}"),
        };
        Some((label, name))
    };
    reached
        .kept
        .iter()
        .filter_map(|(id, kept)| {
            let (label, name) = label(id)?;
            let because_of = kept.because_of;
            Some(Reason {
                id: *id,
                label,
                name,
                because_of,
            })
        })
        .collect()
}

/// A part of an OpenAPI document that is a document itself.
#[derive(Clone, Debug)]
pub struct Slice {
    pub(crate) document: Node,
    report: Report,
    why: Vec<Reason>,
}

impl Slice {
    /// The slice as JSON, indented by two spaces, in the order of the document.
    #[must_use]
    pub fn to_json(&self) -> String {
        write::to_json(&self.document)
    }

    /// The slice as YAML in block style, in the order of the document. Comments are not kept.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        write::to_yaml(&self.document)
    }

    /// What was kept and what was left out, in numbers.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The chain of references that keeps a part, from a selected path to the part: its name, or
    /// for a name that several kinds share, `components/schemas/NAME`. Empty if it is not kept.
    #[must_use]
    pub fn why(&self, name: &str) -> Vec<String> {
        let by_id = |id: Id| {
            let index = self
                .why
                .binary_search_by_key(&id, |reason| reason.id)
                .ok()?;
            self.why.get(index)
        };
        let mut next = self
            .why
            .iter()
            .find(|reason| reason.label == name)
            .or_else(|| self.why.iter().find(|reason| reason.name == name));
        let mut chain = Vec::new();
        while let Some(reason) = next {
            chain.push(reason.label.clone());
            next = reason.because_of.and_then(by_id);
        }
        chain.reverse();
        chain
    }
}
