//! The entry point: what to keep, and the slice that comes out.

use crate::error::{Error, ErrorKind, Fault, Result};
use crate::fast;
use crate::general;
use crate::index::{Index, SectionKind};
use crate::left_out::left_out;
use crate::prune::{operation_count, prune};
use crate::references::Drops;
use crate::report::{ComponentCount, Count, Report, Road};
use crate::selection::{Admission, Filter, Selection};
use crate::slice::{Slice, reasons};
use crate::source::{Source, read, unreadable};
use crate::version::{self, Version};
use crate::walk::{Reached, nothing_dangles, walk};

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
    /// The heirs that are left out are looked for, to be reported.
    pub(crate) names_heirs: bool,
    /// The version that a document of a later one is taken for.
    pub(crate) assumed: Option<Version>,
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
    single_threaded: bool,
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

    /// Takes a document of a version of OpenAPI later than those that are known for one of this
    /// version, instead of refusing it.
    #[must_use]
    pub fn assume(mut self, version: Version) -> Self {
        self.options.assumed = Some(version);
        self
    }

    /// Whether the report names the schemas that inherit from a kept one with a discriminator and
    /// are not kept themselves. All schemas are searched for that; without this, only those count
    /// that a mapping names.
    #[must_use]
    pub fn report_heirs(mut self, report: bool) -> Self {
        self.options.names_heirs = report;
        self
    }

    /// Whether to try the fast road, which is the default. The slice is the same without it; only
    /// measurements and tests need to know.
    #[must_use]
    pub fn fast_road(mut self, allowed: bool) -> Self {
        self.general_road_only = !allowed;
        self
    }

    /// Whether to leave a large document to this thread alone. By default, as many as there are
    /// processors, but no more than four, read it in chunks.
    #[must_use]
    pub fn single_threaded(mut self, single: bool) -> Self {
        self.single_threaded = single;
        self
    }

    /// Slices a document: OpenAPI 3 as YAML or JSON, in UTF-8.
    ///
    /// # Errors
    /// If the document is not UTF-8, not well-formed or not OpenAPI 3; if a condition selects
    /// nothing; if something that is kept refers to something that does not exist. Parts that are
    /// not kept may go unread, and errors in them unnoticed.
    pub fn slice(&self, document: &[u8]) -> std::result::Result<Slice, Error> {
        let without_position = |fault: Fault| fault.locate(b"");
        let selection = self.selection().map_err(without_position)?;
        if let Some(slice) = self.try_fast_road(&document, &selection) {
            return slice.map_err(without_position);
        }
        general::index(&document)
            .and_then(|index| self.cut(&index, &self.selection()?, Road::General))
            .map_err(|fault| fault.locate(document))
    }

    /// Slices a document that is read as it is needed. Of a large one in YAML's block style no more
    /// than what is kept, and a window of it, is ever in memory; anything else is read as a whole.
    ///
    /// # Errors
    /// If the document cannot be read, and as [`slice`](Self::slice).
    pub fn slice_source(&self, source: &dyn Source) -> std::result::Result<Slice, Error> {
        let without_position = |fault: Fault| fault.locate(b"");
        let selection = self.selection().map_err(without_position)?;
        if let Some(slice) = self.try_fast_road(source, &selection) {
            return slice.map_err(without_position);
        }
        let document = read(source, 0..source.size());
        let document = document.map_err(|error| without_position(unreadable(&error)))?;
        self.slice(&document)
    }

    /// The slice, if this document can take the fast road, or why nothing is selected of it. If
    /// anything else is wrong, the general road finds that as well, and knows more about it.
    fn try_fast_road(&self, source: &dyn Source, selection: &Selection) -> Option<Result<Slice>> {
        if self.general_road_only {
            return None;
        }
        let admits = |path: &str| selection.admits(path);
        let index = fast::index(source, &admits, self.single_threaded)?;
        match self.cut(&index, selection, Road::Fast) {
            Ok(slice) => Some(Ok(slice)),
            Err(fault) if fault.kind() == ErrorKind::Selection => {
                // All paths are wanted now, to tell which are the nearest.
                let index = fast::index(source, &|_| Admission::Perhaps, self.single_threaded)?;
                let slice = self.cut(&index, &self.selection().ok()?, Road::Fast);
                let is_same = |fault: &Fault| fault.kind() == ErrorKind::Selection;
                slice.as_ref().is_err_and(is_same).then_some(slice)
            }
            Err(_) => None,
        }
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
        version::check(index, self.options.assumed)?;
        let mut reached = walk(index, selection, &self.options)?;
        let mut report = report(index, &reached, road);
        let pruned = prune(index, &mut reached, &self.options)?;
        report.removed_mappings = pruned.removed_mappings;
        report.left_out = left_out(index, &reached, &report.removed_mappings, &self.options)?;
        nothing_dangles(index, &pruned.document, &reached.into_parts)?;
        Ok(Slice {
            document: pruned.document,
            report,
            why: reasons(index, &reached),
        })
    }
}

fn report(index: &Index<'_>, reached: &Reached, road: Road) -> Report {
    let mut report = Report {
        road,
        paths: Count::default(),
        operations: 0,
        components: Vec::new(),
        removed_mappings: Vec::new(),
        left_out: Vec::new(),
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
                .map(|(_, kept)| operation_count(kept.portions, &kept.node, &index.methods))
                .sum::<usize>();
        }
    }
    report
}
