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

#[test]
fn text_is_taken_as_it_comes() {
    let text = |format: &str| json!({ "type": "string", "format": format, "pattern": "^[a-f]+$", "maxLength": 9 });
    let specification = json!({ "components": { "schemas": { "thing": { "properties": {
        "id": text("uuid"),
        "days": { "type": "array", "items": text("date") },
        "time": text("date-time"),
        "type": { "type": "string", "nullable": true },
    }}}}});
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
