//! A batch as it goes over the wire.

use std::collections::BTreeMap;
use std::str::FromStr;

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::item::Item;

#[derive(Serialize)]
struct Requests<'a> {
    requests: Vec<RequestItem<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestItem<'a> {
    id: String,
    method: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<&'a str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<String>,
}

#[derive(Deserialize)]
struct Responses<'a> {
    #[serde(borrow)]
    responses: Vec<&'a RawValue>,
    #[serde(rename = "@odata.nextLink", default)]
    next_link: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct ResponseItem<'a> {
    id: serde_json::Value,
    status: serde_json::Value,
    #[serde(default)]
    headers: Option<BTreeMap<String, serde_json::Value>>,
    #[serde(default, borrow)]
    body: Option<&'a RawValue>,
}

/// The answer to one item.
pub(super) struct Answer {
    /// The place of the item within the chunk.
    pub(super) place: usize,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// The body of a batch. Ids are places within the chunk, counted from one.
pub(super) fn encode(items: &[(usize, Item)]) -> serde_json::Result<Vec<u8>> {
    let place_of = |index: usize| items.iter().position(|(own, _)| *own == index);
    let requests = items
        .iter()
        .enumerate()
        .map(|(place, (_, item))| RequestItem {
            id: (place + 1).to_string(),
            method: item.method.as_str(),
            url: &item.relative,
            headers: written(&item.headers),
            body: item.body.as_deref(),
            depends_on: item
                .after
                .iter()
                .filter_map(|index| Some((place_of(*index)? + 1).to_string()))
                .collect(),
        })
        .collect();
    serde_json::to_vec(&Requests { requests })
}

/// Headers as an object of JSON, which has each name once.
fn written(headers: &HeaderMap) -> BTreeMap<&str, String> {
    let mut written: BTreeMap<_, String> = BTreeMap::new();
    for (name, value) in headers {
        // An item has no value that is not text.
        let Ok(value) = value.to_str() else { continue };
        let values = written.entry(name.as_str()).or_default();
        if !values.is_empty() {
            values.push_str(", ");
        }
        values.push_str(value);
    }
    written
}

/// The answers to a chunk of `count` items. What is not an answer to one of them, or a second answer, is left out, so
/// that one damaged answer does not cost the others.
///
/// They are added to those that came before. The result is the link to further ones.
pub(super) fn decode(
    response: &crate::response::Response,
    count: usize,
    answers: &mut Vec<Answer>,
) -> Result<Option<String>, crate::Error> {
    let envelope: Responses<'_> = response.json_borrowed()?;
    for raw in envelope.responses {
        let Ok(item) = serde_json::from_str::<ResponseItem<'_>>(raw.get()) else {
            continue;
        };
        let place = number(&item.id).and_then(|id| usize::from(id).checked_sub(1));
        let status = number(&item.status).and_then(|status| StatusCode::from_u16(status).ok());
        let (Some(place), Some(status)) = (place, status) else {
            continue;
        };
        if place >= count || answers.iter().any(|answer| answer.place == place) {
            continue;
        }
        let headers = headers(item.headers.unwrap_or_default());
        let body = item
            .body
            .map(|body| bytes(body, &headers))
            .unwrap_or_default();
        answers.push(Answer {
            place,
            status,
            headers,
            body,
        });
    }
    let link = envelope.next_link.as_ref().and_then(|link| link.as_str());
    Ok(link.filter(|link| !link.is_empty()).map(str::to_owned))
}

/// A number, or one that is written as text: an answer that was given is worth more than its spelling.
fn number(value: &serde_json::Value) -> Option<u16> {
    match value {
        serde_json::Value::String(text) => text.trim().parse().ok(),
        value => value.as_u64()?.try_into().ok(),
    }
}

fn headers(fields: BTreeMap<String, serde_json::Value>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        let text = match value {
            serde_json::Value::String(text) => text,
            serde_json::Value::Number(number) => number.to_string(),
            _ => continue,
        };
        if let (Ok(name), Ok(value)) = (HeaderName::from_str(&name), HeaderValue::from_str(&text)) {
            headers.append(name, value);
        }
    }
    headers
}

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    // What the last letter holds beyond the last byte is nobody's business.
    .with_decode_allow_trailing_bits(true);

/// What the service's documents ask for.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);
const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);

fn decoded(text: &str) -> Option<Vec<u8>> {
    let decoded = BASE64URL.decode(text).or_else(|_| BASE64.decode(text));
    decoded.ok()
}

/// The object or list that a string of base64 stands for, though its type is JSON. Any other string is what it is.
fn json_in_base64(body: &RawValue) -> Option<Bytes> {
    let text: String = serde_json::from_str(body.get()).ok()?;
    let bytes = decoded(&text)?;
    let is_json = matches!(bytes.first(), Some(b'{' | b'['))
        && serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).is_ok();
    is_json.then(|| Bytes::from(bytes))
}

/// A body is JSON as it is; anything else comes as a string, in base64url with or without padding, or in base64, unless
/// it is plain text.
fn bytes(body: &RawValue, headers: &HeaderMap) -> Bytes {
    let media = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let media = media.to_ascii_lowercase();
    if body.get() == "null" {
        return Bytes::new();
    }
    if media.is_empty() || media.contains("json") {
        return json_in_base64(body)
            .unwrap_or_else(|| Bytes::copy_from_slice(body.get().as_bytes()));
    }
    match serde_json::from_str::<String>(body.get()) {
        Err(_) => Bytes::copy_from_slice(body.get().as_bytes()),
        // A count such as `1234` is base64 too; text that is meant as text wins.
        Ok(text)
            if media.starts_with("text/") && text.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            Bytes::from(text)
        }
        Ok(text) => decoded(&text).map_or_else(|| Bytes::from(text), Bytes::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(media: &'static str, text: &str) -> Vec<u8> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        let body = RawValue::from_string(serde_json::to_string(text).unwrap()).unwrap();
        bytes(&body, &headers).to_vec()
    }

    #[test]
    fn bodies_of_other_media_types_are_base64url_with_or_without_padding() {
        for (text, meant) in [
            ("MTI", &b"12"[..]),
            ("MTI=", b"12"),
            ("MQ==", b"1"),
            ("MQ", b"1"),
            ("-_8", b"\xfb\xff"),
            ("+/8=", b"\xfb\xff"),
            ("12", b"12"),
            ("1234", b"1234"),
            ("not base64!", b"not base64!"),
        ] {
            assert_eq!(body("text/plain", text), meant, "{text}");
        }
        assert_eq!(body("application/octet-stream", "MTIzNA"), b"1234");
    }
}
