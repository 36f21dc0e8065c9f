//! Query options: what to select, expand, filter, order and count, from the properties of the entity.

mod filter;
mod literal;
mod options;

pub(crate) use filter::property_methods;
pub use filter::{Filter, Operand, Order};
pub use literal::Literal;
pub use options::{CountQuery, ItemQuery, ListQuery};

/// A property of an entity, by the name that the service gives it.
pub trait Property: Copy + Send + Sync + 'static {
    /// All properties that this version of the crate knows.
    const ALL: &'static [Self];

    /// The name, such as `displayName`.
    fn name(self) -> &'static str;
}

/// A related entity, or a collection of them, that a request may ask for together with the entity.
pub trait Navigation: Copy + Send + Sync + 'static {
    /// The name, such as `assignments`.
    fn name(self) -> &'static str;
}

/// The query options of a call.
pub trait Query {
    /// The query of the URL, percent-encoded; `None` without options.
    fn to_query(&self) -> Option<String>;
}
