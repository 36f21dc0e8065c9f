//! Before and after each mend of schemas and names, and the mends as a whole.

use serde_json::{Value, json};

use super::{names, schemas};

fn with_schemas(schemas: Value) -> Value {
    json!({ "components": { "schemas": schemas } })
}

/// What `pass` makes of the schemas.
fn after(pass: impl FnOnce(&mut Value), schemas: Value) -> Value {
    let mut document = with_schemas(schemas);
    pass(&mut document);
    document["components"]["schemas"].take()
}

#[test]
fn a_base_is_folded_into_its_heirs() {
    let before = json!({
        "base": { "type": "object", "properties": { "id": { "type": "string" } }, "required": ["kind"],
            "discriminator": { "propertyName": "kind" } },
        "middle": { "allOf": [
            { "$ref": "#/components/schemas/base" },
            { "type": "object", "properties": { "size": { "type": "integer" } } },
        ]},
        "heir": { "allOf": [
            { "$ref": "#/components/schemas/middle" },
            { "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] },
        ]},
    });
    let folded = after(schemas::fold_inheritance, before);
    assert_eq!(
        folded["heir"],
        json!({
            "type": "object",
            "properties": {
                "id": { "type": "string" },
                "size": { "type": "integer" },
                "name": { "type": "string" },
            },
            "required": ["kind", "name"],
        })
    );
}

#[test]
fn what_stands_beside_the_bases_stays() {
    let before = json!({
        "base": { "type": "object", "properties": { "id": { "type": "string" } } },
        "heir": {
            "allOf": [{ "$ref": "#/components/schemas/base" }],
            "properties": { "name": { "type": "string" } },
            "required": ["name"],
        },
    });
    let folded = after(schemas::fold_inheritance, before);
    let expected = json!({
        "type": "object",
        "properties": { "id": { "type": "string" }, "name": { "type": "string" } },
        "required": ["name"],
    });
    assert_eq!(folded["heir"], expected);
}

#[test]
fn what_is_not_inheritance_is_left_alone() {
    let itself = json!({ "$ref": "#/components/schemas/a" });
    for part in [json!({ "type": "string" }), itself] {
        let before = json!({ "a": { "allOf": [part, { "maxLength": 3 }] } });
        assert_eq!(after(schemas::fold_inheritance, before.clone()), before);
    }
}

#[test]
fn what_a_response_may_leave_out_is_not_required() {
    let before = json!({
        "a": { "required": ["@odata.type", "id"], "type": "object", "properties": { "required": {} } },
        "b": { "allOf": [{ "required": ["id"], "type": "object" }] },
    });
    let expected = json!({
        "a": { "type": "object", "properties": { "required": {} } },
        "b": { "allOf": [{ "type": "object" }] },
    });
    assert_eq!(after(schemas::nothing_is_required, before), expected);
}

#[test]
fn upstream_closes_no_answer() {
    let name = json!({ "type": "string" });
    let closed = json!({ "thing": { "type": "object", "additionalProperties": false, "properties": { "name": name } } });
    let open = after(schemas::nothing_is_closed, closed);
    let tolerant = after(schemas::tolerate_null, open);
    assert_eq!(
        tolerant["thing"],
        json!({ "type": "object", "properties": { "name": { "type": "string", "nullable": true } } })
    );
}

#[test]
fn a_discriminated_base_is_a_choice_that_takes_unknown_subtypes() {
    let discriminator = json!({
        "propertyName": "@odata.type",
        "mapping": { "#m.circle": "#/components/schemas/m.circle", "#m.square": "#/components/schemas/m.square" },
    });
    let before = json!({ "m.shape": {
        "type": "object",
        "properties": { "@odata.type": { "type": "string" } },
        "discriminator": discriminator,
    }});
    let expected = json!({
        "m.shape": {
            "oneOf": [
                { "$ref": "#/components/schemas/m.circle" },
                { "$ref": "#/components/schemas/m.square" },
                { "$ref": "#/components/schemas/m.unknownShape" },
            ],
            "discriminator": discriminator,
        },
        "m.unknownShape": {
            "type": "object",
            "properties": { "@odata.type": { "type": "string" } },
            "additionalProperties": {},
        },
    });
    assert_eq!(after(schemas::keep_subtypes, before), expected);
}

#[test]
fn a_subtype_is_told_by_its_tag() {
    let before = json!({
        "shape": { "discriminator": {
            "propertyName": "kind",
            "mapping": { "#m.circle": "#/components/schemas/circle" },
        }},
        "circle": { "type": "object", "properties": { "kind": { "type": "string" }, "radius": {} } },
    });
    assert_eq!(
        after(schemas::fix_subtype_tags, before)["circle"]["properties"],
        json!({ "kind": { "type": "string", "enum": ["#m.circle"] }, "radius": {} })
    );
}

#[test]
fn an_enum_of_the_service_is_open() {
    let before = json!({
        "state": { "type": "string", "enum": ["on", "off"] },
        "thing": { "properties": { "mood": { "type": "string", "enum": ["good"] } } },
    });
    let expected = json!({
        "state": { "type": "string", "x-known-values": ["on", "off"] },
        "thing": { "properties": { "mood": { "type": "string", "x-known-values": ["good"] } } },
    });
    assert_eq!(after(schemas::open_enums, before), expected);
}

#[test]
fn null_is_tolerated_but_for_items_tags_and_action_bodies() {
    let before = json!({
        "entity": { "type": "object", "properties": {
            "@odata.type": { "type": "string" },
            "name": { "type": "string" },
            "state": { "$ref": "#/components/schemas/state" },
            "owner": { "anyOf": [
                { "$ref": "#/components/schemas/owner" },
                { "type": "object", "nullable": true },
            ]},
        }},
        "page": { "type": "object", "properties": {
            "@odata.nextLink": { "type": "string" },
            "value": { "type": "array", "items": {} },
        }},
        "body": { "type": "object", "additionalProperties": false, "properties": { "all": { "type": "array" } } },
    });
    let expected = json!({
        "entity": { "type": "object", "properties": {
            "@odata.type": { "type": "string" },
            "name": { "type": "string", "nullable": true },
            "state": { "allOf": [{ "$ref": "#/components/schemas/state" }], "nullable": true },
            "owner": { "allOf": [{ "$ref": "#/components/schemas/owner" }], "nullable": true },
        }},
        "page": { "type": "object", "properties": {
            "@odata.nextLink": { "type": "string", "nullable": true },
            "value": { "type": "array", "items": {} },
        }},
        "body": { "type": "object", "additionalProperties": false, "properties": { "all": { "type": "array" } } },
    });
    assert_eq!(after(schemas::tolerate_null, before), expected);
}

#[test]
fn a_page_has_items() {
    let before = json!({
        "page": { "properties": { "@odata.nextLink": {}, "value": {} } },
        "other": { "properties": { "value": {} } },
    });
    let after = after(schemas::pages_have_items, before);
    assert_eq!(after["page"]["required"], json!(["value"]));
    assert_eq!(after["other"].get("required"), None);
}

#[test]
fn file_content_is_standard_base64() {
    let before =
        json!({ "a": { "properties": { "file": { "type": "string", "format": "base64url" } } } });
    let expected =
        json!({ "a": { "properties": { "file": { "type": "string", "format": "byte" } } } });
    assert_eq!(after(schemas::standard_base64, before), expected);
}

#[test]
fn a_number_in_the_format_of_an_integer_is_one() {
    let before = json!({
        "count": { "type": "number", "format": "int32" },
        "share": { "type": "number", "format": "double" },
    });
    let expected = json!({
        "count": { "type": "integer", "format": "int32" },
        "share": { "type": "number", "format": "double" },
    });
    assert_eq!(after(schemas::integers_are_integers, before), expected);
}

#[test]
fn or_null_is_understood_in_every_spelling() {
    let owner = json!({ "$ref": "#/components/schemas/owner" });
    let null = json!({ "type": "object", "nullable": true });
    let bare = json!({ "nullable": true });
    for choice in ["anyOf", "oneOf"] {
        for parts in [[&owner, &null], [&null, &owner], [&owner, &bare]] {
            let before = json!({ "a": { "type": "object", "properties": {
                "owner": { choice: parts },
                "heirs": { "type": "array", "items": { choice: parts } },
            }}});
            let after = after(schemas::tolerate_null, before);
            let expected = json!({ "allOf": [owner], "nullable": true });
            assert_eq!(after["a"]["properties"]["owner"], expected);
            assert_eq!(after["a"]["properties"]["heirs"]["items"], expected);
        }
        // A choice of two types is more than one of them or null.
        let text = json!({ "type": "string", "nullable": true });
        let owner = json!({ choice: [owner, text] });
        let before = json!({ "a": { "type": "object", "properties": { "owner": owner } } });
        let after = after(schemas::tolerate_null, before);
        assert_eq!(after["a"]["properties"]["owner"][choice], owner[choice]);
    }
}

#[test]
fn constraints_that_repeat_the_format_go() {
    let before = json!({
        "time": { "type": "string", "format": "date-time", "pattern": "^[0-9]{4}" },
        "id": { "type": "string", "format": "uuid", "pattern": "^[0-9a-f]{8}" },
        "number": { "type": "integer", "format": "int32", "minimum": i32::MIN, "maximum": i32::MAX },
        "small": { "type": "integer", "format": "int32", "minimum": 0, "maximum": 9 },
        "code": { "type": "string", "pattern": "^[a-z]$" },
    });
    let expected = json!({
        "time": { "type": "string", "format": "date-time" },
        "id": { "type": "string", "format": "uuid" },
        "number": { "type": "integer", "format": "int32" },
        "small": { "type": "integer", "format": "int32", "minimum": 0, "maximum": 9 },
        "code": { "type": "string", "pattern": "^[a-z]$" },
    });
    assert_eq!(after(schemas::drop_redundant_constraints, before), expected);
}

#[test]
fn names_lose_their_namespace_and_references_follow() {
    let before = json!({
        "microsoft.graph.a": { "$ref": "#/components/schemas/microsoft.graph.b" },
        "microsoft.graph.b": { "discriminator": { "mapping": {
            "#microsoft.graph.a": "#/components/schemas/microsoft.graph.a",
        }}},
    });
    let expected = json!({
        "a": { "$ref": "#/components/schemas/b" },
        "b": { "discriminator": { "mapping": { "#microsoft.graph.a": "#/components/schemas/a" } } },
    });
    assert_eq!(
        after(|document| names::short_names(document).unwrap(), before),
        expected
    );
}

#[test]
fn names_that_clash_without_their_namespace_are_refused() {
    let mut document = with_schemas(json!({ "microsoft.graph.a": {}, "a": {} }));
    let error = names::short_names(&mut document).unwrap_err().to_string();
    assert!(error.contains("named `a`"), "{error}");
}

#[test]
fn the_body_of_an_action_is_a_schema_that_takes_nothing_else() {
    let mut document = json!({
        "paths": { "/a/assign": { "post": {
            "operationId": "assign",
            "requestBody": { "content": { "application/json": { "schema": {
                "type": "object", "properties": { "assignments": { "type": "array" } },
            }}}},
        }}},
        "components": { "schemas": {} },
    });
    names::name_action_bodies(&mut document);
    assert_eq!(
        document["components"]["schemas"]["assignRequest"],
        json!({
            "type": "object", "properties": { "assignments": { "type": "array" } },
            "required": ["assignments"], "additionalProperties": false,
        })
    );
    let body = &document["paths"]["/a/assign"]["post"]["requestBody"];
    assert_eq!(
        body["content"]["application/json"]["schema"],
        json!({ "$ref": "#/components/schemas/assignRequest" })
    );
}

#[test]
fn a_collection_that_an_action_writes_out_is_the_named_one() {
    let collection =
        json!({ "title": "Collection of a", "allOf": [{ "$ref": "#/components/schemas/base" }] });
    let mut document = json!({
        "paths": { "/a/assign": { "post": { "responses": { "200": {
            "content": { "application/json": { "schema": collection } },
        }}}}},
        "components": { "schemas": { "aCollection": collection } },
    });
    names::reuse_collections(&mut document);
    let response = &document["paths"]["/a/assign"]["post"]["responses"]["200"];
    assert_eq!(
        response["content"]["application/json"]["schema"],
        json!({ "$ref": "#/components/schemas/aCollection" })
    );
}

#[test]
fn nothing_of_the_vendors_tooling_stays() {
    let mut document = json!({
        "openapi": "3.0.4",
        "info": { "title": "Theirs", "x-ms-generated-by": {} },
        "tags": [], "security": [{ "azureaadv2": [] }],
        "paths": { "/a": { "x-ms-docs-grouped-path": [], "get": { "tags": ["a"], "x-ms-pageable": {} } } },
        "components": {
            "securitySchemes": { "azureaadv2": {} },
            "schemas": { "a": { "title": "a", "x-known-values": ["b"], "properties": {
                "title": { "type": "string", "title": "A title" },
            }}},
        },
    });
    names::drop_tooling(&mut document);
    assert_eq!(
        document,
        json!({
            "openapi": "3.0.4",
            "info": { "title": "", "version": "beta" },
            "paths": { "/a": { "get": {} } },
            "components": { "schemas": { "a": { "x-known-values": ["b"], "properties": {
                "title": { "type": "string" },
            }}}},
        })
    );
}

#[test]
fn components_without_a_use_go_even_in_a_circle() {
    let mut document = json!({
        "paths": { "/a": { "get": { "schema": { "$ref": "#/components/schemas/used" } } } },
        "components": {
            "schemas": {
                "used": { "items": { "$ref": "#/components/schemas/inner" } },
                "inner": {},
                "one": { "items": { "$ref": "#/components/schemas/two" } },
                "two": { "items": { "$ref": "#/components/schemas/one" } },
            },
            "responses": { "error": { "schema": { "$ref": "#/components/schemas/one" } } },
        },
    });
    names::drop_unused_components(&mut document);
    assert_eq!(
        document["components"],
        json!({ "schemas": { "used": { "items": { "$ref": "#/components/schemas/inner" } }, "inner": {} } })
    );
}

#[test]
fn a_choice_says_by_the_tags_alone_which_subtype_a_value_is_of() {
    let before = json!({
        "shape": {
            "oneOf": [{ "$ref": "#/components/schemas/circle" }, { "$ref": "#/components/schemas/unknownShape" }],
            "discriminator": { "propertyName": "kind", "mapping": { "#circle": "#/components/schemas/circle" } },
        },
        "unknownShape": { "type": "object" },
    });
    let told = after(schemas::tell_subtypes_by_tag, before);
    assert_eq!(told["shape"].get("discriminator"), None);
    assert_eq!(
        told["unknownShape"]["not"],
        json!({
            "type": "object",
            "required": ["kind"],
            "properties": { "kind": { "type": "string", "enum": ["#circle"] } },
        })
    );
}

#[test]
fn null_stands_beside_the_type_of_what_is_referred_to() {
    let or_null = |name: &str| json!({ "nullable": true, "allOf": [{ "$ref": format!("#/components/schemas/{name}") }] });
    let before = json!({
        "state": { "type": "string" },
        "choice": { "oneOf": [{ "$ref": "#/components/schemas/state" }] },
        "thing": { "properties": { "state": or_null("state"), "choice": or_null("choice") } },
    });
    let typed = after(schemas::null_has_a_type, before);
    assert_eq!(typed["thing"]["properties"]["state"]["type"], "string");
    assert_eq!(typed["thing"]["properties"]["choice"]["type"], "object");
}
