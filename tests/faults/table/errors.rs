//! What is said of a refusal.

use msgraph_transport::ErrorKind;

use crate::action::UPDATE;
use crate::case::{Case, case};
use crate::secrets::TOKEN_SECRET;
use crate::server::Reply;

pub(super) fn cases() -> Vec<Case> {
    let plain = |name, status, kind| {
        case(name, "a refusal in Graph's form")
            .replies([Reply::json(
                status,
                r#"{"error":{"code":"someCode","message":"Some words."}}"#,
            )])
            .fails(kind)
            .says("get_thing: someCode: Some words.")
            .sent(1)
            .check(|outcome| assert_eq!(outcome.error().code(), Some("someCode")))
    };
    vec![
        plain("400", 400, ErrorKind::BadRequest),
        plain("404", 404, ErrorKind::NotFound),
        plain("410", 410, ErrorKind::NotFound),
        plain("412", 412, ErrorKind::PreconditionFailed),
        plain("418", 418, ErrorKind::BadRequest),
        case("403 names the permission", "the application was not granted it")
            .send(&UPDATE)
            .replies([Reply::json(403, r#"{"error":{"code":"Forbidden","message":"Application is not authorized to perform this operation."}}"#)])
            .fails(ErrorKind::Forbidden)
            .says("needs Things.ReadWrite.All")
            .check(|outcome| assert!(outcome.error().is_forbidden())),
        case("ids from the headers", "request-id and date are headers")
            .replies([Reply::json(404, r#"{"error":{"code":"x","innerError":{"request-id":"inner"}}}"#)
                .header("request-id", "outer")
                .header("Date", "Mon, 01 Jan 2024 00:00:00 GMT")])
            .fails(ErrorKind::NotFound)
            .says("request-id outer")
            .check(|outcome| {
                assert_eq!(outcome.error().metadata().date.as_deref(), Some("Mon, 01 Jan 2024 00:00:00 GMT"));
            }),
        case("ids from the inner error", "only the body has them")
            .replies([Reply::json(400, r#"{"error":{"code":"x","message":"m","innererror":{"request-id":"inner-id","Date":"2024-01-01","innererror":{"code":"deepCode"}}}}"#)])
            .fails(ErrorKind::BadRequest)
            .says("request-id inner-id")
            .says("inner code deepCode"),
        case("JSON inside the message", "as Intune does it")
            .replies([Reply::json(400, r#"{"error":{"code":"BadRequest","message":"{\"_version\":3,\"Message\":\"Name taken - Operation ID (for customer support): 0 - Activity ID: act-1 - Url: https://x.example/?t=hidden-in-query\",\"CustomApiErrorPhrase\":\"NameTaken\",\"RetryAfter\":null}"}}"#)])
            .fails(ErrorKind::BadRequest)
            .says("BadRequest: Name taken - NameTaken [")
            .says("activity-id act-1"),
        case("an operation that is not offered, 404", "the route does not exist")
            .replies([Reply::json(404, r#"{"error":{"code":"ResourceNotFound","message":"No OData route exists that match template ~/x with http verb GET"}}"#)])
            .fails(ErrorKind::NotOffered)
            .says("the service does not offer this operation")
            .check(|outcome| assert!(!outcome.error().is_not_found())),
        case("an operation that is not offered, 400", "the method does not exist")
            .replies([Reply::json(400, r#"{"error":{"code":"BadRequest","message":"No method match route template"}}"#)])
            .fails(ErrorKind::NotOffered),
        case("an empty body", "a refusal without a reason")
            .replies([Reply::new(404, "", "")])
            .fails(ErrorKind::NotFound)
            .says("get_thing: there is no such object: the service gave no reason [HTTP 404"),
        case("an empty object", "a refusal in JSON that says nothing")
            .replies([Reply::json(404, "{}")])
            .fails(ErrorKind::NotFound)
            .says("get_thing: there is no such object: the reason cannot be read (application/json, 2 bytes)"),
        case("an empty 501", "a failure without a reason")
            .replies([Reply::json(501, "")])
            .fails(ErrorKind::Service)
            .says("get_thing: the service failed: the service gave no reason [HTTP 501"),
        case("a code without words", "only half of what Graph's form holds")
            .replies([Reply::json(409, r#"{"error":{"code":"someCode","message":""}}"#)])
            .fails(ErrorKind::Conflict)
            .says("get_thing: the object's state does not allow it: someCode [HTTP 409"),
        case("a web page", "a proxy answers in place of Graph")
            .replies([Reply::new(403, "text/html", "<html><title>Blocked</title>hidden-in-body</html>")])
            .fails(ErrorKind::Forbidden)
            .says("\"Blocked\""),
        case("JSON that is cut off", "half an error object")
            .replies([Reply::json(400, r#"{"error":{"code":"hidden-in-body"#)])
            .fails(ErrorKind::BadRequest)
            .says("the reason cannot be read (application/json"),
        case("a message of several lines", "control characters must not reach a log")
            .replies([Reply::json(400, r#"{"error":{"code":"a\nb","message":"one\r\n\u001b[31mtwo"}}"#)])
            .says("a b: one [31mtwo [HTTP 400"),
        case("an error that echoes the token", "the service repeats what it was sent")
            .replies([Reply::json(400, format!(r#"{{"error":{{"code":"x","message":"header was Bearer {TOKEN_SECRET}-1"}}}}"#))])
            .says("header was Bearer [redacted]"),
        case("a success that is a web page", "a proxy's log-in page with status 200")
            .pages()
            .replies([Reply::new(200, "text/html", "<html>hidden-in-body</html>").header("request-id", "r-7")])
            .fails(ErrorKind::Decode)
            .says("not JSON (text/html)")
            .says("request-id r-7"),
    ]
}
