//! Follows references from the selected operations to everything that they need.

mod anchors;
mod inheritors;
mod root;
mod select;
mod target;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::rc::Rc;

use self::inheritors::Inheritors;
pub(crate) use self::root::is_extension;
pub(crate) use self::target::nothing_dangles;
use self::target::{dangling, descend, malformed, missing};
use crate::error::{ErrorKind, Fault, Result};
use crate::index::{Index, SectionKind};
use crate::openapi::{Kind, component};
use crate::pointer::{self, Target};
use crate::references::{Collector, Reference, Use, portion, schema_portion};
use crate::selection::Selection;
use crate::tree::Node;
use crate::{External, Options};

/// A part by its section and its place in it, so that ids sort in the order of the document.
pub(crate) type Id = (usize, usize);

/// A part that is kept.
pub(crate) struct Kept {
    pub(crate) node: Rc<Node>,
    /// The portions that are kept; see [`portion`].
    pub(crate) portions: u64,
    /// The part that referred to it first; `None` if it was selected itself.
    pub(crate) because_of: Option<Id>,
}

/// What a walk found.
#[derive(Default)]
pub(crate) struct Reached {
    pub(crate) kept: BTreeMap<Id, Kept>,
    pub(crate) tags: HashSet<String>,
    pub(crate) root_security: bool,
    pub(crate) root_servers: bool,
    /// The entries of the root that are kept since something refers into them.
    pub(crate) root_needed: BTreeSet<String>,
    /// The entries of the root that are left out since they refer to what is not kept.
    pub(crate) root_left_out: BTreeSet<String>,
    /// Schemas that inherit, or are said to, from one with a discriminator, and are not kept.
    pub(crate) heirs_left_out: BTreeSet<String>,
    pub(crate) external: BTreeSet<String>,
    /// The references that lead to something inside of a part, and where they are.
    pub(crate) into_parts: Vec<(String, usize)>,
}

/// Walks from the selected operations of `index`.
pub(crate) fn walk(index: &Index<'_>, selection: &Selection, options: &Options) -> Result<Reached> {
    let mut walker = Walker {
        index,
        options,
        reached: Reached::default(),
        queue: VecDeque::new(),
        inheritors: None,
        anchors: None,
    };
    walker.select(selection)?;
    walker.run()?;
    walker.note_heirs()?;
    Ok(walker.reached)
}

struct Walker<'w, 'a> {
    index: &'w Index<'a>,
    options: &'w Options,
    reached: Reached,
    /// Parts of which some portions have not been searched for references yet.
    queue: VecDeque<(Id, u64)>,
    /// Which schemas inherit from which; only made for discriminators.
    inheritors: Option<Inheritors>,
    /// Where the anchors of schemas are; only made for references to one.
    anchors: Option<HashMap<String, Vec<String>>>,
}

impl<'w> Walker<'w, '_> {
    fn collector<'n>(&self) -> Collector<'n>
    where
        'w: 'n,
    {
        let Options {
            drops,
            discriminators,
            ..
        } = *self.options;
        Collector::new(&self.index.methods, drops, discriminators)
    }

    fn run(&mut self) -> Result<()> {
        loop {
            while let Some((id, portions)) = self.queue.pop_front() {
                let Some(kept) = self.reached.kept.get(&id) else {
                    continue;
                };
                let node = Rc::clone(&kept.node);
                let mut collector = self.collector();
                match self.kind(id) {
                    Kind::PathItem => collector.path_item(&node, portions),
                    Kind::Schema if portions & portion::TYPE != 0 => {
                        collector.schema(&node, Use::Type, true);
                    }
                    Kind::Schema => collector.schema(&node, Use::Base, true),
                    kind => collector.object(&node, kind),
                }
                for reference in collector.found {
                    self.follow(Some(id), reference)?;
                }
            }
            let needed = self.reached.root_needed.len();
            self.follow_root()?;
            if self.queue.is_empty() && self.reached.root_needed.len() == needed {
                self.leave_out_of_root()?;
                return Ok(());
            }
        }
    }

    fn follow(&mut self, from: Option<Id>, reference: Reference<'_>) -> Result<()> {
        match reference {
            Reference::Pointer {
                text,
                at,
                portion,
                lenient,
            } => {
                let followed = self.follow_pointer(from, text, at, portion);
                match followed {
                    Err(fault) if !lenient || self.must_be_told(&fault, text) => Err(fault),
                    _ => Ok(()),
                }
            }
            Reference::Mapping { text, at } => self.follow_mapping(from, text, at),
            Reference::Inheritors => self.follow_inheritors(from),
            Reference::SecurityScheme { name, at } => {
                match self.component_id("securitySchemes", name)? {
                    Some(id) => self.need(id, portion::BODY, from),
                    // Since OpenAPI 3.2 it may be an address.
                    None if name.contains(['/', '#']) => {
                        self.follow_pointer(from, name, at, portion::BODY)
                    }
                    None => Err(missing("the security scheme", name, at)),
                }
            }
            Reference::OperationId { id, at } => self.follow_operation(from, id, at),
            Reference::Tag(name) => {
                self.reached.tags.insert(name.to_owned());
                Ok(())
            }
            Reference::RootSecurity => {
                self.reached.root_security = true;
                Ok(())
            }
            Reference::RootServers => {
                self.reached.root_servers = true;
                Ok(())
            }
        }
    }

    /// Whether a fault is one even where the text may be no reference at all: if references out of
    /// the document are refused, or if the target may be a path that was passed over.
    fn must_be_told(&self, fault: &Fault, text: &str) -> bool {
        let tokens = match self.index.target(text) {
            Target::Pointer(tokens) => tokens,
            _ => return fault.kind() == ErrorKind::External,
        };
        let mut tokens = tokens.iter().map(String::as_str);
        let (first, second) = (tokens.next(), tokens.next());
        let kind = match first {
            Some("paths") => SectionKind::Paths,
            Some("webhooks") => SectionKind::Webhooks,
            // Lists of which only some items are kept, and extensions that are never kept.
            Some("servers" | "security" | "tags") => return true,
            Some("components") => return second.is_some_and(|kind| kind.starts_with("x-")),
            _ => return false,
        };
        let section = self.index.section(&kind);
        let section = section.and_then(|section| self.index.sections.get(section));
        section.is_some_and(|section| section.skipped > 0)
            || second.is_some_and(|name| name.starts_with("x-"))
    }

    fn follow_pointer(
        &mut self,
        from: Option<Id>,
        text: &str,
        at: usize,
        wanted: u64,
    ) -> Result<()> {
        let reference = Node::string(at, text);
        let tokens = match self.index.target(text) {
            Target::Pointer(tokens) => tokens,
            Target::Malformed => return Err(malformed(&reference)),
            Target::Anchor(name) => match self.anchored(&name)? {
                Some(tokens) => tokens,
                None => return self.external(text, at),
            },
            Target::External => return self.external(text, at),
        };
        let Some((id, rest)) = self.locate(&tokens)? else {
            self.follow_into_root(&tokens, &reference)?;
            self.reached.into_parts.push((text.to_owned(), at));
            return Ok(());
        };
        if rest.is_empty() {
            return self.need(id, wanted, from);
        }
        let kind = self.kind(id);
        let node = self.node(id)?;
        let found = descend(&node, rest).ok_or_else(|| dangling(&reference))?;
        self.reached.into_parts.push((text.to_owned(), at));
        if kind == Kind::PathItem {
            let operation = self.index.methods.pointed_at(rest);
            let wanted = portion::BODY | operation.unwrap_or_default();
            return self.need(id, wanted, from);
        }
        self.need(id, portion::BODY, from)?;
        if kind == Kind::Schema {
            // The component is only needed as the place; what is used is the schema inside.
            let mut collector = self.collector();
            let usage = if wanted & portion::TYPE == 0 {
                Use::Base
            } else {
                Use::Type
            };
            collector.schema(found, usage, false);
            for reference in collector.found {
                self.follow(Some(id), reference)?;
            }
        }
        Ok(())
    }

    /// A pointer to something that is neither a path nor a component.
    fn follow_into_root(&mut self, tokens: &[String], reference: &Node) -> Result<()> {
        let Some((first, rest)) = tokens.split_first() else {
            return Err(dangling(reference));
        };
        let found = match self.index.root_part(first) {
            // Lists that are filtered, or may be left out, cannot be pointed into.
            Some(_) if matches!(first.as_str(), "servers" | "security" | "tags") => false,
            Some(_) if first.starts_with("x-") && self.options.drops.extensions => false,
            Some(part) => descend(&self.index.load(part)?, rest).is_some(),
            None => false,
        };
        if found {
            self.reached.root_needed.insert(first.clone());
            Ok(())
        } else {
            Err(dangling(reference))
        }
    }

    fn external(&mut self, text: &str, at: usize) -> Result<()> {
        if self.options.external == External::Refuse {
            let message = format!("the reference {text:?} leads out of the document");
            return Err(Fault::at(ErrorKind::External, at, message));
        }
        self.reached.external.insert(text.to_owned());
        Ok(())
    }

    fn follow_mapping(&mut self, from: Option<Id>, text: &str, at: usize) -> Result<()> {
        match mapped_schema(self.index, text)? {
            Some(id) => self.need(id, schema_portion(Use::Type), from),
            None if is_plain_name(text) => Err(missing("the schema", text, at)),
            None => self.follow_pointer(from, text, at, schema_portion(Use::Type)),
        }
    }

    fn follow_operation(&mut self, from: Option<Id>, operation_id: &str, at: usize) -> Result<()> {
        let Some(section_index) = self.index.section(&SectionKind::Paths) else {
            return Err(missing("the operation", operation_id, at));
        };
        let section = self.index.sections.get(section_index);
        for (part_index, part) in section.iter().flat_map(|s| &s.parts).enumerate() {
            if !self.index.may_contain(part, &[operation_id]) {
                continue;
            }
            let id = (section_index, part_index);
            let node = self.node(id)?;
            for operation in self.index.methods.operations(&node) {
                let found = operation.node.get("operationId").and_then(Node::text);
                if found == Some(operation_id) {
                    return self.need(id, portion::BODY | operation.bit, from);
                }
            }
        }
        Err(missing("the operation", operation_id, at))
    }

    /// Splits a pointer into the part that it leads to, or into, and the way on from there.
    fn locate<'t>(&self, tokens: &'t [String]) -> Result<Option<(Id, &'t [String])>> {
        let (kind, name, rest) = match tokens {
            [first, name, rest @ ..] if first == "paths" => (SectionKind::Paths, name, rest),
            [first, name, rest @ ..] if first == "webhooks" => (SectionKind::Webhooks, name, rest),
            [first, kind, name, rest @ ..] if first == "components" => {
                (SectionKind::Components(kind.clone()), name, rest)
            }
            _ => return Ok(None),
        };
        let Some(section) = self.index.section(&kind) else {
            return Ok(None);
        };
        let part = self.index.find(section, name)?;
        Ok(part.map(|part| ((section, part), rest)))
    }

    fn component_id(&self, kind: &str, name: &str) -> Result<Option<Id>> {
        component_id(self.index, kind, name)
    }

    fn kind(&self, id: Id) -> Kind {
        match self.index.sections.get(id.0).map(|section| &section.kind) {
            Some(SectionKind::Components(name)) => component(name),
            Some(SectionKind::Paths | SectionKind::Webhooks) | None => Kind::PathItem,
        }
    }

    fn part_name(&self, id: Id) -> Option<String> {
        let part = self.index.sections.get(id.0)?.parts.get(id.1)?;
        Some(part.name.to_string())
    }

    fn node(&self, id: Id) -> Result<Rc<Node>> {
        if let Some(kept) = self.reached.kept.get(&id) {
            return Ok(Rc::clone(&kept.node));
        }
        let section = self.index.sections.get(id.0);
        let Some(part) = section.and_then(|section| section.parts.get(id.1)) else {
            return Err(Fault::new(ErrorKind::Dangling, "no such part"));
        };
        Ok(Rc::new(self.index.load(part)?))
    }

    fn need(&mut self, id: Id, wanted: u64, from: Option<Id>) -> Result<()> {
        let wanted = match self.kind(id) {
            Kind::PathItem => wanted & (portion::OPERATIONS | portion::BODY),
            Kind::Schema => wanted & (portion::TYPE | portion::BODY),
            _ => portion::BODY,
        };
        let node = self.node(id)?;
        self.keep(id, node, wanted, from);
        Ok(())
    }

    fn keep(&mut self, id: Id, node: Rc<Node>, wanted: u64, from: Option<Id>) {
        let kept = self.reached.kept.entry(id).or_insert(Kept {
            node,
            portions: 0,
            because_of: from,
        });
        let added = wanted & !kept.portions;
        if added != 0 {
            kept.portions |= added;
            self.queue.push_back((id, added));
        }
    }
}

/// The component of this kind and name.
pub(crate) fn component_id(index: &Index<'_>, kind: &str, name: &str) -> Result<Option<Id>> {
    let Some(section) = index.components(kind) else {
        return Ok(None);
    };
    let part = index.find(section, name)?;
    Ok(part.map(|part| (section, part)))
}

/// The schema component that the value of a mapping names, if there is one.
pub(crate) fn mapped_schema(index: &Index<'_>, text: &str) -> Result<Option<Id>> {
    match mapped_name(index, text) {
        Some(name) => component_id(index, "schemas", &name),
        None => Ok(None),
    }
}

/// The name of the schema component that the value of a mapping stands for: it is the name, or a
/// pointer to the component.
pub(crate) fn mapped_name<'t>(index: &Index<'_>, text: &'t str) -> Option<Cow<'t, str>> {
    if let Some(name) = pointer::plain_schema(text) {
        return Some(name.into());
    }
    let Target::Pointer(tokens) = index.target(text) else {
        return Some(text.into());
    };
    match <[String; 3]>::try_from(tokens) {
        Ok([components, schemas, name]) if components == "components" && schemas == "schemas" => {
            Some(name.into())
        }
        _ => None,
    }
}

/// Whether a mapping that names no known schema cannot be a reference to another document.
pub(crate) fn is_plain_name(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
