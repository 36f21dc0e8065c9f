//! JSON, indented by two spaces.

use super::scalar::{Meaning, meaning};
use crate::tree::{Node, Value};

pub(crate) fn to_json(node: &Node) -> String {
    let mut out = String::new();
    write(&mut out, node, 0);
    out.push('\n');
    out
}

fn write(out: &mut String, node: &Node, depth: usize) {
    match &node.value {
        Value::Scalar { text, plain } => scalar(out, text, *plain),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(out, index, depth + 1);
                write(out, item, depth + 1);
            }
            close(out, ']', items.is_empty(), depth);
        }
        Value::Map(entries) => {
            out.push('{');
            for (index, entry) in entries.iter().enumerate() {
                separate(out, index, depth + 1);
                string(out, &entry.key);
                out.push_str(": ");
                write(out, &entry.value, depth + 1);
            }
            close(out, '}', entries.is_empty(), depth);
        }
    }
}

fn separate(out: &mut String, index: usize, depth: usize) {
    if index > 0 {
        out.push(',');
    }
    line(out, depth);
}

fn close(out: &mut String, bracket: char, empty: bool, depth: usize) {
    if !empty {
        line(out, depth);
    }
    out.push(bracket);
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

fn scalar(out: &mut String, text: &str, plain: bool) {
    if !plain {
        return string(out, text);
    }
    match meaning(text) {
        Meaning::Null => out.push_str("null"),
        Meaning::Bool(true) => out.push_str("true"),
        Meaning::Bool(false) => out.push_str("false"),
        Meaning::Number(number) => out.push_str(&number),
        Meaning::NotFinite | Meaning::String => string(out, text),
    }
}

/// Writes a double-quoted string, which is one in YAML as well.
pub(super) fn string(out: &mut String, text: &str) {
    out.push('"');
    let is_odd =
        |odd: bool, byte: &u8| odd | !(b' '..0x7F).contains(byte) | matches!(byte, b'"' | b'\\');
    if !text.as_bytes().iter().fold(false, is_odd) {
        out.push_str(text);
        out.push('"');
        return;
    }
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // The line breaks of other times, and what a YAML stream may not hold.
            '\0'..='\x1f'
            | '\x7f'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}
