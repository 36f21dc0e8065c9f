//! Documents that are read in chunks, with lines in their middle that look like what they are not.

use super::{fails, sliced};
use crate::{ErrorKind, Road, Slicer};

/// A document of many chunks, with `noise` as the description of a path that is not kept, `more` at
/// its end, and the slice of it.
fn document(noise: &str, more: &str) -> (String, String) {
    let head = "openapi: '3.0.4'\ninfo:\n  title: t\n  version: '1'\npaths:\n";
    let path = |name: &str, text: &str| {
        format!(
            "  {name}:\n    get:\n      description: {text}\n      responses:\n        '200':\n          \
             $ref: '#/components/responses{name}'\n"
        )
    };
    let response = |name: &str| format!("    {name}:\n      description: {name}\n");
    let names = (0..40).map(|number| format!("a{number}"));
    let names: Vec<String> = names.collect();
    let paths = names.iter().map(|name| {
        let text = if name == "a20" { noise } else { "d" };
        path(&format!("/{name}"), text)
    });
    let responses = names.iter().map(|name| response(name));
    let document = format!(
        "{head}{}components:\n  responses:\n{}{more}",
        paths.collect::<String>(),
        responses.collect::<String>()
    );
    let slice = ["a1", "a38"];
    let slice = format!(
        "{head}{}components:\n  responses:\n{}",
        slice.map(|name| path(&format!("/{name}"), "d")).concat(),
        slice.map(response).concat()
    );
    (document, slice)
}

fn slicer() -> Slicer {
    Slicer::new().path("/a1").path("/a38")
}

#[test]
fn lines_that_look_like_starts() {
    let paths = "\n  /z:\n    get:\n      description: e".repeat(40);
    let schemas = "\n    z:\n      type: object".repeat(40);
    let lines = |lines: &str| lines.replace('\n', "\n        ");
    for noise in [
        format!("|{}", lines(&paths)),
        format!(">-{}", lines(&schemas)),
        format!("'{}'", lines(&paths)),
        format!("\"{}\"", lines(&schemas)),
        // Which go on with less indentation.
        format!("'{paths}'"),
        format!("\"{schemas}\""),
    ] {
        let (document, slice) = document(&noise, "");
        assert_eq!(sliced(&slicer(), &document).0, slice);
    }
}

#[test]
fn what_is_neither_a_path_nor_a_component() {
    let keys = (0..40).map(|key| format!("    z{key}:\n      w: 1\n"));
    let extension = format!("x-a:\n  b:\n{}", keys.collect::<String>());
    let (document, slice) = document("d", &extension);
    assert_eq!(
        sliced(&slicer(), &document),
        (slice + &extension, Road::Fast)
    );
}

#[test]
fn a_kind_of_components_that_is_there_twice() {
    let again = "  schemas:\n    z: {}\n  responses:\n    y:\n      description: y\n";
    let (document, _) = document("d", again);
    assert_eq!(fails(&slicer(), &document).0, ErrorKind::DuplicateKey);
}
