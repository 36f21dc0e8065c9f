//! Success bodies, decoded with what the transport knows of them.

use std::fmt;
use std::marker::PhantomData;

use http::{HeaderValue, header};
use msgraph_transport::{Error, Response};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::Serialize;
use serde_json::Value;

use crate::generated::ResponseValue;
use crate::{generated, operations};

/// What an operation answers with. `build/operations.rs` tells which, from the specification.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shape {
    Count,
    Entity,
    Nothing,
    Page,
    /// An action whose result is a page, which the service leaves out at times.
    PageOrNothing,
}

/// Asks for the kind of body that the operation is answered with.
pub(crate) fn ask_for_it(request: &mut reqwest::Request, operation: &str) {
    if operations::shape(operation) == Some(Shape::Count) {
        let text = HeaderValue::from_static("text/plain");
        request.headers_mut().insert(header::ACCEPT, text);
    }
}

/// Decodes what the hooks answered with: any success by its shape, whichever status it has.
///
/// A failure, of the call or of decoding, is an unexpected response that carries the transport's error. The generated
/// code would quote the whole body in its error, and forget status and request id.
pub(crate) async fn decode<T>(
    mut response: reqwest::Response,
    operation: &str,
) -> Result<ResponseValue<T>, generated::Error<()>>
where
    T: DeserializeOwned + Serialize,
{
    let decoded = match Response::from_response(&response) {
        None => return Err(generated::Error::UnexpectedResponse(response)),
        Some(received) => value(received, operations::shape(operation)),
    };
    match decoded {
        Ok(value) => {
            let headers = std::mem::take(response.headers_mut());
            Ok(ResponseValue::new(value, response.status(), headers))
        }
        Err(error) => {
            response.extensions_mut().insert(error);
            Err(generated::Error::UnexpectedResponse(response))
        }
    }
}

fn value<T: DeserializeOwned + Serialize>(
    response: &Response,
    shape: Option<Shape>,
) -> Result<T, Error> {
    match shape.unwrap_or(Shape::Entity) {
        Shape::PageOrNothing if response.body().is_empty() => fixed(response, r#"{"value":[]}"#),
        Shape::PageOrNothing | Shape::Page => response.json::<Object<T>>().map(|object| object.0),
        Shape::Count => {
            let digits = response.text()?.trim_start_matches('\u{feff}').trim();
            fixed(response, digits)
        }
        Shape::Entity => entity(response),
        Shape::Nothing => fixed(response, "null"),
    }
}

/// Decodes a text in place of the body; one that does not fit is the body's fault.
fn fixed<T: DeserializeOwned>(response: &Response, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).or_else(|_| response.json())
}

/// One entity, bare or in the envelope `{"value": {…}}` that the documentation shows.
///
/// Every property is optional, so that any object decodes. One that has no property of the entity is something else.
fn entity<T: DeserializeOwned + Serialize>(response: &Response) -> Result<T, Error> {
    #[derive(serde::Deserialize)]
    #[serde(bound = "T: DeserializeOwned + Serialize")]
    struct Envelope<T> {
        value: Option<NotBlank<T>>,
    }

    let Object(bare) = response.json::<Object<T>>()?;
    if !is_blank(&bare) {
        return Ok(bare);
    }
    match response.json::<Envelope<T>>()?.value {
        Some(NotBlank(entity)) => Ok(entity),
        // Fails, with the words of `NotBlank`.
        None => response.json::<NotBlank<T>>().map(|entity| entity.0),
    }
}

/// Whether an object has nothing but annotations, which belong to any object.
fn is_blank<T: Serialize>(entity: &T) -> bool {
    let has_properties = |value: &Value| {
        value
            .as_object()
            .is_none_or(|object| object.keys().any(|name| !name.contains('@')))
    };
    serde_json::to_value(entity).is_ok_and(|value| !has_properties(&value))
}

/// A JSON object: serde would take an array for one as well.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OnlyMaps<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for OnlyMaps<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(OnlyMaps(PhantomData))
    }
}

/// An object with at least one of the properties of its type.
struct NotBlank<T>(T);

impl<'de, T: Deserialize<'de> + Serialize> Deserialize<'de> for NotBlank<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Object(entity) = Object::deserialize(deserializer)?;
        if is_blank(&entity) {
            return Err(D::Error::custom(
                "an object with none of the properties expected",
            ));
        }
        Ok(Self(entity))
    }
}
