//! What the build script makes of the specification, also of what there is none of yet, and of the generated code.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, unreachable_pub, reason = "the build script uses the rest")]

#[path = "../build/adapt.rs"]
mod adapt;
#[path = "../build/operations.rs"]
mod operations;
#[path = "../build/refine.rs"]
mod refine;

use serde_json::{Value, json};
use syn::{File, parse_quote};

fn generated() -> File {
    parse_quote! {
        impl Client {
            pub fn new(root: &str) -> Self { Self }
            pub async fn get(&self) -> Result<(), Error> {
                let response = self.send().await;
                match response { answer => decode(answer) }
            }
        }
    }
}

#[test]
fn code_of_the_known_shape_is_refined() {
    let mut file = generated();
    refine::leave_construction_to_us(&mut file).unwrap();
    refine::leave_decoding_to_us(&mut file, 1).unwrap();
}

#[test]
fn a_method_of_another_shape_fails_the_build() {
    let mut file: File = parse_quote! {
        impl Client {
            pub async fn get(&self) -> Result<(), Error> {
                let response = self.send().await;
                decode(response)
            }
        }
    };
    let error = refine::leave_decoding_to_us(&mut file, 1).unwrap_err();
    assert!(error.contains("has 0 methods"), "{error}");
    let error = refine::leave_construction_to_us(&mut file).unwrap_err();
    assert!(error.contains("has 0 constructors"), "{error}");

    let error = refine::leave_decoding_to_us(&mut generated(), 2).unwrap_err();
    assert!(error.contains("has 1 methods"), "{error}");
}

/// The table of one action with these responses.
fn table(responses: Value) -> String {
    let page = json!({ "required": ["value"], "properties": { "value": {} } });
    let specification = json!({
        "paths": { "/things/{id}/do": { "post": {
            "operationId": "assign_again",
            "description": "Does it.\n\nAgain \"and\" again.",
            "responses": responses,
        }}},
        "components": {
            "responses": { "page": { "content": { "application/json": { "schema": {
                "$ref": "#/components/schemas/page",
            }}}}},
            "schemas": { "page": page, "thing": { "properties": { "id": {} } } },
        },
    });
    operations::table(&specification).unwrap()
}

#[test]
fn the_shape_of_an_answer_is_that_of_the_specification_and_not_of_the_name() {
    let page = json!({ "$ref": "#/components/responses/page" });
    let content = |media: &str| {
        json!({ "content": { media: { "schema": {
            "$ref": "#/components/schemas/thing",
        }}}})
    };
    for (responses, shape) in [
        (json!({ "204": {} }), "Nothing"),
        (json!({ "200": page }), "Page"),
        (json!({ "200": page, "204": {} }), "PageOrNothing"),
        (json!({ "200": content("text/plain") }), "Count"),
        (json!({ "201": content("application/json") }), "Entity"),
    ] {
        let table = table(responses);
        let expected = format!("\"assign_again\" => Some(Shape::{shape}),");
        assert!(table.contains(&expected), "{expected} in {table}");
    }
}

#[test]
fn a_description_of_several_lines_stays_a_description() {
    let table = table(json!({ "204": {} }));
    let file = syn::parse_file(&table).unwrap();
    assert_eq!(file.items.len(), 3, "{table}");
}

/// A document with one operation, which is answered with a `thing`, or refused with an `error`.
fn answered_with(schemas: Value) -> Value {
    let content = |name: &str| {
        json!({ "content": { "application/json": { "schema": {
            "$ref": format!("#/components/schemas/{name}"),
        }}}})
    };
    json!({
        "paths": { "/things/{id}": { "get": {
            "operationId": "get_thing",
            "summary": "Get a thing",
            "responses": { "200": content("thing"), "404": content("error") },
        }}},
        "components": { "schemas": schemas },
    })
}

#[test]
fn errors_stay_what_the_transport_makes_of_them() {
    let adapted = adapt::adapt(answered_with(json!({
        "thing": { "properties": { "part": { "allOf": [{ "$ref": "#/components/schemas/part" }] } } },
        "part": { "type": "object" },
        "error": { "type": "object" },
    })));
    let names: Vec<&String> = adapted["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    assert_eq!(names, ["part", "thing"]);
    let operation = &adapted["paths"]["/things/{id}"]["get"];
    let statuses: Vec<&String> = operation["responses"].as_object().unwrap().keys().collect();
    assert_eq!(statuses, ["200"]);
    assert_eq!(operation.get("summary"), None);
}

#[test]
fn a_subtype_keeps_what_is_new_in_it_and_null_needs_no_type() {
    let part = json!({ "$ref": "#/components/schemas/round" });
    let adapted = adapt::adapt(answered_with(json!({
        "thing": { "oneOf": [part, { "$ref": "#/components/schemas/unknownThing" }] },
        "round": { "type": "object", "required": ["kind"], "properties": {
            "kind": { "type": "string", "enum": ["round"] },
            "like": { "type": "object", "nullable": true, "allOf": [part] },
            "size": { "type": "integer", "format": "int32", "minimum": 0 },
        }},
        "unknownThing": { "type": "object", "not": { "required": ["kind"] } },
    })));
    let schemas = &adapted["components"]["schemas"];
    assert_eq!(
        schemas["round"],
        json!({ "type": "object", "required": ["kind"], "additionalProperties": {}, "properties": {
            "kind": { "type": "string", "enum": ["round"] },
            "like": { "nullable": true, "allOf": [part] },
            "size": { "type": "integer", "format": "int32" },
        }})
    );
    assert_eq!(
        schemas["unknownThing"],
        json!({ "type": "object", "additionalProperties": {} })
    );
}

#[test]
fn text_is_taken_as_it_comes() {
    let text = |format: &str| json!({ "type": "string", "format": format, "pattern": "^[a-f]+$", "maxLength": 9 });
    let specification = answered_with(json!({ "thing": { "properties": {
        "id": text("uuid"),
        "days": { "type": "array", "items": text("date") },
        "time": text("date-time"),
        "type": { "type": "string", "nullable": true },
    }}}));
    let adapted = adapt::adapt(specification);
    assert_eq!(
        adapted["components"]["schemas"]["thing"]["properties"],
        json!({
            "id": { "type": "string" },
            "days": { "type": "array", "items": { "type": "string" } },
            "time": { "type": "string", "format": "date-time" },
            "type": { "type": "string", "nullable": true },
        })
    );
}
