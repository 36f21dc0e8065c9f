//! Puts the kept parts together and leaves out of them what is not kept.

use std::collections::HashSet;
use std::rc::Rc;

use crate::Options;
use crate::error::Result;
use crate::index::{Index, RootPart, SectionKind};
use crate::methods::{ADDITIONAL, Methods, fixed};
use crate::openapi::{Extra, Field, Kind, component, extra, field};
use crate::report::RemovedMapping;
use crate::tree::{Entry, Node, Value};
use crate::walk::{Id, Reached, mapped_name, mapped_schema};

/// The sliced document and the mappings that were removed from it.
pub(crate) struct Pruned {
    pub(crate) document: Node,
    pub(crate) removed_mappings: Vec<RemovedMapping>,
}

/// Makes the sliced document of what was reached. The nodes are taken out of `reached`.
pub(crate) fn prune(index: &Index<'_>, reached: &mut Reached, options: &Options) -> Result<Pruned> {
    let schemas = index.components("schemas").unwrap_or(usize::MAX);
    let of_schemas = (schemas, 0)..(schemas.saturating_add(1), 0);
    let kept = reached.kept.range(of_schemas);
    let name =
        |(section, part): Id| Some(index.sections.get(section)?.parts.get(part)?.name.as_str());
    let mut pruner = Pruner {
        kept_schemas: kept.filter_map(|(id, _)| name(*id)).collect(),
        index,
        reached,
        options,
        component: String::new(),
        removed_mappings: Vec::new(),
    };
    let document = pruner.document()?;
    Ok(Pruned {
        document,
        removed_mappings: pruner.removed_mappings,
    })
}

struct Pruner<'p, 'a> {
    index: &'p Index<'a>,
    /// The names of the schemas that are kept, which are few where mappings are long.
    kept_schemas: HashSet<&'p str>,
    reached: &'p mut Reached,
    options: &'p Options,
    /// The component at hand, for the report.
    component: String,
    removed_mappings: Vec<RemovedMapping>,
}

impl Pruner<'_, '_> {
    fn document(&mut self) -> Result<Node> {
        let mut root = Vec::new();
        for part in &self.index.root {
            match part {
                RootPart::Divided("components") => {
                    let kinds = self.components()?;
                    if !kinds.is_empty() {
                        push_map(&mut root, "components", kinds);
                    }
                }
                RootPart::Divided(name) => {
                    let kind = match *name {
                        "paths" => SectionKind::Paths,
                        _ => SectionKind::Webhooks,
                    };
                    let section = self.index.section(&kind);
                    let entries = match section {
                        Some(section) => self.section(section, Kind::PathItem)?,
                        None => Vec::new(),
                    };
                    if !entries.is_empty() || *name == "paths" {
                        push_map(&mut root, name, entries);
                    }
                }
                RootPart::Whole(part) => {
                    let keep = match part.name.as_ref() {
                        "servers" => self.reached.root_servers,
                        "security" => self.reached.root_security,
                        "externalDocs" => !self.options.drops.prose,
                        name if name.starts_with("x-") && self.options.drops.extensions => false,
                        name => !self.reached.root_left_out.contains(name),
                    };
                    if !keep {
                        continue;
                    }
                    let mut node = self.index.load(part)?;
                    match part.name.as_ref() {
                        "info" => self.object(&mut node, Kind::Info)?,
                        "externalDocs" => self.object(&mut node, Kind::Plain)?,
                        "servers" => self.field(&mut node, Field::List(Kind::Server))?,
                        "tags" => {
                            self.retain_tags(&mut node);
                            self.field(&mut node, Field::List(Kind::Tag))?;
                            if node.items().is_empty() {
                                continue;
                            }
                        }
                        _ => {}
                    }
                    root.push(Entry::new(part.name.to_string(), part.key_at, node));
                }
            }
        }
        Ok(Node {
            at: 0,
            value: Value::Map(root),
        })
    }

    fn components(&mut self) -> Result<Vec<Entry>> {
        let mut kinds = Vec::new();
        for (section_index, section) in self.index.sections.iter().enumerate() {
            let SectionKind::Components(name) = &section.kind else {
                continue;
            };
            let entries = self.section(section_index, component(name))?;
            if !entries.is_empty() {
                push_map(&mut kinds, name, entries);
            }
        }
        Ok(kinds)
    }

    fn section(&mut self, section_index: usize, kind: Kind) -> Result<Vec<Entry>> {
        let Some(section) = self.index.sections.get(section_index) else {
            return Ok(Vec::new());
        };
        let first: Id = (section_index, 0);
        let mut entries = Vec::new();
        let ids = self.reached.kept.range(first..(section_index + 1, 0));
        let ids: Vec<Id> = ids.map(|(id, _)| *id).collect();
        for id in ids {
            let kept = self.reached.kept.get_mut(&id);
            let (Some(part), Some(kept)) = (section.parts.get(id.1), kept) else {
                continue;
            };
            self.component = part.name.to_string();
            // What was kept is moved into the slice.
            let mut node = Rc::unwrap_or_clone(std::mem::take(&mut kept.node));
            let portions = kept.portions;
            if kind == Kind::PathItem {
                retain_operations(&mut node, portions, &self.index.methods);
            }
            self.object(&mut node, kind)?;
            entries.push(Entry::new(part.name.to_string(), part.key_at, node));
        }
        Ok(entries)
    }

    fn retain_tags(&self, tags: &mut Node) {
        if let Value::List(items) = &mut tags.value {
            items.retain(|tag| {
                let name = tag.get("name").and_then(Node::text);
                name.is_some_and(|name| self.reached.tags.contains(name))
            });
        }
    }

    fn object(&mut self, node: &mut Node, kind: Kind) -> Result<()> {
        if kind == Kind::Unknown {
            return Ok(());
        }
        let drops = self.options.drops;
        retain(node, |entry| !drops.drops(kind, &entry.key));
        let Value::Map(entries) = &mut node.value else {
            return Ok(());
        };
        for entry in entries.iter_mut() {
            if drops.prose && extra(kind, &entry.key) == Some(Extra::RequiredProse) {
                entry.value = Node::string(entry.value.at, "");
            } else if kind == Kind::Schema && entry.key == "discriminator" {
                self.discriminator(&mut entry.value)?;
            } else {
                self.field(&mut entry.value, field(kind, &entry.key))?;
            }
        }
        Ok(())
    }

    fn field(&mut self, node: &mut Node, field: Field) -> Result<()> {
        match (field, &mut node.value) {
            (Field::One(kind), _) => self.object(node, kind)?,
            (Field::List(kind), Value::List(items)) => {
                for item in items {
                    self.object(item, kind)?;
                }
            }
            (Field::Map(kind), Value::Map(entries)) => {
                for entry in entries {
                    self.object(&mut entry.value, kind)?;
                }
            }
            (Field::Patterned(kind), Value::Map(entries)) => {
                let drop_extensions = self.options.drops.extensions;
                entries.retain(|entry| !drop_extensions || !entry.key.starts_with("x-"));
                for entry in entries {
                    if !entry.key.starts_with("x-") {
                        self.object(&mut entry.value, kind)?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Removes the mappings to schemas that are not kept.
    fn discriminator(&mut self, node: &mut Node) -> Result<()> {
        let drop_extensions = self.options.drops.extensions;
        retain(node, |entry| {
            !drop_extensions || !entry.key.starts_with("x-")
        });
        let Value::Map(entries) = &mut node.value else {
            return Ok(());
        };
        for entry in entries.iter_mut().filter(|entry| entry.key == "mapping") {
            let Value::Map(mapping) = &mut entry.value.value else {
                continue;
            };
            let mut kept = Vec::with_capacity(mapping.len());
            for target in mapping.drain(..) {
                if self.keeps_mapping(target.value.text().unwrap_or_default())? {
                    kept.push(target);
                } else {
                    let text = target.value.text().unwrap_or_default();
                    self.removed_mappings.push(RemovedMapping {
                        component: self.component.clone(),
                        value: target.key,
                        target: text.to_owned(),
                    });
                }
            }
            *mapping = kept;
        }
        if let Some(target) = node.get("defaultMapping") {
            let text = target.text().unwrap_or_default();
            if !self.keeps_mapping(text)? {
                self.removed_mappings.push(RemovedMapping {
                    component: self.component.clone(),
                    value: String::new(),
                    target: text.to_owned(),
                });
                retain(node, |entry| entry.key != "defaultMapping");
            }
        }
        retain(node, |entry| {
            entry.key != "mapping" || !entry.value.entries().is_empty()
        });
        Ok(())
    }

    fn keeps_mapping(&self, text: &str) -> Result<bool> {
        let name = mapped_name(self.index, text);
        if name.is_some_and(|name| self.kept_schemas.contains(name.as_ref())) {
            return Ok(true);
        }
        // Another document, if it was reported as such.
        let is_external = self.reached.external.contains(text);
        Ok(is_external && mapped_schema(self.index, text)?.is_none())
    }
}

fn retain(node: &mut Node, keep: impl Fn(&Entry) -> bool) {
    if let Value::Map(entries) = &mut node.value {
        entries.retain(keep);
    }
}

fn push_map(entries: &mut Vec<Entry>, key: &str, value: Vec<Entry>) {
    let value = Node {
        at: 0,
        value: Value::Map(value),
    };
    entries.push(Entry::new(key.to_owned(), 0, value));
}

fn retain_operations(item: &mut Node, portions: u64, methods: &Methods) {
    retain(item, |entry| {
        fixed(&entry.key).is_none_or(|bit| portions & bit != 0)
    });
    let Value::Map(entries) = &mut item.value else {
        return;
    };
    for entry in entries.iter_mut().filter(|entry| entry.key == ADDITIONAL) {
        retain(&mut entry.value, |entry| {
            entry.key.starts_with("x-") || portions & methods.additional(&entry.key) != 0
        });
    }
    entries.retain(|entry| entry.key != ADDITIONAL || !entry.value.entries().is_empty());
}

/// How many operations of a path item are kept.
pub(crate) fn operation_count(portions: u64, item: &Node, methods: &Methods) -> usize {
    let operations = methods.operations(item);
    let kept = operations
        .iter()
        .filter(|operation| portions & operation.bit != 0);
    kept.count()
}
