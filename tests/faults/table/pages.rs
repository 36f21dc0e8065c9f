//! Collections that come in pieces.

use msgraph_transport::ErrorKind;

use crate::case::{Case, case};
use crate::server::Reply;

fn page(items: &str, next: &str) -> Reply {
    let link = if next.is_empty() {
        String::new()
    } else {
        format!(r#","@odata.nextLink":"{{root}}/v1.0/{next}""#)
    };
    Reply::json(200, format!(r#"{{"value":[{items}]{link}}}"#))
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        case("pages", "three pages with all that belongs to them")
            .pages()
            .options(
                msgraph_transport::CallOptions::new()
                    .prefer("odata.maxpagesize=2")
                    .unwrap(),
            )
            .replies([
                page(r#"{"n":1},{"n":2}"#, "a?$skiptoken='x'%20y"),
                page(r#"{"n":3}"#, "b"),
                page(r#"{"n":4}"#, ""),
            ])
            .gives("1 2 3 4")
            .check(|outcome| {
                assert!(
                    outcome.seen.iter().all(|seen| seen.connection == 0),
                    "one connection is enough"
                );
                // Headers are not part of a link, so that they go out with every page.
                assert!(
                    outcome
                        .seen
                        .iter()
                        .all(|seen| seen.headers["prefer"] == "odata.maxpagesize=2")
                );
                assert_eq!(outcome.seen[1].target, "/v1.0/a?$skiptoken=%27x%27%20y");
            }),
        case(
            "empty pages in the middle",
            "an empty page is not the last one",
        )
        .pages()
        .replies([
            page("", "a"),
            page("", "b"),
            page(r#"{"n":1}"#, "c"),
            page("", ""),
        ])
        .gives("1"),
        case(
            "a link with a fragment",
            "it is followed without the fragment, as by a browser",
        )
        .pages()
        .replies([
            page(r#"{"n":1}"#, "a?$skiptoken=x#part"),
            page(r#"{"n":2}"#, ""),
        ])
        .gives("1 2")
        .check(|outcome| assert_eq!(outcome.seen[1].target, "/v1.0/a?$skiptoken=x")),
        case(
            "a link that is a number",
            "the items of the page come before the error",
        )
        .pages()
        .replies([Reply::json(
            200,
            r#"{"value":[{"n":1},{"n":2}],"@odata.nextLink":5}"#,
        )])
        .fails(ErrorKind::Paging)
        .says("the link to the next page is not a URL")
        .sent(1)
        .check(|outcome| assert!(outcome.text.starts_with("1 2"), "{}", outcome.text)),
        case(
            "a link with dot segments",
            "it would go out as another link, and is not followed",
        )
        .pages()
        .replies([page(r#"{"n":1}"#, "a/../b?$skiptoken=x")])
        .fails(ErrorKind::Paging)
        .says("dot segments")
        .sent(1),
        case("a link with encoded dot segments", "the same")
            .pages()
            .replies([page(r#"{"n":1}"#, "a/%2e%2E/b?$skiptoken=x")])
            .fails(ErrorKind::Paging)
            .says("dot segments")
            .sent(1),
        case(
            "a link with a tab",
            "the tab would be left out, and the link is not followed",
        )
        .pages()
        .replies([page(r#"{"n":1}"#, r"a?$skiptoken=x\ty")])
        .fails(ErrorKind::Paging)
        .says("tabs")
        .sent(1),
        case(
            "a page with two values",
            "the error names what is there twice",
        )
        .pages()
        .replies([Reply::json(200, r#"{"value":[{"n":1}],"value":[]}"#)])
        .fails(ErrorKind::Decode)
        .says("duplicate field `value`"),
        case("an empty collection", "one page, nothing on it")
            .pages()
            .replies([page("", "")])
            .gives(""),
        case("an empty link", "which is none")
            .pages()
            .replies([Reply::json(
                200,
                r#"{"value":[{"n":1}],"@odata.nextLink":""}"#,
            )])
            .gives("1"),
        case("a page that links to itself", "a loop of one")
            .pages()
            .replies([page(r#"{"n":1}"#, "things?$top=2"), page(r#"{"n":9}"#, "")])
            .fails(ErrorKind::Paging)
            .check(|outcome| assert_eq!(outcome.text, "1 (paging)"))
            .sent(1),
        case("pages that link in a circle", "a loop of three")
            .pages()
            .replies([
                page(r#"{"n":1}"#, "a"),
                page(r#"{"n":2}"#, "b"),
                page(r#"{"n":3}"#, "a"),
                page(r#"{"n":9}"#, ""),
            ])
            .fails(ErrorKind::Paging)
            .check(|outcome| assert_eq!(outcome.text, "1 2 3 (paging)"))
            .sent(3),
        case(
            "one bad item",
            "the others arrive, and the error says which one it was",
        )
        .pages()
        .replies([
            page(r#"{"n":1},{"n":"hidden-in-body"},{"n":3}"#, "a"),
            page(r#"{"n":4}"#, ""),
        ])
        .check(|outcome| assert_eq!(outcome.text, "1 ! 3 4"))
        .says("`value[1].n` in the response does not fit: string, expected u32"),
        case("an item that is null", "and one that is no object")
            .pages()
            .replies([page(r#"null,[1,2],{"n":3}"#, "")])
            .check(|outcome| assert_eq!(outcome.text, "! ! 3")),
        case(
            "a page fails after others arrived",
            "the middle page is gone",
        )
        .pages()
        .replies([
            page(r#"{"n":1}"#, "a"),
            Reply::json(404, r#"{"error":{"code":"gone"}}"#),
        ])
        .fails(ErrorKind::NotFound)
        .check(|outcome| assert_eq!(outcome.text, "1 (not_found)")),
        case(
            "a page is throttled and broken and then whole",
            "nothing lost, nothing twice",
        )
        .pages()
        .replies([
            page(r#"{"n":1}"#, "a"),
            Reply::json(429, "{}").header("Retry-After", "3"),
            page(r#"{"n":2}"#, "b")
                .header("Content-Length", "999")
                .then_close(),
            page(r#"{"n":2}"#, "b"),
            page(r#"{"n":3}"#, ""),
        ])
        .gives("1 2 3")
        .sent(5),
        case("no value", "an object that is no page")
            .pages()
            .replies([Reply::json(200, r#"{"id":"x"}"#).header("request-id", "r-1")])
            .fails(ErrorKind::Decode)
            .says("missing field `value`")
            .says("request-id r-1"),
        case(
            "JSON cut off, length and all",
            "the service itself stopped writing",
        )
        .pages()
        .replies([Reply::json(200, r#"{"value":[{"n":1},{"n""#)])
        .fails(ErrorKind::Decode)
        .says("ends too early"),
        case(
            "resumed in the middle of a page",
            "the first two of it are done",
        )
        .resume("2 {root}/v1.0/p7?$skiptoken=hidden-in-query")
        .replies([
            page(r#"{"n":1},{"n":2},{"n":3}"#, "p8"),
            page(r#"{"n":4}"#, ""),
        ])
        .gives("3 4"),
        case(
            "resumed on a page that has shrunk",
            "fewer items than were done",
        )
        .resume("7 {root}/v1.0/p7")
        .replies([page(r#"{"n":1}"#, "p8"), page(r#"{"n":4}"#, "")])
        .gives("4"),
    ]
}
