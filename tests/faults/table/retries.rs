//! Which failures are answered by another try.

use msgraph_transport::{CallOptions, ErrorKind, RetryPolicy};

use crate::action::{CREATE, UPDATE};
use crate::case::{Case, case};
use crate::server::Reply;

fn ok() -> Reply {
    Reply::json(200, r#"{"n":1}"#)
}

fn refusal(status: u16) -> Reply {
    Reply::json(
        status,
        r#"{"error":{"code":"busy","message":"Try later."}}"#,
    )
}

pub(super) fn cases() -> Vec<Case> {
    let create = |name, status, sent: usize| {
        let row = case(name, "a create is refused once")
            .send(&CREATE)
            .replies([refusal(status), ok()])
            .sent(sent);
        if sent == 2 {
            row.gives(r#"{"n":1}"#)
        } else {
            row.fails(ErrorKind::Service)
        }
    };
    let read = |name, status| {
        case(name, "a read is refused once")
            .replies([refusal(status), ok()])
            .sent(2)
            .gives(r#"{"n":1}"#)
    };
    vec![
        case("success", "nothing goes wrong")
            .replies([ok()])
            .gives(r#"{"n":1}"#)
            .sent(1)
            .waited(&[]),
        read("read: 429 without Retry-After", 429),
        read("read: 503", 503),
        read("read: 504", 504),
        read("read: 509", 509),
        read("read: 408", 408),
        read("read: 500", 500),
        read("read: 502", 502),
        create("create: 429 is tried again", 429, 2),
        create("create: 503 without Retry-After is not tried again", 503, 1),
        create("create: 504 is not tried again", 504, 1),
        case(
            "create: 509 is not tried again",
            "a create is refused once",
        )
        .send(&CREATE)
        .replies([refusal(509), ok()])
        .fails(ErrorKind::Throttled)
        .sent(1),
        case(
            "create: 503 with Retry-After is tried again",
            "a plain refusal",
        )
        .send(&CREATE)
        .replies([refusal(503).header("Retry-After", "7"), ok()])
        .gives(r#"{"n":1}"#)
        .waited(&[7000])
        .sent(2),
        case(
            "create: 503 with a wait in its body is tried again",
            "Intune says how long, but in no header",
        )
        .send(&CREATE)
        .replies([
            Reply::json(
                503,
                r#"{"error":{"code":"busy","message":"{\"Message\":\"Later.\",\"RetryAfter\":7}"}}"#,
            ),
            ok(),
        ])
        .gives(r#"{"n":1}"#)
        .waited(&[7000])
        .sent(2),
        create("create: 500 is not tried again", 500, 1),
        create("create: 502 is not tried again", 502, 1),
        create("create: 408 is not tried again", 408, 1),
        case(
            "create: 504 where duplicates are risked",
            "a gateway gives up on a create",
        )
        .send(&CREATE)
        .options(CallOptions::new().retry(RetryPolicy::new().risk_duplicates(true)))
        .replies([refusal(504), ok()])
        .gives(r#"{"n":1}"#)
        .sent(2),
        case(
            "create: 500, said to be repeatable",
            "the caller knows better",
        )
        .send(&CREATE)
        .options(CallOptions::new().repeatable(true))
        .replies([refusal(500), ok()])
        .gives(r#"{"n":1}"#)
        .sent(2),
        case(
            "update: 500, said not to be repeatable",
            "the caller knows better",
        )
        .send(&UPDATE)
        .options(CallOptions::new().repeatable(false))
        .replies([refusal(500), ok()])
        .fails(ErrorKind::Service)
        .sent(1),
        case(
            "update: 500 then 502 then success",
            "the body must arrive unchanged each time",
        )
        .send(&UPDATE)
        .replies([refusal(500), refusal(502), ok()])
        .gives(r#"{"n":1}"#)
        .check(|outcome| {
            let attempts: Vec<_> = outcome
                .seen
                .iter()
                .map(|seen| seen.headers.get("retry-attempt"))
                .collect();
            assert_eq!(
                attempts,
                [None, Some(&"1".to_owned()), Some(&"2".to_owned())]
            );
            assert!(outcome.seen.iter().all(|seen| !seen.body.is_empty()));
        }),
        case(
            "503 is tried again over a new connection",
            "one machine of many is down",
        )
        .replies([refusal(503), ok()])
        .gives(r#"{"n":1}"#)
        .check(|outcome| {
            assert_eq!(
                (outcome.seen[0].connection, outcome.seen[1].connection),
                (0, 1)
            )
        }),
        case(
            "429 is tried again over the same connection",
            "the limit is not the machine's",
        )
        .replies([refusal(429), ok()])
        .gives(r#"{"n":1}"#)
        .check(|outcome| {
            assert_eq!(
                (outcome.seen[0].connection, outcome.seen[1].connection),
                (0, 0)
            )
        }),
        case("tries are used up", "the service stays down")
            .options(CallOptions::new().retry(RetryPolicy::new().max_tries(3)))
            .replies([refusal(503), refusal(503), refusal(503), ok()])
            .fails(ErrorKind::Service)
            .says("get_thing: busy: Try later. [HTTP 503, 3 attempts")
            .sent(3)
            .check(|outcome| assert_eq!(outcome.error().metadata().attempts, 3)),
        case("no retries wanted", "one try is all")
            .options(CallOptions::new().retry(RetryPolicy::none()))
            .replies([refusal(429), ok()])
            .fails(ErrorKind::Throttled)
            .sent(1)
            .waited(&[]),
        case(
            "503 without a reason",
            "the service is down, and says no more",
        )
        .options(CallOptions::new().retry(RetryPolicy::none()))
        .replies([Reply::json(503, "")])
        .fails(ErrorKind::Service)
        .says("get_thing: the service is unavailable: the service gave no reason [HTTP 503"),
        case(
            "create: in doubt since the first try",
            "504, and then a plain refusal",
        )
        .send(&CREATE)
        .options(CallOptions::new().retry(RetryPolicy::new().risk_duplicates(true)))
        .replies([refusal(504), refusal(409)])
        .fails(ErrorKind::Conflict)
        .check(|outcome| assert!(outcome.error().may_have_been_done())),
        case(
            "create: refused and not in doubt",
            "429, and then a plain refusal",
        )
        .send(&CREATE)
        .replies([refusal(429), refusal(409)])
        .fails(ErrorKind::Conflict)
        .check(|outcome| assert!(!outcome.error().may_have_been_done())),
        case("501 is final", "the service cannot do it")
            .replies([refusal(501), ok()])
            .fails(ErrorKind::Service)
            .sent(1),
        case("409 is final", "the object is in use")
            .replies([refusal(409), ok()])
            .fails(ErrorKind::Conflict)
            .sent(1),
        case("no connection: nobody listens", "the port is closed")
            .configure(|builder| {
                // A port that was free a moment ago, and that nobody was given since.
                let free = std::net::TcpListener::bind("127.0.0.1:0")
                    .unwrap()
                    .local_addr()
                    .unwrap();
                builder.loopback_endpoint(format!("http://{free}"))
            })
            .send(&CREATE)
            .fails(ErrorKind::Connect)
            .says("no connection could be made [5 attempts")
            .check(|outcome| {
                assert_eq!(outcome.waits.len(), 4);
                assert!(!outcome.error().may_have_been_done());
            }),
        case(
            "the caller's id goes out",
            "an id is given, and a preference",
        )
        .options(
            CallOptions::new()
                .client_request_id("my-own-id")
                .and_then(|options| options.prefer("odata.maxpagesize=5"))
                .and_then(|options| options.if_match("\"e1\""))
                .unwrap(),
        )
        .replies([refusal(503), ok()])
        .gives(r#"{"n":1}"#)
        .check(|outcome| {
            for seen in &outcome.seen {
                assert_eq!(seen.headers["client-request-id"], "my-own-id");
                assert_eq!(seen.headers["prefer"], "odata.maxpagesize=5");
                assert_eq!(seen.headers["if-match"], "\"e1\"");
                assert_eq!(seen.headers["accept-encoding"], "gzip");
            }
        }),
    ]
}
