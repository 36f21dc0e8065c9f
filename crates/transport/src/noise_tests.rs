//! What comes from the network is anything: nothing of it may panic.

use std::time::SystemTime;

use http::{HeaderMap, HeaderValue, header};

use crate::credential::challenged_claims;
use crate::error::{decode, graph};
use crate::pages::Continuation;
use crate::response::Metadata;
use crate::retry::retry_after;

/// Pieces that parsers look for, so that noise gets past their first step.
const PIECES: [&str; 30] = [
    "Bearer",
    "claims",
    "=",
    "\"",
    "\\",
    ",",
    " ",
    "eyJ9",
    "{",
    "}",
    "[",
    "]",
    ":",
    "error",
    "message",
    "innerError",
    "\"code\":",
    "<html",
    "<title",
    ">",
    "</title",
    "9999999999",
    ".",
    "-",
    "GMT",
    "Wed, 21 Oct",
    "é",
    "\u{0}",
    "Activity ID: ",
    " - Url:",
];

fn noise(random: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..random.usize(0..24) {
        match random.u8(0..8) {
            0 => bytes.push(random.u8(..)),
            _ => bytes.extend_from_slice(PIECES[random.usize(..PIECES.len())].as_bytes()),
        }
    }
    bytes
}

#[test]
fn no_parser_panics_on_noise() {
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..20_000 {
        let bytes = noise(&mut random);
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_bytes(&bytes) {
            headers.insert(header::WWW_AUTHENTICATE, value.clone());
            headers.insert(header::RETRY_AFTER, value.clone());
            headers.insert(header::DATE, value.clone());
            headers.insert(header::CONTENT_TYPE, value);
        }
        let _ = challenged_claims(&headers);
        let _ = retry_after(&headers, SystemTime::UNIX_EPOCH);
        let _ = graph::parse(
            &bytes,
            &mut Metadata::default(),
            &crate::error::Echo::default(),
        );
        let _ = graph::describe(&bytes, &headers);
        let _ = decode::json::<Vec<u32>>(&bytes, &headers);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let _ = text.parse::<Continuation>();
            let wrapped = serde_json::json!({"error": {"code": text, "message": text}}).to_string();
            let _ = graph::parse(
                wrapped.as_bytes(),
                &mut Metadata::default(),
                &crate::error::Echo::default(),
            );
        }
    }
}
