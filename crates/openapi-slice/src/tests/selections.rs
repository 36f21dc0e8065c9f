//! Which operations a slicer selects.

use super::{fails, slice_on_both_roads, sliced};
use crate::{ErrorKind, Slicer};

const MANY: &str = "\
openapi: 3.0.0
tags:
  - name: red
    description: r
  - name: blue
servers:
  - url: https://a
paths:
  /a:
    servers:
      - url: https://b
    parameters:
      - name: p
    get:
      operationId: getA
      tags: [red]
    post:
      operationId: 'post''A'
      tags: [blue, \"with space\"]
    x-a: 1
  /a/b:
    get:
      operationId: getAB
      tags: [blue]
    delete:
      operationId: deleteAB
";

/// The operations that a slicer keeps of [`MANY`], by their ids.
fn operations(slicer: Slicer) -> Vec<String> {
    let (slice, _) = slice_on_both_roads(&slicer, MANY).unwrap();
    let paths = slice.document.get("paths").unwrap().entries();
    let ids = paths.iter().flat_map(|path| {
        let operations = crate::methods::Methods::default().operations(&path.value);
        let id = |operation: crate::methods::Operation<'_>| {
            operation
                .node
                .get("operationId")
                .unwrap()
                .text()
                .unwrap()
                .to_owned()
        };
        operations.into_iter().map(id).collect::<Vec<_>>()
    });
    ids.collect()
}

#[test]
fn selections() {
    let new = Slicer::new;
    for (slicer, expected) in [
        (new(), "getA post'A getAB deleteAB"),
        (new().path("/a"), "getA post'A"),
        (new().path("/a#POST"), "post'A"),
        (new().path("/**#get"), "getA getAB"),
        (new().regex("/b$"), "getAB deleteAB"),
        (new().operation_id("getAB"), "getAB"),
        (new().operation_id("post'A"), "post'A"),
        (new().operation_id("getA").tag("blue"), "getA post'A getAB"),
        (new().tag("with space"), "post'A"),
        (new().method("delete").method("post"), "post'A deleteAB"),
        (new().path("/a/*").method("GET"), "getAB"),
        (new().exclude_path("/a"), "getAB deleteAB"),
        (new().exclude_path("/**#get"), "post'A deleteAB"),
        (new().path("/a").exclude_tag("red"), "post'A"),
        (
            new().exclude_operation_id("getA").exclude_method("delete"),
            "post'A getAB",
        ),
        (new().exclude_regex("b"), "getA post'A"),
    ] {
        let described = format!("{slicer:?}");
        assert_eq!(operations(slicer).join(" "), expected, "{described}");
    }
}

#[test]
fn tags_and_servers_in_use_are_kept() {
    let (red, _) = sliced(&Slicer::new().operation_id("getA"), MANY);
    assert!(
        red.contains("tags:\n  - name: red\n    description: r\npaths"),
        "{red}"
    );
    assert!(
        !red.contains("https://a") && red.contains("https://b"),
        "{red}"
    );
    assert!(
        red.contains("parameters:") && red.contains("x-a: 1"),
        "{red}"
    );
    let (none, _) = sliced(&Slicer::new().operation_id("deleteAB"), MANY);
    assert!(
        !none.contains("tags:") && none.contains("https://a"),
        "{none}"
    );
}

#[test]
fn what_begins_with_the_pattern_or_has_a_namespace_is_named_first() {
    let document = "openapi: 3.0.0\npaths:\n  /gadgets/{gadget-id}/assist: {get: {}}\n  \
                    /gadgets/{gadget-id}/vendor.service.assign: {get: {}}\n  /widgets/{widget-id}/parts: {get: {}}\n";
    for (pattern, first) in [
        (
            "/gadgets/{gadget-id}/assign",
            "/gadgets/{gadget-id}/vendor.service.assign",
        ),
        ("/widgets", "/widgets/{widget-id}/parts"),
    ] {
        let error = Slicer::new()
            .path(pattern)
            .slice(document.as_bytes())
            .unwrap_err();
        let expected = format!("the nearest paths are {first}");
        assert!(error.to_string().contains(&expected), "{error}");
    }
}

#[test]
fn a_selection_of_nothing_names_the_nearest_paths() {
    for (slicer, expected) in [
        (
            Slicer::new().path("/a/c"),
            "\"/a/c\" selects no operation; the nearest paths are /a/b, /a",
        ),
        (
            Slicer::new().path("/a").path("/x"),
            "\"/x\" selects no operation; the nearest paths are /a",
        ),
        (
            Slicer::new().tag("green"),
            "the tag \"green\" selects no operation",
        ),
        (
            Slicer::new().operation_id("x"),
            "the operation id \"x\" selects no operation",
        ),
        (
            Slicer::new().path("/a").method("trace"),
            "the method \"trace\" selects no operation",
        ),
        (
            Slicer::new().path("/a").exclude_path("/a"),
            "leaves no operation",
        ),
        (
            Slicer::new().regex("("),
            "the regular expression \"(\" is malformed",
        ),
        (
            Slicer::new().exclude_method("gett"),
            "the method \"gett\" excludes no operation",
        ),
        (
            Slicer::new().method("fe tch"),
            "expected a method (get, put,",
        ),
    ] {
        let (kind, message) = fails(&slicer, MANY);
        assert_eq!(kind, ErrorKind::Selection, "{message}");
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn path_items_that_are_references() {
    let document = "\
openapi: 3.1.0
paths:
  /a: {$ref: '#/components/pathItems/A'}
  /b: {$ref: '#/paths/~1a'}
  /c: {get: {responses: {'200': {$ref: '#/paths/~1d/get/responses/200'}}}}
  /d: {get: {responses: {'200': {description: d}}}, put: {}}
  /e: {$ref: 'other.yaml#/e'}
components:
  pathItems:
    A: {get: {operationId: a, tags: [t]}, put: {operationId: b}}
    B: {}
";
    let one_operation =
        "  pathItems:\n    A:\n      get:\n        operationId: a\n        tags:\n          - t\n";
    for (slicer, expected) in [
        (Slicer::new().path("/a#get"), one_operation),
        (Slicer::new().tag("t").exclude_path("/b"), one_operation),
        (
            Slicer::new().path("/b#get"),
            "  /b:\n    $ref: '#/paths/~1a'\ncomponents:",
        ),
        (Slicer::new().path("/b#get"), one_operation),
        (
            Slicer::new().path("/c"),
            "  /d:\n    get:\n      responses:\n        '200':\n          description: d\n",
        ),
        (
            Slicer::new().path("/e"),
            "paths:\n  /e:\n    $ref: other.yaml#/e\n",
        ),
    ] {
        let (slice, _) = sliced(&slicer, document);
        assert!(slice.contains(expected), "{expected} in {slice}");
        assert!(!slice.contains("put:"), "{slice}");
    }
    let (kind, message) = fails(
        &Slicer::new().path("/a"),
        "openapi: 3.1.0\npaths:\n  /a: {$ref: '#/paths/~1b'}\n  /b: {$ref: '#/paths/~1a'}\n",
    );
    assert_eq!(kind, ErrorKind::Dangling);
    assert!(message.contains("refers to itself"), "{message}");
}

#[test]
fn webhooks_are_selected_like_paths() {
    let document =
        "openapi: 3.1.0\npaths:\n  /a: {get: {}}\nwebhooks:\n  new: {post: {tags: [t]}}\n";
    let (slice, _) = sliced(&Slicer::new().tag("t"), document);
    assert!(slice.contains("paths: {}\nwebhooks:\n  new:\n"), "{slice}");
    assert!(
        !sliced(&Slicer::new().path("/a"), document)
            .0
            .contains("webhooks")
    );
}
