//! What a query sees of an entity: its properties by name, whether it is stored or made on the spot.

use std::cmp::Ordering;

use serde_json::Value;

use super::states::DeviceState;
use crate::clock::Ticks;

/// The value of one property.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Text(&'a str),
    Time(Ticks),
    /// An object, an array, or a number that is not an integer.
    Json(&'a Value),
}

impl<'a> Scalar<'a> {
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::String(text) => Self::Text(text),
            Value::Number(number) => number.as_i64().map_or(Self::Json(value), Self::Int),
            Value::Array(_) | Value::Object(_) => Self::Json(value),
        }
    }

    /// Appends the value as JSON.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Bool(true) => out.extend_from_slice(b"true"),
            Self::Bool(false) => out.extend_from_slice(b"false"),
            Self::Int(number) => write_json(number, out),
            Self::Text(text) => write_json(text, out),
            Self::Time(time) => {
                let mut text = String::with_capacity(28);
                time.write(&mut text);
                write_json(&text, out);
            }
            Self::Json(value) => write_json(value, out),
        }
    }

    /// Compares two values as `$filter` and `$orderby` do; a time may be written as text on either side.
    pub(crate) fn compare(&self, other: &Scalar<'_>) -> Option<Ordering> {
        match (self, other) {
            (Self::Null, Scalar::Null) => Some(Ordering::Equal),
            (Self::Bool(a), Scalar::Bool(b)) => Some(a.cmp(b)),
            (Self::Int(a), Scalar::Int(b)) => Some(a.cmp(b)),
            (Self::Text(a), Scalar::Text(b)) => Some(a.cmp(b)),
            (Self::Time(a), Scalar::Time(b)) => Some(a.cmp(b)),
            (Self::Time(a), Scalar::Text(b)) => Ticks::parse(b).map(|b| a.cmp(&b)),
            (Self::Text(a), Scalar::Time(b)) => Ticks::parse(a).map(|a| a.cmp(b)),
            _ => None,
        }
    }
}

/// Appends the name of a property as JSON, with its colon. Names of the specification need no escapes.
pub(crate) fn write_key(name: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

/// Appends `value` as JSON. What the emulator writes always can be, and a vector takes any number of bytes.
pub(crate) fn write_json<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) {
    let written = serde_json::to_writer(&mut *out, value);
    debug_assert!(
        written.is_ok(),
        "a value of the emulator cannot be written as JSON: {written:?}"
    );
}

/// An entity whose properties can be asked for by name.
pub(crate) trait Record {
    /// The value of a property. Text that has to be put together goes through `scratch`.
    fn get<'s>(&'s self, property: &str, scratch: &'s mut String) -> Scalar<'s>;

    /// The state of a device that this is, if it is made from the seed and nothing was written to it: such states come
    /// by the million and are written by [templates](super::states::DeviceTemplates).
    fn as_made_device(&self) -> Option<&DeviceState<'_>> {
        None
    }
}
