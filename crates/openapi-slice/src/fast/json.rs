//! JSON: the parts are found by brackets, of which those in strings do not count.

use std::collections::HashSet;
use std::ops::Range;

use fearless_simd::Level;

use super::Admits;
use super::brackets::{end_of_collection, is_scalar_in_place};
use crate::index::{Index, Part, Piece, RootPart, Section, SectionKind};
use crate::selection::Admission;
use crate::source::Source;

/// Finds the parts of the document that starts at `start`.
pub(super) fn index<'a>(
    source: &'a dyn Source,
    text: &'a [u8],
    start: usize,
    admits: Admits<'_>,
) -> Option<Index<'a>> {
    let mut reader = Reader {
        text,
        at: start,
        level: Level::new(),
        admits,
        index: Index::new(source),
    };
    reader.root()?;
    reader.blanks();
    (reader.at == text.len()).then_some(reader.index)
}

struct Reader<'a, 'f> {
    text: &'a [u8],
    at: usize,
    /// What the processor can do.
    level: Level,
    admits: Admits<'f>,
    index: Index<'a>,
}

impl<'a> Reader<'a, '_> {
    fn root(&mut self) -> Option<()> {
        let mut names = HashSet::new();
        self.object(|reader, name, key_at| {
            if !names.insert(name) {
                return None;
            }
            let divided = match name {
                "paths" => {
                    reader.section(SectionKind::Paths)?;
                    "paths"
                }
                "webhooks" => {
                    reader.section(SectionKind::Webhooks)?;
                    "webhooks"
                }
                "components" => {
                    reader.components()?;
                    "components"
                }
                _ => {
                    let piece = Piece::Flow(reader.value()?);
                    let part = Part::new(name, key_at, piece);
                    reader.index.root.push(RootPart::Whole(part));
                    return Some(());
                }
            };
            reader.index.root.push(RootPart::Divided(divided));
            Some(())
        })
    }

    fn components(&mut self) -> Option<()> {
        let mut names = HashSet::new();
        self.object(|reader, name, _| {
            if !names.insert(name) {
                None
            } else if name.starts_with("x-") {
                reader.index.extensions.push(name.to_owned());
                reader.value().map(|_| ())
            } else {
                reader.section(SectionKind::Components(name.to_owned()))
            }
        })
    }

    fn section(&mut self, kind: SectionKind) -> Option<()> {
        let filtered = !matches!(kind, SectionKind::Components(_));
        let mut parts = Vec::new();
        let mut skipped = 0;
        let mut extensions = Vec::new();
        let is_paths = kind == SectionKind::Paths;
        self.object(|reader, name, key_at| {
            let value = reader.value()?;
            if filtered && name.starts_with("x-") {
                extensions.push(name.to_owned());
                return Some(());
            }
            if is_paths && (reader.admits)(name) == Admission::No {
                skipped += 1;
            } else {
                parts.push(Part::new(name, key_at, Piece::Flow(value)));
            }
            Some(())
        })?;
        let mut section = Section::new(kind, parts);
        section.skipped = skipped;
        section.extensions = extensions;
        self.index.sections.push(section);
        Some(())
    }

    /// Reads an object; `entry` reads each value.
    fn object(
        &mut self,
        mut entry: impl FnMut(&mut Self, &'a str, usize) -> Option<()>,
    ) -> Option<()> {
        self.expect(b'{')?;
        self.blanks();
        if self.expect(b'}').is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            let key_at = self.at;
            let name = self.key()?;
            entry(self, name, key_at)?;
            self.blanks();
            if self.expect(b'}').is_some() {
                return Some(());
            }
            self.expect(b',')?;
        }
    }

    /// A key and the colon behind it.
    fn key(&mut self) -> Option<&'a str> {
        let range = self.string()?;
        let name = self.text.get(range.start + 1..range.end - 1)?;
        // Longer keys, and such with line ends, are not keys in YAML. Without a way out, so that
        // many bytes are looked at together.
        let is_odd =
            |odd: bool, byte: &u8| odd | (*byte < b' ') | (*byte > b'~') | (*byte == b'\\');
        let is_plain = !name.iter().fold(false, is_odd);
        let name = std::str::from_utf8(name).ok()?;
        let is_control = |c: char| c == '\\' || c.is_control();
        if name.len() > 1000 || (!is_plain && name.contains(is_control)) {
            return None;
        }
        self.expect(b':')?;
        self.blanks();
        Some(name)
    }

    fn value(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        match self.text.get(start)? {
            b'"' => {
                let range = self.string()?;
                std::str::from_utf8(self.text.get(range.clone())?).ok()?;
                return Some(range);
            }
            b'{' | b'[' => self.at = end_of_collection(self.level, self.text, start)?,
            _ => {
                if !is_scalar_in_place(self.text, start) {
                    return None;
                }
                let rest = self.text.get(start..)?;
                let end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'}');
                self.at = start + rest.iter().position(end)?;
            }
        }
        Some(start..self.at)
    }

    /// The string that starts here, with its quotes.
    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        self.expect(b'"')?;
        loop {
            let rest = self.text.get(self.at..)?;
            let found = self.at + memchr::memchr2(b'"', b'\\', rest)?;
            if self.text.get(found) == Some(&b'"') {
                self.at = found + 1;
                return Some(start..self.at);
            }
            self.at = found + 2;
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.text.get(self.at) == Some(&byte)).then(|| self.at += 1)
    }

    fn blanks(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        self.at += rest.iter().take_while(blank).count();
    }
}
