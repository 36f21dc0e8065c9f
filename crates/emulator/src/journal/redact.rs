//! Keeps secrets out of the journal.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::http::Call;

const HIDDEN: &str = "(hidden)";

/// What is shown in place of the value of a header, if that is a secret. The name may be in any case.
pub(super) fn header(name: &str, value: &str) -> Option<String> {
    match name.to_ascii_lowercase().as_str() {
        "authorization" | "proxy-authorization" => match value.split_once(' ') {
            // Any other first word may be the secret itself.
            Some((scheme, _))
                if ["bearer", "basic"]
                    .iter()
                    .any(|known| scheme.eq_ignore_ascii_case(known)) =>
            {
                Some(format!("{scheme} {HIDDEN}"))
            }
            _ => Some(HIDDEN.to_owned()),
        },
        "cookie" => Some(HIDDEN.to_owned()),
        _ => None,
    }
}

/// The body of a request as it may be shown. That of a batch carries headers of its own.
pub(super) fn body(call: &Call) -> Vec<u8> {
    let path = percent_decode_str(call.path()).decode_utf8_lossy();
    if !path.contains("$batch") {
        return call.body.clone();
    }
    let Ok(mut batch) = serde_json::from_slice::<Value>(&call.body) else {
        // Where the secrets are in what cannot be read, nobody knows.
        return HIDDEN.into();
    };
    let requests = batch.get_mut("requests").and_then(Value::as_array_mut);
    let mut changed = false;
    for request in requests.into_iter().flatten() {
        let headers = request.get_mut("headers").and_then(Value::as_object_mut);
        for (name, value) in headers.into_iter().flatten() {
            if let Some(shown) = header(name, value.as_str().unwrap_or_default()) {
                *value = shown.into();
                changed = true;
            }
        }
    }
    match changed {
        true => batch.to_string().into_bytes(),
        false => call.body.clone(),
    }
}
