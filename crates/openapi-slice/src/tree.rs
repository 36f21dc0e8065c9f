//! The tree of one kept part, built from the events of the YAML parser.

use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, StructureStyle, Tag};

use crate::error::{ErrorKind, Fault, Result};
use crate::write::is_null;

/// A value of the document, and the byte where it starts.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) at: usize,
    pub(crate) value: Value,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// `plain` scalars may be numbers, booleans or null; the others are strings.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key of a mapping with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_at: usize,
    pub(crate) value: Node,
    /// The key was written `<<`, unquoted.
    merge: bool,
}

impl Entry {
    pub(crate) fn new(key: String, key_at: usize, value: Node) -> Self {
        Self {
            key,
            key_at,
            value,
            merge: false,
        }
    }
}

impl Default for Node {
    fn default() -> Self {
        Self {
            at: 0,
            value: Value::Map(Vec::new()),
        }
    }
}

impl Node {
    pub(crate) fn string(at: usize, text: impl Into<String>) -> Self {
        let value = Value::Scalar {
            text: text.into(),
            plain: false,
        };
        Self { at, value }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let entry = self.entries().iter().find(|entry| entry.key == key)?;
        Some(&entry.value)
    }

    /// What a scalar says, unless that is nothing.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, plain } if !(*plain && is_null(text)) => Some(text),
            _ => None,
        }
    }

    /// How much of the budget for aliases this tree takes when it is copied.
    pub(crate) fn weight(&self) -> usize {
        16 + match &self.value {
            Value::Scalar { text, .. } => text.len(),
            Value::List(items) => items.iter().map(Node::weight).sum(),
            Value::Map(entries) => entries
                .iter()
                .map(|entry| entry.key.len() + entry.value.weight())
                .sum(),
        }
    }

    fn depth(&self) -> usize {
        1 + match &self.value {
            Value::Scalar { .. } => 0,
            Value::List(items) => items.iter().map(Node::depth).max().unwrap_or(0),
            Value::Map(entries) => entries
                .iter()
                .map(|entry| entry.value.depth())
                .max()
                .unwrap_or(0),
        }
    }
}

/// No honest document nests deeper than this; every walk over a [`Node`] may recurse.
const MAX_DEPTH: usize = 255;

/// The options under which every part of a document is parsed, whichever road finds it.
pub(crate) fn parser(text: &str) -> Parser<'_, granit_parser::StrInput<'_>> {
    let mut options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    options.set_emit_comments(false);
    Parser::new_from_str_with_options(text, options)
}

/// The byte offset of a marker in the text that the parser was given.
pub(crate) fn offset(marker: &Marker) -> usize {
    marker.byte_offset().unwrap_or_default()
}

pub(crate) fn syntax(error: &ScanError, base: usize) -> Fault {
    let kind = match error.kind() {
        granit_parser::ErrorKind::RecursionLimitExceeded => ErrorKind::Limit,
        _ => ErrorKind::Syntax,
    };
    Fault::at(kind, base + offset(error.marker()), error.info())
}

/// Looks up the nodes behind aliases that are not defined in the part that uses them.
pub(crate) trait Aliases {
    /// A copy of the node that the alias at byte `at` of the document stands for.
    fn resolve(&self, at: usize, name: &str) -> Result<Node>;
    /// Takes `weight` from the budget for copies.
    fn spend(&self, at: usize, weight: usize) -> Result<()>;
}

enum Open {
    List {
        at: usize,
        anchor: usize,
        items: Vec<Node>,
    },
    Map {
        at: usize,
        anchor: usize,
        in_block_style: bool,
        entries: Vec<Entry>,
        key: Option<(String, usize, bool)>,
    },
}

/// Builds one node from the events of one node.
pub(crate) struct Builder<'a> {
    base: usize,
    aliases: &'a dyn Aliases,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
}

impl<'a> Builder<'a> {
    /// `base` is where the parsed text starts in the document.
    pub(crate) fn new(base: usize, aliases: &'a dyn Aliases) -> Self {
        Self {
            base,
            aliases,
            open: Vec::new(),
            anchors: HashMap::new(),
        }
    }

    /// Takes the next event; gives the node back when it is complete.
    pub(crate) fn event(&mut self, event: Event<'_>, span: Span) -> Result<Option<Node>> {
        let at = self.base + offset(&span.start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = is_plain(style, tag.as_deref());
                let text = text.into_owned();
                let value = Value::Scalar { text, plain };
                self.complete(Node { at, value }, anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                let items = Vec::new();
                self.open.push(Open::List { at, anchor, items });
                self.check_depth(at, 0)
            }
            Event::MappingStart(style, anchor, _) => {
                self.open.push(Open::Map {
                    at,
                    anchor,
                    in_block_style: style == StructureStyle::Block,
                    entries: Vec::new(),
                    key: None,
                });
                self.check_depth(at, 0)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List {
                    at,
                    anchor,
                    mut items,
                }) => {
                    items.shrink_to_fit();
                    let value = Value::List(items);
                    self.complete(Node { at, value }, anchor)
                }
                Some(Open::Map {
                    at,
                    anchor,
                    entries,
                    ..
                }) => {
                    let value = Value::Map(finish_map(entries)?);
                    self.complete(Node { at, value }, anchor)
                }
                None => Ok(None),
            },
            Event::Alias(id) => {
                let node = match self.anchors.get(&id) {
                    Some(node) => {
                        self.aliases.spend(at, node.weight())?;
                        node.clone()
                    }
                    None => self.aliases.resolve(at, "")?,
                };
                self.check_depth(at, node.depth())?;
                self.complete(node, 0)
            }
            Event::UnresolvedAlias(name) => {
                let node = self.aliases.resolve(at, &name)?;
                self.check_depth(at, node.depth())?;
                self.complete(node, 0)
            }
            _ => Ok(None),
        }
    }

    /// Whether the value of the key at `wanted` comes next, in a mapping in block style.
    pub(crate) fn awaits_value_of(&self, wanted: usize) -> bool {
        matches!(
            self.open.last(),
            Some(Open::Map { in_block_style: true, key: Some((_, at, _)), .. }) if *at == wanted
        )
    }

    /// Takes a mapping as the next value whose text, of `length` bytes, the parser does not get.
    pub(crate) fn map(
        &mut self,
        at: usize,
        entries: Vec<Entry>,
        length: usize,
    ) -> Result<Option<Node>> {
        self.check_depth(at, 1)?;
        self.base += length;
        let value = Value::Map(finish_map(entries)?);
        self.complete(Node { at, value }, 0)
    }

    fn check_depth(&self, at: usize, more: usize) -> Result<Option<Node>> {
        if self.open.len() + more > MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            return Err(Fault::at(ErrorKind::Limit, at, message));
        }
        Ok(None)
    }

    fn complete(&mut self, node: Node, anchor: usize) -> Result<Option<Node>> {
        if anchor != 0 {
            self.aliases.spend(node.at, node.weight())?;
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            None => return Ok(Some(node)),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, key, .. }) => match key.take() {
                Some((name, key_at, merge)) => entries.push(Entry {
                    key: name,
                    key_at,
                    value: node,
                    merge,
                }),
                None => match node.value {
                    Value::Scalar { text, plain } => {
                        let merge = plain && text == "<<";
                        *key = Some((text, node.at, merge));
                    }
                    _ => {
                        let message = "expected a string as the key of a mapping";
                        return Err(Fault::at(ErrorKind::Syntax, node.at, message));
                    }
                },
            },
        }
        Ok(None)
    }
}

/// Whether a scalar may be something else than a string.
pub(crate) fn is_plain(style: ScalarStyle, tag: Option<&Tag>) -> bool {
    match tag.and_then(Tag::core_suffix) {
        Some("int" | "float" | "bool" | "null") => true,
        Some(_) => false,
        None => style == ScalarStyle::Plain,
    }
}

/// Resolves merge keys and refuses duplicate keys.
pub(crate) fn finish_map(entries: Vec<Entry>) -> Result<Vec<Entry>> {
    let mut entries = if entries.iter().any(|entry| entry.merge) {
        merge(entries)?
    } else {
        entries
    };
    // Most mappings have one entry, and large slices many mappings.
    entries.shrink_to_fit();
    refuse_duplicates(&entries)?;
    Ok(entries)
}

pub(crate) fn duplicate(key: &str, at: usize) -> Fault {
    let message = format!("duplicate key {key:?}: expected every key of a mapping once");
    Fault::at(ErrorKind::DuplicateKey, at, message)
}

fn refuse_duplicates(entries: &[Entry]) -> Result<()> {
    if entries.len() <= 8 {
        for (index, entry) in entries.iter().enumerate() {
            let earlier = entries.get(..index).unwrap_or_default();
            if earlier.iter().any(|other| other.key == entry.key) {
                return Err(duplicate(&entry.key, entry.key_at));
            }
        }
        return Ok(());
    }
    let mut seen = HashSet::with_capacity(entries.len());
    for entry in entries {
        if !seen.insert(entry.key.as_str()) {
            return Err(duplicate(&entry.key, entry.key_at));
        }
    }
    Ok(())
}

/// Puts the entries that `<<` brings in where it stands; keys of the mapping itself win, and of
/// several merged mappings the first.
fn merge(entries: Vec<Entry>) -> Result<Vec<Entry>> {
    let mut taken: HashSet<String> = entries
        .iter()
        .filter(|entry| !entry.merge)
        .map(|entry| entry.key.clone())
        .collect();
    let mut merged = Vec::with_capacity(entries.len());
    for entry in entries {
        if !entry.merge {
            merged.push(entry);
            continue;
        }
        for source in merge_sources(entry.value)? {
            for inherited in source {
                if taken.insert(inherited.key.clone()) {
                    merged.push(inherited);
                }
            }
        }
    }
    Ok(merged)
}

/// The mappings that the value of `<<` names.
pub(crate) fn merge_sources(value: Node) -> Result<Vec<Vec<Entry>>> {
    let at = value.at;
    let refused = || {
        let message = "expected a mapping, or a list of mappings, behind the merge key `<<`";
        Fault::at(ErrorKind::Syntax, at, message)
    };
    match value.value {
        Value::Map(entries) => Ok(vec![entries]),
        Value::List(items) => items
            .into_iter()
            .map(|item| match item.value {
                Value::Map(entries) => Ok(entries),
                _ => Err(refused()),
            })
            .collect(),
        Value::Scalar { .. } => Err(refused()),
    }
}
