//! Helpers for the JSON Schemas of the public types.

use serde_json::{Map, Value};

use super::field::Field;
use super::wire::{Wire, nullable};

/// Adds the schema of one property; `field` is never called, it only tells the type.
pub(crate) fn add_property<E, T: Wire>(
    properties: &mut Map<String, Value>,
    name: &str,
    _field: fn(&E) -> &Field<T>,
    generator: &mut schemars::SchemaGenerator,
) {
    properties.insert(name.to_owned(), nullable(T::schema(generator)).into());
}
