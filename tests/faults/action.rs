//! What the rows of the table call: one operation, a collection, a batch.

use http::Method;
use msgraph_transport::{CallOptions, Continuation, Error, ErrorKind, Operation, Transport};

use crate::secrets::{self, BODY_SECRET};

pub(crate) static GET: Operation = Operation::new(
    "get_thing",
    Method::GET,
    "/things/{id}",
    &["Things.Read.All", "Things.ReadWrite.All"],
);
pub(crate) static CREATE: Operation = Operation::new(
    "create_thing",
    Method::POST,
    "/things",
    &["Things.ReadWrite.All"],
);
pub(crate) static UPDATE: Operation = Operation::new(
    "update_thing",
    Method::PATCH,
    "/things/{id}",
    &["Things.ReadWrite.All"],
);
pub(crate) static LIST: Operation =
    Operation::new("list_things", Method::GET, "/things", &["Things.Read.All"]);

/// What is called.
pub(crate) enum Action {
    Send(&'static Operation),
    Pages,
    Resume(String),
    Batch(usize),
}

/// Does it. Gives the body, the items or the results as text, and the error.
pub(crate) async fn act(
    action: Action,
    transport: &Transport,
    options: &CallOptions,
    root: &str,
    evil: &str,
) -> (String, Option<Error>) {
    match action {
        Action::Send(operation) => {
            let request = request(
                transport,
                operation,
                "/things/1?$select=id&$skiptoken=hidden-in-query",
            );
            match transport.send(operation, request, options).await {
                Ok(response) => {
                    secrets::note(&format!("{response:?}"));
                    (response.text().unwrap().to_owned(), None)
                }
                Err(error) => (String::new(), Some(error)),
            }
        }
        Action::Pages => {
            let request = request(transport, &LIST, "/things?$top=2");
            collect(transport.pages(&LIST, request, options).items()).await
        }
        Action::Resume(place) => {
            let host = root.trim_start_matches("http://");
            let place = place
                .replace("{root}", root)
                .replace("{host}", host)
                .replace("{evil}", evil);
            let place: Continuation = place.parse().unwrap();
            secrets::note(&format!("{place:?}"));
            collect(transport.resume(&LIST, place, options).items()).await
        }
        Action::Batch(items) => {
            let mut batch = transport.batch().options(options.clone());
            for number in 1..=items {
                let path = format!("/things/{number}?$search=hidden-in-query");
                batch.push(&GET, request(transport, &GET, &path)).unwrap();
            }
            secrets::note(&format!("{batch:?}"));
            let results = batch.send_json::<serde_json::Value>().await;
            let mut first_error = None;
            let words: Vec<_> = results
                .into_iter()
                .map(|result| match result {
                    Ok(value) => value["n"].to_string(),
                    Err(error) => {
                        let word = error.kind().name().to_owned();
                        secrets::note_error(&error);
                        first_error.get_or_insert(error);
                        word
                    }
                })
                .collect();
            (words.join(" "), first_error)
        }
    }
}

/// A request with a secret in its body, when it has one.
pub(crate) fn request(
    transport: &Transport,
    operation: &Operation,
    path: &str,
) -> reqwest::Request {
    let url = format!("{}{path}", transport.base_url());
    let builder = transport
        .http()
        .request(operation.method().clone(), url)
        .header("api-version", "x");
    let builder = match *operation.method() {
        Method::GET => builder,
        _ => builder
            .header("content-type", "application/json")
            .body(format!(r#"{{"password":"{BODY_SECRET}"}}"#)),
    };
    builder.build().unwrap()
}

#[derive(Debug, serde::Deserialize)]
struct Thing {
    n: u32,
}

/// All items, with `!` for one that does not decode. The error of a page ends it.
async fn collect(mut items: msgraph_transport::Items<Thing>) -> (String, Option<Error>) {
    let mut words = Vec::new();
    let mut last_error = None;
    while let Some(item) = items.next_item().await {
        match item {
            Ok(thing) => words.push(thing.n.to_string()),
            Err(error) => {
                let is_item =
                    error.kind() == ErrorKind::Decode && error.to_string().contains("value[");
                words.push(if is_item {
                    "!".to_owned()
                } else {
                    format!("({})", error.kind().name())
                });
                last_error = Some(error);
            }
        }
    }
    assert!(items.next_item().await.is_none(), "the stream is fused");
    secrets::note(&format!("{items:?} {:?}", items.continuation()));
    (words.join(" "), last_error)
}
