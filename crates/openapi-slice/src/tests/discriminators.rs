//! Which subtypes of a base are kept.

use super::filters::{document, kept, schema};
use super::{slice_on_both_roads, sliced};
use crate::{Discriminators, RemovedMapping, Slicer};

const PETS: &str = "  schemas:
    Pet:
      properties: {kind: {}}
      discriminator:
        propertyName: kind
        mapping: {cat: '#/components/schemas/Cat', dog: Dog}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}
    Owner: {properties: {pet: {$ref: '#/components/schemas/Pet'}}}
    Keeper: {properties: {pet: {allOf: [{$ref: '#/components/schemas/Pet'}], description: p}}}
";

#[test]
fn subtypes_are_kept_where_the_base_is_the_type_of_a_value() {
    for name in ["Pet", "Owner", "Keeper"] {
        let document = document(
            &schema(&format!("{{$ref: '#/components/schemas/{name}'}}")),
            PETS,
        );
        let kept = kept(Slicer::new(), &document);
        for subtype in ["schemas/Cat", "schemas/Dog"] {
            assert!(kept.iter().any(|name| name == subtype), "{name}: {kept:?}");
        }
    }
}

#[test]
fn subtypes_are_dropped_where_the_base_is_only_inherited_from() {
    let cats = document(&schema("{$ref: '#/components/schemas/Cat'}"), PETS);
    assert_eq!(kept(Slicer::new(), &cats), ["schemas/Pet", "schemas/Cat"]);
    let (slice, _) = slice_on_both_roads(&Slicer::new().path("/a"), &cats).unwrap();
    let removed = RemovedMapping {
        component: "Pet".into(),
        value: "dog".into(),
        target: "Dog".into(),
    };
    assert_eq!(slice.report().removed_mappings, [removed]);
    let yaml = slice.to_yaml();
    assert!(
        yaml.contains("mapping:\n          cat: '#/components/schemas/Cat'\n"),
        "{yaml}"
    );
    assert!(!yaml.contains("Dog"), "{yaml}");

    let inline = "{allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {x: {}}}]}";
    let inherited_in_place = document(&schema(inline), PETS);
    assert_eq!(kept(Slicer::new(), &inherited_in_place), ["schemas/Pet"]);
}

#[test]
fn discriminators_can_be_followed_always_or_never() {
    let cats = document(&schema("{$ref: '#/components/schemas/Cat'}"), PETS);
    let all = Slicer::new().discriminators(Discriminators::All);
    assert_eq!(
        kept(all, &cats),
        ["schemas/Pet", "schemas/Cat", "schemas/Dog"]
    );
    let pets = document(&schema("{$ref: '#/components/schemas/Pet'}"), PETS);
    let none = Slicer::new().discriminators(Discriminators::None);
    assert_eq!(kept(none.clone(), &pets), ["schemas/Pet"]);
    let (yaml, _) = sliced(&none.path("/a"), &pets);
    assert!(
        yaml.contains("discriminator:\n        propertyName: kind\n"),
        "{yaml}"
    );
    assert!(
        !yaml.contains("mapping"),
        "an empty mapping is no mapping: {yaml}"
    );
}

#[test]
fn subtypes_of_a_discriminator_without_a_mapping_are_those_that_inherit() {
    let document = document(
        &schema("{$ref: '#/components/schemas/Pet'}"),
        "  schemas:\n    Pet: {discriminator: {propertyName: kind}}\n    Cat: {allOf: [{$ref: \
         '#/components/schemas/Pet'}]}\n    Lion: {allOf: [{$ref: '#/components/schemas/Cat'}]}\n    \
         Stone: {allOf: [{}]}\n",
    );
    let expected = ["schemas/Pet", "schemas/Cat", "schemas/Lion"];
    assert_eq!(kept(Slicer::new(), &document), expected);
}

#[test]
fn a_mapping_to_nothing_is_no_mapping() {
    let document = document(
        &schema("{$ref: '#/components/schemas/Pet'}"),
        "  schemas:\n    Pet:\n      discriminator:\n        propertyName: kind\n        mapping:\n          \
         cat: ~\n          dog:\n",
    );
    let (slice, _) = slice_on_both_roads(&Slicer::new().path("/a"), &document).unwrap();
    assert!(slice.report().external.is_empty());
    assert!(!slice.to_yaml().contains("mapping"), "{}", slice.to_yaml());
}

#[test]
fn a_mapping_that_names_some_leaves_the_others_under_their_own_names() {
    let components = "  schemas:\n    Pet: {discriminator: {propertyName: kind, mapping: {doggy: Dog}}}\n    \
         Dog: {allOf: [{$ref: '#/components/schemas/Pet'}]}\n    Cat: {allOf: [{$ref: \
         '#/components/schemas/Pet'}]}\n    Lion:\n      allOf:\n        - $ref: '#/components/schemas/C%61t'\n    \
         Puma: {\"all\\x4ff\": [{$ref: '#/components/schemas/Cat'}]}\n    Fish: {allOf: [{$ref: '#pet'}]}\n    \
         Vet: {allOf: [{}], properties: {pet: {$ref: '#/components/schemas/Pet'}}}\n";
    let anchored = components.replace("Pet: {disc", "Pet: {$anchor: pet, disc");
    let document = document(&schema("{$ref: '#/components/schemas/Pet'}"), &anchored);
    for discriminators in [Discriminators::Used, Discriminators::All] {
        let slicer = Slicer::new().discriminators(discriminators);
        assert_eq!(
            kept(slicer, &document),
            [
                "schemas/Pet",
                "schemas/Dog",
                "schemas/Cat",
                "schemas/Lion",
                "schemas/Puma",
                "schemas/Fish"
            ]
        );
    }
}
