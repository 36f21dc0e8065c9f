//! How long is waited, and when waiting is refused.

use std::time::{Duration, Instant};

use msgraph_transport::{CallOptions, ErrorKind, Pacing, RetryPolicy};

use crate::action::UPDATE;
use crate::case::{Case, case};
use crate::server::Reply;

fn throttled(values: &[&str]) -> Reply {
    let refusal = Reply::json(
        429,
        r#"{"error":{"code":"TooManyRequests","message":"Slow down."}}"#,
    );
    values
        .iter()
        .rev()
        .fold(refusal, |reply, value| reply.header("Retry-After", value))
}

fn told(name: &'static str, values: &[&str], waits: &'static [u64]) -> Case {
    case(name, "throttled once, with Retry-After")
        .replies([throttled(values), Reply::json(200, "{}")])
        .gives("{}")
        .sent(2)
        .waited(waits)
}

/// The wait is made up by backoff, below its ceiling of a second.
fn backoff(name: &'static str, values: &[&str]) -> Case {
    case(name, "throttled once, and Retry-After says nothing")
        .replies([throttled(values), Reply::json(200, "{}")])
        .gives("{}")
        .sent(2)
        .check(|outcome| {
            assert!(
                outcome
                    .waits
                    .iter()
                    .all(|wait| *wait < Duration::from_secs(1))
            )
        })
}

pub(super) fn cases() -> Vec<Case> {
    let begin = Instant::now();
    vec![
        told("Retry-After in seconds", &["7"], &[7000]),
        told("Retry-After with a fraction", &["2.128"], &[2128]),
        told("Retry-After of zero", &["0"], &[0]),
        told(
            "Retry-After in the past",
            &["Wed, 21 Oct 2015 07:28:00 GMT"],
            &[0],
        ),
        told("Retry-After twice: the longer counts", &["3", "9"], &[9000]),
        told("Retry-After joined by a comma", &["9, 3"], &[9000]),
        backoff("Retry-After that is garbage", &["soon"]),
        backoff("Retry-After below zero", &["-5"]),
        backoff("Retry-After that is empty", &[""]),
        case("Retry-After as a date", "throttled until a minute from now")
            .configure(|builder| builder)
            .replies([
                throttled(&[&httpdate(Duration::from_secs(60))]),
                Reply::json(200, "{}"),
            ])
            .gives("{}")
            .check(move |outcome| {
                let wait = outcome.waits[0].as_secs_f64();
                // The date is as old as the table, and has no fractions of a second.
                let least = 59.0 - begin.elapsed().as_secs_f64();
                assert!((least..=60.0).contains(&wait), "{wait}");
            }),
        case(
            "Retry-After that is absurd",
            "told to wait for three hundred years",
        )
        .replies([throttled(&["9999999999"])])
        .fails(ErrorKind::Throttled)
        .says("asked to wait")
        .says("not tried again")
        .sent(1)
        .waited(&[]),
        case(
            "a wait beyond the limit on one wait",
            "told to wait 200 s, with a limit of 180 s",
        )
        .replies([throttled(&["200"])])
        .fails(ErrorKind::Throttled)
        .says("beyond the limit of 180s")
        .says("asked to wait 200s")
        .sent(1)
        .waited(&[])
        .check(|outcome| {
            assert_eq!(
                outcome.error().retry_after(),
                Some(Duration::from_secs(200))
            )
        }),
        case(
            "a wait beyond the call's time",
            "told to wait 30 s in a call of 20 s",
        )
        .options(CallOptions::new().call_timeout(Duration::from_secs(20)))
        .replies([throttled(&["30"])])
        .fails(ErrorKind::Throttled)
        .says("after the call's limit of 20s")
        .sent(1)
        .waited(&[]),
        case(
            "waits add up to the call's time",
            "told to wait 50 s again and again in a call of 120 s",
        )
        .options(
            CallOptions::new()
                .call_timeout(Duration::from_secs(120))
                .retry(RetryPolicy::new().max_tries(100)),
        )
        .replies(vec![throttled(&["50"]); 100])
        .fails(ErrorKind::Throttled)
        .sent(3)
        .waited(&[50_000, 50_000]),
        case("500 with Retry-After", "a failure asks for a wait too")
            .replies([
                Reply::json(500, "{}").header("Retry-After", "11"),
                Reply::json(200, "{}"),
            ])
            .gives("{}")
            .waited(&[11_000]),
        case("backoff grows", "refused nine times without a word")
            .options(CallOptions::new().retry(RetryPolicy::new().max_tries(10)))
            .replies(
                (0..9)
                    .map(|_| Reply::json(503, ""))
                    .chain([Reply::json(200, "{}")]),
            )
            .gives("{}")
            .check(|outcome| {
                let ceilings = [1, 2, 4, 8, 16, 30, 30, 30, 30].map(Duration::from_secs);
                assert_eq!(outcome.waits.len(), ceilings.len());
                for (wait, ceiling) in outcome.waits.iter().zip(ceilings) {
                    assert!(*wait <= ceiling, "{wait:?} of {ceiling:?}");
                }
            }),
        case(
            "backoff stays below the longest wait",
            "refused four times without a word, and no wait may be longer than 1 s",
        )
        .options(CallOptions::new().retry(RetryPolicy::new().max_wait(Duration::from_secs(1))))
        .replies(
            (0..4)
                .map(|_| Reply::json(503, ""))
                .chain([Reply::json(200, "{}")]),
        )
        .gives("{}")
        .check(|outcome| {
            let longest = outcome.waits.iter().max();
            assert!(longest <= Some(&Duration::from_secs(1)), "{longest:?}");
        }),
        case(
            "pacing leaves no time for a second try",
            "one request a minute, in a call of 20 s whose first try failed",
        )
        .send(&UPDATE)
        .configure(|builder| builder.pacing(Pacing::new(1, 1, Duration::from_secs(60))))
        .options(CallOptions::new().call_timeout(Duration::from_secs(20)))
        .replies([
            Reply::json(500, r#"{"error":{"code":"someCode","message":"Some words."}}"#)
                .header("request-id", "r-1"),
        ])
        .fails(ErrorKind::Service)
        .says("update_thing: someCode: Some words.; not tried again: pacing asks for a wait longer than")
        .says("request-id r-1")
        .sent(1)
        .check(|outcome| {
            let error = outcome.error();
            assert!(!error.to_string().contains("nothing was sent"), "{error}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
            assert_eq!(error.metadata().attempts, 1);
            assert!(error.retry_after() > Some(Duration::from_secs(50)));
        }),
        case(
            "pacing leaves no time for a first try",
            "one request a minute, and the second page is wanted within 20 s",
        )
        .pages()
        .configure(|builder| builder.pacing(Pacing::new(1, 1, Duration::from_secs(60))))
        .options(CallOptions::new().call_timeout(Duration::from_secs(20)))
        .replies([Reply::json(
            200,
            r#"{"value":[{"n":1}],"@odata.nextLink":"{root}/v1.0/p2"}"#,
        )])
        .fails(ErrorKind::Throttled)
        .says("nothing was sent")
        .sent(1)
        .check(|outcome| assert_eq!(outcome.error().metadata().attempts, 0)),
        case(
            "pacing spreads pages",
            "ten pages, at most four requests in ten seconds",
        )
        .pages()
        .configure(|builder| builder.pacing(Pacing::new(4, 1, Duration::from_secs(10))))
        .replies((1..=10).map(|n| match n {
            10 => Reply::json(200, r#"{"value":[{"n":10}]}"#),
            n => Reply::json(
                200,
                format!(r#"{{"value":[{{"n":{n}}}],"@odata.nextLink":"{{root}}/v1.0/p{n}"}}"#),
            ),
        }))
        .gives("1 2 3 4 5 6 7 8 9 10")
        .waited(&[10_000, 10_000]),
    ]
}

/// A time from now in the form of HTTP.
fn httpdate(ahead: Duration) -> String {
    httpdate::fmt_http_date(std::time::SystemTime::now() + ahead)
}
