//! What is not taken, and what is said of it.

use std::fs;

use super::super::{Expected, Origin, Source};
use super::server::{Reply, Server};
use super::{NO_WAIT, Test, assert_contains, document, gzip, known, sha256, unknown};

#[test]
fn a_wrong_checksum_is_told_and_the_document_not_kept() {
    let document = document();
    let mut altered = document.clone();
    altered[1000] ^= 1;
    let (test, server) = (
        Test::new(),
        Server::start([&document, &altered].map(|body| Reply::ok(body.clone()))),
    );
    let kept = test.fetch(&unknown(&server)).unwrap().path;

    let source = Source {
        expected: Expected {
            size: None,
            sha256: Some("0".repeat(64)),
        },
        ..unknown(&server)
    };
    let message = test.error(&source);
    assert_contains(
        &message,
        &[
            "wrong checksum",
            &"0".repeat(64),
            &sha256(&altered),
            "record its new size and checksum",
        ],
    );
    assert_eq!(test.waits(), NO_WAIT);
    assert!(fs::read(kept).unwrap() == document, "what was cached stays");
    assert_eq!(test.files().len(), 1);
}

#[test]
fn a_wrong_size_is_told_and_too_much_is_not_even_read() {
    let document = document();
    let size = document.len() as u64;
    for (expected, message) in [
        (
            size + 1,
            format!("expected {} bytes, got {size};", size + 1),
        ),
        (size - 1, format!("expected {} bytes, got {size}", size - 1)),
        (10, "expected 10 bytes, got ".to_owned()),
    ] {
        for reply in [
            Reply::ok(document.clone()),
            Reply::ok(gzip(&document)).header("Content-Encoding", "gzip"),
        ] {
            let (test, server) = (Test::new(), Server::start([reply]));
            let source = unknown(&server).expecting(Expected {
                size: Some(expected),
                sha256: None,
            });
            assert_contains(&test.error(&source), &["wrong size", &message]);
            assert_eq!(test.files(), [""; 0]);
            assert_eq!(test.waits(), NO_WAIT);
        }
    }
}

#[test]
fn an_address_where_nothing_is_names_the_option() {
    let (test, server) = (
        Test::new(),
        Server::start(vec![Reply::new("404 Not Found", "404"); 2]),
    );
    assert_contains(
        &test.error(&unknown(&server)),
        &[
            "there is nothing at",
            "/openapi.yaml",
            "404 Not Found",
            "--url",
            "--input",
        ],
    );
    let upstream = Source {
        origin: Origin::Upstream {
            repository: "owner/name".to_owned(),
            path: "openapi/beta/openapi.yaml".to_owned(),
            commit: "0123abc".to_owned(),
        },
        ..unknown(&server)
    };
    assert_contains(
        &test.error(&upstream),
        &[
            "owner/name has no openapi/beta/openapi.yaml at `0123abc`",
            "404 Not Found",
            "--commit",
            "--url",
        ],
    );
    assert_eq!(test.waits(), NO_WAIT);
}

#[test]
fn another_compression_than_was_asked_for_is_refused() {
    let reply = Reply::ok("?").header("Content-Encoding", "br");
    let (test, server) = (Test::new(), Server::start([reply]));
    assert_contains(&test.error(&unknown(&server)), &["compressed as `br`"]);
}

#[test]
fn a_web_page_is_told_from_a_document() {
    let page = "\u{feff}\n <!DOCTYPE html><title>Sign in</title>";
    for reply in [
        Reply::ok(page),
        Reply::ok(page).header("Content-Type", "application/yaml"),
        Reply::ok("Sign in").header("Content-Type", "text/HTML; charset=utf-8"),
        Reply::ok(gzip(page.as_bytes())).header("Content-Encoding", "gzip"),
    ] {
        let (test, server) = (Test::new(), Server::start([reply]));
        // Not that it has the wrong size and checksum, which it has too.
        let message = test.error(&known(&server, &document()));
        assert_contains(
            &message,
            &[
                "a web page, not with an OpenAPI document",
                "proxy",
                "--input",
            ],
        );
        assert_eq!(test.files(), [""; 0]);
        assert_eq!(test.waits(), NO_WAIT);
    }
}

#[test]
fn an_empty_document_is_refused() {
    let (test, server) = (Test::new(), Server::start([Reply::ok("")]));
    assert_contains(&test.error(&unknown(&server)), &["empty document"]);
}

#[test]
fn another_status_is_told_at_once() {
    let (test, server) = (
        Test::new(),
        Server::start([Reply::new("403 Forbidden", "")]),
    );
    assert_contains(
        &test.error(&unknown(&server)),
        &["answered 403 Forbidden", "--url"],
    );
    assert_eq!(test.waits(), NO_WAIT);
}

#[test]
fn a_server_that_is_not_there_is_named_at_once() {
    let test = Test::new();
    let message = test.error(&unknown(&Server::gone()));
    assert_contains(
        &message,
        &["cannot reach http://127.0.0.1:", "HTTPS_PROXY", "--input"],
    );
    assert_eq!(test.waits(), NO_WAIT);
}

#[test]
fn an_address_that_would_be_asked_in_the_clear_is_refused() {
    let test = Test::new();
    for (url, expected) in [
        ("http://mirror.example/openapi.yaml", "not an https address"),
        ("openapi.yaml", "not an https address"),
        ("https://", "not a web address"),
        ("http://localhost.example/x", "not an https address"),
    ] {
        assert_contains(&test.error(&Source::url(url)), &[expected]);
    }
}

#[test]
fn what_may_be_secret_in_an_address_is_in_no_error() {
    let (test, server) = (
        Test::new(),
        Server::start([Reply::new("404 Not Found", "")]),
    );
    let url = server
        .url("/openapi.yaml?token=secret")
        .replace("http://", "http://user:secret@");
    for url in [
        url.as_str(),
        "http://user:secret@mirror.example/x?token=secret",
        "ht tp://user:secret@x/",
    ] {
        let message = test.error(&Source::url(url));
        assert!(!message.contains("secret"), "{message}");
    }
}
