//! Decoding bodies, with errors that name the place and hide the values.

use http::{HeaderMap, header};
use serde::Deserialize;

use super::{Error, ErrorKind};

/// Decodes a JSON body. The error names the path of the field, and shows nothing of the values.
pub(crate) fn json<'a, T: Deserialize<'a>>(
    body: &'a [u8],
    headers: &HeaderMap,
) -> Result<T, Error> {
    if body.is_empty() {
        return Err(bad(
            "the response has no body, where JSON was expected".into()
        ));
    }
    // As some gateways send it, against the standard.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    from_slice(body, String::new).map_err(|(path, error)| explain(&path, &error, headers))
}

/// Decodes one item of a page, whose JSON is known to be well formed. The error names its number and the path.
pub(crate) fn item<'a, T: Deserialize<'a>>(json: &'a str, number: usize) -> Result<T, Error> {
    from_slice(json.as_bytes(), || format!("value[{number}]"))
        .map_err(|(path, error)| unfit(&path, &error))
}

/// Decodes JSON; the error comes with the path of the field, below `root`.
fn from_slice<'a, T: Deserialize<'a>>(
    json: &'a [u8],
    root: impl Fn() -> String,
) -> Result<T, (String, serde_json::Error)> {
    // Keeping track of the path costs more than decoding, so that it is only done once something is wrong.
    let error = match serde_json::from_slice(json) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let tracked: Result<T, _> = serde_path_to_error::deserialize(&mut deserializer);
    let path = match tracked {
        Ok(_) => ".".to_owned(),
        Err(tracked) => match (root().as_str(), tracked.path().to_string().as_str()) {
            ("", path) => path.to_owned(),
            (root, ".") => root.to_owned(),
            (root, path) => format!("{root}.{path}"),
        },
    };
    Err((path, error))
}

/// The body as UTF-8.
pub(crate) fn text(body: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(body).map_err(|error| {
        bad(format!(
            "the response is not UTF-8 after byte {}",
            error.valid_up_to()
        ))
    })
}

fn explain(path: &str, error: &serde_json::Error, headers: &HeaderMap) -> Error {
    if error.is_eof() {
        return bad("the response's JSON ends too early".into());
    }
    if error.is_syntax() {
        let media = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("no content type");
        return bad(format!(
            "the response is not JSON ({media}), line {} column {}",
            error.line(),
            error.column()
        ));
    }
    unfit(path, error)
}

/// The error for JSON that is well formed and of another shape.
fn unfit(path: &str, error: &serde_json::Error) -> Error {
    let place = if path == "." {
        "the response".to_owned()
    } else {
        format!("`{path}` in the response")
    };
    bad(format!(
        "{place} does not fit: {}",
        without_values(&error.to_string())
    ))
}

fn bad(message: String) -> Error {
    Error::new(ErrorKind::Decode, message)
}

/// A serde message without the value it quotes, which may be a secret.
///
/// serde writes `invalid type: string "hunter2", expected u32 at line 1 column 2`; what remains is
/// `string, expected u32`. Messages of unknown form, which a type's own code wrote, are left out whole.
fn without_values(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or(message);
    if message.starts_with("missing field `") || message.starts_with("duplicate field `") {
        return message.to_owned();
    }
    let unexpected = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "));
    let Some((found, expected)) = unexpected.and_then(|rest| rest.rsplit_once(", expected "))
    else {
        return "its value was refused".to_owned();
    };
    // The quoted value follows the words that name its type.
    let kind: String = found
        .chars()
        .take_while(|c| c.is_ascii_lowercase() || *c == ' ')
        .collect();
    format!("{}, expected {expected}", kind.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Page {
        value: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Item {
        count: u32,
    }

    fn message(body: &str) -> String {
        json::<Page>(body.as_bytes(), &HeaderMap::new())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn the_path_is_named_and_the_value_is_not() {
        assert_eq!(
            message(r#"{"value":[{"count":1},{"count":"hunter2, expected"}]}"#),
            "`value[1].count` in the response does not fit: string, expected u32"
        );
        assert_eq!(
            message(r#"{"value":[{}]}"#),
            "`value[0]` in the response does not fit: missing field `count`"
        );
        assert_eq!(
            message(r#"{"value":[{"count":-5}]}"#),
            "`value[0].count` in the response does not fit: integer, expected u32"
        );
    }

    #[test]
    fn what_is_not_json_is_said_to_be_so() {
        assert!(message("<html>hunter2").starts_with("the response is not JSON (no content type)"));
        assert_eq!(
            message(r#"{"value":["#),
            "the response's JSON ends too early"
        );
        assert!(message(r#"{"value":[]} extra"#).starts_with("the response is not JSON"));
        assert!(message("").contains("no body"));
    }
}
