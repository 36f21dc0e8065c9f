//! Where a walk starts: the selected operations.

use std::collections::HashSet;
use std::rc::Rc;

use super::Walker;
use super::target::{dangling, descend, malformed};
use crate::error::{ErrorKind, Fault, Result};
use crate::index::SectionKind;
use crate::pointer::Target;
use crate::references::portion;
use crate::selection::{Candidate, Selection};
use crate::tree::Node;

impl Walker<'_, '_> {
    /// Keeps the operations that are selected.
    pub(super) fn select(&mut self, selection: &Selection) -> Result<()> {
        for (section_index, section) in self.index.sections.iter().enumerate() {
            if matches!(section.kind, SectionKind::Components(_)) {
                continue;
            }
            let mut selected: HashSet<&str> = HashSet::new();
            for (part_index, part) in section.parts.iter().enumerate() {
                let name = part.name.as_ref();
                if !selection.admits_path(name) {
                    continue;
                }
                if let Some(needles) = selection.needles(name)
                    && !self.index.may_contain(part, &needles)
                {
                    continue;
                }
                let id = (section_index, part_index);
                let node = Rc::new(self.index.load(part)?);
                let chosen = self.choose(&node, name, selection)?;
                if chosen == 0 {
                    continue;
                }
                if !selected.insert(name) {
                    return Err(crate::tree::duplicate(name, part.key_at));
                }
                self.keep(id, node, chosen, None);
            }
        }
        let paths = self.index.section(&SectionKind::Paths);
        let paths = paths.and_then(|paths| self.index.sections.get(paths));
        let names = paths.iter().flat_map(|paths| &paths.parts);
        selection.check_used(names.map(|part| part.name.as_ref()))?;
        if self.reached.kept.is_empty() {
            let message = "the selection leaves no operation: all that it selects is excluded";
            return Err(Fault::new(ErrorKind::Selection, message));
        }
        Ok(())
    }

    /// The portions of a path item that are selected; follows `$ref` to where its operations are.
    fn choose(&self, item: &Rc<Node>, path: &str, selection: &Selection) -> Result<u64> {
        let mut item = Rc::clone(item);
        let mut chosen = 0;
        for _ in 0..32 {
            for operation in self.index.methods.operations(&item) {
                let tags = operation.node.get("tags").map_or(&[][..], Node::items);
                let tags: Vec<&str> = tags.iter().filter_map(Node::text).collect();
                let candidate = Candidate {
                    path,
                    method: operation.method,
                    operation_id: operation.node.get("operationId").and_then(Node::text),
                    tags: &tags,
                };
                if selection.selects(candidate) {
                    chosen |= operation.bit | portion::BODY;
                }
            }
            let Some(reference) = item.get("$ref") else {
                return Ok(chosen);
            };
            let at = reference.at;
            match self.index.target(reference.text().unwrap_or_default()) {
                Target::External | Target::Anchor(_) if selection.selects_unseen(path) => {
                    return Ok(chosen | portion::BODY | portion::OPERATIONS);
                }
                Target::External | Target::Anchor(_) => return Ok(chosen),
                Target::Malformed => return Err(malformed(reference)),
                Target::Pointer(tokens) => match self.locate(&tokens)? {
                    Some((id, [])) => item = self.node(id)?,
                    Some((id, rest)) => {
                        let whole = self.node(id)?;
                        let found = descend(&whole, rest);
                        let found = found.ok_or_else(|| dangling(reference))?;
                        item = Rc::new(found.clone());
                    }
                    None => return Err(dangling(reference)),
                },
            }
            if item.get("$ref").is_some_and(|next| next.at == at) {
                break;
            }
        }
        let message = format!("the path item {path:?} refers to itself");
        Err(Fault::at(ErrorKind::Dangling, item.at, message))
    }
}
