//! Downloads that are cut off, and what comes after.

use super::server::{Reply, Server};
use super::{NO_WAIT, Test, assert_contains, assert_fetched, document, gzip, known, unknown};

#[test]
fn a_download_that_is_cut_off_goes_on_where_it_stopped() {
    let document = document();
    let reply = Reply::ok(document.clone()).header("ETag", "\"one\"");
    let (test, server) = (
        Test::new(),
        Server::start([
            reply.cut_off_after(100_000),
            Reply::part(&document, 100_000)
                .header("ETag", "\"one\"")
                .cut_off_after(50_000),
            Reply::part(&document, 150_000).header("ETag", "\"one\""),
        ]),
    );
    assert_fetched(&test, &known(&server, &document), &document);
    let ranges = [None, Some("bytes=100000-"), Some("bytes=150000-")];
    assert_eq!(
        server.headers("range"),
        ranges.map(|range| range.map(str::to_owned))
    );
    assert_eq!(
        server.headers("if-range")[1..],
        ["\"one\"", "\"one\""].map(|tag| Some(tag.to_owned()))
    );
    assert_eq!(test.waits(), [1, 2]);
}

#[test]
fn a_download_that_is_always_cut_off_is_given_up_and_leaves_nothing() {
    let document = document();
    let reply = Reply::ok(document.clone()).cut_off_after(100_000);
    let (test, server) = (Test::new(), Server::start(vec![reply; 10]));
    let message = test.error(&known(&server, &document));
    assert_contains(
        &message,
        &["gave up after 6 tries", "was cut off after 100000 bytes"],
    );
    assert_eq!(server.requests().len(), 6);
    assert_eq!(test.waits(), [1, 2, 4, 8, 16]);
    assert_eq!(test.files(), [""; 0]);
}

#[test]
fn without_a_strong_etag_it_begins_again() {
    let document = document();
    for etag in ["W/\"weak\"", ""] {
        let reply = Reply::ok(document.clone()).header("ETag", etag);
        let (test, server) = (
            Test::new(),
            Server::start([reply.clone().cut_off_after(100_000), reply]),
        );
        assert_fetched(&test, &unknown(&server), &document);
        assert_eq!(server.headers("range"), [None, None]);
    }
}

#[test]
fn a_server_that_ignores_the_range_sends_it_all_again() {
    let document = document();
    let reply = Reply::ok(document.clone()).header("ETag", "\"one\"");
    let (test, server) = (
        Test::new(),
        Server::start([reply.clone().cut_off_after(9), reply]),
    );
    assert_fetched(&test, &known(&server, &document), &document);
    assert_eq!(server.headers("range")[1].as_deref(), Some("bytes=9-"));
}

#[test]
fn a_document_that_changed_between_two_tries_is_not_mixed() {
    let (old, new) = (b"openapi: 3.0.0\n# old".repeat(500), document());
    let begin = Reply::ok(old.clone())
        .header("ETag", "\"old\"")
        .cut_off_after(5_000);

    // As a server should answer, which knows If-Range.
    let whole = Reply::ok(new.clone()).header("ETag", "\"new\"");
    let (test, server) = (Test::new(), Server::start([begin.clone(), whole.clone()]));
    assert_fetched(&test, &unknown(&server), &new);

    // And as one that does not.
    let part = Reply::part(&new, 5_000).header("ETag", "\"new\"");
    let (test, server) = (Test::new(), Server::start([begin, part, whole]));
    assert_fetched(&test, &unknown(&server), &new);
    assert_eq!(server.headers("range")[2], None);
}

#[test]
fn a_part_that_does_not_fit_is_not_taken() {
    let document = document();
    let whole = Reply::ok(document.clone()).header("ETag", "\"one\"");
    let misfits = [
        Reply::part(&document, 99_999),
        Reply::part(&document[..150_000], 100_000),
        Reply::new("206 Partial Content", "without Content-Range"),
        Reply::part(&document, 100_000).header("Content-Encoding", "gzip"),
        Reply::new("416 Range Not Satisfiable", ""),
    ];
    for misfit in misfits {
        let begin = whole.clone().cut_off_after(100_000);
        let (test, server) = (Test::new(), Server::start([begin, misfit, whole.clone()]));
        assert_fetched(&test, &known(&server, &document), &document);
        assert_eq!(server.headers("range")[2], None);
    }
}

#[test]
fn a_compressed_document_is_decompressed_and_resumed_as_it_was_sent() {
    let document = document();
    let compressed = gzip(&document);
    let reply = |reply: Reply| {
        reply
            .header("Content-Encoding", "gzip")
            .header("ETag", "\"gz\"")
    };
    let (test, server) = (
        Test::new(),
        Server::start([
            reply(Reply::ok(compressed.clone())).cut_off_after(10_000),
            reply(Reply::part(&compressed, 10_000)),
        ]),
    );
    assert_fetched(&test, &known(&server, &document), &document);
    assert_eq!(
        server.headers("accept-encoding"),
        ["gzip", "gzip"].map(|value| Some(value.to_owned()))
    );
    assert_eq!(server.headers("range")[1].as_deref(), Some("bytes=10000-"));
}

#[test]
fn compressed_bytes_that_end_too_soon_or_are_damaged_are_asked_for_again() {
    let document = document();
    let compressed = gzip(&document);
    let mut damaged = compressed.clone();
    damaged[5_000..5_100].fill(0xFF);
    for bad in [
        Reply::ok(&compressed[..compressed.len() / 2]),
        Reply::ok(&compressed[..compressed.len() / 2]).without_length(),
        Reply::ok(damaged),
        Reply::ok("not gzip at all"),
        Reply::ok(""),
    ] {
        let reply = |reply: Reply| {
            reply
                .header("Content-Encoding", "gzip")
                .header("ETag", "\"gz\"")
        };
        let (test, server) = (
            Test::new(),
            Server::start([reply(bad), reply(Reply::ok(compressed.clone()))]),
        );
        assert_fetched(&test, &unknown(&server), &document);
        assert_eq!(server.headers("range"), [None, None]);
        assert_eq!(test.waits(), [1]);
    }
}

#[test]
fn a_chunked_body_that_stops_is_cut_off() {
    let document = b"openapi: 3.0.4\n".to_vec();
    let cut = Reply::ok("f\r\nopenapi: 3.0.4\n\r\n")
        .without_length()
        .header("Transfer-Encoding", "chunked");
    let (test, server) = (
        Test::new(),
        Server::start([cut, Reply::ok(document.clone())]),
    );
    assert_fetched(&test, &unknown(&server), &document);
}

#[test]
fn a_busy_server_is_asked_again_after_the_wait_that_it_wants() {
    let document = document();
    let busy = Reply::new("503 Service Unavailable", "");
    let (test, server) = (
        Test::new(),
        Server::start([
            busy.clone().header("Retry-After", "7"),
            Reply::new("429 Too Many Requests", "").header("Retry-After", "0"),
            busy.clone().header("Retry-After", "soon"),
            Reply::ok(document.clone()),
        ]),
    );
    assert_fetched(&test, &unknown(&server), &document);
    assert_eq!(test.waits(), [7, 2, 4]);

    let (test, server) = (
        Test::new(),
        Server::start([busy.header("Retry-After", "3600")]),
    );
    assert_contains(
        &test.error(&unknown(&server)),
        &["asks to wait 3600 s", "503 Service Unavailable"],
    );
    assert_eq!(test.waits(), NO_WAIT);
}

#[test]
fn a_server_that_goes_away_may_come_back() {
    let document = document();
    let (test, server) = (
        Test::new(),
        Server::start([Reply::ok(document).cut_off_after(5_000)]),
    );
    assert_contains(
        &test.error(&unknown(&server)),
        &["gave up after 6 tries: cannot reach"],
    );
    assert_eq!(test.waits(), [1, 2, 4, 8, 16]);
}
