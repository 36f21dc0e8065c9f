//! Limits on time.

use std::time::Duration;

use msgraph_transport::{CallOptions, ErrorKind, RetryPolicy};

use crate::action::CREATE;
use crate::case::{Case, Tokens, case};
use crate::server::Reply;

fn once() -> CallOptions {
    CallOptions::new().retry(RetryPolicy::none())
}

fn silence() -> Reply {
    Reply::raw("").then_stall()
}

pub(super) fn cases() -> Vec<Case> {
    let seconds = Duration::from_secs;
    vec![
        case(
            "silence before the answer",
            "the service accepts and says nothing",
        )
        .options(once())
        .replies([silence()])
        .fails(ErrorKind::Timeout)
        .says("silent for 60s"),
        case(
            "silence within the head",
            "half a status line, then nothing",
        )
        .options(once())
        .replies([Reply::raw("HTTP/1.1 20").then_stall()])
        .fails(ErrorKind::Timeout),
        case("silence within the body", "half a body, then nothing")
            .options(once())
            .replies([Reply::json(200, r#"{"n": 1}"#)
                .header("Content-Length", "100")
                .then_stall()])
            .fails(ErrorKind::Timeout)
            .says("silent for 60s"),
        case(
            "a read is tried again after silence",
            "silent once, then well",
        )
        .replies([silence(), Reply::json(200, "{}")])
        .gives("{}")
        .sent(2),
        case(
            "a create is not tried again after silence",
            "it may have been done",
        )
        .send(&CREATE)
        .replies([silence(), Reply::json(200, "{}")])
        .fails(ErrorKind::Timeout)
        .says("whether the service acted on the request is unknown")
        .sent(1),
        case(
            "a create whose answer does not end in time",
            "201 arrives, its body does not, and a try may take 30 s",
        )
        .send(&CREATE)
        .options(CallOptions::new().try_timeout(seconds(30)))
        .replies([Reply::json(201, r#"{"n""#)
            .header("Content-Length", "7")
            .then_stall()])
        .fails(ErrorKind::Timeout)
        .says("the service did what it was asked")
        .says("HTTP 201")
        .sent(1),
        case(
            "a slow body within the limits",
            "a byte every 20 s, and silence is limited to 30 s",
        )
        .options(
            once()
                .read_timeout(seconds(30))
                .try_timeout(seconds(1000))
                .call_timeout(seconds(1000)),
        )
        .replies([Reply::json(200, "12345678")
            .header("Content-Length", "8")
            .drip(8, seconds(20))])
        .gives("12345678"),
        case(
            "a slow body beyond the limit of a try",
            "a byte every 20 s, and a try may take 60 s",
        )
        .options(once().read_timeout(seconds(30)).try_timeout(seconds(60)))
        .replies([Reply::json(200, "12345678")
            .header("Content-Length", "8")
            .drip(8, seconds(20))])
        .fails(ErrorKind::Timeout)
        .says("did not finish within 60s"),
        case("the whole call has a limit", "silent tries add up")
            .options(
                CallOptions::new()
                    .read_timeout(seconds(40))
                    .call_timeout(seconds(100)),
            )
            .replies([silence(), silence(), silence(), silence()])
            .fails(ErrorKind::Timeout)
            .check(|outcome| assert!((2..=3).contains(&outcome.seen.len()))),
        case("the credential never answers", "the sign-in service hangs")
            .tokens(Tokens::NeverComes)
            .fails(ErrorKind::Timeout)
            .says("while a token was fetched")
            .sent(0)
            .check(|outcome| assert!(!outcome.error().may_have_been_done())),
    ]
}
