//! Anchors, aliases, tags and merge keys, and what only looks like them.

use super::sliced;
use super::traps::{PLAIN, is_sliced_as_ever, only_a, replaced};
use crate::Road;

#[test]
fn anchors_and_aliases() {
    // In a part that is not kept they do not matter.
    replaced(
        "description: b",
        "description: &b b\n          x-c: *b",
        Road::Fast,
    );
    // Within one part they do not either.
    let document = PLAIN.replacen("type: object", "x-a: &a\n        - b\n      x-b: *a", 1);
    let (slice, road) = sliced(&only_a(), &document);
    assert!(
        slice.contains("x-a:\n        - b\n      x-b:\n        - b\n"),
        "{slice}"
    );
    assert_eq!(road, Road::Fast);
    // From part to part takes a parser.
    replaced(
        "description: b\n",
        "x-a: &a\n            type: object\n",
        Road::Fast,
    );
    let document = PLAIN
        .replacen("description: b\n", "x-a: &a\n            type: object\n", 1)
        .replacen("    A:\n      type: object\n", "    A: *a\n", 1);
    is_sliced_as_ever(&document, Road::General);
}

#[test]
fn tags_and_properties_before_keys() {
    replaced("title: t", "title: !!str t", Road::Fast);
    replaced("type: object", "type: !!str object", Road::Fast);
    replaced("  /b:", "  &b /b:", Road::General);
    replaced("  /a:", "  !!str /a:", Road::General);
    replaced("  /b:\n", "  ? /b\n  :\n", Road::General);
    replaced(
        "    A:\n      type: object\n",
        "    ? A\n    : type: object\n",
        Road::General,
    );
}

#[test]
fn merge_keys() {
    replaced(
        "    A:\n      type: object\n",
        "    A:\n      <<: {type: object}\n",
        Road::Fast,
    );
    let document = PLAIN
        .replacen("    B:\n      type: object\n", "", 1)
        .replacen(
            "    A:\n      type: object\n",
            "    <<: {A: {type: object}, B: {}}\n",
            1,
        );
    is_sliced_as_ever(&document, Road::General);
    let document = PLAIN.replacen("paths:\n", "paths:\n  <<: [{/a: {}}, {/c: {get: {}}}]\n", 1);
    is_sliced_as_ever(&document, Road::General);
}

#[test]
fn ampersands_and_asterisks_in_prose() {
    for text in [
        "Q&A *now*",
        "'&a *b'",
        "a & b",
        "|\n            * a\n            & b: *c",
    ] {
        replaced(
            "description: b",
            &format!("description: {text}"),
            Road::Fast,
        );
    }
}
