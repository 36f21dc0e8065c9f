//! The table of operations says what the specification does, also of operations that there are none of yet.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, unreachable_pub, reason = "the build script uses the rest")]

#[path = "../build/operations.rs"]
mod operations;

use serde_json::{Value, json};

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
