//! What a slice keeps and what it leaves out; first of all what other filters get wrong.

use super::{fails, slice_on_both_roads, sliced};
use crate::{ErrorKind, External, Slicer};

/// A document in which `/a` needs what `needs` says (the value of its `200` response, in flow
/// style), with these components.
pub(super) fn document(needs: &str, components: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo:\n  title: t\n  version: '1'\npaths:\n  /a:\n    get:\n      \
         responses:\n        '200': {needs}\n  /z:\n    get: {{responses: {{'200': {{$ref: \
         '#/components/responses/Z'}}}}}}\ncomponents:\n  responses:\n    Z: {{description: z}}\n\
         {components}"
    )
}

pub(super) fn schema(text: &str) -> String {
    format!("{{description: d, content: {{a/b: {{schema: {text}}}}}}}")
}

/// The components that a slice to `/a` keeps, as `kind/name`.
pub(super) fn kept(slicer: Slicer, document: &str) -> Vec<String> {
    let (slice, _) = slice_on_both_roads(&slicer.path("/a"), document)
        .unwrap_or_else(|error| panic!("{error} in {document}"));
    let components = slice.document.get("components");
    let kinds = components.map_or(&[][..], |components| components.entries());
    let names = kinds.iter().flat_map(|kind| {
        let names = kind.value.entries().iter();
        names.map(move |entry| format!("{}/{}", kind.key, entry.key))
    });
    names.collect()
}

#[test]
fn a_reference_into_a_schema_keeps_the_schema() {
    for reference in [
        "#/components/schemas/A/properties/b",
        "#/components/schemas/A/allOf/0",
    ] {
        let document = document(
            &schema(&format!("{{$ref: '{reference}'}}")),
            "  schemas:\n    A: {properties: {b: {$ref: '#/components/schemas/B'}}, allOf: [{}]}\n    \
             B: {}\n    C: {}\n",
        );
        let expected = ["schemas/A", "schemas/B"];
        assert_eq!(kept(Slicer::new(), &document), expected, "{reference}");
    }
    let (kind, message) = fails(
        &Slicer::new().path("/a"),
        &document(
            &schema("{$ref: '#/components/schemas/A/properties/c'}"),
            "  schemas:\n    A: {properties: {b: {}}}\n",
        ),
    );
    assert_eq!(kind, ErrorKind::Dangling);
    assert!(message.contains("line 9, column"), "{message}");
    assert!(message.contains("properties/c"), "{message}");
}

#[test]
fn references_are_followed_to_any_depth_and_kind() {
    let document = document(
        "{$ref: '#/components/responses/R'}",
        "    R:\n      description: r\n      headers: {h: {$ref: '#/components/headers/H'}}\n      \
         links: {l: {$ref: '#/components/links/L'}}\n      content:\n        a/b:\n          \
         examples: {e: {$ref: '#/components/examples/E'}}\n          encoding: {p: {headers: {h: \
         {$ref: '#/components/headers/I'}}}}\n  headers:\n    H: {schema: {$ref: \
         '#/components/schemas/S1'}}\n    I: {schema: {}}\n    J: {}\n  links:\n    L: {operationId: \
         post}\n  examples:\n    E: {value: 1}\n    F: {value: 2}\n  schemas:\n    S1: {items: {$ref: \
         '#/components/schemas/S2'}}\n    S2: {additionalProperties: {$ref: \
         '#/components/schemas/S3'}}\n    S3: {not: {$ref: '#/components/schemas/S4'}}\n    S4: \
         {prefixItems: [{$ref: '#/components/schemas/S5'}]}\n    S5: {$defs: {x: {$ref: \
         '#/components/schemas/S6'}}}\n    S6: {}\n    S7: {}\n  parameters:\n    P: {name: p, in: \
         query, content: {a/b: {}}}\n    Q: {}\n  requestBodies:\n    B: {content: {}}\n    C: {}\n  \
         callbacks:\n    K: {'{$url}': {$ref: '#/components/pathItems/I'}}\n    O: {}\n  pathItems:\n    \
         I: {put: {responses: {}}}\n    J: {}\n",
    )
    .replace(
        "  /z:\n",
        "    x-other: 1\n  /y:\n    post: {operationId: post, parameters: [{$ref: \
         '#/components/parameters/P'}], requestBody: {$ref: '#/components/requestBodies/B'}, \
         callbacks: {k: {$ref: '#/components/callbacks/K'}}}\n    get: {}\n  /z:\n",
    );
    assert_eq!(
        kept(Slicer::new(), &document),
        [
            "responses/R",
            "headers/H",
            "headers/I",
            "links/L",
            "examples/E",
            "schemas/S1",
            "schemas/S2",
            "schemas/S3",
            "schemas/S4",
            "schemas/S5",
            "schemas/S6",
            "parameters/P",
            "requestBodies/B",
            "callbacks/K",
            "pathItems/I",
        ]
    );
    let (slice, _) = sliced(&Slicer::new().path("/a"), &document);
    assert!(
        slice.contains("  /y:\n    post:\n"),
        "the link needs it: {slice}"
    );
    assert!(!slice.contains("  /z:\n"), "{slice}");
}

#[test]
fn cycles_of_orphans_are_dropped_and_cycles_in_use_are_kept() {
    let document = document(
        &schema("{$ref: '#/components/schemas/A'}"),
        "  schemas:\n    A: {items: {$ref: '#/components/schemas/B'}}\n    B: {items: {$ref: \
         '#/components/schemas/A'}}\n    C: {items: {$ref: '#/components/schemas/D'}}\n    D: {items: \
         {$ref: '#/components/schemas/C'}}\n    E: {items: {$ref: '#/components/schemas/E'}}\n",
    );
    assert_eq!(kept(Slicer::new(), &document), ["schemas/A", "schemas/B"]);
}

#[test]
fn diamonds_are_kept_once() {
    let document = document(
        &schema("{anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}"),
        "  schemas:\n    A: {items: {$ref: '#/components/schemas/D'}}\n    B: {items: {$ref: \
         '#/components/schemas/D'}}\n    C: {}\n    D: {}\n",
    );
    let expected = ["schemas/A", "schemas/B", "schemas/D"];
    assert_eq!(kept(Slicer::new(), &document), expected);
}

#[test]
fn pointers_with_escapes_find_their_target() {
    for (name, reference) in [
        ("a/b", "a~1b"),
        ("a~b", "a~0b"),
        ("a b", "a%20b"),
        ("é", "%C3%A9"),
        ("a%b", "a%25b"),
    ] {
        let document = document(
            &schema(&format!("{{$ref: '#/components/schemas/{reference}'}}")),
            &format!("  schemas:\n    '{name}': {{}}\n    other: {{}}\n"),
        );
        assert_eq!(kept(Slicer::new(), &document), [format!("schemas/{name}")]);
    }
}

#[test]
fn security_schemes_in_use_are_kept() {
    let components = "  securitySchemes:\n    own: {type: http}\n    root: {type: http}\n    other: \
                      {type: http}\n";
    let base = document("{description: d}", components) + "security:\n  - root: []\n";
    assert_eq!(kept(Slicer::new(), &base), ["securitySchemes/root"]);
    let own = base.replace(
        "    get:\n      resp",
        "    get:\n      security: [{own: []}]\n      resp",
    );
    assert_eq!(kept(Slicer::new(), &own), ["securitySchemes/own"]);
    let (slice, _) = sliced(&Slicer::new().path("/a"), &own);
    assert!(!slice.contains("\nsecurity:"), "not in use: {slice}");
    let none = base.replace(
        "    get:\n      resp",
        "    get:\n      security: []\n      resp",
    );
    assert!(kept(Slicer::new(), &none).is_empty());
}

#[test]
fn operations_without_tags_or_ids_are_kept() {
    let document = document("{description: d}", "");
    for slicer in [
        Slicer::new().path("/a"),
        Slicer::new().regex("^/a$"),
        Slicer::new().exclude_path("/z"),
    ] {
        let (slice, _) = slice_on_both_roads(&slicer, &document).unwrap();
        assert_eq!(
            (slice.report().paths.kept, slice.report().operations),
            (1, 1)
        );
    }
}

#[test]
fn external_references_are_reported_or_refused() {
    let document = document(&schema("{$ref: 'other.yaml#/A'}"), "");
    let (slice, _) = slice_on_both_roads(&Slicer::new().path("/a"), &document).unwrap();
    assert_eq!(slice.report().external, ["other.yaml#/A"]);
    assert!(slice.to_yaml().contains("$ref: other.yaml#/A"));
    let (kind, message) = fails(
        &Slicer::new().path("/a").external(External::Refuse),
        &document,
    );
    assert_eq!(kind, ErrorKind::External);
    assert!(
        message.contains("other.yaml#/A") && message.contains("line 9"),
        "{message}"
    );
}

#[test]
fn a_reference_to_an_anchor_keeps_the_schema_that_has_it() {
    let components = "  schemas:\n    A: {$anchor: a, properties: {b: {$ref: '#/components/schemas/B'}}}\n    \
         B: {}\n    C: {anyOf: [{}, {$anchor: c, $dynamicRef: '#d'}], enum: [{$anchor: a}]}\n    \
         D: {$dynamicAnchor: d}\n    E: {}\n";
    for (reference, expected) in [
        ("#a", &["schemas/A", "schemas/B"]),
        ("#c", &["schemas/C", "schemas/D"]),
    ] {
        let document = document(&schema(&format!("{{$ref: '{reference}'}}")), components);
        let refusing = Slicer::new().external(External::Refuse);
        assert_eq!(kept(refusing, &document), expected, "{reference}");
    }
    // Where no schema component has it, only a JSON Schema processor can tell what it is.
    let document = document(&schema("{$ref: '#e'}"), components);
    let (slice, _) = slice_on_both_roads(&Slicer::new().path("/a"), &document).unwrap();
    assert_eq!(slice.report().external, ["#e"]);
}

#[test]
fn what_an_extension_refers_to_is_kept_or_refused_as_well() {
    let path = |reference: &str| {
        let with = format!("{{description: d, x-a: {{$ref: '{reference}'}}}}");
        document(&with, "").replace("paths:\n", "paths:\n  /other:\n    get: {}\n")
    };
    let slicer = Slicer::new().path("/a");
    let (slice, _) = slice_on_both_roads(&slicer, &path("#/paths/~1other")).unwrap();
    assert_eq!(slice.report().paths.kept, 2);
    // It may be no reference at all.
    let (slice, _) = slice_on_both_roads(&slicer, &path("#/paths/~1nowhere")).unwrap();
    assert_eq!(slice.report().paths.kept, 1);
    let refusing = slicer.external(External::Refuse);
    assert_eq!(fails(&refusing, &path("x.yaml#/A")).0, ErrorKind::External);
}

#[test]
fn data_that_looks_like_references_is_left_alone() {
    let document = document(
        &schema(
            "{properties: {$ref: {type: string}, example: {$ref: '#/components/schemas/A'}}, \
             example: {$ref: '#/nowhere'}, default: {$ref: '#/nowhere'}, enum: [{$ref: '#/nowhere'}]}",
        ),
        "  schemas:\n    A: {x-b: {$ref: '#/components/schemas/B'}, x-c: {$ref: '#/nowhere'}}\n    B: {}\n",
    );
    assert_eq!(kept(Slicer::new(), &document), ["schemas/A", "schemas/B"]);
    let bare = Slicer::new().drop_extensions(true);
    assert_eq!(kept(bare, &document), ["schemas/A"]);
}

#[test]
fn prose_examples_and_extensions_can_be_dropped() {
    let document = "\
openapi: 3.1.0
info: {title: t, version: '1', description: d, summary: s, x-i: 1}
x-root: 1
externalDocs: {url: u}
paths:
  /a:
    summary: s
    get:
      description: d
      externalDocs: {url: u}
      x-op: 1
      parameters:
        - {name: description, in: query, description: d, example: e, schema: {type: string, example: e}}
      responses:
        x-r: 1
        '200':
          description: d
          headers: {x-h: {schema: {}, description: d}}
          content:
            a/b:
              examples: {e: {$ref: '#/components/examples/E'}}
              schema:
                description: d
                title: t
                properties: {description: {type: string}, example: {type: string}, x-p: {}}
                default: {description: d, x-y: 1, example: 1}
components:
  examples: {E: {value: 1}}
";
    let bare = Slicer::new()
        .drop_prose(true)
        .drop_examples(true)
        .drop_extensions(true);
    let (slice, _) = sliced(&bare, document);
    assert_eq!(
        slice,
        "\
openapi: '3.1.0'
info:
  title: t
  version: '1'
paths:
  /a:
    get:
      parameters:
        - name: description
          in: query
          schema:
            type: string
      responses:
        '200':
          description: ''
          headers:
            x-h:
              schema: {}
          content:
            a/b:
              schema:
                title: t
                properties:
                  description:
                    type: string
                  example:
                    type: string
                  x-p: {}
                default:
                  description: d
                  x-y: 1
                  example: 1
"
    );
}

#[test]
fn what_dangles_is_an_error_with_its_place() {
    for (needs, components, expected) in [
        (
            "{$ref: '#/components/responses/X'}",
            "",
            "line 9, column 23: the target of the reference",
        ),
        (
            "{$ref: '#/definitions/X'}",
            "",
            "\"#/definitions/X\" is not in the document",
        ),
        ("{$ref: '#/components/a~2'}", "", "expected a JSON pointer"),
        (
            "{description: d, links: {l: {operationId: x}}}",
            "",
            "the operation \"x\" is not",
        ),
    ] {
        let (kind, message) = fails(&Slicer::new().path("/a"), &document(needs, components));
        assert_eq!(kind, ErrorKind::Dangling, "{message}");
        assert!(message.contains(expected), "{message}");
    }
    let document = document("{description: d}", "") + "security:\n  - nobody: []\n";
    let (kind, message) = fails(&Slicer::new().path("/a"), &document);
    assert_eq!(kind, ErrorKind::Dangling);
    assert!(
        message.contains("the security scheme \"nobody\""),
        "{message}"
    );
}

#[test]
fn what_a_reference_needs_cannot_be_dropped() {
    let document = document(
        &schema("{$ref: '#/components/schemas/A/x-parts/b'}"),
        "  schemas:\n    A: {x-parts: {b: {type: string}}, example: {$ref: '#/nowhere'}}\n",
    );
    let slicer = Slicer::new().path("/a");
    assert_eq!(
        kept(slicer.clone().drop_examples(true), &document),
        ["schemas/A"]
    );
    let (kind, message) = fails(&slicer.drop_extensions(true), &document);
    assert_eq!(kind, ErrorKind::Dangling);
    let expected = "\"#/components/schemas/A/x-parts/b\" leads to something that is dropped";
    assert!(message.contains(expected), "{message}");
}

#[test]
fn why_names_the_chain() {
    let document = document(
        &schema("{$ref: '#/components/schemas/A'}"),
        "  schemas:\n    A: {items: {$ref: '#/components/schemas/Z'}}\n    Z: {}\n",
    );
    let (slice, _) = slice_on_both_roads(&Slicer::new(), &document).unwrap();
    let chain = ["paths//a", "components/schemas/A", "components/schemas/Z"];
    assert_eq!(slice.why("components/schemas/Z"), chain);
    let response = ["paths//z", "components/responses/Z"];
    assert_eq!(slice.why("Z"), response);
    assert!(slice.why("nobody").is_empty());
}
