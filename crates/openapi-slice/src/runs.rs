//! Long mappings of discriminators, with a line for each entry, read without the parser.
//!
//! The text is parsed as if the lines of such a mapping were not there. If the parser then finds no
//! value behind the mapping's key, in block style, the lines are that value: each of them is an
//! entry by itself, whatever is before it, and the line after them belongs to something further
//! out. If it finds anything else, the parser gets the whole text.

use std::ops::Range;

use granit_parser::Event;

use crate::tree::{Aliases, Builder, Entry, Node, Value, parser};

/// Long mappings are below this key, which stands alone on its line.
const KEY: &[u8] = b"mapping:\n";

/// Fewer lines are not worth it.
const WORTHWHILE: usize = if cfg!(any(test, fuzzing)) { 2 } else { 64 };

/// Keys of more than 1,024 characters are not allowed on one line.
const MAX_LINE: usize = 1_000;

/// The lines below a key.
struct Run {
    key_at: usize,
    lines: Range<usize>,
}

/// The value of a text that is at `base` in the document. `None` if it has no such mapping, or if
/// only the parser can tell what it is, or what is wrong with it.
pub(crate) fn parse(text: &str, base: usize, aliases: &dyn Aliases) -> Option<Node> {
    let runs = find(text);
    // Aliases have a budget, which a text that is parsed twice would take twice.
    if runs.is_empty() || memchr::memchr2(b'&', b'*', text.as_bytes()).is_some() {
        return None;
    }
    let mut rest = String::new();
    let mut from = 0;
    for Run { lines, .. } in &runs {
        rest.push_str(text.get(from..lines.start)?);
        from = lines.end;
    }
    rest.push_str(text.get(from..)?);

    let mut builder = Builder::new(base, aliases);
    let mut runs = runs.into_iter().peekable();
    let mut found = None;
    for event in parser(&rest) {
        let (event, span) = event.ok()?;
        let is_here = |run: &Run| builder.awaits_value_of(base + run.key_at);
        let complete = match runs.next_if(is_here) {
            Some(Run { lines, .. }) if matches!(event, Event::Scalar(..)) => {
                let entries = entries(text, lines.clone(), base)?;
                builder.map(entries.first()?.key_at, entries, lines.len())
            }
            Some(_) => return None,
            None => builder.event(event, span),
        };
        found = found.or(complete.ok()?);
    }
    found.filter(|_| runs.peek().is_none())
}

/// The runs of a text, in its order.
fn find(text: &str) -> Vec<Run> {
    let runs = memchr::memmem::find_iter(text.as_bytes(), KEY).filter_map(|key_at| {
        let before = text.get(..key_at)?;
        let indent = before
            .bytes()
            .rev()
            .take_while(|byte| *byte == b' ')
            .count();
        let starts_line = matches!(
            before.trim_end_matches(' ').bytes().last(),
            None | Some(b'\n')
        );
        let below = key_at + KEY.len();
        let end = run_end(text, below, indent).filter(|_| starts_line)?;
        Some(Run {
            key_at,
            lines: below..end,
        })
    });
    runs.collect()
}

/// The end of the run that starts at `start`, below a key that is indented by `outer`.
fn run_end(text: &str, start: usize, outer: usize) -> Option<usize> {
    let indent = indentation(line(text, start)?);
    if indent <= outer {
        return None;
    }
    let mut end = start;
    let mut count = 0;
    while let Some(line) = line(text, end) {
        if indentation(line) != indent || entry(line, indent).is_none() {
            let is_further_out = indentation(line) <= outer
                && !matches!(line.trim_start().bytes().next(), None | Some(b'#'));
            return (is_further_out && count >= WORTHWHILE).then_some(end);
        }
        end += line.len();
        count += 1;
    }
    (count >= WORTHWHILE).then_some(end)
}

/// The entries in the lines of a run.
fn entries(text: &str, lines: Range<usize>, base: usize) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut at = lines.start;
    while at < lines.end {
        let line = line(text, at)?;
        let indent = indentation(line);
        let (key, value) = entry(line, indent)?;
        let key_at = base + at + indent;
        let node = Node {
            at: key_at + key.length + ": ".len(),
            value: Value::Scalar {
                text: value.text.to_owned(),
                plain: value.plain,
            },
        };
        entries.push(Entry::new(key.text.to_owned(), key_at, node));
        at += line.len();
    }
    Some(entries)
}

/// The line at `at`, with its end.
fn line(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    match memchr::memchr(b'\n', rest.as_bytes()) {
        Some(end) => rest.get(..=end),
        None => Some(rest),
    }
}

fn indentation(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

/// A scalar as it stands on one line.
struct Scalar<'a> {
    text: &'a str,
    plain: bool,
    /// With the quotes.
    length: usize,
}

/// The key and the value of a line that can be nothing else than an entry of a mapping.
fn entry(line: &str, indent: usize) -> Option<(Scalar<'_>, Scalar<'_>)> {
    let content = line.strip_suffix('\n').unwrap_or(line).get(indent..)?;
    let key = scalar(content)?;
    let rest = content.get(key.length..)?.strip_prefix(": ")?;
    let value = scalar(rest)?;
    (value.length == rest.len() && line.len() < MAX_LINE).then_some((key, value))
}

/// The scalar at the start of `text`, if it is in single quotes without an escape, or is made of
/// letters, digits and what means nothing to YAML.
fn scalar(text: &str) -> Option<Scalar<'_>> {
    if let Some(quoted) = text.strip_prefix('\'') {
        let end = memchr::memchr(b'\'', quoted.as_bytes())?;
        let text = quoted.get(..end)?;
        let is_odd = |found: bool, byte: u8| found | !(b' '..0x7F).contains(&byte);
        return (!text.bytes().fold(false, is_odd)).then_some(Scalar {
            text,
            plain: false,
            length: end + 2,
        });
    }
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let is_plain = |byte: &u8| is_word(byte) || matches!(byte, b'.' | b'/' | b'-' | b'$');
    text.bytes().next().filter(is_word)?;
    let length = text.bytes().take_while(|byte| is_plain(byte)).count();
    let text = text.get(..length)?;
    Some(Scalar {
        text,
        plain: true,
        length,
    })
}
