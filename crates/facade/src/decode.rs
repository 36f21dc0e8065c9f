//! From the body of a response to the facade's types.

use msgraph_transport::{Continuation, Error, Response};
use serde::de::{Deserialize, Deserializer, Error as _, Unexpected};

use crate::client::Assigned;
use crate::types::{Assignment, Entity};

/// One entity, bare or in the envelope `{"value": {…}}`.
///
/// Since every property is optional, any object decodes as an entity. One that has none of the entity's properties was
/// something else, and is never passed off as an empty entity.
pub(crate) fn entity<E: Entity>(response: &Response) -> Result<E, Error> {
    match serde_json::from_slice::<E>(response.body()) {
        Ok(entity) if !entity.is_blank() => Ok(entity),
        Ok(_) => match response.json::<Envelope<E>>()? {
            Envelope {
                value: Some(NotBlank(entity)),
            } => Ok(entity),
            // Fails, with the words of `NotBlank`.
            Envelope { value: None } => response.json::<NotBlank<E>>().map(|body| body.0),
        },
        // Decoded once more, slowly, for an error that names the path.
        Err(_) => response.json::<E>(),
    }
}

#[derive(serde::Deserialize)]
#[serde(bound = "E: Entity")]
struct Envelope<E> {
    value: Option<NotBlank<E>>,
}

/// An entity that has at least one of its properties.
struct NotBlank<E>(E);

impl<'de, E: Entity> Deserialize<'de> for NotBlank<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entity = E::deserialize(deserializer)?;
        if entity.is_blank() {
            return Err(D::Error::invalid_type(
                Unexpected::Other("an object with none of its properties"),
                &E::NAME,
            ));
        }
        Ok(Self(entity))
    }
}

/// A count, which comes as plain text, perhaps with a byte order mark.
pub(crate) fn count(response: &Response) -> Result<u64, Error> {
    let text = response.text()?;
    match text.trim_start_matches('\u{feff}').trim().parse() {
        Ok(count) => Ok(count),
        // Not a number: an error that says what it was instead.
        Err(_) => response.json::<u64>(),
    }
}

/// A response whose body does not matter.
#[allow(
    clippy::unnecessary_wraps,
    reason = "has the signature of the other decoders"
)]
pub(crate) fn nothing(_: &Response) -> Result<(), Error> {
    Ok(())
}

/// What `assign` answers with: the assignments, or nothing at all.
pub(crate) fn assigned(response: &Response) -> Result<Option<Assigned>, Error> {
    #[derive(serde::Deserialize)]
    struct Body {
        value: Vec<Assignment>,
        #[serde(rename = "@odata.nextLink", default)]
        next_link: Option<String>,
    }

    if response.body().is_empty() {
        return Ok(None);
    }
    let body: Body = response.json()?;
    let continuation = body
        .next_link
        .filter(|link| !link.is_empty())
        .map(Continuation::from_link);
    Ok(Some(Assigned {
        assignments: body.value,
        continuation,
    }))
}
