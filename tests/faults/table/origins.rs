//! Links and redirects that lead a token astray.

use msgraph_transport::ErrorKind;

use crate::action::CREATE;
use crate::case::{Case, case};
use crate::server::Reply;

/// The first page is good, and its link leads elsewhere: the items arrive, then the error, and nothing was sent there.
fn link(name: &'static str, link: &str) -> Case {
    case(name, "a link to the next page leads elsewhere")
        .pages()
        .replies([Reply::json(
            200,
            format!(r#"{{"value":[{{"n":1}}],"@odata.nextLink":"{link}"}}"#),
        )])
        .fails(ErrorKind::ForeignOrigin)
        .says("the only place that may see the token")
        .check(|outcome| assert_eq!(outcome.text, "1 (foreign_origin)"))
        .sent(1)
        .tokens_asked(1)
}

/// A saved continuation leads elsewhere: no token is even asked for.
fn saved(name: &'static str, place: &str) -> Case {
    case(name, "a saved continuation leads elsewhere")
        .resume(place)
        .fails(ErrorKind::ForeignOrigin)
        .sent(0)
        .tokens_asked(0)
}

fn redirect(name: &'static str, status: u16, location: &str) -> Case {
    case(name, "the service redirects")
        .replies([Reply::json(status, "{}").header("Location", location)])
        .fails(ErrorKind::Redirect)
        .sent(1)
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        link("link: another host", "{evil}/v1.0/things?$skiptoken=hidden-in-query"),
        link("link: a host that begins like ours", "https://graph.microsoft.com.evil.example/v1.0/things"),
        link("link: our host as a user", "http://{host}@evil.example/v1.0/things"),
        case("link: a user at our host", "it could stand in for the token, and the error says so")
            .pages()
            .replies([Reply::json(
                200,
                r#"{"value":[{"n":1}],"@odata.nextLink":"http://hidden-user@{host}/v1.0/things"}"#,
            )])
            .fails(ErrorKind::ForeignOrigin)
            .says("has a user name or a password in it")
            .sent(1)
            .tokens_asked(1),
        link("link: another port", "http://127.0.0.1:1/v1.0/things"),
        link("link: another scheme", "https://{host}/v1.0/things"),
        link("link: a name for our address", "http://localhost:1/v1.0/things"),
        link("link: a file", "file:///etc/passwd"),
        link("link: a backslash", r"http://evil.example\\@{host}/v1.0/things"),
        case("link: upper case", "the same place, written differently")
            .pages()
            .replies([
                Reply::json(200, r#"{"value":[{"n":1}],"@odata.nextLink":"HTTP://{host}/v1.0/Things?$skiptoken=aB%2fc"}"#),
                Reply::json(200, r#"{"value":[{"n":2}]}"#),
            ])
            .gives("1 2")
            .check(|outcome| assert_eq!(outcome.seen[1].target, "/v1.0/Things?$skiptoken=aB%2fc")),
        case("link: not a URL", "a path alone")
            .pages()
            .replies([Reply::json(200, r#"{"value":[{"n":1}],"@odata.nextLink":"/v1.0/things?page=2"}"#)])
            .fails(ErrorKind::Paging)
            .sent(1),
        saved("saved: another host", "0 {evil}/v1.0/things"),
        saved("saved: a host that begins like ours", "https://graph.microsoft.com.evil.example/beta"),
        saved("saved: another cloud", "3 https://graph.microsoft.us/beta/things"),
        saved("saved: a user", "http://hidden-user:pw@{host}/v1.0/things"),
        redirect("redirect: 301", 301, "{evil}/v1.0/things"),
        redirect("redirect: 302", 302, "{root}/v1.0/others"),
        redirect("redirect: 307 of a create", 307, "{evil}/v1.0/things").send(&CREATE),
        redirect("redirect: 308 without a place", 308, ""),
        case("the caller's client follows redirects", "which the transport notices")
            .configure(|builder| builder.http_client(reqwest::Client::builder().tls_backend_preconfigured(super::no_tls()).build().unwrap()))
            .replies([
                Reply::json(302, "{}").header("Location", "{root}/v1.0/others"),
                Reply::json(200, "{}"),
            ])
            .fails(ErrorKind::Redirect)
            .says("redirect::Policy::none()"),
    ]
}
