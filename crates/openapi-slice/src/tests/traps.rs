//! Documents made to be misread.

use super::{fails, sliced};
use crate::{ErrorKind, Road, Slicer};

/// A document with two paths and two schemas, of which `/a` needs `A`.
pub(super) const PLAIN: &str = "\
openapi: 3.0.4
info:
  title: t
  version: '1'
paths:
  /a:
    get:
      responses:
        '200':
          $ref: '#/components/responses/A'
  /b:
    get:
      responses:
        '200':
          description: b
components:
  schemas:
    A:
      type: object
    B:
      type: object
  responses:
    A:
      description: a
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/A'
";

/// What a slice to `/a` says, whatever the document looks like.
const SLICE: &str = "\
openapi: '3.0.4'
info:
  title: t
  version: '1'
paths:
  /a:
    get:
      responses:
        '200':
          $ref: '#/components/responses/A'
components:
  schemas:
    A:
      type: object
  responses:
    A:
      description: a
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/A'
";

pub(super) fn only_a() -> Slicer {
    Slicer::new().path("/a")
}

/// The document is sliced as the plain one is, on this road.
pub(super) fn is_sliced_as_ever(document: &str, expected: Road) {
    let (slice, road) = sliced(&only_a(), document);
    assert_eq!(slice, SLICE, "of {document}");
    assert_eq!(road, expected, "of {document}");
}

/// The document is sliced as the plain one is, with one part replaced.
pub(super) fn replaced(from: &str, to: &str, road: Road) {
    assert!(PLAIN.contains(from), "{from}");
    is_sliced_as_ever(&PLAIN.replacen(from, to, 1), road);
}

#[test]
fn plain_document() {
    is_sliced_as_ever(PLAIN, Road::Fast);
}

#[test]
fn windows_line_ends() {
    is_sliced_as_ever(&PLAIN.replace('\n', "\r\n"), Road::Fast);
}

#[test]
fn line_ends_of_old_macs() {
    is_sliced_as_ever(&PLAIN.replace('\n', "\r"), Road::General);
    replaced("description: b\n", "description: b\r", Road::General);
}

#[test]
fn line_ends_of_old_macs_behind_comments_and_between_keys() {
    replaced("info:", "# about\rinfo:", Road::General);
    replaced("  /a:", "# first\r  /a:", Road::General);
    replaced("  schemas:", "\r  schemas:", Road::General);
    let hidden = PLAIN.replacen("paths:\n", "paths: # all\r  /z: {get: {}}\n", 1);
    assert_eq!(sliced(&Slicer::new().path("/z"), &hidden).1, Road::General);
}

#[test]
fn byte_order_mark() {
    is_sliced_as_ever(&format!("\u{feff}{PLAIN}"), Road::Fast);
}

#[test]
fn no_newline_at_the_end() {
    is_sliced_as_ever(PLAIN.trim_end(), Road::Fast);
}

#[test]
fn tabs_between_tokens() {
    replaced("description: b", "description:\tb\t", Road::Fast);
    replaced("type: object\n", "type:\tobject\n", Road::Fast);
}

#[test]
fn tabs_for_indentation_are_fails() {
    let document = PLAIN.replacen("  /b:", "\t/b:", 1);
    assert_eq!(fails(&only_a(), &document).0, ErrorKind::Syntax);
}

#[test]
fn comments_anywhere() {
    let commented = PLAIN
        .replace("paths:\n", "# one\npaths: # two\n  # three\n")
        .replace("  /b:\n", "# four: 'five\n  /b: # {six\n      # seven\n")
        .replace("    B:\n", "  # eight: \"nine\n    B:   # ten\n")
        .replace("components:\n", "    # eleven\ncomponents:\n\n");
    is_sliced_as_ever(&commented, Road::Fast);
}

#[test]
fn quoted_and_numeric_keys() {
    replaced("  /a:", "  '/a':", Road::Fast);
    replaced("  /a:", "  \"/a\":", Road::Fast);
    replaced("    A:\n      type", "    'A':\n      type", Road::Fast);
    replaced("        '200':", "        200:", Road::Fast);
    replaced("        '200':", "        \"200\":", Road::Fast);
    replaced("  /b:", "  '/b/{b-id}':", Road::Fast);
    // An escape in a key takes a parser.
    replaced("  /a:", "  \"\\/a\":", Road::General);
    replaced("  /b:", "  \"/\\u0062\":", Road::General);
}

#[test]
fn keys_with_colons_and_hashes() {
    replaced("  /b:", "  /b:c:", Road::Fast);
    replaced("  /b:", "  '/b: c':", Road::Fast);
    replaced("  /b:", "  /b#c:", Road::Fast);
    replaced("  /b:", "  '/b #c':", Road::Fast);
    replaced("  /b:", "  '/b''s':", Road::Fast);
    replaced("    B:", "    \"B: C #\":", Road::Fast);
}

#[test]
fn block_scalars_that_look_like_keys() {
    for header in ["|", ">", "|-", ">+", "|2"] {
        let to = format!("description: {header}\n            /a:\n            components:\n");
        replaced("description: b\n", &to, Road::Fast);
    }
}

#[test]
fn block_scalars_that_look_like_quotes_and_brackets() {
    let to = "description: |\n            'it is\n            \"so\n            {so [so\n";
    replaced("description: b\n", to, Road::Fast);
}

#[test]
fn plain_scalars_of_several_lines() {
    let to = "description: b\n            /a\n            it's components\n";
    replaced("description: b\n", to, Road::Fast);
}

#[test]
fn quoted_scalars_of_several_lines() {
    for quote in ['"', '\''] {
        let to = format!("description: {quote}b\n            /a:\n            # b{quote}\n");
        replaced("description: b\n", &to, Road::Fast);
    }
}

#[test]
fn quoted_scalars_that_go_on_with_less_indentation() {
    for quote in ['"', '\''] {
        // Read line by line, this has a second `/a` and other components.
        for fake in [
            "  /a:\n    get: {}\n",
            "components:\n  schemas:\n    A: {}\n",
            "x\n",
        ] {
            for end in ["", "            "] {
                let to = format!("description: {quote}b\n{fake}{end}{quote}\n");
                replaced("description: b\n", &to, Road::General);
            }
            let to = format!("B:\n      description: {quote}b\n{fake}{quote}\n");
            let document = PLAIN.replacen("B:\n", &to, 1);
            let road = if fake == "x\n" {
                Road::Fast
            } else {
                Road::General
            };
            let (slice, _) = sliced(&only_a(), &document);
            assert_eq!(slice, SLICE, "{road:?} of {document}");
        }
    }
}

#[test]
fn flow_collections_that_go_on_with_less_indentation() {
    for (open, close) in [("{a: b,", "}"), ("[a,", "]"), ("{a: [", "]}")] {
        for fake in ["  /a: {}", "  /a: []", "  '/a'", "  /a"] {
            let to = format!("description: b\n          x-b: {open}\n{fake}\n{close}\n");
            replaced("description: b\n", &to, Road::General);
        }
    }
}

#[test]
fn quotes_that_open_nothing() {
    for text in [
        "don't",
        "5' 6\"",
        "''",
        "' '",
        "'it''s'",
        "\"\\\"\"",
        "\"a\\\\\"",
        "a 'b' 'c",
    ] {
        replaced(
            "description: b",
            &format!("description: {text}"),
            Road::Fast,
        );
    }
}

#[test]
fn indentation_of_four() {
    let deeper: String = PLAIN
        .lines()
        .map(|line| {
            let text = line.trim_start();
            format!("{}{text}\n", " ".repeat(2 * (line.len() - text.len())))
        })
        .collect();
    is_sliced_as_ever(&deeper, Road::Fast);
}

#[test]
fn indentation_of_one_and_of_more_than_is_searched_for() {
    let document = PLAIN.replace("\n  ", "\n ").replace("\n   ", "\n  ");
    sliced(&only_a(), &document);
    let far = "paths:\n          /a:\n                  get: {responses: {}}\n";
    let (slice, road) = sliced(&only_a(), &format!("openapi: 3.1.0\n{far}"));
    assert!(slice.contains("get:"), "{slice}");
    assert_eq!(road, Road::General);
}

#[test]
fn lists_that_are_not_indented() {
    let document = PLAIN.replacen(
        "paths:\n",
        "servers:\n- url: https://a\n- url: https://b\npaths:\n",
        1,
    );
    let document = document.replacen("    get:\n", "    get:\n      tags:\n      - x\n", 1);
    let (slice, road) = sliced(&only_a(), &document);
    assert!(
        slice.contains("servers:\n  - url: https://a\n  - url: https://b\n"),
        "{slice}"
    );
    assert!(slice.contains("      tags:\n        - x\n"), "{slice}");
    assert_eq!(road, Road::Fast);
}

#[test]
fn paths_in_flow_style() {
    let document = "openapi: 3.0.4\npaths: {/a: {get: {tags: [x]}}, '/b': {get: {}}}\n";
    let (slice, road) = sliced(&only_a(), document);
    assert_eq!(
        slice,
        "openapi: '3.0.4'\npaths:\n  /a:\n    get:\n      tags:\n        - x\n"
    );
    assert_eq!(road, Road::General);
    let whole = "{openapi: 3.0.4, paths: {/a: {get: {}}, /b: {get: {}}}}";
    let (slice, _) = sliced(&only_a(), whole);
    assert_eq!(slice, "openapi: '3.0.4'\npaths:\n  /a:\n    get: {}\n");
}

#[test]
fn duplicate_keys() {
    let twice = |text: &str| fails(&only_a(), &PLAIN.replacen(text, &(text.repeat(2)), 1));
    for text in [
        "info:\n  title: t\n  version: '1'\n",
        "  title: t\n",
        "      responses:\n        '200':\n          $ref: '#/components/responses/A'\n",
        "    A:\n      type: object\n",
        "  /a:\n    get:\n      responses:\n        '200':\n          $ref: '#/components/responses/A'\n",
    ] {
        let (kind, message) = twice(text);
        assert_eq!(kind, ErrorKind::DuplicateKey, "{message}");
        assert!(message.starts_with("line "), "{message}");
    }
    for root in [
        "paths:\n  /c:\n    get: {}\n",
        "components:\n  schemas:\n    C: {}\n",
    ] {
        let (kind, message) = fails(&only_a(), &format!("{PLAIN}{root}"));
        assert_eq!(kind, ErrorKind::DuplicateKey, "{message}");
    }
    let sections = PLAIN.replacen("  responses:\n    A:", "  schemas:\n    A:", 1);
    assert_eq!(fails(&only_a(), &sections).0, ErrorKind::DuplicateKey);
}

#[test]
fn paths_after_components() {
    let (before, components) = PLAIN.split_once("components:\n").unwrap();
    let (info, paths) = before.split_once("paths:\n").unwrap();
    let document = format!("{info}components:\n{components}paths:\n{paths}");
    let (slice, road) = sliced(&only_a(), &document);
    assert!(slice.find("components:") < slice.find("paths:"), "{slice}");
    assert_eq!(road, Road::Fast);
}

#[test]
fn document_markers() {
    is_sliced_as_ever(&format!("---\n{PLAIN}"), Road::Fast);
    is_sliced_as_ever(&format!("# c\n--- # d\n{PLAIN}...\n"), Road::General);
    is_sliced_as_ever(&format!("%YAML 1.2\n---\n{PLAIN}"), Road::General);
}

#[test]
fn second_document() {
    for second in ["---\nopenapi: 3.0.0\n", "...\n---\na: b\n", "---\n"] {
        let (kind, message) = fails(&only_a(), &format!("{PLAIN}{second}"));
        assert_eq!(kind, ErrorKind::Syntax);
        assert!(message.contains("second"), "{message}");
    }
}

#[test]
fn empty_maps() {
    replaced("    B:\n      type: object\n", "    B: {}\n", Road::Fast);
    replaced("    B:\n      type: object\n", "    B: { }\n", Road::Fast);
    replaced("    B:\n      type: object\n", "    B:\n", Road::Fast);
    replaced(
        "  responses:\n    A:",
        "  headers: {}\n  responses:\n    A:",
        Road::Fast,
    );
    let (slice, _) = sliced(
        &Slicer::new().path("/a"),
        "openapi: 3.1.0\npaths:\n  /a:\n    get: {}\ncomponents: {}\n",
    );
    assert_eq!(slice, "openapi: '3.1.0'\npaths:\n  /a:\n    get: {}\n");
}
