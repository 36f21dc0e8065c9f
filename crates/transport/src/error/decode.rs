//! Decoding bodies, with errors that name the place and hide the values.

use http::{HeaderMap, header};
use serde::Deserialize;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

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
    from_slice(body, String::new).map_err(|misfit| explain(&misfit, headers))
}

/// Decodes one item of a page, whose JSON is known to be well formed. The error names its number and the path.
pub(crate) fn item<'a, T: Deserialize<'a>>(json: &'a str, number: usize) -> Result<T, Error> {
    from_slice(json.as_bytes(), || format!("value[{number}]")).map_err(|misfit| unfit(&misfit))
}

/// Why JSON could not be decoded.
struct Misfit {
    error: serde_json::Error,
    /// Where; `.` for the whole.
    path: String,
    /// What is wrong there, without a value.
    words: String,
}

/// Decodes JSON; the path of an error is below `root`.
fn from_slice<'a, T: Deserialize<'a>>(
    json: &'a [u8],
    root: impl Fn() -> String,
) -> Result<T, Misfit> {
    // Keeping track of the path costs more than decoding, so that it is only done once something is wrong.
    let error = match serde_json::from_slice(json) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let tracked: Result<T, _> = serde_path_to_error::deserialize(&mut deserializer);
    let (path, words) = match &tracked {
        Ok(_) => (".".to_owned(), None),
        Err(tracked) => (tracked.path().to_string(), words::<T>(json, tracked)),
    };
    let path = match (root().as_str(), path.as_str()) {
        ("", path) => path.to_owned(),
        (root, ".") => root.to_owned(),
        (root, path) => format!("{root}.{path}"),
    };
    let words = words.unwrap_or_else(|| "its value was refused".to_owned());
    Err(Misfit { error, path, words })
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

fn explain(misfit: &Misfit, headers: &HeaderMap) -> Error {
    let error = &misfit.error;
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
    unfit(misfit)
}

/// The error for JSON that is well formed and of another shape.
fn unfit(misfit: &Misfit) -> Error {
    let place = match misfit.path.as_str() {
        "." => "the response".to_owned(),
        path => format!("`{path}` in the response"),
    };
    bad(format!("{place} does not fit: {}", misfit.words))
}

fn bad(message: String) -> Error {
    Error::new(ErrorKind::Decode, message)
}

/// What serde says of a misfit, without a value, which may be a secret.
///
/// Its messages quote values, and types have messages of their own, so that nothing can be cut out of one for certain.
/// Instead a copy of the JSON is decoded, with other values of the same types at the place of the misfit. `None` when
/// that leads to another place, or to words that are not serde's.
fn words<'a, T: Deserialize<'a>>(
    json: &[u8],
    misfit: &serde_path_to_error::Error<serde_json::Error>,
) -> Option<String> {
    let original = message(misfit.inner());
    // Quotes a name that the type has and the JSON has not.
    let missing = original
        .strip_prefix("missing field `")
        .and_then(|rest| rest.strip_suffix('`'));
    if missing.is_some_and(|name| !String::from_utf8_lossy(json).contains(name)) {
        return Some(original);
    }
    let twice = original
        .strip_prefix("duplicate field `")
        .and_then(|rest| rest.strip_suffix('`'));
    if twice.is_some_and(|name| is_a_name_twice(json, name)) {
        return Some(original);
    }
    let mut copy: Value = serde_json::from_slice(json).ok()?;
    overwrite(at(&mut copy, misfit.path())?);
    let copy = copy.to_string();
    // From a reader, from which nothing is borrowed: the copy does not live as long as the body does.
    let mut deserializer = serde_json::Deserializer::from_reader(copy.as_bytes());
    let again = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err()?;
    if again.path().to_string() != misfit.path().to_string() {
        return None;
    }
    let message = message(again.inner());
    let unexpected = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, expected) = unexpected.rsplit_once(", expected ")?;
    // The value that it quotes follows the words that name its type.
    let found = found.split(['"', '`']).next().unwrap_or_default();
    Some(format!("{}, expected {expected}", found.trim_end()))
}

/// Whether a text is the name of more than one property, and so not the value of one.
fn is_a_name_twice(json: &[u8], name: &str) -> bool {
    let json = String::from_utf8_lossy(json);
    let quoted = format!("\"{name}\"");
    json.split(quoted.as_str())
        .skip(1)
        .filter(|rest| rest.trim_start().starts_with(':'))
        .count()
        > 1
}

/// An error's message without its position.
fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    match message.strip_suffix(&position) {
        Some(message) => message.to_owned(),
        None => message,
    }
}

/// The place to which a path leads.
fn at<'v>(mut value: &'v mut Value, path: &Path) -> Option<&'v mut Value> {
    for segment in path {
        value = match segment {
            Segment::Seq { index } => value.get_mut(*index)?,
            Segment::Map { key } => value.get_mut(key)?,
            Segment::Enum { .. } | Segment::Unknown => break,
        };
    }
    Some(value)
}

/// Puts other values of the same types in place of all values.
fn overwrite(value: &mut Value) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) if number.is_u64() => *value = u64::MAX.into(),
        Value::Number(number) if number.is_i64() => *value = (-1).into(),
        Value::Number(_) => *value = 0.5.into(),
        Value::String(text) => text.clear(),
        Value::Array(values) => values.iter_mut().for_each(overwrite),
        Value::Object(fields) => fields.values_mut().for_each(overwrite),
    }
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
            message(r#"{"value":[{"count":1}], "value" : []}"#),
            "the response does not fit: duplicate field `value`"
        );
        assert_eq!(
            message(r#"{"value":[{"count":-5}]}"#),
            "`value[0].count` in the response does not fit: integer, expected u32"
        );
    }

    /// A type whose own code puts the value into its messages.
    #[derive(Debug)]
    struct Talkative;

    impl<'de> Deserialize<'de> for Talkative {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Err(serde::de::Error::custom(text))
        }
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    enum Color {
        Red,
        Blue,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        talkative: Option<Talkative>,
        color: Option<Color>,
        short: Option<[u8; 2]>,
        character: Option<char>,
        truth: Option<bool>,
        number: Option<u8>,
        text: Option<String>,
        strict: Option<Box<Strict>>,
    }

    #[test]
    fn no_value_is_shown_whatever_the_message_is() {
        // What a value would have to hold to get through where a message is cut.
        let texts = [
            "hunter2",
            "x, expected hunter2 at line 5",
            "x, expected hunter2 at line 1 column 9",
            "invalid value: hunter, expected hunter2",
            "missing field `hunter2`",
            "duplicate field `hunter2`",
            "invalid type: hunter, expected hunter2 at line 1 column 1",
            "\"` hunter2, expected hunter2",
        ];
        for text in texts {
            let value = serde_json::json!(text);
            for field in [
                "talkative",
                "color",
                "short",
                "character",
                "truth",
                "number",
                "strict",
            ] {
                for body in [
                    serde_json::json!({ field: value }),
                    serde_json::json!({ field: [value, value] }),
                    serde_json::json!({ field: { "text": value, "number": value } }),
                ] {
                    let error = json::<Strict>(body.to_string().as_bytes(), &HeaderMap::new());
                    let line = error.unwrap_err().to_string();
                    assert!(!line.contains("hunter"), "{line} for {body}");
                }
            }
        }
        let numbers = [
            serde_json::json!(4711),
            serde_json::json!(-4711),
            serde_json::json!(4711.5),
        ];
        for number in numbers {
            for field in ["talkative", "color", "truth", "number", "text", "strict"] {
                let body = serde_json::json!({ field: number }).to_string();
                let error = json::<Strict>(body.as_bytes(), &HeaderMap::new());
                let line = error.unwrap_err().to_string();
                assert!(!line.contains("4711"), "{line} for {body}");
            }
        }
    }

    #[test]
    fn the_words_stay_exact() {
        let line = |body: &str| {
            let error = json::<Strict>(body.as_bytes(), &HeaderMap::new()).unwrap_err();
            error
                .to_string()
                .replace(" in the response does not fit", "")
        };
        assert_eq!(
            line(r#"{"number": "x, expected hunter2 at line 5"}"#),
            "`number`: string, expected u8"
        );
        assert_eq!(line(r#"{"number": 300}"#), "`number`: integer, expected u8");
        assert_eq!(
            line(r#"{"number": 1.5}"#),
            "`number`: floating point, expected u8"
        );
        assert_eq!(
            line(r#"{"text": null, "truth": {}}"#),
            "`truth`: map, expected a boolean"
        );
        assert_eq!(
            line(r#"{"strict": {"text": "a", "number": []}}"#),
            "`strict.number`: sequence, expected u8"
        );
        assert_eq!(
            line(r#"{"talkative": "x"}"#),
            "`talkative`: its value was refused"
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
