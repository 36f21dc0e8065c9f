//! Documents in block style: the parts are found by the indentation of their lines.
//!
//! What makes a line that is indented like a key a key? Every value below it is indented more, so
//! it cannot be in a block scalar or in a plain scalar of several lines. What is left are quoted
//! scalars and flow collections, which may go on at any indentation. So at every such line it is
//! shown that none is open there, see [`Reader::is_closed`]. If that cannot be shown, or the text
//! has anything out of the ordinary where it matters, this road gives up. Nothing else depends on
//! what the text between the lines says.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::index::{Index, Part, Piece, RootPart, Section, SectionKind};
use crate::scan::{MAX_INDENT, next_shallow_line};

/// Finds the parts of the document that starts at `start`.
pub(super) fn index<'a>(
    text: &'a [u8],
    start: usize,
    admits: &dyn Fn(&str) -> bool,
) -> Option<Index<'a>> {
    let mut reader = Reader {
        text,
        admits,
        index: Index::new(text),
    };
    reader.root(start)?;
    Some(reader.index)
}

struct Reader<'a, 'f> {
    text: &'a [u8],
    admits: &'f dyn Fn(&str) -> bool,
    index: Index<'a>,
}

/// A line that starts with a key at the indentation at hand.
struct KeyLine<'a> {
    start: usize,
    name: Cow<'a, str>,
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

impl<'a> Reader<'a, '_> {
    fn root(&mut self, start: usize) -> Option<()> {
        let mut at = start;
        let mut may_be_marker = true;
        let mut names: HashSet<Cow<'a, str>> = HashSet::new();
        while let Some(line) = self.content_line(at) {
            if may_be_marker && self.is_document_start(line) {
                at = self.line_end(line);
                may_be_marker = false;
                continue;
            }
            may_be_marker = false;
            let key = self.key_line(line, 0)?;
            if !names.insert(key.name.clone()) {
                return None;
            }
            at = match key.name.as_ref() {
                "paths" => self.section(&key, 0, SectionKind::Paths, "paths")?,
                "webhooks" => self.section(&key, 0, SectionKind::Webhooks, "webhooks")?,
                "components" => self.components(&key)?,
                _ => self.whole(key)?,
            };
        }
        Some(())
    }

    /// A root entry that is not divided. It is parsed, since there are few of them.
    fn whole(&mut self, key: KeyLine<'a>) -> Option<usize> {
        let mut end = self.next_line(key.start, 0)?;
        // The items of a list need not be indented.
        while self.text.get(end..end + 2) == Some(b"- ") {
            end = self.next_line(end, 0)?;
        }
        let part = Part::new(key.name, key.start, Piece::Lines(key.start..end));
        self.index.load(&part).ok()?;
        self.index.root.push(RootPart::Whole(part));
        Some(end)
    }

    fn components(&mut self, key: &KeyLine<'a>) -> Option<usize> {
        self.index.root.push(RootPart::Divided("components"));
        let mut names: HashSet<Cow<'a, str>> = HashSet::new();
        let (mut at, indent) = self.first_child(key, 0)?;
        while let Some(line) = self.content_line(at) {
            let here = self.indentation(line);
            if here == 0 {
                return Some(line);
            }
            if here != indent {
                return None;
            }
            let key = self.key_line(line, indent)?;
            if !names.insert(key.name.clone()) {
                return None;
            }
            at = if key.name.starts_with("x-") {
                let end = self.next_line(key.start, indent)?;
                self.is_closed(&key, end, None)?;
                end
            } else {
                let kind = SectionKind::Components(key.name.to_string());
                self.section(&key, indent, kind, "")?
            };
        }
        Some(self.text.len())
    }

    /// The entries below `key`; gives the first line back that is not below it.
    fn section(
        &mut self,
        key: &KeyLine<'a>,
        outer: usize,
        kind: SectionKind,
        divided: &'static str,
    ) -> Option<usize> {
        if !divided.is_empty() {
            self.index.root.push(RootPart::Divided(divided));
        }
        let filtered = !matches!(kind, SectionKind::Components(_));
        let mut parts = Vec::new();
        let mut skipped = 0;
        let (mut at, indent) = match key.rest {
            // Nothing below, but comments and empty lines.
            Rest::Empty => (self.next_line(key.start, outer)?, outer + 1),
            _ => self.first_child(key, outer)?,
        };
        let mut next = self.key_at(at, outer, indent)?;
        while let Some(key) = next {
            at = self.next_line(key.start, indent)?;
            next = self.key_at(at, outer, indent)?;
            self.is_closed(&key, at, next.as_ref())?;
            if filtered && key.name.starts_with("x-") {
                continue;
            }
            if filtered && !(self.admits)(&key.name) {
                skipped += 1;
                continue;
            }
            let piece = Piece::Lines(key.start..at);
            parts.push(Part::new(key.name, key.start + indent, piece));
        }
        let mut section = Section::new(kind, parts);
        section.skipped = skipped;
        self.index.sections.push(section);
        Some(at)
    }

    /// The key at `indent` in the line at `line`; `Some(None)` if the line is not below `outer`,
    /// and `None` if it is neither.
    #[allow(clippy::option_option)]
    fn key_at(&self, line: usize, outer: usize, indent: usize) -> Option<Option<KeyLine<'a>>> {
        let here = self.indentation(line);
        if line == self.text.len() || here <= outer {
            return Some(None);
        }
        if here != indent {
            return None;
        }
        self.key_line(line, indent).map(Some)
    }

    /// The first line below `key`, which has nothing but a line end behind it, and its indentation.
    fn first_child(&self, key: &KeyLine<'a>, outer: usize) -> Option<(usize, usize)> {
        if key.rest != Rest::Nothing {
            return None;
        }
        let line = self.content_line(key.end)?;
        let indent = self.indentation(line);
        (indent > outer && indent <= MAX_INDENT).then_some((line, indent))
    }

    /// Shows that no quoted scalar and no flow collection is open at `end`, the next line of its
    /// kind after the one of `key`, where none is.
    fn is_closed(&self, key: &KeyLine<'a>, end: usize, next: Option<&KeyLine<'a>>) -> Option<()> {
        let piece = self.text.get(key.start..end)?;
        let cheaply = closes_quotes(piece, b'\'')
            && closes_quotes(piece, b'"')
            && match next {
                Some(next) => self.is_impossible_in_flow(next),
                None => self.starts_outside_of_flow(end),
            };
        // What a parser reads to the end by itself leaves nothing open.
        (cheaply || self.index.is_complete(key.start..end)).then_some(())
    }

    /// The same for a line that has not been read as one with a key.
    fn starts_outside_of_flow(&self, line: usize) -> bool {
        line == self.text.len()
            || self
                .key_line(line, self.indentation(line))
                .is_some_and(|key| self.is_impossible_in_flow(&key))
    }

    /// Whether a key and its value start in a way that no flow collection can contain:
    /// without a comma or a bracket, a key follows, or the dash of a list.
    fn is_impossible_in_flow(&self, key: &KeyLine<'a>) -> bool {
        if key.rest == Rest::Something {
            return false;
        }
        let Some(next) = self.content_line(key.end) else {
            return true;
        };
        let content = next + self.indentation(next);
        if self.text.get(content..content + 2) == Some(b"- ") {
            return true;
        }
        let quoted = matches!(self.text.get(content), Some(b'\'' | b'"'));
        self.key_line(next, content - next).is_some_and(|key| {
            let has_indicator = key.name.contains([',', '[', ']', '{', '}']);
            quoted || !has_indicator
        })
    }

    /// The next line after the one at `from` that is indented by at most `indent` and is neither
    /// empty nor a comment. `None` if what is passed has line ends of an unusual kind, or is not
    /// UTF-8.
    fn next_line(&self, from: usize, indent: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let found = next_shallow_line(self.text, at, indent);
            let passed = self.text.get(at..found.at)?;
            if found.carriage_return && !has_only_line_ends(passed) {
                return None;
            }
            if found.non_ascii && std::str::from_utf8(passed).is_err() {
                return None;
            }
            at = found.at;
            if at == self.text.len() || self.is_content(at) {
                return Some(at);
            }
        }
    }

    /// The first line from the one at `line` on that is neither empty nor a comment.
    fn content_line(&self, mut line: usize) -> Option<usize> {
        while line < self.text.len() {
            if self.is_content(line) {
                return Some(line);
            }
            line = self.line_end(line);
        }
        None
    }

    fn is_content(&self, line: usize) -> bool {
        let first = self.text.get(line + self.indentation(line));
        !matches!(first, None | Some(b'\n' | b'\r' | b'#'))
    }

    fn indentation(&self, line: usize) -> usize {
        let text = self.text.get(line..).unwrap_or_default();
        text.iter().take_while(|byte| **byte == b' ').count()
    }

    /// Where the line after the one at `line` starts.
    fn line_end(&self, line: usize) -> usize {
        let text = self.text.get(line..).unwrap_or_default();
        memchr::memchr(b'\n', text).map_or(self.text.len(), |at| line + at + 1)
    }

    fn is_document_start(&self, line: usize) -> bool {
        let end = self.line_end(line);
        self.text
            .get(line..end)
            .unwrap_or_default()
            .trim_ascii_end()
            == b"---"
    }

    /// Reads a line that starts with a key behind `indent` spaces.
    fn key_line(&self, line: usize, indent: usize) -> Option<KeyLine<'a>> {
        let end = self.line_end(line);
        let text = self.text.get(line + indent..end)?;
        let (name, rest) = match *text.first()? {
            b'\'' => single_quoted(text)?,
            b'"' => double_quoted(text)?,
            _ => plain(text)?,
        };
        // Keys of more than 1,024 characters are not allowed on one line.
        if name.len() > 1000 || rest.first().is_some_and(|byte| !is_blank(*byte)) {
            return None;
        }
        let rest = match rest.trim_ascii() {
            b"" => Rest::Nothing,
            b"{}" | b"{ }" => Rest::Empty,
            [b'#', ..] => Rest::Nothing,
            _ => Rest::Something,
        };
        Some(KeyLine {
            start: line,
            name,
            rest,
            end,
        })
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn text_of(name: &[u8]) -> Option<&str> {
    let printable = name.iter().all(|byte| *byte >= b' ' && *byte != 0x7F);
    std::str::from_utf8(name).ok().filter(|_| printable)
}

/// A key without quotes, and what follows its colon.
fn plain(text: &[u8]) -> Option<(Cow<'_, str>, &[u8])> {
    if b"-?:,[]{}#&*!|>'\"%@`<= \t".contains(text.first()?) {
        return None;
    }
    let is_end = |at: &usize| text.get(at + 1).is_none_or(|byte| is_blank(*byte));
    let end = memchr::memchr_iter(b':', text).find(is_end)?;
    let name = text.get(..end)?;
    let commented = |at: usize| at.checked_sub(1).and_then(|at| name.get(at)) == Some(&b' ');
    if memchr::memchr_iter(b'#', name).any(commented)
        || name.last().is_some_and(|byte| is_blank(*byte))
    {
        return None;
    }
    Some((text_of(name)?.into(), text.get(end + 1..)?))
}

fn single_quoted(text: &[u8]) -> Option<(Cow<'_, str>, &[u8])> {
    let mut end = 1;
    loop {
        end += memchr::memchr(b'\'', text.get(end..)?)?;
        if text.get(end + 1) != Some(&b'\'') {
            break;
        }
        end += 2;
    }
    let name = text_of(text.get(1..end)?)?;
    let rest = text.get(end + 1..)?.strip_prefix(b":")?;
    let name = if name.contains("''") {
        name.replace("''", "'").into()
    } else {
        name.into()
    };
    Some((name, rest))
}

fn double_quoted(text: &[u8]) -> Option<(Cow<'_, str>, &[u8])> {
    let end = 1 + memchr::memchr(b'"', text.get(1..)?)?;
    let name = text_of(text.get(1..end)?)?;
    let rest = text.get(end + 1..)?.strip_prefix(b":")?;
    (!name.contains('\\')).then_some((name.into(), rest))
}

/// Whether every carriage return is followed by a line feed.
fn has_only_line_ends(text: &[u8]) -> bool {
    memchr::memchr_iter(b'\r', text).all(|at| text.get(at + 1) == Some(&b'\n'))
}

/// Whether no scalar in these quotes is open at the end of `piece`, given that none is at its
/// start. `false` if that is not certain.
///
/// A scalar that is open at the end has only escaped quotes after the one that opens it. So it is
/// enough to look at the last quote that is not escaped: one that opens a scalar has a space or an
/// indicator before it.
fn closes_quotes(piece: &[u8], quote: u8) -> bool {
    let mut end = piece.len();
    while let Some(last) = memchr::memrchr(quote, piece.get(..end).unwrap_or_default()) {
        let before = piece.get(..last).unwrap_or_default();
        let same = before.iter().rev().take_while(|byte| **byte == quote);
        let count = 1 + same.count();
        let first = last + 1 - count;
        let Some(previous) = first.checked_sub(1).and_then(|at| piece.get(at)) else {
            return false;
        };
        if quote == b'"' && *previous == b'\\' && count == 1 {
            end = first - 1;
        } else if count == 2 {
            // An empty scalar, or an escaped quote: as before it, so after it.
            end = first;
        } else {
            return count == 1 && !b" \t\r\n[{,:\\".contains(previous);
        }
    }
    true
}
