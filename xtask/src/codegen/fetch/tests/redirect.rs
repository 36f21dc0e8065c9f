//! Redirects, and how far they may lead.

use super::server::{Reply, Server};
use super::{NO_WAIT, Test, assert_contains, assert_fetched, document, known, unknown};

#[test]
fn redirects_are_followed_and_a_resumed_download_takes_them_again() {
    let document = document();
    let other = Server::start([
        Reply::ok(document.clone())
            .header("ETag", "\"one\"")
            .cut_off_after(7_000),
        Reply::part(&document, 7_000).header("ETag", "\"one\""),
    ]);
    let away = Reply::new("302 Found", "").header("Location", &other.url("/there?token=1"));
    let on = Reply::new("301 Moved Permanently", "").header("Location", "/next");
    let (test, server) = (
        Test::new(),
        Server::start([on.clone(), away.clone(), on, away]),
    );
    assert_fetched(&test, &known(&server, &document), &document);
    assert_eq!(
        server.requests(),
        ["/openapi.yaml", "/next", "/openapi.yaml", "/next"]
            .map(|path| format!("GET {path} HTTP/1.1"))
    );
    assert_eq!(other.requests(), ["GET /there?token=1 HTTP/1.1"; 2]);
    assert_eq!(other.headers("range")[1].as_deref(), Some("bytes=7000-"));
}

#[test]
fn redirects_in_a_circle_end() {
    let circle = Reply::new("307 Temporary Redirect", "").header("Location", "/openapi.yaml");
    let (test, server) = (Test::new(), Server::start(vec![circle; 20]));
    assert_contains(&test.error(&unknown(&server)), &["more than 5 redirects"]);
    assert_eq!(server.requests().len(), 6);
    assert_eq!(test.waits(), NO_WAIT);
}

#[test]
fn redirects_away_from_https_are_not_followed() {
    let locations = [
        (
            "http://mirror.example/x?key=secret",
            "redirects to http://mirror.example/x, which",
        ),
        ("ftp://127.0.0.1/x", "not an https address"),
        ("//mirror.example/x", "not an https address"),
        ("relative.yaml", "not an https address"),
        (
            "http://[broken",
            "redirects to something that is not an address",
        ),
    ];
    for (location, expected) in locations {
        let reply = Reply::new("302 Found", "").header("Location", location);
        let (test, server) = (Test::new(), Server::start([reply]));
        let message = test.error(&unknown(&server));
        assert_contains(&message, &[expected]);
        assert!(!message.contains("secret"), "{message}");
    }
    let (test, server) = (Test::new(), Server::start([Reply::new("302 Found", "")]));
    assert_contains(
        &test.error(&unknown(&server)),
        &["302 Found without a Location"],
    );
}
