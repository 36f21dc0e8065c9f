//! Whether a JSON value is what a schema of the specification says.
//!
//! Knows the keywords that the specification uses; a test fails when it begins to use another.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::Spec;
use crate::clock::Ticks;

/// Which way a value goes: clients may not send read-only and unknown properties, nor more than the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Request(Strictness),
    Response,
}

/// What is not insisted on in a request, each by the name of a leniency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Strictness {
    pub(crate) allow_unknown_properties: bool,
    pub(crate) allow_read_only: bool,
    pub(crate) allow_unknown_values: bool,
    pub(crate) allow_over_limits: bool,
}

/// What is wrong with a value, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The path of the property, such as `hardwareConfigurationAssignments[0].target`; empty for the whole body.
    pub(crate) path: String,
    pub(crate) message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.path.as_str() {
            "" => write!(f, "The body {}", self.message),
            path => write!(f, "The property '{path}' {}", self.message),
        }
    }
}

pub(crate) struct Checker<'a> {
    spec: &'a Spec,
    direction: Direction,
    problems: Vec<Problem>,
}

/// So many problems are found at most: a body of megabytes may hold hundreds of thousands.
pub(crate) const MOST_PROBLEMS: usize = 10;

/// In what `value` differs from `schema`, up to [`MOST_PROBLEMS`].
pub(crate) fn check(
    spec: &Spec,
    schema: &Value,
    value: &Value,
    direction: Direction,
) -> Vec<Problem> {
    let mut checker = Checker {
        spec,
        direction,
        problems: Vec::new(),
    };
    checker.value(schema, value, "");
    checker.problems
}

impl Checker<'_> {
    fn problem(&mut self, path: &str, message: impl Into<String>) {
        self.problems.push(Problem {
            path: path.to_owned(),
            message: message.into(),
        });
    }

    fn is_full(&self) -> bool {
        self.problems.len() >= MOST_PROBLEMS
    }

    fn strictness(&self) -> Option<Strictness> {
        match self.direction {
            Direction::Request(strictness) => Some(strictness),
            Direction::Response => None,
        }
    }

    fn value(&mut self, schema: &Value, value: &Value, path: &str) {
        let spec = self.spec;
        let schema = spec.resolve(schema);
        if value.is_null() {
            if schema.get("nullable").and_then(Value::as_bool) != Some(true) {
                self.problem(path, "must not be null.");
            }
            return;
        }
        if let Some(part) = schema.pointer("/allOf/0") {
            return self.value(part, value, path);
        }
        if schema.get("oneOf").is_some() {
            return self.one_of(schema, value, path);
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => self.object(schema, value, path),
            Some("array") => match value {
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        if self.is_full() {
                            break;
                        }
                        let nothing = Value::Null;
                        self.value(
                            schema.get("items").unwrap_or(&nothing),
                            item,
                            &format!("{path}[{index}]"),
                        );
                    }
                }
                _ => self.wrong_type(path, "an array", value),
            },
            Some("string") => match value {
                Value::String(text) => self.text(schema, text, path),
                _ => self.wrong_type(path, "a string", value),
            },
            Some("boolean") if !value.is_boolean() => self.wrong_type(path, "true or false", value),
            Some("integer") => match value.as_i64() {
                Some(number) => {
                    let wide = schema.get("format").and_then(Value::as_str) != Some("int32");
                    if !wide && i32::try_from(number).is_err() {
                        self.problem(path, "does not fit into 32 bits.");
                    }
                }
                None => self.wrong_type(path, "an integer", value),
            },
            _ => {}
        }
    }

    fn wrong_type(&mut self, path: &str, expected: &str, value: &Value) {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        self.problem(path, format!("must be {expected}, but is {found}."));
    }

    /// The subtype that `@odata.type` names, with or without its `#`.
    fn one_of(&mut self, schema: &Value, value: &Value, path: &str) {
        let kind = value.get("@odata.type").and_then(Value::as_str);
        let spec = self.spec;
        if let Some((_, subtype)) = kind.and_then(|kind| spec.subtype(schema, kind)) {
            return self.value(subtype, value, path);
        }
        let mapping = schema
            .pointer("/discriminator/mapping")
            .and_then(Value::as_object);
        match (self.strictness(), kind) {
            (Some(strictness), kind) if !strictness.allow_unknown_values => {
                let known: Vec<&str> = mapping
                    .into_iter()
                    .flatten()
                    .map(|(name, _)| name.as_str())
                    .collect();
                let found = kind.map_or("is missing".to_owned(), |kind| {
                    format!("'{kind}' is not known")
                });
                self.problem(
                    path,
                    format!(
                        "is of an abstract type, and its '@odata.type' {found}. Known: {}.",
                        known.join(", ")
                    ),
                );
            }
            _ if !value.is_object() => self.wrong_type(path, "an object", value),
            _ => {}
        }
    }

    fn object(&mut self, schema: &Value, value: &Value, path: &str) {
        let Value::Object(object) = value else {
            return self.wrong_type(path, "an object", value);
        };
        let properties = schema.get("properties").and_then(Value::as_object);
        let within = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        for name in schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            if !object.contains_key(name) {
                self.problem(&within(name), "is required.");
            }
        }
        let open = matches!(
            schema.get("additionalProperties"),
            Some(Value::Object(_) | Value::Bool(true))
        );
        for (name, value) in object {
            if self.is_full() {
                break;
            }
            match (
                properties.and_then(|properties| properties.get(name)),
                self.strictness(),
            ) {
                (Some(property), Some(strictness))
                    if is_read_only(property) && !strictness.allow_read_only =>
                {
                    self.problem(&within(name), "is read-only and cannot be written.");
                }
                (Some(property), strictness) => {
                    // The name of the type of an object is checked where a subtype is chosen, not here.
                    if name == "@odata.type" && strictness.is_some() && !value.is_string() {
                        self.wrong_type(&within(name), "a string", value);
                    } else if name != "@odata.type" {
                        self.value(property, value, &within(name));
                    }
                }
                // Annotations such as `@odata.context` and `name@odata.count` belong to the format, not to the type.
                (None, _) if open || name.contains("@odata.") => {}
                (None, Some(strictness)) if strictness.allow_unknown_properties => {}
                (None, _) => {
                    let known: Vec<&str> = properties
                        .into_iter()
                        .flatten()
                        .map(|(name, _)| name.as_str())
                        .collect();
                    self.problem(
                        &within(name),
                        format!("does not exist here. Known: {}.", known.join(", ")),
                    );
                }
            }
        }
    }

    fn text(&mut self, schema: &Value, text: &str, path: &str) {
        match schema.get("format").and_then(Value::as_str) {
            Some("date-time") if Ticks::parse(text).is_none() => {
                self.problem(path, "must be a date-time such as 2026-01-31T08:00:00Z.");
            }
            Some("byte") => self.bytes(schema, text, path),
            _ => {}
        }
        let Some(strictness) = self.strictness() else {
            return;
        };
        let limit = schema.get("x-request-max-length").and_then(Value::as_u64);
        let length = text.chars().count() as u64;
        if let Some(limit) = limit.filter(|limit| length > *limit && !strictness.allow_over_limits)
        {
            self.problem(
                path,
                format!("has {length} characters; at most {limit} are allowed."),
            );
        }
        if let Some(known) = schema.get("x-known-values").and_then(Value::as_array)
            && !strictness.allow_unknown_values
            && !known.iter().any(|known| known == text)
        {
            let known: Vec<&str> = known.iter().filter_map(Value::as_str).collect();
            self.problem(
                path,
                format!("cannot be '{text}'. Known: {}.", known.join(", ")),
            );
        }
    }

    fn bytes(&mut self, schema: &Value, text: &str, path: &str) {
        let Ok(bytes) = BASE64_STANDARD.decode(text) else {
            return self.problem(path, "must be base64 with padding.");
        };
        let limit = schema.get("x-request-max-bytes").and_then(Value::as_u64);
        if let (Some(limit), Some(strictness)) = (limit, self.strictness())
            && bytes.len() as u64 > limit
            && !strictness.allow_over_limits
        {
            self.problem(
                path,
                format!("has {} bytes; at most {limit} are allowed.", bytes.len()),
            );
        }
    }
}

fn is_read_only(schema: &Value) -> bool {
    schema.get("readOnly").and_then(Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The keywords that this module acts on, or that have no bearing on a single value.
    const KNOWN: [&str; 19] = [
        "$ref",
        "additionalProperties",
        "allOf",
        "description",
        "discriminator",
        "enum",
        "format",
        "items",
        "nullable",
        "oneOf",
        "properties",
        "readOnly",
        "required",
        "title",
        "type",
        "uniqueItems",
        "x-known-values",
        "x-request-max-bytes",
        "x-request-max-length",
    ];

    fn keywords(schema: &Value, unknown: &mut Vec<String>) {
        let Some(schema) = schema.as_object() else {
            return;
        };
        for (keyword, value) in schema {
            if !KNOWN.contains(&keyword.as_str()) {
                unknown.push(keyword.clone());
            }
            match keyword.as_str() {
                "properties" => value
                    .as_object()
                    .unwrap()
                    .values()
                    .for_each(|schema| keywords(schema, unknown)),
                "items" | "additionalProperties" => keywords(value, unknown),
                // More than one part would need more than `value` does.
                "allOf" => assert_eq!(value.as_array().unwrap().len(), 1, "{schema:?}"),
                _ => {}
            }
        }
    }

    #[test]
    fn the_specification_uses_no_keyword_that_is_not_checked() {
        let mut unknown = Vec::new();
        for schema in Spec::load().unwrap().schemas().unwrap().values() {
            keywords(schema, &mut unknown);
        }
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn a_response_may_hold_what_a_request_may_not() {
        let spec = Spec::load().unwrap();
        let schema = spec.schema("hardwareConfiguration").unwrap();
        let value = json!({
            "id": "1",
            "version": 2,
            "displayName": "x".repeat(200),
            "hardwareConfigurationFormat": "lenovo",
            "assignments": [{ "target": { "@odata.type": "#x.moonTarget", "crater": 7 } }],
        });
        assert_eq!(check(spec, schema, &value, Direction::Response), []);
        let problems = check(
            spec,
            schema,
            &value,
            Direction::Request(Strictness::default()),
        );
        let paths: Vec<&str> = problems
            .iter()
            .map(|problem| problem.path.as_str())
            .collect();
        let expected = [
            "assignments[0].target",
            "displayName",
            "hardwareConfigurationFormat",
            "id",
            "version",
        ];
        assert_eq!(paths, expected);
        let wrong =
            json!({ "createdDateTime": "yesterday", "version": 5_000_000_000_i64, "new": 1 });
        assert_eq!(check(spec, schema, &wrong, Direction::Response).len(), 3);
    }
}
