//! What single lines say: their keys, and the quotes that they open and close.

use std::borrow::Cow;

/// A key as it is written, and what follows its colon.
pub(super) struct Key<'a> {
    /// Without the quotes; printable, and on one line.
    pub(super) name: &'a [u8],
    pub(super) quote: Option<u8>,
    pub(super) rest: &'a [u8],
}

/// Keys of more than 1,024 characters are not allowed on one line.
const MAX_NAME: usize = 1_000;

impl<'a> Key<'a> {
    /// The key at the start of `text`.
    pub(super) fn read(text: &'a [u8]) -> Option<Self> {
        let near = text.get(..MAX_NAME + 3).unwrap_or(text);
        let (quote, start, end) = match *near.first()? {
            b'\'' => (Some(b'\''), 1, single_quoted_end(near)?),
            b'"' => (Some(b'"'), 1, 1 + memchr::memchr(b'"', near.get(1..)?)?),
            _ => (None, 0, plain_end(near)?),
        };
        let name = near.get(start..end)?;
        // Without a way out, so that many bytes are looked at together.
        let is_control = |found: bool, byte: &u8| found | (*byte < b' ') | (*byte == 0x7F);
        if name.iter().fold(false, is_control) {
            return None;
        }
        let rest = text.get(end + start..)?.strip_prefix(b":")?;
        let is_key = rest.first().is_none_or(|byte| is_blank(*byte));
        is_key.then_some(Self { name, quote, rest })
    }
}

/// What a key says that is written like this, if that is certain.
pub(super) fn text_of(name: &[u8], quote: Option<u8>) -> Option<Cow<'_, str>> {
    let text = std::str::from_utf8(name).ok()?;
    match quote {
        Some(b'\'') if memchr::memchr(b'\'', name).is_some() => {
            Some(text.replace("''", "'").into())
        }
        Some(b'"') if memchr::memchr(b'\\', name).is_some() => None,
        _ => Some(text.into()),
    }
}

/// Where a key in single quotes ends: its closing quote.
fn single_quoted_end(text: &[u8]) -> Option<usize> {
    let mut end = 1;
    loop {
        end += memchr::memchr(b'\'', text.get(end..)?)?;
        if text.get(end + 1) != Some(&b'\'') {
            return Some(end);
        }
        end += 2;
    }
}

/// Where a key without quotes ends: its colon.
fn plain_end(text: &[u8]) -> Option<usize> {
    if matches!(
        text.first()?,
        b'-' | b'?'
            | b':'
            | b','
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'#'
            | b'&'
            | b'*'
            | b'!'
            | b'|'
            | b'>'
            | b'%'
            | b'@'
            | b'`'
            | b'<'
            | b'='
            | b' '
            | b'\t'
    ) {
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
    Some(end)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Whether every carriage return is followed by a line feed.
pub(super) fn has_only_line_ends(text: &[u8]) -> bool {
    memchr::memchr_iter(b'\r', text).all(|at| text.get(at + 1) == Some(&b'\n'))
}

/// Whether no scalar in these quotes is open at the end of `piece`, given that none is at its
/// start. `false` if that is not certain.
///
/// A scalar that is open at the end has only escaped quotes after the one that opens it. So it is
/// enough to look at the last quote that is not escaped: one that opens a scalar has a space or an
/// indicator before it.
pub(super) fn closes_quotes(piece: &[u8], quote: u8) -> bool {
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
            let may_open = matches!(
                previous,
                b' ' | b'\t' | b'\r' | b'\n' | b'[' | b'{' | b',' | b':' | b'\\'
            );
            return count == 1 && !may_open;
        }
    }
    true
}
