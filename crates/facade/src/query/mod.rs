//! Query options: what to select, expand, filter, order and count, from the properties of the entity.
//!
//! There are three kinds of reading, each with the options that the service has for it: a [`ListQuery`], an
//! [`ItemQuery`] and a [`CountQuery`]. Properties are enums, such as
//! [`DeviceRunStateProperty`](crate::DeviceRunStateProperty), with the operators of the filter language as methods:
//!
//! | method | OData |
//! | --- | --- |
//! | `eq` `ne` `gt` `ge` `lt` `le` | the same |
//! | `starts_with` `contains` | `startswith` `contains` |
//! | `is_in` | `in` |
//! | `any` | `any`, for a property that is a list |
//! | [`and`](Filter::and) [`or`](Filter::or) `!` | `and` `or` `not`, with parentheses where they are needed |
//!
//! Values are quoted as they must be; [`Filter::raw`] and the `raw` method of each query take what this cannot say.
//!
//! ```
//! use intune_hardware_configurations::query::ListQuery;
//! use intune_hardware_configurations::{DeviceRunStateProperty as P, RunState};
//! use time::macros::datetime;
//!
//! let stale = P::LastStateUpdateDateTime.lt(datetime!(2026-01-01 00:00 UTC));
//! let failed = P::ConfigurationState.is_in([RunState::Fail, RunState::ScriptError]);
//! let query = ListQuery::new().filter(stale.and(!failed)).order_by([P::DeviceName.ascending()]);
//! ```

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
