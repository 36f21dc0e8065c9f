//! Properties that this version of the crate does not know.

use std::fmt;

use serde::ser::SerializeMap;
use serde_json::{Map, Value};

/// The properties of an object that this version of the crate does not know, annotations such as `@odata.type`
/// included. They are kept, and sent back when the object is, but for annotations that only the service may make.
///
/// `Debug` shows their names alone, since nobody can know what they hold.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ExtraProperties(Map<String, Value>);

impl ExtraProperties {
    /// The value of the property `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Sets the property `name`.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.0.insert(name.into(), value.into());
    }

    /// Takes the property `name` out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// The names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is no property of an entity here: an object with `value` is an envelope, one with `error` is an
    /// error, and annotations belong to any object.
    pub(crate) fn has_no_property(&self) -> bool {
        self.0.contains_key("value")
            || self.0.contains_key("error")
            || self.0.keys().all(|name| name.contains('@'))
    }

    /// Drops the annotations that the service adds, such as `@odata.context` and `@odata.etag`. Types stay, which say
    /// what the object is, and so does what a caller binds it to.
    pub(crate) fn keep_what_can_be_sent(&mut self) {
        self.0.retain(|name, _| match name.split_once("@odata.") {
            Some((_, annotation)) => matches!(annotation, "bind" | "type"),
            None => true,
        });
    }

    pub(crate) fn write_into<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.0
            .iter()
            .try_for_each(|(name, value)| map.serialize_entry(name, value))
    }
}

impl fmt::Debug for ExtraProperties {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}
