//! Nothing is lost in silence.

use super::slice_on_both_roads;
use crate::{Cause, Discriminators, Losable, Slicer};

const DOCUMENT: &str = "\
openapi: 3.1.0
servers: [{url: /v1}]
security: [{root: []}]
tags: [{name: used}, {name: idle}]
x-plain: {a: 1}
x-webhooks:
  created: {post: {requestBody: {$ref: '#/components/requestBodies/Created'}}}
x-kept: {$ref: '#/components/schemas/Cat'}
x-chained: {$ref: '#/x-webhooks/created'}
paths:
  x-paths: 1
  /a:
    servers: [{url: /v2}]
    get:
      tags: [used]
      security: []
      responses: {'200': {content: {a/b: {schema: {$ref: '#/components/schemas/Cat'}}}}}
  /b:
    get: {}
webhooks:
  x-hooks: 1
  later: {post: {}}
components:
  x-components: 1
  schemas:
    Pet: {discriminator: {propertyName: kind, mapping: {doggy: Dog}}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}
    Lizard: {allOf: [{$ref: '#/components/schemas/Pet'}]}
  requestBodies: {Created: {content: {}}}
  callbacks: {Back: {}}
  links: {Link: {operationId: x}}
  securitySchemes: {root: {type: http}}
";

#[test]
fn the_report_names_what_was_left_out_and_why() {
    let slicer = Slicer::new().path("/a").report_heirs(true);
    let (slice, _) = slice_on_both_roads(&slicer, DOCUMENT).unwrap();
    let left_out = &slice.report().left_out;
    let found: Vec<(Losable, Cause, Vec<&str>)> = left_out
        .iter()
        .map(|left_out| {
            let names = left_out.names.iter().map(String::as_str).collect();
            (left_out.what, left_out.cause, names)
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                Losable::Heirs,
                Cause::OnlyInheritedFrom,
                vec!["Dog", "Lizard"]
            ),
            (Losable::Webhooks, Cause::NotSelected, vec!["later"]),
            (Losable::Callbacks, Cause::NotReferredTo, vec!["Back"]),
            (Losable::Links, Cause::NotReferredTo, vec!["Link"]),
            (Losable::SecuritySchemes, Cause::NotReferredTo, vec!["root"]),
            (Losable::Servers, Cause::Overridden, vec!["/v1"]),
            (Losable::Security, Cause::Overridden, vec!["root"]),
            (Losable::Tags, Cause::NotReferredTo, vec!["idle"]),
            (
                Losable::Extensions,
                Cause::RefersToLeftOut,
                vec!["x-webhooks", "x-chained"]
            ),
            (
                Losable::Extensions,
                Cause::OfNoOperation,
                vec!["x-paths", "x-hooks", "x-components"]
            ),
        ]
    );
    let yaml = slice.to_yaml();
    assert!(
        yaml.contains("x-plain") && yaml.contains("x-kept"),
        "{yaml}"
    );
    assert!(
        !yaml.contains("x-webhooks") && !yaml.contains("x-chained"),
        "{yaml}"
    );
    let text = slice.report().to_string();
    let expected =
        "heirs                 2 left out: their base is only inherited from (Dog, Lizard)\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn options_are_reasons_as_well() {
    let slicer = Slicer::new()
        .path("/a")
        .drop_extensions(true)
        .discriminators(Discriminators::None);
    let (slice, _) = slice_on_both_roads(&slicer, DOCUMENT).unwrap();
    let causes: Vec<Cause> = slice
        .report()
        .left_out
        .iter()
        .map(|left_out| left_out.cause)
        .collect();
    assert!(
        causes.contains(&Cause::NotFollowed) && causes.contains(&Cause::Dropped),
        "{causes:?}"
    );
}

#[test]
fn extensions_of_the_root_are_followed_where_every_operation_is_kept() {
    for slicer in [Slicer::new(), Slicer::new().path("/*")] {
        let (slice, _) = slice_on_both_roads(&slicer, DOCUMENT).unwrap();
        assert_eq!(slice.report().components_of("requestBodies").kept, 1);
        assert!(slice.to_yaml().contains("x-webhooks"));
    }
}

#[test]
fn what_is_referred_into_at_the_root_is_kept_and_followed() {
    let document = DOCUMENT.replace("'200': {", "x-a: {$ref: '#/x-webhooks'}, '200': {");
    let (slice, _) = slice_on_both_roads(&Slicer::new().path("/a"), &document).unwrap();
    assert_eq!(slice.report().components_of("requestBodies").kept, 1);
    assert_eq!(slice.why("Created"), ["components/requestBodies/Created"]);
}
