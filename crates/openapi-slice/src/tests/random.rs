//! Documents made at random, in all styles, against the reference.

use std::fmt::Write;

use proptest::prelude::*;
use proptest::sample::select;

use super::reference::{parse, slice};
use super::slice_on_both_roads;
use crate::Slicer;

/// How a document is written.
#[derive(Clone, Debug)]
struct Style {
    indent: usize,
    quote: &'static str,
    line_end: &'static str,
    /// What stands before each path and component.
    filler: &'static str,
    /// What is added to each path and component, at the indentation of its fields.
    noise: Vec<String>,
    flow: bool,
    json: bool,
    components_first: bool,
}

/// Fields that are data and nothing else, though they may look like structure. `@` is where the
/// lines of the field are indented to.
const NOISE: [&str; 22] = [
    "x-n: don't",
    "x-n: 'it''s /p0: here'",
    "x-n: \"a \\\" b\"",
    "x-n: ''",
    "x-n: 5' 6\"",
    "x-n: |\n@  /p0:\n@  components:\n@  'x",
    "x-n: >-\n@    {a [b\n@    \"c",
    "x-n: a\n@  /p0\n@  'b",
    "x-n: 'a\n@  /p0:\n@  b'",
    "x-n: \"a\n  /p0:\n    get: {}\n\"",
    "x-n: 'a\ncomponents:\n  schemas:\n    s0: {}\n'",
    "x-n: \"a\n  /p0:\n    get: {}\n            \"",
    "x-n: 'a''\n  /p1:\n    get: {}\n            b'",
    "x-n: \"a\n    s0:\n      title: x\n            \\\"b\"",
    "x-n: {a: b,\n  /p0: {},\n            c: d}",
    "x-n: {a: b,\n  /p0: {}\n}",
    "x-n: [a,\n    s0,\n'/p0']",
    "x-n: &a [1, 'b']",
    "x-n: Q&A *now* # c'",
    "# 'comment",
    "x-n: {}",
    "x-n: é",
];

fn style() -> impl Strategy<Value = Style> {
    (
        1..5_usize,
        select(vec!["", "'", "\""]),
        select(vec!["\n", "\n", "\r\n"]),
        select(vec!["", "", "\n", "# c\n", "    # 'c\n", "  \n"]),
        prop::collection::vec(select(NOISE.map(String::from).to_vec()), 0..3),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.2),
        any::<bool>(),
    )
        .prop_map(
            |(indent, quote, line_end, filler, noise, flow, json, components_first)| Style {
                indent,
                quote,
                line_end,
                filler,
                noise,
                flow,
                json,
                components_first,
            },
        )
}

/// A document: for each path the schemas that it uses, and for each schema what it refers to and
/// how.
#[derive(Clone, Debug)]
struct Graph {
    paths: Vec<Vec<usize>>,
    schemas: Vec<Vec<(usize, &'static str)>>,
}

const SCHEMAS: usize = 7;

fn graph() -> impl Strategy<Value = Graph> {
    let how = select(vec!["property", "items", "base", "branch", "subtype"]);
    (
        prop::collection::vec(prop::collection::vec(0..SCHEMAS, 0..3), 2..5),
        prop::collection::vec(prop::collection::vec((0..SCHEMAS, how), 0..3), SCHEMAS),
    )
        .prop_map(|(paths, schemas)| Graph { paths, schemas })
}

/// Writes a document as JSON, with the noise of the style where it is possible.
fn write(graph: &Graph, style: &Style) -> String {
    let reference = |schema: &usize| format!("{{\"$ref\": \"#/components/schemas/s{schema}\"}}");
    let mut paths = Vec::new();
    for (number, schemas) in graph.paths.iter().enumerate() {
        let schemas: Vec<String> = schemas.iter().map(reference).collect();
        let schemas = schemas.join(", ");
        paths.push((
            format!("/p{number}"),
            format!(
                "{{\"get\": {{\"parameters\": [{{\"schema\": {{\"anyOf\": [{schemas}]}}}}]}}}}"
            ),
        ));
    }
    let mut schemas = Vec::new();
    for (number, references) in graph.schemas.iter().enumerate() {
        let of = |wanted: &str| -> Vec<String> {
            let some = references.iter().filter(|(_, how)| *how == wanted);
            some.map(|(schema, _)| reference(schema)).collect()
        };
        let mut fields = vec![format!("\"title\": \"s{number}\"")];
        for (how, key) in [("base", "allOf"), ("branch", "oneOf")] {
            let members = of(how);
            if !members.is_empty() {
                fields.push(format!("\"{key}\": [{}]", members.join(", ")));
            }
        }
        if let Some(items) = of("items").first() {
            fields.push(format!("\"items\": {items}"));
        }
        if let Some(property) = of("property").first() {
            fields.push(format!("\"properties\": {{\"value\": {property}}}"));
        }
        let subtypes = references.iter().filter(|(_, how)| *how == "subtype");
        let mut mapping = String::new();
        for (place, (schema, _)) in subtypes.enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            write!(
                mapping,
                "{comma}\"m{place}\": \"#/components/schemas/s{schema}\""
            )
            .unwrap();
        }
        if !mapping.is_empty() {
            fields.push(format!(
                "\"discriminator\": {{\"propertyName\": \"p\", \"mapping\": {{{mapping}}}}}"
            ));
        }
        schemas.push((format!("s{number}"), format!("{{{}}}", fields.join(", "))));
    }
    if style.json {
        return json(&paths, &schemas, style);
    }
    yaml(&paths, &schemas, style)
}

type Named = (String, String);

fn json(paths: &[Named], schemas: &[Named], style: &Style) -> String {
    let object = |entries: &[Named]| {
        let pairs: Vec<String> = entries
            .iter()
            .map(|(name, value)| format!("\"{name}\":{}{value}", " ".repeat(style.indent - 1)))
            .collect();
        format!("{{{}}}", pairs.join(&format!(",{}", style.line_end)))
    };
    let paths = format!("\"paths\": {}", object(paths));
    let schemas = format!("\"components\": {{\"schemas\": {}}}", object(schemas));
    let (first, second) = if style.components_first {
        (schemas, paths)
    } else {
        (paths, schemas)
    };
    format!("{{\"openapi\": \"3.0.0\", \"x-n\": \"}}\\\\\\\" {{\", {first}, {second}}}")
}

fn yaml(paths: &[Named], schemas: &[Named], style: &Style) -> String {
    let pad = " ".repeat(style.indent);
    let quote = style.quote;
    let section = |entries: &[Named], depth: usize| {
        let mut text = String::new();
        let outer = pad.repeat(depth);
        let inner = pad.repeat(depth + 1);
        for (name, value) in entries {
            text.push_str(style.filler);
            if style.flow {
                writeln!(text, "{outer}{quote}{name}{quote}: {value}").unwrap();
                continue;
            }
            writeln!(text, "{outer}{quote}{name}{quote}:").unwrap();
            let fields = value
                .strip_prefix('{')
                .and_then(|text| text.strip_suffix('}'));
            // The first field is on a line of its own, the others are in flow style.
            let (first, rest) = split_fields(fields.unwrap());
            writeln!(text, "{inner}{first}").unwrap();
            for (place, noise) in style.noise.iter().enumerate() {
                let noise = noise
                    .replace("x-n", &format!("x-n{place}"))
                    .replace('@', &inner);
                writeln!(text, "{inner}{noise}").unwrap();
            }
            for field in rest {
                writeln!(text, "{inner}{field}").unwrap();
            }
        }
        text
    };
    let paths = format!("paths:\n{}", section(paths, 1));
    let schemas = format!("components:\n{pad}schemas:\n{}", section(schemas, 2));
    let (first, second) = if style.components_first {
        (schemas, paths)
    } else {
        (paths, schemas)
    };
    format!("openapi: 3.0.0\n{first}{second}").replace('\n', style.line_end)
}

/// The fields of an object in flow style, as lines of one in block style.
fn split_fields(fields: &str) -> (String, Vec<String>) {
    let mut depth = 0;
    let mut all = vec![String::new()];
    for character in fields.chars() {
        match character {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ',' if depth == 0 => {
                all.push(String::new());
                continue;
            }
            ' ' if all.last().unwrap().is_empty() => continue,
            _ => {}
        }
        all.last_mut().unwrap().push(character);
    }
    let first = all.remove(0);
    (first, all)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn slices_of_documents_in_all_styles(graph in graph(), style in style()) {
        let document = write(&graph, &style);
        let expected = parse(&document);
        let expected = slice(&expected, |path| path == "/p1");
        let slicer = Slicer::new().path("/p1");
        let (sliced, _) = slice_on_both_roads(&slicer, &document)
            .unwrap_or_else(|error| panic!("{error} in {document}"));
        expected.assert_is(&sliced.document, &document);

        // What is written is read as the same again.
        for text in [sliced.to_yaml(), sliced.to_json()] {
            let (again, _) = slice_on_both_roads(&slicer, &text)
                .unwrap_or_else(|error| panic!("{error} in {text}"));
            prop_assert_eq!(again.to_yaml(), sliced.to_yaml());
        }
    }

    #[test]
    fn any_string_survives_both_formats(text in "(?s)[ -~\\n\\t\u{85}\u{a0}\u{feff}\u{2028}é😀]{0,24}", key in "[ -~é]{1,12}") {
        let node = crate::tree::Node::string(0, text.clone());
        let mut slice = Slicer::new()
            .slice(b"openapi: 3.0.0\npaths:\n  /a:\n    get: {}\n")
            .unwrap();
        let entry = crate::tree::Entry::new("x-text".into(), 0, node);
        let key_entry = crate::tree::Entry::new(format!("x-{key}"), 0, crate::tree::Node::string(0, text.clone()));
        if let crate::tree::Value::Map(entries) = &mut slice.document.value {
            entries.insert(1, entry);
            entries.push(key_entry);
        }
        for written in [slice.to_yaml(), slice.to_json()] {
            let (read, _) = slice_on_both_roads(&Slicer::new(), &written)
                .unwrap_or_else(|error| panic!("{error} in {written}"));
            let found = read.document.get("x-text").and_then(|node| node.text());
            prop_assert_eq!(found, Some(text.as_str()), "{}", written);
            let value = serde_yaml_ng::from_str::<serde_yaml_ng::Value>(&written).unwrap();
            prop_assert_eq!(value["x-text"].as_str(), Some(text.as_str()), "{}", written);
            prop_assert_eq!(value[format!("x-{key}").as_str()].as_str(), Some(text.as_str()), "{}", written);
        }
    }
}
