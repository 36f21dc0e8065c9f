//! From the body of a response to the facade's types.

use msgraph_transport::{Continuation, Error, Response};
use serde::de::{Deserialize, Deserializer, Error as _, Unexpected};

use crate::client::Assigned;
use crate::types::{Assignment, Entity, HardwareConfiguration, HardwareConfigurationId};

/// One entity, bare or in the envelope `{"value": {…}}`.
///
/// Since every property is optional, any object decodes as an entity. One that [is blank](Entity::is_blank) was
/// something else, and is never passed off as an empty entity.
pub(crate) fn entity<E: Entity>(response: &Response) -> Result<E, Error> {
    // The fast road, for nearly every response; the other one gives errors that name the path.
    if let Ok(entity) = serde_json::from_slice::<E>(response.body())
        && !entity.is_blank()
    {
        return Ok(entity);
    }
    let bare = response.json::<E>()?;
    if !bare.is_blank() {
        return Ok(bare);
    }
    match response.json::<Envelope<E>>()?.value {
        Some(NotBlank(entity)) => Ok(entity),
        // Fails, with the words of `NotBlank`.
        None => response.json::<NotBlank<E>>().map(|body| body.0),
    }
}

/// A configuration that was created, which is of no use without its id.
pub(crate) fn created(
    response: &Response,
) -> Result<(HardwareConfigurationId, HardwareConfiguration), Error> {
    #[derive(serde::Deserialize)]
    struct Identified {
        id: HardwareConfigurationId,
    }

    let configuration: HardwareConfiguration = entity(response)?;
    let id = match configuration.id.value() {
        Some(id) => id.clone(),
        // Fails, and says that there is none.
        None => response.json::<Identified>()?.id,
    };
    Ok((id, configuration))
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
