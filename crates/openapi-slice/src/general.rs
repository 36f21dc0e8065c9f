//! The general road: one pass over the parser's event stream, for every style of YAML.
//!
//! It notes where the parts are and builds no tree, except of the rare part whose text cannot be
//! parsed by itself.

use std::collections::HashSet;
use std::ops::Range;

use granit_parser::{Event, Parser, ScanError, Span, StrInput, StructureStyle};

use crate::error::{ErrorKind, Fault, Result};
use crate::index::{Anchored, Index, Part, Piece, RootPart, Section, SectionKind, not_utf8};
use crate::tree::{
    Builder, Entry, Node, Value, duplicate, is_plain, merge_sources, offset, parser, syntax,
};

/// Finds the parts of a document in any style.
pub(crate) fn index<'a>(document: &'a &'a [u8]) -> Result<Index<'a>> {
    let text = std::str::from_utf8(document).map_err(|error| not_utf8(error.valid_up_to()))?;
    let mut reader = Reader {
        events: parser(text),
        index: Index::new(document),
        text,
    };
    reader.document()?;
    Ok(reader.index)
}

struct Reader<'a> {
    events: Parser<'a, StrInput<'a>>,
    index: Index<'a>,
    text: &'a str,
}

/// A collection with an anchor that has not ended yet.
struct OpenAnchor {
    depth: usize,
    id: usize,
    start: usize,
}

type Spanned<'a> = (Event<'a>, Span);

/// The value of an entry, as the event stream tells it.
struct Extent {
    range: Range<usize>,
    /// The text can be parsed by itself: it is in flow style, or an alias.
    flow: bool,
    scalar: Option<Node>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<Spanned<'a>> {
        let event = self.events.next();
        self.checked(event)
    }

    fn checked(
        &self,
        event: Option<std::result::Result<Spanned<'a>, ScanError>>,
    ) -> Result<Spanned<'a>> {
        match event {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(syntax(&error, 0)),
            None => Err(Fault::at(
                ErrorKind::Syntax,
                self.text.len(),
                "unexpected end of the document",
            )),
        }
    }

    fn document(&mut self) -> Result<()> {
        let mut seen_document = false;
        loop {
            let (event, span) = self.next()?;
            let at = offset(&span.start);
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(..) if seen_document => {
                    let message = "expected one document, found a second";
                    return Err(Fault::at(ErrorKind::Syntax, at, message));
                }
                Event::DocumentStart(..) => seen_document = true,
                Event::MappingStart(style, ..) => self.root(style == StructureStyle::Flow)?,
                Event::Scalar(..) | Event::SequenceStart(..) => {
                    let message = "expected an OpenAPI document: a mapping with the key `openapi`";
                    return Err(Fault::at(ErrorKind::NotOpenApi, at, message));
                }
                _ => {}
            }
        }
        if !seen_document {
            let message = "expected an OpenAPI document, found nothing";
            return Err(Fault::at(ErrorKind::NotOpenApi, 0, message));
        }
        Ok(())
    }

    fn root(&mut self, flow: bool) -> Result<()> {
        while let Some((key, key_at, merge)) = self.key()? {
            let divided = ["paths", "webhooks", "components"]
                .into_iter()
                .find(|name| *name == key);
            if !self.index.claim_root(&key) {
                return Err(duplicate(&key, key_at));
            }
            if merge {
                let message = "a merge key `<<` at the top of a document is not supported";
                return Err(Fault::at(ErrorKind::Syntax, key_at, message));
            }
            match divided {
                Some("components") => {
                    self.components()?;
                    self.index.root.push(RootPart::Divided("components"));
                }
                Some(name) => {
                    let kind = if name == "paths" {
                        SectionKind::Paths
                    } else {
                        SectionKind::Webhooks
                    };
                    self.section(kind)?;
                    self.index.root.push(RootPart::Divided(name));
                }
                None => {
                    let part = self.part(key, key_at, flow)?;
                    self.index.root.push(RootPart::Whole(part));
                }
            }
        }
        Ok(())
    }

    /// The sections of `components`, whose value comes next.
    fn components(&mut self) -> Result<()> {
        let (event, span) = self.next()?;
        if let Event::MappingStart(..) = event {
            let mut kinds = HashSet::new();
            while let Some((key, key_at, merge)) = self.key()? {
                if !kinds.insert(key.clone()) {
                    return Err(duplicate(&key, key_at));
                }
                if merge || key.starts_with("x-") {
                    // Extensions of the components themselves belong to no operation.
                    self.skip(None, None)?;
                    self.index.extensions.push(key);
                } else {
                    self.section(SectionKind::Components(key))?;
                }
            }
            return Ok(());
        }
        let node = self.tree((event, span))?;
        for entry in mapping_entries(node, "`components`")? {
            if entry.key.starts_with("x-") {
                self.index.extensions.push(entry.key);
                continue;
            }
            let parts = parsed_parts(mapping_entries(entry.value, "the components")?);
            let kind = SectionKind::Components(entry.key);
            self.index.sections.push(Section::new(kind, parts));
        }
        Ok(())
    }

    /// One section, whose value comes next.
    fn section(&mut self, kind: SectionKind) -> Result<()> {
        let (event, span) = self.next()?;
        let mut parts = Vec::new();
        let mut extensions = Vec::new();
        if let Event::MappingStart(style, ..) = event {
            while let Some((key, key_at, merge)) = self.key()? {
                if key.starts_with("x-") && !matches!(kind, SectionKind::Components(_)) {
                    // An extension of `paths` itself, which belongs to no operation.
                    self.skip(None, None)?;
                    extensions.push(key);
                    continue;
                }
                let part = self.part(key, key_at, style == StructureStyle::Flow)?;
                if merge {
                    let node = self.index.load(&part)?;
                    for entries in merge_sources(node)? {
                        parts.extend(parsed_parts(entries).into_iter().map(|part| (true, part)));
                    }
                } else {
                    parts.push((false, part));
                }
            }
            let mut section = Section::new(kind, overridden(parts));
            section.extensions = extensions;
            self.index.sections.push(section);
            return Ok(());
        }
        let node = self.tree((event, span))?;
        let parts = parsed_parts(mapping_entries(node, "a section")?);
        self.index.sections.push(Section::new(kind, parts));
        Ok(())
    }

    /// The next key of a mapping, or `None` at its end.
    fn key(&mut self) -> Result<Option<(String, usize, bool)>> {
        let (event, span) = self.next()?;
        let at = offset(&span.start);
        match event {
            Event::MappingEnd => Ok(None),
            Event::Scalar(text, style, anchor, tag) => {
                let plain = is_plain(style, tag.as_deref());
                let text = text.into_owned();
                if anchor != 0 {
                    self.next()?;
                    self.define_scalar(anchor, &text, plain);
                }
                let merge = plain && text == "<<";
                Ok(Some((text, at, merge)))
            }
            Event::Alias(_) => {
                let node = self.tree((event, span))?;
                match node.value {
                    Value::Scalar { text, .. } => Ok(Some((text, at, false))),
                    _ => Err(not_a_key(at)),
                }
            }
            _ => Err(not_a_key(at)),
        }
    }

    /// The part whose value comes next.
    fn part(&mut self, name: String, key_at: usize, flow: bool) -> Result<Part> {
        // Nothing is looked for before a key in flow style: all of the document may be one line.
        let before = self.text.get(..key_at).filter(|_| !flow);
        let line_start = before
            .and_then(|before| before.rfind(['\n', '\r']))
            .map_or(0, |at| at + 1);
        let indentation = self.text.get(line_start..key_at).unwrap_or_default();
        let piece = if flow || indentation.bytes().all(|byte| byte == b' ') {
            let extent = self.skip(None, None)?;
            match extent.scalar {
                Some(node) => Piece::Parsed(Box::new(node)),
                None if extent.flow => Piece::Flow(extent.range),
                None => Piece::Lines(line_start..extent.range.end),
            }
        } else {
            // `? key`, or a tag or an anchor before the key.
            let first = self.next()?;
            Piece::Parsed(Box::new(self.tree(first)?))
        };
        Ok(Part::new(name, key_at, piece))
    }

    /// Passes over one value, noting its anchors and aliases. Its events go into `log`.
    fn skip(
        &mut self,
        mut first: Option<Spanned<'a>>,
        mut log: Option<&mut Vec<Spanned<'a>>>,
    ) -> Result<Extent> {
        let mut depth = 0_usize;
        let mut start = None;
        let mut flow = false;
        let mut scalar = None;
        let mut open: Vec<OpenAnchor> = Vec::new();
        loop {
            let (event, span) = match first.take() {
                Some(first) => first,
                None => match self.events.next() {
                    // By far the most events, of which nothing is needed.
                    Some(Ok((Event::Scalar(_, _, 0, _), _))) if depth > 0 && log.is_none() => {
                        continue;
                    }
                    event => self.checked(event)?,
                },
            };
            // The end of a block collection is empty, and at the token that follows it.
            let (from, end) = (offset(&span.start), offset(&span.end));
            let start = *start.get_or_insert(from);
            if let Some(log) = &mut log {
                log.push((event.clone(), span));
            }
            match event {
                Event::Scalar(text, style, anchor, tag) if anchor != 0 || depth == 0 => {
                    let plain = is_plain(style, tag.as_deref());
                    let text = text.into_owned();
                    if anchor != 0 {
                        self.next()?;
                        self.define_scalar(anchor, &text, plain);
                    }
                    let value = Value::Scalar { text, plain };
                    scalar = Some(Node { at: from, value });
                }
                Event::Alias(id) => {
                    self.index.define_alias(from, id);
                    flow |= depth == 0;
                }
                Event::UnresolvedAlias(name) => return Err(unknown_anchor(from, &name)),
                Event::SequenceStart(style, id, _) | Event::MappingStart(style, id, _) => {
                    flow |= depth == 0 && style == StructureStyle::Flow;
                    if id != 0 {
                        let (_, name) = self.next()?;
                        let start = offset(&name.end);
                        open.push(OpenAnchor { depth, id, start });
                    }
                    depth += 1;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    depth = depth.saturating_sub(1);
                    if let Some(anchor) = open.pop_if(|anchor| anchor.depth == depth) {
                        let text = Anchored::Text(anchor.start..end);
                        self.index.define_anchor(anchor.id, text);
                    }
                }
                _ => {}
            }
            if depth == 0 {
                return Ok(Extent {
                    range: start..end,
                    flow,
                    scalar: scalar.filter(|node| node.at == start),
                });
            }
        }
    }

    /// Builds the tree of the node whose first event is given.
    fn tree(&mut self, first: Spanned<'a>) -> Result<Node> {
        // The aliases must be known before the tree is built, hence two steps.
        let mut events = Vec::new();
        self.skip(Some(first), Some(&mut events))?;
        let mut builder = Builder::new(0, &self.index);
        for (event, span) in events {
            if let Some(node) = builder.event(event, span)? {
                return Ok(node);
            }
        }
        Err(Fault::new(ErrorKind::Syntax, "expected a value"))
    }

    fn define_scalar(&self, id: usize, text: &str, plain: bool) {
        let text = text.to_owned();
        self.index
            .define_anchor(id, Anchored::Scalar { text, plain });
    }
}

fn mapping_entries(node: Node, what: &str) -> Result<Vec<Entry>> {
    match node.value {
        Value::Map(entries) => Ok(entries),
        Value::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null") => {
            Ok(Vec::new())
        }
        _ => {
            let message = format!("expected a mapping as the value of {what}");
            Err(Fault::at(ErrorKind::NotOpenApi, node.at, message))
        }
    }
}

fn parsed_parts(entries: Vec<Entry>) -> Vec<Part> {
    entries
        .into_iter()
        .map(|entry| {
            let piece = Piece::Parsed(Box::new(entry.value));
            Part::new(entry.key, entry.key_at, piece)
        })
        .collect()
}

/// Leaves out merged entries that the mapping, or an earlier merged mapping, has itself.
fn overridden(parts: Vec<(bool, Part)>) -> Vec<Part> {
    let is_merged = parts.iter().any(|(merged, _)| *merged);
    let own = parts.iter().filter(|(merged, _)| is_merged && !merged);
    let mut taken: HashSet<String> = own.map(|(_, part)| part.name.clone()).collect();
    parts
        .into_iter()
        .filter(|(merged, part)| !merged || taken.insert(part.name.clone()))
        .map(|(_, part)| part)
        .collect()
}

fn not_a_key(at: usize) -> Fault {
    let message = "expected a string as the key of a mapping";
    Fault::at(ErrorKind::Syntax, at, message)
}

fn unknown_anchor(at: usize, name: &str) -> Fault {
    let message = format!("expected an anchor named {name:?} before its alias");
    Fault::at(ErrorKind::Syntax, at, message)
}
