//! Mappings of one line an entry: what is read without the parser is what the parser reads.

use proptest::prelude::*;
use proptest::sample::select;

use crate::index::Index;
use crate::runs::parse;
use crate::tree::{Builder, parser};

/// What the parser makes of a text, with all positions, if there is nothing wrong with it.
fn parsed(text: &str) -> Option<String> {
    let source = text.as_bytes();
    let index = Index::new(&source);
    let mut builder = Builder::new(7, &index);
    let mut found = None;
    for event in parser(text) {
        let (event, span) = event.ok()?;
        found = found.or(builder.event(event, span).ok()?);
    }
    found.map(|node| format!("{node:?}"))
}

/// Whether a text is read without the parser; if so, as the parser reads it.
fn is_read(text: &str) -> bool {
    let source = text.as_bytes();
    let index = Index::new(&source);
    let Some(node) = parse(text, 7, &index) else {
        return false;
    };
    assert_eq!(Some(format!("{node:?}")), parsed(text), "of {text:?}");
    true
}

#[test]
fn entries_of_one_line_are_read_without_the_parser() {
    for text in [
        "mapping:\n  a: b\n  c: d\n",
        "mapping:\n  a: b\n  c: d",
        "mapping:\n  '#a.b': '#/c/d'\n  'x: y # z': ''\n",
        "mapping:\n  a: 1\n  b: null\nc: d\n",
        "s:\n  type: object\n  mapping:\n    a: b\n    c: d\n  title: |\n    x\n",
        "a:\n  mapping:\n    a: b\n    c: d\nb:\n mapping:\n    a: b\n    c: d\nc: ' x'\n",
        "-\n  mapping:\n    a: b\n    c: d\n",
    ] {
        assert!(is_read(text), "{text:?}");
    }
}

/// Lines that look like such entries and are none, or not all, or not certain to be.
#[test]
fn what_only_looks_like_entries_is_left_to_the_parser() {
    for text in [
        // One entry is not worth it.
        "mapping:\n  a: b\n",
        // In scalars.
        "s: |\n  mapping:\n    a: b\n    c: d\n",
        "s: >-\n  x\n\n  mapping:\n    a: b\n    c: d\n",
        "s: \"x\n  mapping:\n    a: b\n    c: d\n  \"\n",
        "s: 'x\n  mapping:\n    a: b\n    c: d\n  '\n",
        // In flow style, which is wrong.
        "s: {\n  mapping:\n    a: b\n    c: d\n  }\n",
        // Followed by more of the same mapping, or by what may be.
        "mapping:\n  a: b\n  c: d\n  e: |\n    f\n",
        "mapping:\n  a: b\n  c: d\n  e:\n    f: g\n",
        "mapping:\n  a: b\n  c: d\n    e\n",
        "mapping:\n  a: b\n  c: d\n\n  e: f g\n",
        "mapping:\n  a: b\n  c: d\n  # e\n  e: f g\n",
        "s:\n    mapping:\n        a: b\n        c: d\n      e: f\n",
        "mapping:\n  a: b\n  c: d\n- e\n",
        // Not one line an entry, or not plainly so.
        "mapping:\n  a: b\n  c: 'd\n    e'\n",
        "mapping:\n  a: b\n  c: 'it''s'\n",
        "mapping:\n  a: b\n  c: d # e\n",
        "mapping:\n  a: b\r\n  c: d\r\n",
        "mapping: # x\n  a: b\n  c: d\n",
        "a mapping:\n  a: b\n  c: d\n",
        "- mapping:\n    a: b\n    c: d\n- e\n",
        "mapping: !!map\n  a: b\n  c: d\n",
        "mapping:\n  a: b\n  <<: d\n",
        "mapping:\n  a: &b b\n  c: *b\n",
        // A key twice is an error, which the parser's tree tells.
        "mapping:\n  a: b\n  a: d\n",
    ] {
        assert!(!is_read(text), "{text:?}");
    }
}

/// A line of any kind, and now and then a key with entries below it.
fn lines() -> impl Strategy<Value = String> {
    let any = select(vec![
        "a: b",
        "c: 'd'",
        "e:",
        "f: |",
        "g: >-",
        "h: 'i",
        "j'",
        "k: \"l",
        "m\"",
        "n",
        "- o",
        "- p: q",
        "-",
        "? r",
        ": s",
        "t: {mapping:",
        "}",
        "v: [",
        "]",
        "# w",
        "",
        "'",
        "\"",
        "---",
        "...",
        "x: ~",
        "\ty: z",
        "a: b\r",
        "'",
        "e: # w",
    ]);
    let any = (0..4_usize, any).prop_map(|(indent, line)| " ".repeat(indent) + line);
    let key = select(vec![
        "mapping:",
        "mapping:",
        "mapping:",
        "'mapping:",
        "a mapping:",
        "a:",
    ]);
    let entries = prop::collection::vec(
        select(vec!["1: a", "'2': 'b'", "3: '#/c'", "'4 ': d", "e: '"]),
        2..4,
    );
    let run = (0..4_usize, key, 0..3_usize, entries).prop_map(|(indent, key, deeper, entries)| {
        let below = " ".repeat(indent + deeper);
        let key = " ".repeat(indent) + key;
        let entries = entries.iter().map(|entry| format!("\n{below}{entry}"));
        key + &entries.collect::<String>()
    });
    prop_oneof![any, run]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    /// Lines put together at random are read as the parser reads them, or not at all.
    #[test]
    fn no_text_is_read_otherwise(lines in prop::collection::vec(lines(), 1..6)) {
        is_read(&lines.join("\n"));
    }
}
