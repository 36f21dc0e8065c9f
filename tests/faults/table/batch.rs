//! Batches of which parts fail.

use std::time::Duration;

use msgraph_transport::{CallOptions, ErrorKind, Pacing};

use crate::case::{Case, case};
use crate::secrets::TOKEN_SECRET;
use crate::server::Reply;

use super::tokens::CHALLENGE;

fn batch(items: &str) -> Reply {
    Reply::json(200, format!(r#"{{"responses":[{items}]}}"#))
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        case("batch: answers out of order", "the results are in the caller's order")
            .batch(3)
            .replies([batch(
                r#"{"id":"3","status":200,"body":{"n":3}},{"id":"1","status":200,"body":{"n":1}},{"id":"2","status":200,"body":{"n":2}}"#,
            )])
            .gives("1 2 3")
            .check(|outcome| {
                assert_eq!(outcome.seen[0].target, "/v1.0/$batch");
                assert!(outcome.seen[0].body.contains(r#""url":"/things/2?$search=hidden-in-query""#));
                assert!(!outcome.seen[0].body.contains("uthorization"));
            }),
        case("batch: answers spelled otherwise", "ids as numbers and statuses as text are answers")
            .batch(2)
            .replies([batch(
                r#"{"id":1,"status":"200","body":{"n":1}},{"id":"2","status":200,"body":{"n":2}}"#,
            )])
            .gives("1 2")
            .sent(1),
        case("batch: answers in two parts", "the rest is behind a link")
            .batch(2)
            .replies([
                Reply::json(
                    200,
                    r#"{"responses":[{"id":"2","status":200,"body":{"n":2}}],"@odata.nextLink":"{root}/v1.0/$batch?$skiptoken=x"}"#,
                ),
                batch(r#"{"id":"1","status":200,"body":{"n":1}}"#),
            ])
            .gives("1 2")
            .sent(2)
            .check(|outcome| {
                assert_eq!(outcome.seen[1].method, "GET");
                assert_eq!(outcome.seen[1].target, "/v1.0/$batch?$skiptoken=x");
            }),
        case("batch: the rest is elsewhere", "the token does not go there, and what was given is kept")
            .batch(2)
            .replies([Reply::json(
                200,
                r#"{"responses":[{"id":"1","status":200,"body":{"n":1}}],"@odata.nextLink":"{evil}/v1.0/$batch?$skiptoken=x"}"#,
            )])
            .fails(ErrorKind::Unanswered)
            .sent(1),
        case("batch: JSON in base64", "a body of type JSON that is base64 of an object is the object")
            .batch(1)
            .replies([batch(
                r#"{"id":"1","status":200,"headers":{"Content-Type":"application/json"},"body":"eyJuIjoxfQ=="}"#,
            )])
            .gives("1"),
        case("batch: one item throttled", "it is sent again alone, after its own wait")
            .batch(3)
            .replies([
                batch(
                    r#"{"id":"1","status":200,"body":{"n":1}},{"id":"2","status":429,"headers":{"Retry-After":"17"},"body":{"error":{"code":"busy"}}},{"id":"3","status":200,"body":{"n":3}}"#,
                ),
                Reply::json(200, r#"{"n":2}"#),
            ])
            .gives("1 2 3")
            .options(CallOptions::new().header("x-envelope", "x").and_then(|options| options.prefer("p")).unwrap())
            .waited(&[17_000])
            .check(|outcome| {
                assert_eq!(outcome.seen[1].target, "/v1.0/things/2?$search=hidden-in-query");
                assert_eq!(outcome.seen[1].headers["retry-attempt"], "1");
                // What is said of the round trip is not said of an item, there or alone.
                for name in ["x-envelope", "prefer"] {
                    assert!(outcome.seen[0].headers.contains_key(name));
                    assert!(!outcome.seen[1].headers.contains_key(name));
                }
            }),
        case("batch: no time to send an item again", "two requests a minute, in calls of 20 s")
            .batch(2)
            .configure(|builder| builder.pacing(Pacing::new(2, 2, Duration::from_secs(60))))
            .options(CallOptions::new().call_timeout(Duration::from_secs(20)))
            .replies([batch(
                r#"{"id":"1","status":200,"body":{"n":1}},{"id":"2","status":429,"headers":{"request-id":"r-2","Retry-After":"1"},"body":{"error":{"code":"busy","message":"Not now."}}}"#,
            )])
            .fails(ErrorKind::Throttled)
            .says("get_thing: busy: Not now.; not tried again: pacing asks for")
            .says("request-id r-2")
            .sent(1),
        case("batch: items fail each in its own way", "the others are not affected")
            .batch(4)
            .replies([batch(
                r#"{"id":"1","status":404,"body":{"error":{"code":"gone","message":"No such thing."}}},{"id":"2","status":200,"body":{"n":2}},{"id":"3","status":424,"body":{"error":{"code":"FailedDependency"}}}"#,
            )])
            .check(|outcome| assert_eq!(outcome.text, "not_found 2 failed_dependency unanswered"))
            .says("get_thing: gone: No such thing.")
            .sent(1),
        case("batch: an item is challenged", "a token with the claims is fetched, the item is sent again alone")
            .batch(2)
            .replies([
                batch(&format!(
                    r#"{{"id":"1","status":401,"headers":{{"WWW-Authenticate":{CHALLENGE:?}}}}},{{"id":"2","status":200,"body":{{"n":2}}}}"#
                )),
                Reply::json(401, "{}").header("WWW-Authenticate", CHALLENGE),
                Reply::json(200, r#"{"n":1}"#),
            ])
            .gives("1 2")
            .waited(&[])
            .tokens_asked(2),
        case("batch: an item is left out", "the error has the request id of the round trip")
            .batch(1)
            .replies([batch("").header("request-id", "r-1")])
            .fails(ErrorKind::Unanswered)
            .says("request-id r-1"),
        case("batch: damaged answers", "ids twice, unknown, missing; headers of all kinds")
            .batch(2)
            .replies([batch(
                r#"7,{"id":"9","status":200},{"id":"x","status":200},{"status":200},{"id":"1","status":200,"headers":{"a b":"c","n":5,"l":[1]},"body":{"n":1}},{"id":"1","status":500}"#,
            )])
            .check(|outcome| assert_eq!(outcome.text, "1 unanswered")),
        case("batch: the round trip is throttled", "it is sent again as a whole")
            .batch(2)
            .replies([
                Reply::json(429, "{}").header("Retry-After", "5"),
                batch(r#"{"id":"1","status":200,"body":{"n":1}},{"id":"2","status":200,"body":{"n":2}}"#),
            ])
            .gives("1 2")
            .waited(&[5000])
            .sent(2),
        case("batch: the round trip is refused", "and with it every item")
            .batch(2)
            .replies([Reply::json(403, r#"{"error":{"code":"Forbidden"}}"#)])
            .fails(ErrorKind::Forbidden)
            .check(|outcome| assert_eq!(outcome.text, "forbidden forbidden"))
            .says("needs Things.Read.All"),
        case("batch: an item that echoes the token", "the service repeats what it was sent")
            .batch(1)
            .replies([batch(&format!(
                r#"{{"id":"1","status":400,"body":{{"error":{{"code":"x","message":"was {TOKEN_SECRET}-1"}}}}}}"#
            ))])
            .says("x: was [redacted]"),
        case("batch: an answer that is none", "a web page with status 200")
            .batch(1)
            .replies([Reply::new(200, "text/html", "<html>hidden-in-body")])
            .fails(ErrorKind::Decode),
    ]
}
