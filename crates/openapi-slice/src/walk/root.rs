//! What stands at the root beside paths and components.

use std::collections::BTreeSet;

use super::Walker;
use super::target::descend;
use crate::error::Result;
use crate::index::{Part, RootPart, SectionKind};
use crate::openapi::{Field, Kind};
use crate::pointer::Target;
use crate::references::Reference;
use crate::tree::Node;

/// The entries of the root that OpenAPI defines; all others are extensions, by their names or not.
const DEFINED: [&str; 8] = [
    "openapi",
    "info",
    "servers",
    "security",
    "tags",
    "externalDocs",
    "jsonSchemaDialect",
    "$self",
];

/// Whether an entry of the root is nothing that OpenAPI defines.
pub(crate) fn is_extension(name: &str) -> bool {
    !DEFINED.contains(&name)
}

impl<'w> Walker<'w, '_> {
    /// Follows what the root says of everything that is kept, and what is referred into.
    pub(super) fn follow_root(&mut self) -> Result<()> {
        self.with_parents()?;
        let everything = self.keeps_everything();
        for part in self.whole_parts() {
            let node = match part.name.as_str() {
                "security" if !self.reached.root_security => continue,
                "servers" if !self.reached.root_servers => continue,
                "externalDocs" if self.options.drops.prose => continue,
                "info" | "security" | "servers" | "tags" | "externalDocs" => {
                    self.index.load(part)?
                }
                name if !is_extension(name) => continue,
                name if name.starts_with("x-") && self.options.drops.extensions => continue,
                name if everything || self.reached.root_needed.contains(name) => {
                    self.index.load(part)?
                }
                _ => continue,
            };
            let mut collector = self.collector();
            match part.name.as_str() {
                "info" => collector.object(&node, Kind::Info),
                "externalDocs" => collector.object(&node, Kind::Plain),
                "security" => collector.security(&node),
                "servers" => collector.field(&node, Field::List(Kind::Server)),
                "tags" => {
                    for tag in node.items().iter().filter(|tag| self.keeps_tag(tag)) {
                        collector.object(tag, Kind::Tag);
                    }
                }
                _ => collector.unknown(&node),
            }
            for reference in collector.found {
                self.follow(None, reference)?;
            }
        }
        Ok(())
    }

    fn whole_parts(&self) -> impl Iterator<Item = &'w Part> + use<'w> {
        self.index.root.iter().filter_map(|entry| match entry {
            RootPart::Whole(part) => Some(part),
            RootPart::Divided(_) => None,
        })
    }

    fn keeps_tag(&self, tag: &Node) -> bool {
        let name = tag.get("name").and_then(Node::text);
        name.is_some_and(|name| self.reached.tags.contains(name))
    }

    /// Keeps the tags that those in use are nested under.
    fn with_parents(&mut self) -> Result<()> {
        let Some(part) = self.index.root_part("tags") else {
            return Ok(());
        };
        let tags = self.index.load(part)?;
        loop {
            let kept = tags.items().iter().filter(|tag| self.keeps_tag(tag));
            let parents = kept.filter_map(|tag| tag.get("parent")?.text());
            let is_new = |parent: &&str| !self.reached.tags.contains(*parent);
            let parents: Vec<String> = parents.filter(is_new).map(str::to_owned).collect();
            if parents.is_empty() {
                return Ok(());
            }
            self.reached.tags.extend(parents);
        }
    }

    /// Whether every operation of the document is kept: then its extensions are as well.
    fn keeps_everything(&self) -> bool {
        let sections = self.index.sections.iter().enumerate();
        let mut sections = sections.filter(|(_, section)| section.kind == SectionKind::Paths);
        sections.all(|(place, section)| {
            let mut ids = (0..section.parts.len()).map(|part| (place, part));
            section.skipped == 0
                && ids.all(|id| {
                    self.reached.kept.get(&id).is_some_and(|kept| {
                        let operations = self.index.methods.operations(&kept.node);
                        let mut bits = operations.iter().map(|operation| operation.bit);
                        bits.all(|bit| kept.portions & bit != 0)
                    })
                })
        })
    }

    /// Decides which extensions of the root are left out: those that refer to something that is not
    /// kept, or to one of these.
    pub(super) fn leave_out_of_root(&mut self) -> Result<()> {
        if self.keeps_everything() {
            return Ok(());
        }
        let mut open: Vec<(&Part, Node)> = Vec::new();
        for part in self.whole_parts() {
            let name = part.name.as_str();
            let is_dropped = name.starts_with("x-") && self.options.drops.extensions;
            if is_extension(name) && !is_dropped && !self.reached.root_needed.contains(name) {
                open.push((part, self.index.load(part)?));
            }
        }
        let mut left_out = BTreeSet::new();
        loop {
            let before = left_out.len();
            for (part, node) in &open {
                if !left_out.contains(&part.name) && !self.has_all_of(node, &left_out)? {
                    left_out.insert(part.name.clone());
                }
            }
            if left_out.len() == before {
                break;
            }
        }
        for (part, node) in &open {
            if !left_out.contains(&part.name) {
                self.note_references(node)?;
            }
        }
        self.reached.root_left_out = left_out;
        Ok(())
    }

    /// Notes the references of an extension of which all that it refers to is kept.
    fn note_references(&mut self, extension: &Node) -> Result<()> {
        let mut collector = self.collector();
        collector.unknown(extension);
        for reference in collector.found {
            let Reference::Pointer { text, at, .. } = reference else {
                continue;
            };
            match self.index.target(text) {
                Target::External => self.external(text, at)?,
                Target::Pointer(tokens) => {
                    if let Some((id, rest @ [_, ..])) = self.locate(&tokens)?
                        && descend(&*self.node(id)?, rest).is_some()
                    {
                        self.reached.into_parts.push((text.to_owned(), at));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether all that an extension refers to is kept, as far as it is in the document.
    fn has_all_of(&self, extension: &Node, left_out: &BTreeSet<String>) -> Result<bool> {
        let mut collector = self.collector();
        collector.unknown(extension);
        for reference in collector.found {
            let Reference::Pointer { text, .. } = reference else {
                continue;
            };
            let Target::Pointer(tokens) = self.index.target(text) else {
                continue;
            };
            if let Some((id, rest)) = self.locate(&tokens)? {
                let Some(kept) = self.reached.kept.get(&id) else {
                    return Ok(false);
                };
                let operations = self.index.methods.operations(&kept.node);
                let wanted = match self.kind(id) {
                    Kind::PathItem => self.index.methods.pointed_at(rest).unwrap_or_else(|| {
                        let bits = operations.iter().map(|operation| operation.bit);
                        bits.fold(0, |all, bit| all | bit)
                    }),
                    _ => 0,
                };
                if kept.portions & wanted != wanted {
                    return Ok(false);
                }
                continue;
            }
            let mut tokens = tokens.iter().map(String::as_str);
            let is_there = match (tokens.next(), tokens.next()) {
                (Some("servers" | "security" | "tags"), _) => false,
                (Some("paths" | "webhooks"), Some(_)) => false,
                (Some("components"), Some(kind)) => !kind.starts_with("x-"),
                (Some(name), _) => !left_out.contains(name),
                (None, _) => true,
            };
            if !is_there {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Notes the heirs of kept schemas with a discriminator that are not kept themselves.
    pub(super) fn note_heirs(&mut self) -> Result<()> {
        if !self.options.names_heirs {
            return Ok(());
        }
        let kept = self.reached.kept.keys().copied();
        let schemas: Vec<_> = kept.filter(|id| self.kind(*id) == Kind::Schema).collect();
        for id in schemas {
            let node = self.node(id)?;
            if node.get("discriminator").is_none() {
                continue;
            }
            for heir in self.inheritors_of(id)? {
                if !self.reached.kept.contains_key(&heir)
                    && let Some(name) = self.part_name(heir)
                {
                    self.reached.heirs_left_out.insert(name);
                }
            }
        }
        Ok(())
    }
}
