//! Block style at its plainest, read without the parser: keys, scalars on one line, lists and
//! mappings by their indentation.
//!
//! Machines write most documents like this. Whatever a line says that has two readings, or needs a
//! look at another line to be read, is left to the parser: so are comments, empty lines, block
//! scalars, double quotes, anchors, aliases, tags and flow collections that hold something.

use std::ops::Range;

use crate::tree::{Entry, Node, Value, finish_map};

/// Nesting deeper than this is left to the parser, which knows the limit.
const MAX_DEPTH: usize = 100;

/// Keys of more than 1,024 characters are not allowed on one line.
const MAX_KEY: usize = 1_000;

/// The value of a text that is at `base` in the document; `None` if only the parser can tell.
pub(crate) fn parse(text: &str, base: usize) -> Option<Node> {
    let mut reader = Reader { text, base, at: 0 };
    let indent = reader.indentation()?;
    let node = reader.collection(indent, 0)?;
    (reader.at == text.len()).then_some(node)
}

struct Reader<'t> {
    text: &'t str,
    base: usize,
    /// Where the line at hand starts.
    at: usize,
}

impl Reader<'_> {
    /// The indentation of the line at hand; `None` at the end.
    fn indentation(&self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        rest.iter().position(|byte| *byte != b' ')
    }

    /// The mapping or the list that starts in the line at hand.
    fn collection(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let content = self.text.get(self.at + indent..)?;
        if content.starts_with("- ") {
            self.list(indent, depth)
        } else {
            self.map(indent, self.at + indent, depth)
        }
    }

    fn list(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let start = self.base + self.at + indent;
        let mut items = Vec::new();
        while self.indentation() == Some(indent)
            && self.text.get(self.at + indent..)?.starts_with("- ")
        {
            let content = self.at + indent + 2;
            let line = self.line(content)?;
            let item = if key(self.text.get(line.clone())?).is_some() {
                if depth > MAX_DEPTH {
                    return None;
                }
                self.map(indent + 2, content, depth + 1)?
            } else {
                let item = self.scalar(line.clone())?;
                self.at = self.after(&line);
                self.is_further_out(indent)?;
                item
            };
            items.push(item);
        }
        items.shrink_to_fit();
        let value = Value::List(items);
        Some(Node { at: start, value })
    }

    /// The mapping whose first key is at `content`, and the others in lines of this indentation.
    fn map(&mut self, indent: usize, mut content: usize, depth: usize) -> Option<Node> {
        let start = self.base + content;
        let mut entries = Vec::new();
        loop {
            let line = self.line(content)?;
            let text = self.text.get(line.clone())?;
            let (name, length) = key(text)?;
            let rest = text.get(length..)?;
            let value = if rest == ":" {
                self.at = self.after(&line);
                self.below(indent, depth)?
            } else {
                let at = line.start + length + rest.strip_prefix(": ").map(|_| ": ".len())?;
                let value = self.scalar(at..line.end)?;
                self.at = self.after(&line);
                self.is_further_out(indent)?;
                value
            };
            entries.push(Entry::new(name, self.base + content, value));
            if self.indentation() != Some(indent)
                || self.text.get(self.at + indent..)?.starts_with("- ")
            {
                break;
            }
            content = self.at + indent;
        }
        self.is_further_out(indent)?;
        let value = Value::Map(finish_map(entries).ok()?);
        Some(Node { at: start, value })
    }

    /// The value in the lines below a key that is indented by `outer`.
    fn below(&mut self, outer: usize, depth: usize) -> Option<Node> {
        let indent = self.indentation()?;
        if depth > MAX_DEPTH || indent < outer {
            return None;
        }
        // The items of a list need not be indented.
        if indent == outer && !self.text.get(self.at + indent..)?.starts_with("- ") {
            return None;
        }
        self.collection(indent, depth + 1)
    }

    /// Shows that the line at hand does not go on with a value that is indented by `indent`.
    fn is_further_out(&self, indent: usize) -> Option<()> {
        match self.indentation() {
            Some(next) => (next <= indent).then_some(()),
            None => (self.at == self.text.len()).then_some(()),
        }
    }

    /// The rest of a line from `at` on, without its end. `None` if nothing is there.
    fn line(&self, at: usize) -> Option<Range<usize>> {
        let rest = self.text.as_bytes().get(at..)?;
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        (length > 0).then_some(at..at + length)
    }

    fn after(&self, line: &Range<usize>) -> usize {
        (line.end + 1).min(self.text.len())
    }

    /// A scalar, or an empty collection, that takes the rest of a line.
    fn scalar(&self, range: Range<usize>) -> Option<Node> {
        let text = self.text.get(range.clone())?;
        let value = match text {
            "{}" => Value::Map(Vec::new()),
            "[]" => Value::List(Vec::new()),
            _ => {
                let (text, plain) = match text.strip_prefix('\'') {
                    Some(_) => {
                        let (quoted, length) = single_quoted(text)?;
                        (length == text.len()).then_some((quoted, false))?
                    }
                    None => (plain(text)?.to_owned(), true),
                };
                Value::Scalar { text, plain }
            }
        };
        let at = self.base + range.start;
        Some(Node { at, value })
    }
}

/// The key at the start of a line, and how long it is as it is written.
fn key(line: &str) -> Option<(String, usize)> {
    let (name, length) = if line.starts_with('\'') {
        single_quoted(line)?
    } else {
        let is_word = |byte: &u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-' | b'$')
        };
        let is_first =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'/');
        line.bytes().next().filter(|byte| is_first(*byte))?;
        let length = line.bytes().take_while(is_word).count();
        (line.get(..length)?.to_owned(), length)
    };
    let rest = line.get(length..)?;
    let is_key = (rest == ":" || rest.starts_with(": ")) && length < MAX_KEY;
    is_key.then_some((name, length))
}

/// The scalar in single quotes at the start of a text, and how long it is as it is written.
fn single_quoted(text: &str) -> Option<(String, usize)> {
    let mut end = 1;
    let mut has_quotes = false;
    loop {
        end += memchr::memchr(b'\'', text.as_bytes().get(end..)?)?;
        if text.as_bytes().get(end + 1) != Some(&b'\'') {
            break;
        }
        has_quotes = true;
        end += 2;
    }
    let inner = text.get(1..end).filter(|inner| is_usual(inner))?;
    let inner = if has_quotes {
        inner.replace("''", "'")
    } else {
        inner.to_owned()
    };
    Some((inner, end + 1))
}

/// A scalar without quotes that is nothing else than that.
fn plain(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let is_first = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'/');
    bytes.first().filter(|byte| is_first(byte))?;
    let mut colons = memchr::memchr_iter(b':', bytes);
    let is_in_word = |at: usize| bytes.get(at + 1).is_some_and(|byte| *byte != b' ');
    let mut hashes = memchr::memchr_iter(b'#', bytes);
    let is_after_word = |at: usize| at > 0 && bytes.get(at - 1) != Some(&b' ');
    let is_plain = is_usual(text)
        && bytes.last() != Some(&b' ')
        && colons.all(is_in_word)
        && hashes.all(is_after_word);
    is_plain.then_some(text)
}

/// Whether a text has printable characters alone, such as no reader of YAML takes for a line end.
fn is_usual(text: &str) -> bool {
    let is_odd = |odd: bool, byte: u8| odd | !(b' '..0x7F).contains(&byte);
    if !text.bytes().fold(false, is_odd) {
        return true;
    }
    let is_letter = |c: char| c.is_alphanumeric() || ('\u{2010}'..='\u{2026}').contains(&c);
    text.chars()
        .all(|c| (' '..'\u{7F}').contains(&c) || (!c.is_ascii() && is_letter(c)))
}
