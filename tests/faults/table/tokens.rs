//! Tokens that are refused, and challenges.

use msgraph_transport::ErrorKind;

use crate::action::CREATE;
use crate::case::{Case, Tokens, case};
use crate::server::Reply;

/// `{"access_token":{}}` in base64.
pub(crate) const CHALLENGE: &str =
    r#"Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ==""#;

fn unauthorized(challenge: &str) -> Reply {
    let body =
        r#"{"error":{"code":"InvalidAuthenticationToken","message":"Access token has expired."}}"#;
    let reply = Reply::json(401, body);
    if challenge.is_empty() {
        reply
    } else {
        reply.header("WWW-Authenticate", challenge)
    }
}

pub(super) fn cases() -> Vec<Case> {
    let malformed = |name, challenge| {
        case(name, "a challenge that cannot be read")
            .replies([unauthorized(challenge)])
            .fails(ErrorKind::Unauthenticated)
            .says("Access token has expired")
            .sent(1)
            .tokens_asked(1)
    };
    vec![
        malformed("401 without a challenge", ""),
        malformed("challenge: no claims", "Bearer realm=\"\""),
        malformed("challenge: not base64", "Bearer claims=\"%%%\""),
        malformed("challenge: not JSON", "Bearer claims=\"aGVsbG8=\""),
        malformed("challenge: an open quote", "Bearer claims=\"eyJ9"),
        malformed("challenge: another scheme", "Basic claims=\"e30=\""),
        case(
            "a claims challenge",
            "a token with the claims is fetched, the create is sent again",
        )
        .send(&CREATE)
        .replies([unauthorized(CHALLENGE), Reply::json(201, r#"{"n":1}"#)])
        .gives(r#"{"n":1}"#)
        .sent(2)
        .tokens_asked(2)
        .waited(&[])
        .check(|outcome| {
            assert!(outcome.seen[1].headers["authorization"].ends_with("-2-with-claims"));
            assert_eq!(outcome.seen[1].headers["retry-attempt"], "1");
        }),
        case("a second challenge", "the new token is refused as well")
            .replies([unauthorized(CHALLENGE), unauthorized(CHALLENGE)])
            .fails(ErrorKind::Unauthenticated)
            .sent(2)
            .tokens_asked(2),
        case("a challenge to a fixed token", "there is no other token")
            .tokens(Tokens::Fixed)
            .replies([unauthorized(CHALLENGE)])
            .fails(ErrorKind::Unauthenticated)
            .says("the credential cannot give the claims")
            .sent(1),
        case("the credential fails", "no token, no request")
            .tokens(Tokens::Fails)
            .fails(ErrorKind::Credential)
            .says("the credential gave no token")
            .sent(0),
        case(
            "a refused token is dropped",
            "the next page comes with a new token",
        )
        .pages()
        .replies([
            Reply::json(
                200,
                r#"{"value":[{"n":1}],"@odata.nextLink":"{root}/v1.0/p2"}"#,
            ),
            unauthorized(CHALLENGE),
            Reply::json(
                200,
                r#"{"value":[{"n":2}],"@odata.nextLink":"{root}/v1.0/p3"}"#,
            ),
            Reply::json(200, r#"{"value":[{"n":3}]}"#),
        ])
        .gives("1 2 3")
        .tokens_asked(2),
    ]
}
