//! Where the parts of a document are: what both roads find, each in its own way.
//!
//! Nothing here knows how the parts were found. A part is parsed when it is asked for, and only
//! the parts that are kept ever are.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::ops::Range;
use std::sync::LazyLock;

use crate::error::{ErrorKind, Fault, Result};
use crate::tree::{Aliases, Builder, Node, Value, duplicate, parser, syntax};

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
pub(crate) struct Part<'a> {
    pub(crate) name: Cow<'a, str>,
    /// Taken while the name is in the processor's cache.
    hash: u64,
    pub(crate) key_at: usize,
    pub(crate) piece: Piece,
}

impl<'a> Part<'a> {
    pub(crate) fn new(name: impl Into<Cow<'a, str>>, key_at: usize, piece: Piece) -> Self {
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
pub(crate) struct Section<'a> {
    pub(crate) kind: SectionKind,
    pub(crate) parts: Vec<Part<'a>>,
    /// How many entries were passed over, since they cannot be selected.
    pub(crate) skipped: usize,
    names: OnceCell<Names>,
}

impl<'a> Section<'a> {
    pub(crate) fn new(kind: SectionKind, parts: Vec<Part<'a>>) -> Self {
        Self {
            kind,
            parts,
            skipped: 0,
            names: OnceCell::new(),
        }
    }
}

/// An entry of the root mapping.
#[derive(Debug)]
pub(crate) enum RootPart<'a> {
    /// `paths`, `webhooks` or `components`, whose sections are kept apart.
    Divided(&'static str),
    /// Anything else; kept or dropped as a whole.
    Whole(Part<'a>),
}

/// The byte ranges behind the anchors of the document, for the aliases in parts that are parsed
/// by themselves.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    /// The anchor that each alias, by its position, refers to.
    pub(crate) alias_at: HashMap<usize, usize>,
    pub(crate) nodes: HashMap<usize, Anchored>,
}

#[derive(Clone, Debug)]
pub(crate) enum Anchored {
    Text(Range<usize>),
    Scalar { text: String, plain: bool },
}

/// A document of which only the outline is known.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    pub(crate) text: &'a [u8],
    pub(crate) root: Vec<RootPart<'a>>,
    pub(crate) sections: Vec<Section<'a>>,
    anchors: RefCell<Anchors>,
    budget: Cell<usize>,
    resolving: RefCell<Vec<usize>>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            root: Vec::new(),
            sections: Vec::new(),
            anchors: RefCell::default(),
            // Grows with the document, so that a large honest one is never refused.
            budget: Cell::new(text.len().saturating_mul(4).saturating_add(4 << 20)),
            resolving: RefCell::default(),
        }
    }

    pub(crate) fn define_anchor(&self, id: usize, node: Anchored) {
        self.anchors.borrow_mut().nodes.insert(id, node);
    }

    pub(crate) fn define_alias(&self, at: usize, id: usize) {
        self.anchors.borrow_mut().alias_at.insert(at, id);
    }

    /// Parses the value of a part.
    pub(crate) fn load(&self, part: &Part<'_>) -> Result<Node> {
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
        let text = self.text(range)?;
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

    fn text(&self, range: Range<usize>) -> Result<&'a str> {
        let base = range.start;
        let bytes = self.text.get(range).unwrap_or_default();
        std::str::from_utf8(bytes).map_err(|error| not_utf8(base + error.valid_up_to()))
    }

    /// Whether this text is a value by itself, with nothing left open at its end.
    pub(crate) fn is_complete(&self, range: Range<usize>) -> bool {
        self.text(range)
            .is_ok_and(|text| parser(text).all(|event| event.is_ok()))
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
        self.sections.iter().position(
            |section| matches!(&section.kind, SectionKind::Components(name) if name == kind),
        )
    }

    pub(crate) fn section(&self, kind: &SectionKind) -> Option<usize> {
        self.sections
            .iter()
            .position(|section| section.kind == *kind)
    }

    /// A root entry that is not divided into sections.
    pub(crate) fn root_part(&self, name: &str) -> Option<&Part<'a>> {
        self.root.iter().find_map(|entry| match entry {
            RootPart::Whole(part) if part.name == name => Some(part),
            _ => None,
        })
    }

    fn anchored(&self, at: usize, id: usize) -> Result<Node> {
        let anchored = self.anchors.borrow().nodes.get(&id).cloned();
        let Some(anchored) = anchored else {
            let message = "expected an alias to a complete value, found one to what contains it";
            return Err(Fault::at(ErrorKind::Syntax, at, message));
        };
        if self.resolving.borrow().contains(&id) {
            let message = "the alias refers to a value that contains it";
            return Err(Fault::at(ErrorKind::Syntax, at, message));
        }
        if self.resolving.borrow().len() > 32 {
            let message = "aliases nested deeper than 32 levels";
            return Err(Fault::at(ErrorKind::Limit, at, message));
        }
        match anchored {
            Anchored::Scalar { text, plain } => {
                let value = Value::Scalar { text, plain };
                Ok(Node { at, value })
            }
            Anchored::Text(range) => {
                self.spend(at, range.len())?;
                self.resolving.borrow_mut().push(id);
                let node = self.parse(range);
                self.resolving.borrow_mut().pop();
                node
            }
        }
    }
}

impl Aliases for Index<'_> {
    fn resolve(&self, at: usize, name: &str) -> Result<Node> {
        let id = self.anchors.borrow().alias_at.get(&at).copied();
        let Some(id) = id else {
            let message = format!("expected an anchor named {name:?} before its alias");
            return Err(Fault::at(ErrorKind::Syntax, at, message));
        };
        let node = self.anchored(at, id)?;
        self.spend(at, node.weight())?;
        Ok(node)
    }

    fn spend(&self, at: usize, weight: usize) -> Result<()> {
        match self.budget.get().checked_sub(weight) {
            Some(left) => {
                self.budget.set(left);
                Ok(())
            }
            None => {
                let message = "the aliases of the document expand to more than four times its size";
                Err(Fault::at(ErrorKind::Limit, at, message))
            }
        }
    }
}

pub(crate) fn not_utf8(at: usize) -> Fault {
    let message = "expected UTF-8, found a byte that is not part of any character";
    Fault::at(ErrorKind::Encoding, at, message)
}

/// A quick hash of a name, with a seed of its own in each process.
fn hash(name: &str) -> u64 {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));
    let fold = |left: u64, right: u64| {
        let product = u128::from(left) * u128::from(right);
        (product >> 64) as u64 ^ product as u64
    };
    let (words, rest) = name.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    for (to, byte) in last.iter_mut().zip(rest) {
        *to = *byte;
    }
    let mut hash = *SEED ^ name.len() as u64;
    for word in words.iter().chain([&last]) {
        hash = fold(
            hash ^ u64::from_le_bytes(*word),
            0x9E37_79B9_7F4A_7C15 ^ SEED.rotate_left(32),
        );
    }
    hash
}

/// The places of the names of a section, by their hashes. Names are compared after that, so
/// collisions cost time and nothing else.
#[derive(Debug, Default)]
struct Names {
    /// The last part with a hash.
    last: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// For each part the one before it with the same hash, or itself.
    previous: Vec<u32>,
}

impl Names {
    fn new(parts: &[Part<'_>]) -> Self {
        let mut names = Self::default();
        names.last.reserve(parts.len());
        names.previous.reserve(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let previous = names.last.insert(part.hash, index);
            names.previous.push(previous.unwrap_or(index));
        }
        names
    }

    fn candidates(&self, name: &str) -> impl Iterator<Item = usize> {
        let last = self.last.get(&hash(name)).copied();
        std::iter::successors(last, |index| {
            let previous = *self.previous.get(*index as usize)?;
            (previous != *index).then_some(previous)
        })
        .map(|index| index as usize)
    }
}

/// Hashes what is a hash already.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Whether the asterisk at `at` may start an alias: nothing, or an indicator, is before it.
fn may_be_alias(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| bytes.get(at));
    before.is_none_or(|byte| b" \t\r\n[{,:".contains(byte))
}

impl Index<'_> {
    /// Whether the value of a part may contain one of these strings. `false` is certain.
    pub(crate) fn may_contain(&self, part: &Part<'_>, needles: &[&str]) -> bool {
        let range = match &part.piece {
            Piece::Lines(range) | Piece::Flow(range) => range.clone(),
            Piece::Parsed(_) => return true,
        };
        let bytes = self.text.get(range).unwrap_or_default();
        // Escapes and aliases can hide a string, and so can quotes and line breaks inside it.
        memchr::memchr(b'\\', bytes).is_some()
            || memchr::memchr_iter(b'*', bytes).any(|at| may_be_alias(bytes, at))
            || needles.iter().any(|needle| {
                let hidden = needle.bytes().any(|byte| byte <= b' ' || byte == b'\'');
                hidden || memchr::memmem::find(bytes, needle.as_bytes()).is_some()
            })
    }
}
