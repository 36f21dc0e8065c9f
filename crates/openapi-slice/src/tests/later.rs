//! What came with OpenAPI 3.2, and what may come after it.

use super::filters::kept;
use super::{fails, slice_on_both_roads, sliced};
use crate::{ErrorKind, External, Slicer, Version};

const LATER: &str = "\
openapi: 3.2.0
$self: https://example.org/api/pets.yaml
servers:
  - {name: main, url: /}
tags:
  - {name: pets, summary: Pets, parent: animals, kind: nav}
  - {name: animals, parent: all}
  - {name: all, parent: pets}
  - {name: stones}
paths:
  /a:
    query:
      operationId: queryA
      tags: [pets]
      security: [{'#/components/securitySchemes/key': []}]
      parameters:
        - {name: q, in: querystring, content: {a/b: {schema: {$ref: '#/components/schemas/Q'}}}}
      requestBody: {content: {a/b: {$ref: '#/components/mediaTypes/Lines'}}}
    additionalOperations:
      COPY: {operationId: copyA, responses: {'200': {$ref: 'pets.yaml#/components/responses/Copied'}}}
      Link: {operationId: linkA, responses: {'200': {$ref: '#/components/responses/Linked'}}}
      x-note: 1
  /b:
    get: {responses: {'200': {links: {l: {operationRef: '#/paths/~1a/additionalOperations/COPY'}}}}}
  /c:
    get: {responses: {'200': {links: {l: {operationId: linkA}}}}}
  /d#acl:
    get: {operationId: getD}
components:
  schemas:
    Q: {type: object}
    Line: {type: string}
    Part: {type: string}
    Head: {type: string}
    Copy:
      discriminator: {propertyName: kind, mapping: {a: A}, defaultMapping: 'pets.yaml#/components/schemas/Other'}
    A: {allOf: [{$ref: '#/components/schemas/Copy'}]}
    Other: {type: object}
    Idle: {type: object}
  responses:
    Copied: {content: {a/b: {schema: {$ref: 'https://example.org/api/pets.yaml#/components/schemas/Copy'}}}}
    Linked: {content: {a/b: {schema: {$ref: 'other.yaml#/components/schemas/Copy'}}}}
  headers:
    H: {schema: {$ref: '#/components/schemas/Head'}}
  mediaTypes:
    Lines:
      itemSchema: {$ref: '#/components/schemas/Line'}
      prefixEncoding: [{headers: {h: {$ref: '#/components/headers/H'}}}]
      itemEncoding: {encoding: {p: {headers: {h: {schema: {$ref: '#/components/schemas/Part'}}}}}}
    Idle: {}
  securitySchemes:
    key: {type: apiKey}
    idle: {type: http}
";

#[test]
fn an_operation_with_a_method_of_any_name_is_selected_by_it() {
    for (slicer, stays, goes) in [
        (Slicer::new().path("/a#COPY"), "copyA", ["linkA", "queryA"]),
        (
            Slicer::new().path("/a").method("link"),
            "linkA",
            ["copyA", "queryA"],
        ),
        (Slicer::new().path("/a#query"), "queryA", ["linkA", "copyA"]),
        (
            Slicer::new().operation_id("copyA"),
            "copyA",
            ["linkA", "queryA"],
        ),
        (
            Slicer::new()
                .path("/a")
                .exclude_method("copy")
                .exclude_operation_id("queryA"),
            "linkA",
            ["copyA", "queryA"],
        ),
        (Slicer::new().path("/d#acl"), "getD", ["copyA", "queryA"]),
        // By a link, whether to the operation's place or to its id.
        (Slicer::new().path("/b"), "copyA", ["linkA\n", "queryA"]),
        (Slicer::new().path("/c"), "linkA", ["copyA", "queryA"]),
    ] {
        let (slice, _) = sliced(&slicer, LATER);
        let id = |id: &str| format!("operationId: {id}");
        assert!(slice.contains(&id(stays)), "{stays}: {slice}");
        for gone in goes {
            assert!(!slice.contains(&id(gone)), "{gone}: {slice}");
        }
    }
    let (slice, _) = slice_on_both_roads(&Slicer::new().path("/a"), LATER).unwrap();
    assert_eq!(slice.report().operations, 3);
    let (slice, _) = sliced(&Slicer::new().path("/a#query"), LATER);
    assert!(
        !slice.contains("COPY") && !slice.contains("Link:"),
        "{slice}"
    );
    let (kind, message) = fails(&Slicer::new().path("/a#MOVE"), LATER);
    assert_eq!(kind, ErrorKind::Selection, "{message}");
}

#[test]
fn what_an_operation_of_3_2_refers_to_is_kept() {
    assert_eq!(
        kept(Slicer::new().method("query"), LATER),
        [
            "schemas/Q",
            "schemas/Line",
            "schemas/Part",
            "schemas/Head",
            "headers/H",
            "mediaTypes/Lines",
            "securitySchemes/key",
        ]
    );
}

#[test]
fn a_default_mapping_is_one_and_self_is_what_references_are_relative_to() {
    let (slice, _) = slice_on_both_roads(&Slicer::new().path("/a#COPY"), LATER).unwrap();
    let schemas = slice.document.get("components").unwrap().get("schemas");
    let names = schemas.unwrap().entries().iter().map(|entry| &entry.key);
    assert_eq!(names.collect::<Vec<_>>(), ["Copy", "A", "Other"]);
    assert!(slice.report().external.is_empty());

    let refusing = Slicer::new().external(External::Refuse);
    let (kind, message) = fails(&refusing.path("/a#Link"), LATER);
    assert_eq!(kind, ErrorKind::External);
    assert!(message.contains("other.yaml"), "{message}");

    let only_inherited = LATER.replace(
        "components/schemas/Copy'}}}}\n    Linked",
        "components/schemas/A'}}}}\n    Linked",
    );
    let (slice, _) = slice_on_both_roads(&Slicer::new().path("/a#COPY"), &only_inherited).unwrap();
    let removed = &slice.report().removed_mappings;
    assert_eq!(removed.len(), 1, "{removed:?}");
    assert_eq!(removed[0].target, "pets.yaml#/components/schemas/Other");
    assert!(!slice.to_yaml().contains("defaultMapping"));
}

#[test]
fn the_tags_that_a_tag_is_nested_under_are_kept() {
    let (slice, _) = slice_on_both_roads(&Slicer::new().path("/a#query"), LATER).unwrap();
    let tags = slice.document.get("tags").unwrap().items();
    let names = tags
        .iter()
        .map(|tag| tag.get("name").unwrap().text().unwrap());
    assert_eq!(names.collect::<Vec<_>>(), ["pets", "animals", "all"]);
    assert!(
        slice.to_yaml().contains("- name: main\n"),
        "the name of a server"
    );
}

#[test]
fn a_later_version_is_refused_or_taken_for_a_known_one() {
    for later in ["3.3.0", "3.10.0", "4.0.0"] {
        let document = LATER.replace("3.2.0", later);
        let slicer = Slicer::new().path("/b");
        let (kind, message) = fails(&slicer, &document);
        assert_eq!(kind, ErrorKind::NotOpenApi);
        assert!(
            message.contains(later) && message.contains("--assume 3.2"),
            "{message}"
        );
        sliced(&slicer.assume(Version::V3_2), &document);
    }
    for odd in ["'3'", "2.0", "three", "'3.x'"] {
        let slicer = Slicer::new().path("/b").assume(Version::V3_2);
        let (kind, message) = fails(&slicer, &LATER.replace("3.2.0", odd));
        assert_eq!(kind, ErrorKind::NotOpenApi, "{message}");
    }
    for known in ["3.0.4", "3.1.1", "'3.2'", "3.0.0-rc2"] {
        sliced(&Slicer::new().path("/b"), &LATER.replace("3.2.0", known));
    }
}
