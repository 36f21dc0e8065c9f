//! A document of any size with the shape of Graph's, for those who do not have the real one.

use std::fmt::Write;

/// A document of about `megabytes` MB; paths are `/area0/items0`, `/area0/items1` and so on, a
/// thousand to an area.
pub fn make(megabytes: usize) -> String {
    let target = megabytes * 1_000_000;
    let mut text = String::with_capacity(target + 200_000);
    text.push_str("openapi: 3.0.4\ninfo:\n  title: Made for measuring\n  version: '1'\npaths:\n");
    let mut items = 0;
    // Of the real document, 85 percent are paths.
    while text.len() < target / 100 * 85 {
        path(&mut text, items);
        items += 1;
    }
    text.push_str("components:\n  schemas:\n");
    base(&mut text, items);
    let mut schema = 0;
    while schema < items || text.len() < target {
        self::schema(&mut text, schema);
        schema += 1;
    }
    text.push_str("  responses:\n    error:\n      description: error\n");
    text.push_str("  securitySchemes:\n    oauth:\n      type: http\nsecurity:\n  - oauth: [ ]\n");
    text
}

fn path(text: &mut String, number: usize) {
    let area = number / 1000;
    writeln!(text, "  '/area{area}/items{number}/{{item-id}}':").unwrap();
    for method in ["get", "patch"] {
        write!(
            text,
            "    {method}:\n      tags:\n        - area{area}.item\n      summary: Get the item's \
             properties\n      operationId: area{area}.{method}.Items{number}\n      parameters:\n"
        )
        .unwrap();
        for option in ["$select", "$expand"] {
            write!(
                text,
                "        - name: {option}\n          in: query\n          description: Expand related \
                 entities\n          style: form\n          schema:\n            type: array\n            \
                 items:\n              enum:\n"
            )
            .unwrap();
            for property in 0..25 {
                writeln!(text, "                - propertyOfTheItem{property}").unwrap();
            }
            text.push_str("              type: string\n");
        }
        write!(
            text,
            "      responses:\n        2XX:\n          description: 'Success: it''s there'\n          \
             content:\n            application/json:\n              schema:\n                $ref: \
             '#/components/schemas/item{number}'\n        4XX:\n          $ref: \
             '#/components/responses/error'\n"
        )
        .unwrap();
    }
}

/// The schema that all inherit from, with a discriminator that maps to the first thousands.
fn base(text: &mut String, items: usize) {
    text.push_str("    entity:\n      type: object\n      discriminator:\n        mapping:\n");
    for number in 0..items.min(1_500) {
        writeln!(
            text,
            "          '#item{number}': '#/components/schemas/item{number}'"
        )
        .unwrap();
    }
    text.push_str("        propertyName: '@odata.type'\n");
}

fn schema(text: &mut String, number: usize) {
    write!(
        text,
        "    item{number}:\n      allOf:\n        - $ref: '#/components/schemas/entity'\n        - \
         title: item{number}\n          type: object\n          properties:\n"
    )
    .unwrap();
    for property in 0..6 {
        write!(
            text,
            "            property{property}:\n              type: string\n              description: \
             The value of the property; read-only.\n              nullable: true\n"
        )
        .unwrap();
    }
}
