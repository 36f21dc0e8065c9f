//! YAML in block style, indented by two spaces.
//!
//! How a string is written depends on the string alone, not on how it was written before, so the
//! same document comes out the same whether it came as YAML or as JSON.

use super::json;
use super::scalar::{Meaning, meaning};
use crate::tree::{Entry, Node, Value};

pub(crate) fn to_yaml(node: &Node) -> String {
    let mut out = String::new();
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => map(&mut out, entries, 0),
        Value::List(items) if !items.is_empty() => list(&mut out, items, 0),
        _ => {
            value(&mut out, node, 0);
        }
    }
    out
}

fn map(out: &mut String, entries: &[Entry], indent: usize) {
    for (index, entry) in entries.iter().enumerate() {
        if index > 0 {
            pad(out, indent);
        }
        // A key on one line may have 1,024 characters at most.
        if entry.key.len() > 1000 {
            out.push_str("? ");
            text(out, &entry.key, None);
            out.push('\n');
            pad(out, indent);
        } else {
            text(out, &entry.key, None);
        }
        out.push(':');
        match &entry.value.value {
            Value::Map(inner) if !inner.is_empty() => {
                out.push('\n');
                pad(out, indent + 2);
                map(out, inner, indent + 2);
            }
            Value::List(items) if !items.is_empty() => {
                out.push('\n');
                pad(out, indent + 2);
                list(out, items, indent + 2);
            }
            _ => {
                out.push(' ');
                value(out, &entry.value, indent + 2);
            }
        }
    }
}

fn list(out: &mut String, items: &[Node], indent: usize) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            pad(out, indent);
        }
        out.push_str("- ");
        match &item.value {
            Value::Map(entries) if !entries.is_empty() => map(out, entries, indent + 2),
            Value::List(inner) if !inner.is_empty() => list(out, inner, indent + 2),
            _ => value(out, item, indent + 2),
        }
    }
}

/// A scalar or an empty collection, and the end of the line.
fn value(out: &mut String, node: &Node, indent: usize) {
    match &node.value {
        Value::Map(_) => out.push_str("{}"),
        Value::List(_) => out.push_str("[]"),
        Value::Scalar { text: raw, plain } => match plain.then(|| meaning(raw)) {
            Some(Meaning::Null) => out.push_str("null"),
            Some(Meaning::Bool(_) | Meaning::Number(_) | Meaning::NotFinite) => out.push_str(raw),
            Some(Meaning::String) | None => text(out, raw, Some(indent)),
        },
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
}

/// A string: as it is if nothing else could be read into it, else quoted, or as a block if it has
/// several lines and `block` says how far to indent it.
fn text(out: &mut String, text: &str, block: Option<usize>) {
    if is_plain_word(text) || is_safe(text) {
        out.push_str(text);
        return;
    }
    if text.contains('\n')
        && is_block_safe(text)
        && let Some(indent) = block
    {
        return literal(out, text, indent);
    }
    if text.chars().any(must_be_escaped) {
        json::string(out, text);
    } else {
        out.push('\'');
        out.push_str(&text.replace('\'', "''"));
        out.push('\'');
    }
}

fn literal(out: &mut String, text: &str, indent: usize) {
    let body = text.strip_suffix('\n');
    out.push_str(if body.is_some() { "|" } else { "|-" });
    for line in body.unwrap_or(text).split('\n') {
        out.push('\n');
        if !line.is_empty() {
            pad(out, indent);
            out.push_str(line);
        }
    }
    out.push('\n');
}

fn pad(out: &mut String, indent: usize) {
    const SPACES: &str = "                                                                ";
    match SPACES.get(..indent) {
        Some(spaces) => out.push_str(spaces),
        None => out.extend(std::iter::repeat_n(' ', indent)),
    }
}

fn must_be_escaped(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// Whether a literal block gives exactly this text back.
fn is_block_safe(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    !text
        .chars()
        .any(|character| character != '\n' && must_be_escaped(character))
        && !body.starts_with([' ', '\n'])
        && !body.ends_with('\n')
        && !body.is_empty()
        && body
            .split('\n')
            .all(|line| line.trim_end_matches(' ') == line)
}

/// Whether the text means itself when it is not quoted, to readers of YAML 1.1 as well.
fn is_safe(text: &str) -> bool {
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
        return false;
    };
    const INDICATORS: &str = "-?:,[]{}#&*!|>'\"%@`=<~. \t";
    !INDICATORS.contains(first)
        && !matches!(last, ':' | ' ' | '\t')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(must_be_escaped)
        // A plain scalar that starts like a number, a date or a time may be one to somebody.
        && !text.starts_with(|first: char| first.is_ascii_digit() || first == '+')
        && !is_word_of_another_type(text)
}

/// Whether a text is safe at a glance: it begins with a letter that no word of another type begins
/// with, and has nothing but letters, digits and what means nothing to YAML.
fn is_plain_word(text: &str) -> bool {
    let is_first = |byte: &u8| byte.is_ascii_alphabetic() && !b"tfnyoTFNYO".contains(byte);
    let is_odd = |odd: bool, byte: &u8| {
        odd | !(byte.is_ascii_alphanumeric() | matches!(byte, b'_' | b'-' | b'.' | b'/'))
    };
    text.as_bytes().first().is_some_and(is_first) && !text.as_bytes().iter().fold(false, is_odd)
}

/// The words that YAML 1.1 or 1.2 reads as a boolean or as null.
fn is_word_of_another_type(text: &str) -> bool {
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}
