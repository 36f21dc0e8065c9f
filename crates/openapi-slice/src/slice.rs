//! What comes out.

use crate::index::{Index, SectionKind};
use crate::report::Report;
use crate::tree::Node;
use crate::walk::{Id, Reached};
use crate::write;

/// A kept part: how it is written in a chain of references, its own name, and what referred to it.
#[derive(Clone, Debug)]
pub(crate) struct Reason {
    id: Id,
    label: String,
    name: String,
    because_of: Option<Id>,
}

pub(crate) fn reasons(index: &Index<'_>, reached: &Reached) -> Vec<Reason> {
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
    pub(crate) report: Report,
    pub(crate) why: Vec<Reason>,
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
