//! Where the parts of a document are: what both roads find, each in its own way.
//!
//! Nothing here knows how the parts were found. A part is parsed when it is asked for, and only
//! the parts that are kept ever are.

mod anchors;
mod names;

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

pub(crate) use self::anchors::Anchored;
use self::anchors::Anchors;
use self::names::{Names, hash};
use crate::base::Base;
use crate::error::{ErrorKind, Fault, Result};
use crate::methods::Methods;
use crate::pointer::{self, Target};
use crate::source::{Source, read, unreadable};
use crate::tree::{Builder, Node, Value, duplicate, parser, syntax};
use crate::{block, runs};

/// Where the value of an entry is.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    /// The lines of the key and its value, from the indentation before the key.
    Lines(Range<usize>),
    /// The value alone, in flow style.
    Flow(Range<usize>),
    /// Already parsed, since its text cannot be parsed by itself.
    Parsed(Box<Node>),
}

/// A key of the root, of `paths` or of a kind of components, with its value.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// Taken while the name is in the processor's cache.
    hash: u64,
    pub(crate) key_at: usize,
    pub(crate) piece: Piece,
}

impl Part {
    pub(crate) fn new(name: impl Into<String>, key_at: usize, piece: Piece) -> Self {
        let name = name.into();
        let hash = hash(&name);
        Self {
            name,
            hash,
            key_at,
            piece,
        }
    }
}

/// What a [`Section`] holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SectionKind {
    Paths,
    Webhooks,
    /// One kind of components, such as `schemas`.
    Components(String),
}

/// `paths`, `webhooks` or one kind of components: a mapping of which only some entries are kept.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) kind: SectionKind,
    pub(crate) parts: Vec<Part>,
    /// How many entries were passed over, since they cannot be selected.
    pub(crate) skipped: usize,
    /// The extensions of `paths` or `webhooks` itself, which are not kept.
    pub(crate) extensions: Vec<String>,
    names: OnceCell<Names>,
}

impl Section {
    pub(crate) fn new(kind: SectionKind, parts: Vec<Part>) -> Self {
        Self {
            kind,
            parts,
            skipped: 0,
            extensions: Vec::new(),
            names: OnceCell::new(),
        }
    }
}

/// An entry of the root mapping.
#[derive(Debug)]
pub(crate) enum RootPart {
    /// `paths`, `webhooks` or `components`, whose sections are kept apart.
    Divided(&'static str),
    /// Anything else; kept or dropped as a whole.
    Whole(Part),
}

#[derive(Debug, Default)]
struct Places {
    paths: Option<usize>,
    webhooks: Option<usize>,
    components: HashMap<String, usize>,
}

/// A document of which only the outline is known.
pub(crate) struct Index<'a> {
    source: &'a dyn Source,
    /// Whether the structure of the text tells what the parser need not be asked.
    by_structure: bool,
    pub(crate) root: Vec<RootPart>,
    root_names: HashSet<String>,
    kind_names: HashSet<String>,
    /// The extensions of `components` itself, which are not kept.
    pub(crate) extensions: Vec<String>,
    pub(crate) sections: Vec<Section>,
    /// Which section is which; only made when all of them are there.
    places: OnceCell<Places>,
    anchors: RefCell<Anchors>,
    pub(crate) methods: Methods,
    /// Where the document says that it is.
    base: OnceCell<Option<Base>>,
    /// Values that are there before they are asked for, by where their keys are.
    ahead: RefCell<HashMap<usize, Node>>,
    budget: Cell<usize>,
    resolving: RefCell<Vec<usize>>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(source: &'a dyn Source) -> Self {
        Self {
            source,
            by_structure: false,
            root: Vec::new(),
            root_names: HashSet::new(),
            kind_names: HashSet::new(),
            extensions: Vec::new(),
            sections: Vec::new(),
            places: OnceCell::new(),
            anchors: RefCell::default(),
            methods: Methods::default(),
            base: OnceCell::new(),
            ahead: RefCell::default(),
            // Grows with the document, so that a large honest one is never refused.
            budget: Cell::new(source.size().saturating_mul(4).saturating_add(4 << 20)),
            resolving: RefCell::default(),
        }
    }

    /// An outline made on the fast road.
    pub(crate) fn by_structure(source: &'a dyn Source) -> Self {
        Self {
            by_structure: true,
            ..Self::new(source)
        }
    }

    /// Notes the name of an entry of the root; `false` if there is one with this name already.
    pub(crate) fn claim_root(&mut self, name: &str) -> bool {
        self.root_names.insert(name.to_owned())
    }

    /// The same for a kind of components.
    pub(crate) fn claim_kind(&mut self, name: &str) -> bool {
        self.kind_names.insert(name.to_owned())
    }

    /// Takes what was found by itself in what follows, from the middle of the last section on.
    /// `None` if both have the same entry of the root, or the same kind of components.
    pub(crate) fn append(&mut self, rest: Self) -> Option<()> {
        let mut sections = rest.sections.into_iter();
        let (last, more) = (self.sections.last_mut()?, sections.next()?);
        last.parts.extend(more.parts);
        self.ahead.get_mut().extend(rest.ahead.into_inner());
        last.skipped += more.skipped;
        last.extensions.extend(more.extensions);
        self.extensions.extend(rest.extensions);
        self.sections.extend(sections);
        self.root.extend(rest.root);
        let mut names = rest.root_names.into_iter();
        let mut kinds = rest.kind_names.into_iter();
        let is_new = names.all(|name| self.root_names.insert(name))
            && kinds.all(|name| self.kind_names.insert(name));
        is_new.then_some(())
    }

    /// Parses the value of a part that will be asked for, while others read other parts.
    pub(crate) fn load_ahead(&mut self, part: &Part) {
        // If something is wrong with it, whoever asks for it is told.
        if let Ok(node) = self.load(part) {
            self.ahead.get_mut().insert(part.key_at, node);
        }
    }

    /// Parses the value of a part.
    pub(crate) fn load(&self, part: &Part) -> Result<Node> {
        if let Some(node) = self.ahead.borrow_mut().remove(&part.key_at) {
            return Ok(node);
        }
        match &part.piece {
            Piece::Parsed(node) => Ok(Node::clone(node)),
            Piece::Flow(range) => self.parse(range.clone()),
            Piece::Lines(range) => {
                let pair = self.parse(range.clone())?;
                match pair.value {
                    Value::Map(mut entries) if entries.len() == 1 => {
                        entries.pop().map(|entry| entry.value)
                    }
                    _ => None,
                }
                .ok_or_else(|| {
                    let message = format!("expected one value for the key {:?}", part.name);
                    Fault::at(ErrorKind::Syntax, part.key_at, message)
                })
            }
        }
    }

    fn parse(&self, range: Range<usize>) -> Result<Node> {
        let base = range.start;
        let bytes = self.bytes(range)?;
        let text = text(&bytes, base)?;
        if self.by_structure
            && let Some(node) = block::parse(text, base).or_else(|| runs::parse(text, base, self))
        {
            return Ok(node);
        }
        let mut builder = Builder::new(base, self);
        let mut found = None;
        for event in parser(text) {
            let (event, span) = event.map_err(|error| syntax(&error, base))?;
            if let Some(node) = builder.event(event, span)? {
                if found.is_some() {
                    let message = "expected one document, found a second";
                    return Err(Fault::at(ErrorKind::Syntax, node.at, message));
                }
                found = Some(node);
            }
        }
        found.ok_or_else(|| Fault::at(ErrorKind::Syntax, base, "expected a value, found nothing"))
    }

    fn bytes(&self, range: Range<usize>) -> Result<Cow<'a, [u8]>> {
        read(self.source, range).map_err(|error| unreadable(&error))
    }

    /// Whether this text is a value by itself, with nothing left open at its end.
    pub(crate) fn is_complete(&self, range: Range<usize>) -> bool {
        let Ok(bytes) = self.bytes(range) else {
            return false;
        };
        text(&bytes, 0).is_ok_and(|text| parser(text).all(|event| event.is_ok()))
    }

    /// The entry of `section` with this name.
    pub(crate) fn find(&self, section: usize, name: &str) -> Result<Option<usize>> {
        let Some(section) = self.sections.get(section) else {
            return Ok(None);
        };
        let names = section.names.get_or_init(|| Names::new(&section.parts));
        let mut found = None;
        for index in names.candidates(name) {
            let Some(part) = section.parts.get(index) else {
                continue;
            };
            if part.name == name {
                if found.is_some() {
                    return Err(duplicate(name, part.key_at));
                }
                found = Some(index);
            }
        }
        Ok(found)
    }

    /// The section that holds the components of this kind.
    pub(crate) fn components(&self, kind: &str) -> Option<usize> {
        self.places().components.get(kind).copied()
    }

    pub(crate) fn section(&self, kind: &SectionKind) -> Option<usize> {
        match kind {
            SectionKind::Paths => self.places().paths,
            SectionKind::Webhooks => self.places().webhooks,
            SectionKind::Components(kind) => self.components(kind),
        }
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| {
            let mut places = Places::default();
            for (place, section) in self.sections.iter().enumerate() {
                match &section.kind {
                    SectionKind::Paths => places.paths = Some(place),
                    SectionKind::Webhooks => places.webhooks = Some(place),
                    SectionKind::Components(kind) => {
                        places.components.insert(kind.clone(), place);
                    }
                }
            }
            places
        })
    }

    /// Where a reference leads: within the document as well if it names the document by `$self`.
    pub(crate) fn target(&self, reference: &str) -> Target {
        if reference.starts_with('#') {
            return pointer::parse(reference);
        }
        match self.base() {
            Some(base) => pointer::parse(&base.local(reference)),
            None => pointer::parse(reference),
        }
    }

    fn base(&self) -> Option<&Base> {
        let base = self.base.get_or_init(|| {
            let node = self.load(self.root_part("$self")?).ok()?;
            Base::new(node.text()?)
        });
        base.as_ref()
    }

    /// A root entry that is not divided into sections.
    pub(crate) fn root_part(&self, name: &str) -> Option<&Part> {
        self.root.iter().find_map(|entry| match entry {
            RootPart::Whole(part) if part.name == name => Some(part),
            _ => None,
        })
    }
}

fn text(bytes: &[u8], base: usize) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|error| not_utf8(base + error.valid_up_to()))
}

pub(crate) fn not_utf8(at: usize) -> Fault {
    let message = "expected UTF-8, found a byte that is not part of any character";
    Fault::at(ErrorKind::Encoding, at, message)
}

/// Whether the asterisk at `at` may start an alias: nothing, or an indicator, is before it.
fn may_be_alias(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| bytes.get(at));
    before.is_none_or(|byte| b" \t\r\n[{,:".contains(byte))
}

impl Part {
    /// Whether the text of a part may say something else than it seems to: by an escape, which is
    /// only one between double quotes, or by an alias. `false` is certain.
    pub(crate) fn may_hide(text: &[u8]) -> bool {
        (memchr::memchr(b'\\', text).is_some() && memchr::memchr(b'"', text).is_some())
            || memchr::memchr_iter(b'*', text).any(|at| may_be_alias(text, at))
    }

    /// Where the text of the part is, if it has one of its own.
    fn range(&self) -> Option<Range<usize>> {
        match &self.piece {
            Piece::Lines(range) | Piece::Flow(range) => Some(range.clone()),
            Piece::Parsed(_) => None,
        }
    }
}

impl Index<'_> {
    /// Whether the value of a part may contain one of these strings. `false` is certain.
    pub(crate) fn may_contain(&self, part: &Part, needles: &[&str]) -> bool {
        let Some(range) = part.range() else {
            return true;
        };
        let Ok(bytes) = self.bytes(range) else {
            return true;
        };
        // Quotes and line breaks inside a string can hide it as well.
        Part::may_hide(&bytes)
            || needles.iter().any(|needle| {
                let hidden = needle.bytes().any(|byte| byte <= b' ' || byte == b'\'');
                hidden || memchr::memmem::find(&bytes, needle.as_bytes()).is_some()
            })
    }

    /// Hands over the text of each of these parts, or `None` for one that has none of its own. About
    /// `batch` bytes are read at once.
    pub(crate) fn texts(
        &self,
        parts: &[Part],
        batch: usize,
        mut look_at: impl FnMut(usize, Option<&[u8]>),
    ) -> Result<()> {
        let mut read: (usize, Cow<'_, [u8]>) = (0, Cow::default());
        for (place, part) in parts.iter().enumerate() {
            let Some(range) = part.range() else {
                look_at(place, None);
                continue;
            };
            let within = |read: &(usize, Cow<'_, [u8]>)| {
                let start = range.start.checked_sub(read.0)?;
                let end = range.end.checked_sub(read.0)?;
                (end <= read.1.len()).then_some(start..end)
            };
            if within(&read).is_none() {
                let end = range.end.max(range.start.saturating_add(batch));
                let bytes = self.bytes(range.start..end.min(self.source.size()))?;
                read = (range.start, bytes);
            }
            look_at(place, within(&read).and_then(|within| read.1.get(within)));
        }
        Ok(())
    }
}
