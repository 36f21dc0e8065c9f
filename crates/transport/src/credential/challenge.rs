//! The claims challenge of continuous access evaluation: a 401 that says what a new token must claim.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::{HeaderMap, header};

/// The claims that the headers of a 401 ask for, as JSON text. `None` for anything malformed.
pub(crate) fn claims(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::WWW_AUTHENTICATE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .filter_map(claims_parameter)
        .find_map(|encoded| decode(&encoded))
}

/// The `claims` parameter of the first `Bearer` challenge that has one.
fn claims_parameter(mut text: &str) -> Option<String> {
    let mut in_bearer = false;
    loop {
        text = text.trim_start_matches([' ', '\t', ',']);
        if text.is_empty() {
            return None;
        }
        let end = text.find([' ', '\t', ',', '=']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let rest = rest.trim_start_matches([' ', '\t']);
        // A name is followed by `=`, a scheme is not.
        let Some(value) = rest.strip_prefix('=') else {
            in_bearer = name.eq_ignore_ascii_case("bearer");
            text = rest;
            continue;
        };
        let (value, rest) = parameter_value(value.trim_start_matches([' ', '\t']))?;
        if in_bearer && name.eq_ignore_ascii_case("claims") {
            return Some(value);
        }
        text = rest;
    }
}

/// A quoted or bare value, and what follows it. `None` when the closing quote is missing.
fn parameter_value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([' ', '\t', ',']).unwrap_or(text.len());
        let (value, rest) = text.split_at(end);
        return Some((value.to_owned(), rest));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((value, quoted.get(at + 1..)?)),
            '\\' => value.push(characters.next()?.1),
            _ => value.push(character),
        }
    }
    None
}

/// Base64 in either alphabet, padded or not, of a JSON object.
fn decode(encoded: &str) -> Option<String> {
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let bytes = [alphabet::STANDARD, alphabet::URL_SAFE]
        .iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, config).decode(encoded).ok())?;
    let text = String::from_utf8(bytes).ok()?;
    serde_json::from_str::<serde_json::Map<_, _>>(&text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;
    const ENCODED: &str =
        "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNjA0MTA2NjUxIn19fQ==";

    fn challenge(values: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            );
        }
        claims(&headers)
    }

    #[test]
    fn challenges_are_read_in_every_form() {
        let unpadded = ENCODED.trim_end_matches('=');
        for value in [
            format!(
                r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="{ENCODED}""#
            ),
            format!(r#"bearer claims={unpadded}"#),
            format!(r#"BEARER  Claims = "{unpadded}" , error="x""#),
            format!(r#"Basic realm="a, claims=\"no\"", Bearer claims="{ENCODED}""#),
            format!(r#"Negotiate, Bearer error="a,b=c", claims="{ENCODED}""#),
        ] {
            assert_eq!(challenge(&[&value]).as_deref(), Some(CLAIMS), "{value}");
        }
        let good = format!(r#"Bearer claims="{ENCODED}""#);
        assert_eq!(
            challenge(&["Basic", "Bearer claims=\"", &good]).as_deref(),
            Some(CLAIMS)
        );
    }

    #[test]
    fn malformed_challenges_ask_for_nothing() {
        for value in [
            "",
            "Bearer",
            "Bearer ,,,",
            "Bearer =",
            "Bearer claims",
            "Bearer claims=",
            "Bearer claims=\"",
            "Bearer claims=\"\\",
            "Bearer claims=\"!!!\"",
            "Bearer claims=\"bm90IGpzb24=\"",
            "Bearer claims=\"W10=\"",
            "Bearer claims=\"//79\"",
            "Basic claims=\"e30=\"",
            "Bearer error=\"unfinished, claims=e30=",
        ] {
            assert_eq!(challenge(&[value]), None, "{value}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_bytes(b"Bearer \xff").unwrap(),
        );
        assert_eq!(claims(&headers), None);
    }
}
