//! Whether a JSON value is what a schema of the specification says.
//!
//! Knows the keywords that the specification uses; a test fails when it begins to use another.

#[cfg(test)]
mod tests;
mod types;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value};

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
    /// Ids, which are read-only, where an object that was read is written back. Whose they are is for others to check.
    pub(crate) allow_ids: bool,
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
        let (named, schema) = (schema, spec.resolve(schema));
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
            Some("object") => {
                let kind = types::name(spec, named);
                self.object(schema, kind.as_deref(), value, path);
            }
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
                    let least = schema.get("minimum").and_then(Value::as_i64);
                    if let Some(least) = least.filter(|least| number < *least)
                        && self.strictness().is_some()
                    {
                        self.problem(path, format!("must be at least {least}."));
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
        match (self.strictness(), kind) {
            (Some(strictness), kind) if !strictness.allow_unknown_values => {
                let known: Vec<&str> = spec.subtypes(schema).map(|(name, _)| name).collect();
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

    /// `kind` is the name of the type, where it has one.
    fn object(&mut self, schema: &Value, kind: Option<&str>, value: &Value, path: &str) {
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
                    if is_read_only(property)
                        && !strictness.allow_read_only
                        && !(strictness.allow_ids && name == "id") =>
                {
                    self.problem(&within(name), "is read-only and cannot be written.");
                }
                (Some(_), _) if name == "@odata.type" => self.kind(kind, value, &within(name)),
                (Some(property), _) => self.value(property, value, &within(name)),
                (None, _) if open => {}
                (None, Some(strictness)) if strictness.allow_unknown_properties => {}
                // Annotations such as `@odata.context` and `name@odata.count` belong to the format, not to the type.
                (None, strictness) if name.contains("@odata.") && name != "@odata.type" => {
                    if strictness.is_some() {
                        self.annotation(properties, name, value, &within(name));
                    }
                }
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

    /// What an annotation says about a property, which must be there and of that type.
    fn annotation(
        &mut self,
        properties: Option<&Map<String, Value>>,
        name: &str,
        value: &Value,
        path: &str,
    ) {
        let (subject, about) = name.split_once("@odata.").unwrap_or((name, ""));
        let property = properties.and_then(|properties| properties.get(subject));
        match property {
            Some(property) if about == "type" => {
                self.kind(types::name(self.spec, property).as_deref(), value, path);
            }
            None if !subject.is_empty() => {
                self.problem(path, "is about a property that does not exist here.");
            }
            _ => {}
        }
    }

    /// The name of a type, which must be this one. Without one, it was what the type was chosen by.
    fn kind(&mut self, kind: Option<&str>, value: &Value, path: &str) {
        let Some(found) = value.as_str() else {
            return self.wrong_type(path, "a string", value);
        };
        let lenient = self
            .strictness()
            .is_some_and(|strictness| strictness.allow_unknown_values);
        if let Some(kind) = kind.filter(|kind| !lenient && !types::are_same(kind, found)) {
            self.problem(path, format!("must be {kind} here, not '{found}'."));
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
        let is_bytes = schema.get("format").and_then(Value::as_str) == Some("byte");
        let limit = schema.get("maxLength").and_then(Value::as_u64);
        let limit = limit.filter(|_| !is_bytes);
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
