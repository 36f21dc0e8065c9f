//! Documents in block style: the parts are found by the indentation of their lines.
//!
//! What makes a line that is indented like a key a key? Every value below it is indented more, so
//! it cannot be in a block scalar or in a plain scalar of several lines. What is left are quoted
//! scalars and flow collections, which may go on at any indentation. So at every such line it is
//! shown that none is open there, see [`Reader::is_closed`]. If that cannot be shown, or the text
//! has anything out of the ordinary where it matters, this road gives up. Nothing else depends on
//! what the text between the lines says.
//!
//! Several readers share a large document, see [`chunks`].

mod chunks;
mod line;
mod lines;

use std::borrow::Cow;
use std::ops::Range;

use fearless_simd::Level;

use self::chunks::Starts;
use self::line::{Key, closes_quotes, has_only_line_ends, text_of};
use super::Admits;
use crate::index::{Index, Part, Piece, RootPart, Section, SectionKind};
use crate::scan::MAX_INDENT;
use crate::selection::Admission;
use crate::source::{Source, Window};

/// Finds the parts of the document that starts at `start`.
pub(super) fn index<'a>(
    source: &'a dyn Source,
    start: usize,
    admits: Admits<'_>,
    single_threaded: bool,
) -> Option<Index<'a>> {
    let mut reader = Reader::new(source, start, admits);
    reader.is_alone = single_threaded;
    if reader.document(start).is_none() {
        // What makes several readers give up need not bother a single one.
        if !reader.has_shared {
            return None;
        }
        reader = Reader::new(source, start, admits);
        reader.document(start)?;
    }
    Some(reader.index)
}

struct Reader<'a, 'f> {
    source: &'a dyn Source,
    size: usize,
    window: Window<'a>,
    /// What the processor can do.
    level: Level,
    admits: Admits<'f>,
    /// No other reader may take a chunk of the document.
    is_alone: bool,
    /// Others have taken chunks.
    has_shared: bool,
    starts: Starts,
    index: Index<'a>,
}

/// A line that starts with a key at the indentation at hand.
struct KeyLine {
    start: usize,
    name: Range<usize>,
    quote: Option<u8>,
    /// What follows on the line.
    rest: Rest,
    /// Where the next line starts.
    end: usize,
}

/// What follows a key on its line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    Nothing,
    /// `{}` or `[]`.
    Empty,
    Something,
}

/// Where the entries of a mapping are.
#[derive(Clone, Copy)]
struct Below {
    /// The first line.
    at: usize,
    /// How far the key of the mapping is indented.
    outer: usize,
    /// How far the entries are indented.
    indent: usize,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(source: &'a dyn Source, start: usize, admits: Admits<'f>) -> Self {
        Self {
            source,
            size: source.size(),
            window: Window::new(source, start),
            level: Level::new(),
            admits,
            is_alone: true,
            has_shared: false,
            starts: Starts::default(),
            index: Index::by_structure(source),
        }
    }

    fn document(&mut self, start: usize) -> Option<()> {
        self.look_ahead(start, start)?;
        let line = self.content_line(start)?;
        let end = self.line_end(line)?;
        let is_marker = self.window.get(line..end)?.trim_ascii_end() == b"---";
        self.root(if is_marker { end } else { line })
    }

    /// The entries of the root from the line at `at` on.
    fn root(&mut self, mut at: usize) -> Option<()> {
        loop {
            self.look_ahead(at, at)?;
            let line = self.content_line(at)?;
            if line == self.size {
                return Some(());
            }
            let key = self.key_line(line, 0)?;
            let name = self.name(&key)?.into_owned();
            if !self.index.claim_root(&name) {
                return None;
            }
            at = match name.as_str() {
                "paths" => self.section(&key, 0, SectionKind::Paths)?,
                "webhooks" => self.section(&key, 0, SectionKind::Webhooks)?,
                "components" => self.components(&key)?,
                _ => self.whole(name, &key)?,
            };
        }
    }

    /// A root entry that is not divided. It is parsed, since there are few of them.
    fn whole(&mut self, name: String, key: &KeyLine) -> Option<usize> {
        let (mut end, _) = self.next_line(key.start, key.start, 0)?;
        // The items of a list need not be indented.
        while self.window.get(end..end + 2) == Some(b"- ") {
            (end, _) = self.next_line(end, end, 0)?;
        }
        let part = Part::new(name, key.start, Piece::Lines(key.start..end));
        self.index.load(&part).ok()?;
        self.index.root.push(RootPart::Whole(part));
        Some(end)
    }

    fn components(&mut self, key: &KeyLine) -> Option<usize> {
        self.index.root.push(RootPart::Divided("components"));
        let Below { at, indent, .. } = self.first_child(key, 0)?;
        self.kinds(at, indent)
    }

    /// The kinds of components from the line at `at` on.
    fn kinds(&mut self, mut at: usize, indent: usize) -> Option<usize> {
        loop {
            self.look_ahead(at, at)?;
            let line = self.content_line(at)?;
            let here = self.indentation(line)?;
            if line == self.size || here == 0 {
                return Some(line);
            }
            if here != indent {
                return None;
            }
            let key = self.key_line(line, indent)?;
            let name = self.name(&key)?.into_owned();
            if !self.index.claim_kind(&name) {
                return None;
            }
            at = if name.starts_with("x-") {
                let (end, double_quote) = self.next_line(key.start, key.start, indent)?;
                self.is_closed(&key, end, double_quote, None)?;
                self.index.extensions.push(name);
                end
            } else {
                self.section(&key, indent, SectionKind::Components(name))?
            };
        }
    }

    /// The entries below `key`; gives the first line back that is not below it.
    fn section(&mut self, key: &KeyLine, outer: usize, kind: SectionKind) -> Option<usize> {
        match kind {
            SectionKind::Paths => self.index.root.push(RootPart::Divided("paths")),
            SectionKind::Webhooks => self.index.root.push(RootPart::Divided("webhooks")),
            // One entry of the root for all kinds.
            SectionKind::Components(_) => {}
        }
        let below = match key.rest {
            // Nothing below, but comments and empty lines.
            Rest::Empty => Below {
                at: self.next_line(key.start, key.start, outer)?.0,
                outer,
                indent: outer + 1,
            },
            _ => self.first_child(key, outer)?,
        };
        if kind == SectionKind::Paths {
            self.paths(below)
        } else {
            self.entries(below, kind)
        }
    }

    /// The entries of a section; gives the first line back that is not one of them. At the start of a
    /// chunk that another reader has, that is the end of the document.
    fn entries(&mut self, below: Below, kind: SectionKind) -> Option<usize> {
        let Below { mut at, indent, .. } = below;
        let filtered = !matches!(kind, SectionKind::Components(_));
        let mut parts = Vec::new();
        let mut skipped = 0;
        let mut extensions = Vec::new();
        self.look_ahead(at, at)?;
        let mut next = self.key_at(at, below)?;
        while let Some(key) = next {
            if self.starts.reach(key.start, below, &kind)? {
                at = self.size;
                break;
            }
            let double_quote;
            (at, double_quote) = self.next_line(key.start, key.start, indent)?;
            next = self.key_at(at, below)?;
            self.is_closed(&key, at, double_quote, next.as_ref())?;
            let name = self.name(&key)?;
            if filtered && name.starts_with("x-") {
                extensions.push(name.into_owned());
                continue;
            }
            let admission = if kind == SectionKind::Paths {
                (self.admits)(&name)
            } else {
                Admission::Perhaps
            };
            if admission == Admission::No {
                skipped += 1;
                continue;
            }
            let piece = Piece::Lines(key.start..at);
            let part = Part::new(name, key.start + indent, piece);
            if admission == Admission::Wholly {
                self.index.load_ahead(&part);
            }
            parts.push(part);
        }
        let mut section = Section::new(kind, parts);
        section.skipped = skipped;
        section.extensions = extensions;
        self.index.sections.push(section);
        Some(at)
    }

    /// The key in the line at `line`; `Some(None)` if the line is not below, and `None` if it is
    /// neither.
    #[allow(clippy::option_option)]
    fn key_at(&self, line: usize, below: Below) -> Option<Option<KeyLine>> {
        let here = self.indentation(line)?;
        if line == self.size || here <= below.outer {
            return Some(None);
        }
        if here != below.indent {
            return None;
        }
        self.key_line(line, here).map(Some)
    }

    /// Where the entries below `key` are, which has nothing but a line end behind it.
    fn first_child(&self, key: &KeyLine, outer: usize) -> Option<Below> {
        if key.rest != Rest::Nothing {
            return None;
        }
        let at = self.content_line(key.end)?;
        let indent = self.indentation(at)?;
        let below = Below { at, outer, indent };
        (indent > outer && indent <= MAX_INDENT).then_some(below)
    }

    /// Shows that no quoted scalar and no flow collection is open at `end`, the next line of its
    /// kind after the one of `key`, where none is.
    fn is_closed(
        &self,
        key: &KeyLine,
        end: usize,
        double_quote: bool,
        next: Option<&KeyLine>,
    ) -> Option<()> {
        let piece = self.window.get(key.start..end)?;
        let cheaply = closes_quotes(piece, b'\'')
            && (!double_quote || closes_quotes(piece, b'"'))
            && match next {
                Some(next) => self.is_impossible_in_flow(next),
                None => self.starts_outside_of_flow(end),
            };
        // What a parser reads to the end by itself leaves nothing open.
        (cheaply || self.index.is_complete(key.start..end)).then_some(())
    }

    /// The same for a line that has not been read as one with a key.
    fn starts_outside_of_flow(&self, line: usize) -> bool {
        line == self.size
            || self
                .indentation(line)
                .and_then(|indent| self.key_line(line, indent))
                .is_some_and(|key| self.is_impossible_in_flow(&key))
    }

    /// Whether a key and its value start in a way that no flow collection can contain:
    /// without a comma or a bracket, a key follows, or the dash of a list.
    fn is_impossible_in_flow(&self, key: &KeyLine) -> bool {
        if key.rest == Rest::Something {
            return false;
        }
        let Some(next) = self.content_line(key.end) else {
            return false;
        };
        if next == self.size {
            return true;
        }
        let indent = self.indentation(next).unwrap_or_default();
        let content = self.window.from(next + indent).unwrap_or_default();
        // By far the most are a word and a colon.
        let word = content
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric());
        let colon = word.count();
        if content.starts_with(b"- ") || (colon > 0 && is_colon(content, colon)) {
            return true;
        }
        let is_indicator = |byte: &u8| matches!(byte, b',' | b'[' | b']' | b'{' | b'}');
        self.key(content)
            .is_some_and(|key| key.quote.is_some() || !key.name.iter().any(is_indicator))
    }

    /// Reads a line that starts with a key behind `indent` spaces.
    fn key_line(&self, line: usize, indent: usize) -> Option<KeyLine> {
        let text = self.window.from(line + indent)?;
        let key = self.key(text)?;
        let rest_at = self.window.end() - key.rest.len();
        let (rest, end) = if key.rest.starts_with(b"\n") {
            (Rest::Nothing, rest_at + 1)
        } else {
            let end = self.line_end(rest_at)?;
            let rest = self.window.get(rest_at..end)?;
            if !has_only_line_ends(rest) {
                return None;
            }
            let rest = match rest.trim_ascii() {
                [] | [b'#', ..] => Rest::Nothing,
                b"{}" | b"{ }" => Rest::Empty,
                _ => Rest::Something,
            };
            (rest, end)
        };
        let name = line + indent + usize::from(key.quote.is_some());
        Some(KeyLine {
            start: line,
            name: name..name + key.name.len(),
            quote: key.quote,
            rest,
            end,
        })
    }

    /// The key at the start of `text`, which ends where the window does.
    fn key<'t>(&self, text: &'t [u8]) -> Option<Key<'t>> {
        Key::read(text).filter(|key| !key.rest.is_empty() || self.window.is_last())
    }

    fn name(&self, key: &KeyLine) -> Option<Cow<'_, str>> {
        text_of(self.window.get(key.name.clone())?, key.quote)
    }
}

/// Whether a colon that ends a key is at `at`, and more behind it.
fn is_colon(text: &[u8], at: usize) -> bool {
    matches!(text.get(at..at + 2), Some(b": " | b":\n"))
}
