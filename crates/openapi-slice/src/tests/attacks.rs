//! Documents that are broken, or made to hurt, end in an error soon.

use std::time::{Duration, Instant};

use super::fails;
use crate::{ErrorKind, Slicer};

/// Far more than any of these takes, and far less than what is out of hand.
const SOON: Duration = Duration::from_secs(20);

fn fails_soon(document: &str) -> (ErrorKind, String) {
    let started = Instant::now();
    let free = Slicer::new().slice(document.as_bytes()).map(|_| ());
    let general = Slicer::new().fast_road(false).slice(document.as_bytes());
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    let start: String = document.chars().take(100).collect();
    let error = free.expect_err(&start);
    assert_eq!(Some(&error), general.map(|_| ()).err().as_ref());
    (error.kind(), error.to_string())
}

#[test]
fn deep_nesting() {
    for opener in [
        "[", "{", "- ", "? ", "{a: ", "[[{a: ", "!a ", "a: [", "\"", "&a ", "*", "|",
    ] {
        let many = opener.repeat(100_000);
        fails_soon(&many);
        fails_soon(&format!("openapi: 3.0.0\nx: {many}"));
        fails_soon(&format!(
            "openapi: 3.0.0\npaths:\n  /a:\n    get:\n      x-a: {many}"
        ));
        fails_soon(&format!(
            "{{\"openapi\": \"3.0.0\", \"paths\": {{\"/a\": {{\"get\": {many}"
        ));
    }
    let mut deep = String::from("openapi: 3.0.0\npaths:\n  /a:\n    get:\n");
    for depth in 3..1_000 {
        deep.push_str(&"  ".repeat(depth));
        deep.push_str("x-a:\n");
    }
    assert_eq!(fails_soon(&deep).0, ErrorKind::Limit);
}

#[test]
fn alias_bombs() {
    let mut levels = String::from("openapi: 3.0.0\nx-a: &l0 [a, a, a, a, a, a, a, a, a]\n");
    for level in 1..30 {
        let inner = format!("*l{}, ", level - 1).repeat(9);
        levels.push_str(&format!("x-a{level}: &l{level} [{inner}]\n"));
    }
    levels.push_str("paths:\n  /a:\n    get: {}\n");
    let (kind, message) = fails_soon(&levels);
    assert_eq!(kind, ErrorKind::Limit, "{message}");

    let text = "a".repeat(100_000);
    let aliases = "*a, ".repeat(100_000);
    let wide =
        format!("openapi: 3.0.0\npaths:\n  /a:\n    get: {{x-a: &a {text}, x-b: [{aliases}]}}\n");
    assert_eq!(fails_soon(&wide).0, ErrorKind::Limit);

    let itself = "openapi: 3.0.0\npaths:\n  /a: &a\n    get: {x-a: *a}\n";
    assert_eq!(fails_soon(itself).0, ErrorKind::Syntax);
}

#[test]
fn huge_keys_and_scalars() {
    let key = "k".repeat(10_000_000);
    for document in [
        format!("{key}: 1\n"),
        format!("openapi: 3.0.0\npaths:\n  /{key}:\n    get: {{}}\n"),
        format!("{{\"openapi\": \"3.0.0\", \"paths\": {{\"/{key}\": {{\"get\": {{}}}}}}}}"),
    ] {
        fails_soon(&document);
    }
    let document = format!("openapi: 3.0.0\npaths:\n  /a:\n    get: {{x-a: {key}}}\n");
    assert!(
        Slicer::new().slice(document.as_bytes()).is_ok(),
        "a value may be long"
    );
}

#[test]
fn many_of_something() {
    let paths: String = (0..20_000).map(|n| format!("  /{n}: *a\n")).collect();
    fails_soon(&format!("openapi: 3.0.0\npaths:\n{paths}"));
    let duplicates = "  /a: {get: {}}\n".repeat(20_000);
    assert_eq!(
        fails_soon(&format!("openapi: 3.0.0\npaths:\n{duplicates}")).0,
        ErrorKind::DuplicateKey
    );
    let chain: String = (0..5_000)
        .map(|n| format!("    S{n}: {{$ref: '#/components/schemas/S{}'}}\n", n + 1))
        .collect();
    let document = format!(
        "openapi: 3.0.0\npaths:\n  /a:\n    get: {{parameters: [{{schema: {{$ref: \
         '#/components/schemas/S0'}}}}]}}\ncomponents:\n  schemas:\n{chain}"
    );
    let (kind, message) = fails_soon(&document);
    assert_eq!(kind, ErrorKind::Dangling);
    assert!(message.contains("S5000"), "{message}");
}

#[test]
fn many_of_something_on_one_line_or_at_the_root() {
    let paths: String = (0..200_000)
        .map(|n| format!("\"/\\u0061{n}\":{{}},"))
        .collect();
    let line = format!("{{\"openapi\":\"3.0.0\",\"paths\":{{{paths}\"/a\":[}}}}");
    fails_soon(&line);
    let schemas: String = (0..200_000).map(|n| format!("    S{n}: {{}}\n")).collect();
    let roots: String = (0..100_000).map(|n| format!("x-{n}: 1\n")).collect();
    let kinds: String = (0..100_000).map(|n| format!("  k{n}: {{}}\n")).collect();
    for rest in [
        roots,
        format!("components:\n{kinds}"),
        format!("components:\n  schemas:\n{schemas}"),
    ] {
        fails_soon(&format!("openapi: 3.0.0\npaths:\n  /a: {{}}\n{rest}"));
    }
}

#[test]
fn documents_that_are_cut_off() {
    for (document, expected) in [
        (
            "openapi: 3.0.0\npaths:\n  /a: {get: {}\n",
            "line 3, column 7: ",
        ),
        (
            "openapi: 3.0.0\npaths:\n  /a:\n    get: {x: 'y\n",
            "line 4, column 14: unclosed quote",
        ),
        (
            "{\"openapi\": \"3.0.0\", \"paths\": {\"/a\": {\"get\": {",
            "line 1, column 46: unclosed bracket",
        ),
        (
            "{\"openapi\": \"3.0.0\", \"paths\": {\"/a",
            "line 1, column 32: unclosed quote",
        ),
    ] {
        let (kind, message) = fails(&Slicer::new(), document);
        assert_eq!(kind, ErrorKind::Syntax, "{message}");
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn documents_that_are_not_utf_8() {
    for road in [true, false] {
        let mut document =
            b"openapi: 3.0.0\npaths:\n  /a:\n    get: {}\n  /b:\n    x: \xC3\x28\n".to_vec();
        let slicer = Slicer::new().path("/a").fast_road(road);
        let error = slicer.slice(&document).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Encoding);
        assert_eq!(
            error.position().map(|at| (at.line, at.column)),
            Some((6, 8))
        );
        let utf_16: Vec<u8> = b"openapi".iter().flat_map(|byte| [*byte, 0]).collect();
        document.truncate(0);
        document.extend(b"\xFF\xFE");
        document.extend(utf_16);
        assert_eq!(
            slicer.slice(&document).unwrap_err().kind(),
            ErrorKind::Encoding
        );
    }
}

#[test]
fn documents_that_are_not_openapi_3() {
    for (document, expected) in [
        ("", "found nothing"),
        ("# nothing\n", "found nothing"),
        ("hello", "line 1, column 1: expected an OpenAPI document"),
        ("[1, 2]", "expected an OpenAPI document"),
        ("a: b", "expected an OpenAPI document"),
        (
            "<html><body>Sign in</body></html>",
            "expected an OpenAPI document",
        ),
        (
            "swagger: '2.0'\npaths: {}\n",
            "line 1, column 1: expected OpenAPI 3, found Swagger 2",
        ),
        (
            "openapi: 4.0.0\n",
            "line 1, column 10: OpenAPI 4.0.0 is later than 3.2, the last version that is known here",
        ),
        ("openapi: [3]\n", "line 1, column 10: expected a version"),
        (
            "openapi: 3.0.0\npaths: [a]\n",
            "line 2, column 8: expected a mapping",
        ),
        (
            "openapi: 3.0.0\ncomponents: a\n",
            "line 2, column 13: expected a mapping",
        ),
        ("openapi: 3.0.0\n", "the selection leaves no operation"),
    ] {
        let (kind, message) = fails(&Slicer::new(), document);
        let expected_kind = if expected.contains("selection") {
            ErrorKind::Selection
        } else {
            ErrorKind::NotOpenApi
        };
        assert_eq!(kind, expected_kind, "{message}");
        assert!(message.contains(expected), "{message}");
    }
}
