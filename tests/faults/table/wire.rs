//! Broken connections and broken HTTP.

use msgraph_transport::{CallOptions, ErrorKind, RetryPolicy};

use crate::action::CREATE;
use crate::case::{Case, case};
use crate::server::Reply;

/// `{"n":42}`, compressed with gzip.
const GZIPPED: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 83, 178, 50, 49, 170, 5, 0, 45, 100, 245, 58, 8,
    0, 0, 0,
];

fn once() -> CallOptions {
    CallOptions::new().retry(RetryPolicy::none())
}

fn whole() -> Reply {
    Reply::json(200, r#"{"n":1}"#).header("Content-Length", "7")
}

fn gzipped(bytes: &[u8]) -> Reply {
    let mut reply = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        bytes.len()
    )
    .into_bytes();
    reply.extend_from_slice(bytes);
    Reply::raw(reply)
}

/// A read survives it by trying again; with one try it is a broken connection.
fn survived(name: &'static str, happens: &'static str, broken: Reply) -> [Case; 2] {
    [
        case(name, happens)
            .replies([broken.clone(), whole()])
            .gives(r#"{"n":1}"#)
            .sent(2),
        case(name, "the same, with one try")
            .options(once())
            .replies([broken])
            .fails(ErrorKind::Network)
            .sent(1),
    ]
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        case("reset after a create", "the answer to a create is lost")
            .send(&CREATE)
            .replies([Reply::nothing(), whole()])
            .fails(ErrorKind::Network)
            .says("whether the service acted on the request is unknown")
            .sent(1)
            .check(|outcome| assert!(outcome.error().may_have_been_done())),
        case(
            "the answer to a create is cut off",
            "201 arrives, its body does not",
        )
        .send(&CREATE)
        .replies([
            Reply::json(201, r#"{"n""#)
                .header("Content-Length", "7")
                .then_close(),
            whole(),
        ])
        .fails(ErrorKind::Network)
        .says("the service did what it was asked")
        .says("HTTP 201")
        .sent(1)
        .check(|outcome| assert!(!outcome.error().to_string().contains("unknown"))),
        case(
            "the answer to a create is too long",
            "201 and a body of 300 bytes, where 100 are allowed",
        )
        .send(&CREATE)
        .configure(|builder| builder.max_body_bytes(100))
        .replies([Reply::json(201, " ".repeat(300))])
        .fails(ErrorKind::TooLarge)
        .says("the service did what it was asked")
        .sent(1),
        case("gzip", "a compressed answer")
            .replies([gzipped(GZIPPED)])
            .gives(r#"{"n":42}"#),
        case(
            "a body longer than allowed",
            "the service announces 300 bytes, 100 are allowed",
        )
        .configure(|builder| builder.max_body_bytes(100))
        .replies([Reply::json(200, " ".repeat(300))])
        .fails(ErrorKind::TooLarge)
        .says("longer than 100 bytes")
        .sent(1),
        case(
            "a body longer than allowed, unannounced",
            "chunks that add up to too much",
        )
        .configure(|builder| builder.max_body_bytes(100))
        .replies([Reply::raw(format!(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n",
            format!("32\r\n{}\r\n", " ".repeat(50)).repeat(4)
        ))])
        .fails(ErrorKind::TooLarge)
        .sent(1),
        case(
            "a refusal of 50 MB",
            "an error page without end is not read to its end",
        )
        .replies([Reply::new(
            404,
            "text/html",
            &"<html>hidden-in-body ".repeat(2_500_000),
        )])
        .fails(ErrorKind::NotFound)
        .says("a web page"),
        case(
            "an announced length too short",
            "what follows is not taken for an answer",
        )
        .replies([Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}garbage").then_close()])
        .gives("{}"),
        case("a body until the connection closes", "no length at all")
            .replies([Reply::raw("HTTP/1.1 200 OK\r\n\r\n{\"n\":5}").then_close()])
            .gives(r#"{"n":5}"#),
        case("204 without a body", "nothing is to be read")
            .replies([Reply::new(204, "", "")])
            .gives(""),
        case(
            "a text where JSON was expected",
            "the wrong content type is the caller's to notice",
        )
        .replies([Reply::new(200, "text/plain", "12")])
        .gives("12"),
        case(
            "a cut off refusal keeps its status",
            "the body of a 404 breaks off",
        )
        .replies([Reply::json(404, r#"{"error":{"code":"hidden-in-body"#)
            .header("Content-Length", "999")
            .then_close()])
        .fails(ErrorKind::NotFound)
        .says("HTTP 404")
        .sent(1),
    ];
    let broken = [
        ("closed before the answer", "not a byte", Reply::nothing()),
        (
            "reset before the answer",
            "not a byte, and a reset",
            Reply::raw("").then_reset(),
        ),
        (
            "cut off in the status line",
            "four bytes",
            whole().cut(4).then_close(),
        ),
        (
            "reset in the status line",
            "four bytes, and a reset",
            whole().cut(4).then_reset(),
        ),
        (
            "cut off in the headers",
            "half a header",
            whole().cut(25).then_close(),
        ),
        (
            "reset in the headers",
            "half a header, and a reset",
            whole().cut(25).then_reset(),
        ),
        (
            "cut off in the body",
            "a length that lies",
            Reply::json(200, r#"{"n"#)
                .header("Content-Length", "7")
                .then_close(),
        ),
        (
            "reset in the body",
            "half a body, and a reset",
            Reply::json(200, r#"{"n"#)
                .header("Content-Length", "7")
                .then_reset(),
        ),
        (
            "cut off between chunks",
            "the last chunk is missing",
            Reply::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"n\r\n")
                .then_close(),
        ),
        (
            "a chunk that is none",
            "a length that is no number",
            Reply::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").then_close(),
        ),
        (
            "not HTTP at all",
            "a greeting of another protocol",
            Reply::raw("220 smtp.example ESMTP\r\n").then_close(),
        ),
        (
            "a length that is no number",
            "Content-Length: many",
            Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}").then_close(),
        ),
        (
            "compression cut off",
            "half of a gzip stream",
            gzipped(&GZIPPED[..GZIPPED.len() / 2]),
        ),
        (
            "compression that is none",
            "plain text under the name of gzip",
            gzipped(b"{\"n\":1} hidden-in-body"),
        ),
    ];
    cases.extend(
        broken
            .into_iter()
            .flat_map(|(name, happens, reply)| survived(name, happens, reply)),
    );
    cases
}
