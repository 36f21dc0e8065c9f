//! Bodies that are JSON.

use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::http::Call;
use crate::settings::{Leniency, Settings};

/// The body as JSON, which the content type must announce.
pub(super) fn json(call: &Call, settings: &Settings) -> Result<Value, Refusal> {
    if call.body.is_empty() {
        return Err(Refusal::bad_request(
            "Empty payload: a JSON object is expected as the body.",
        ));
    }
    let content_type = call.header(CONTENT_TYPE.as_str()).unwrap_or_default();
    let mut parts = content_type.split(';').map(str::trim);
    let is_json = parts
        .next()
        .is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    // Other parameters say how the answer is to be, or nothing at all.
    let is_utf_8 = parts
        .filter_map(|part| part.split_once('='))
        .filter(|(name, _)| name.eq_ignore_ascii_case("charset"))
        .all(|(_, charset)| charset.trim_matches('"').eq_ignore_ascii_case("utf-8"));
    let is_understood = is_json && is_utf_8;
    if !is_understood && !settings.allows(Leniency::AnyContentType) {
        return Err(Refusal::unsupported_media_type(format!(
            "The content type must be application/json in UTF-8, not '{content_type}'."
        )));
    }
    match call.header(CONTENT_ENCODING.as_str()) {
        None => {}
        Some(coding) if coding.eq_ignore_ascii_case("identity") => {}
        Some(coding) => {
            return Err(Refusal::unsupported_media_type(format!(
                "The content must not be encoded, and is as '{coding}'."
            )));
        }
    }
    match serde_json::from_slice(&call.body) {
        Ok(Once(value)) => Ok(value),
        Err(error) => Err(Refusal::bad_request(format!(
            "Unable to read JSON request payload: {error}."
        ))),
    }
}

/// A value in which every object has each name once: what a client means that says something twice, nobody knows.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OnceVisitor).map(Self)
    }
}

struct OnceVisitor;

impl<'de> Visitor<'de> for OnceVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Once(value)) = items.next_element()? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            if values.contains_key(&name) {
                return Err(A::Error::custom(format_args!("'{name}' is there twice")));
            }
            let Once(value) = entries.next_value()?;
            values.insert(name, value);
        }
        Ok(values.into())
    }
}
