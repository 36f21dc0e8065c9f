//! Success bodies as the document has them, whatever the service makes of them.

use bytes::Bytes;
use http::StatusCode;
use msgraph_transport::{Error, ErrorKind, Operation};
use serde::Deserialize;
use serde_json::value::RawValue;

/// What an operation answers with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    Collection,
    Count,
    Entity,
    Nothing,
}

/// The shape that an operation's name promises.
pub(crate) fn of(operation: &str) -> Shape {
    match operation.split('_').next() {
        Some("list" | "assign") => Shape::Collection,
        Some("count") => Shape::Count,
        Some("delete") => Shape::Nothing,
        _ => Shape::Entity,
    }
}

/// Makes of a success what the document says of it; failures pass through.
pub(crate) async fn normalize(
    operation: &Operation,
    response: reqwest::Response,
) -> reqwest::Result<reqwest::Response> {
    if !response.status().is_success() {
        return Ok(response);
    }
    let (mut parts, body) = http::Response::<reqwest::Body>::from(response).into_parts();
    let collected = reqwest::Response::from(http::Response::new(body))
        .bytes()
        .await?;
    let shape = of(operation.name());
    let body = match shape {
        Shape::Collection if collected.is_empty() => {
            parts.status = StatusCode::OK;
            Bytes::from_static(br#"{"value":[]}"#)
        }
        Shape::Entity => unwrap_entity(&collected),
        Shape::Count => without_byte_order_mark(&collected),
        Shape::Collection | Shape::Nothing => collected,
    };
    // The generated types would read an array, or a part of one, as an object without properties.
    if matches!(shape, Shape::Collection | Shape::Entity) && !is_object(&body) {
        let error = Error::new(ErrorKind::Decode, "the body is not a JSON object");
        parts.extensions.insert(error.with_operation(operation));
        parts.status = StatusCode::BAD_GATEWAY;
    }
    Ok(http::Response::from_parts(parts, reqwest::Body::from(body)).into())
}

fn is_object(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"{")
}

/// The entity in `{"value": {…}}`, which the documentation shows for reads of one entity; other bodies as they are.
///
/// No entity has a property of that name, so that the two cannot be confused.
fn unwrap_entity(body: &Bytes) -> Bytes {
    #[derive(Deserialize)]
    struct Wrapped<'a> {
        #[serde(borrow)]
        value: &'a RawValue,
    }
    match serde_json::from_slice::<Wrapped<'_>>(body) {
        Ok(wrapped) => body.slice_ref(wrapped.value.get().as_bytes()),
        Err(_) => body.clone(),
    }
}

/// Counts come with a byte order mark at times.
fn without_byte_order_mark(body: &Bytes) -> Bytes {
    match body.strip_prefix("\u{feff}".as_bytes()) {
        Some(rest) => body.slice_ref(rest),
        None => body.clone(),
    }
}
