//! From the body of a response to the facade's types.

mod body;
mod page;
mod rejected;

pub(crate) use body::{count, entity, nothing};
pub(crate) use page::{assigned, page};
pub use rejected::Rejected;
