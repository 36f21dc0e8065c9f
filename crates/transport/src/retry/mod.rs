//! Trying again: when, how often, how late.

mod after;
mod gate;
mod pacing;
mod policy;

pub(crate) use self::after::{in_body, retry_after};
pub(crate) use self::gate::Gate;
pub use self::pacing::Pacing;
pub(crate) use self::pacing::{Load, Pacer};
pub use self::policy::RetryPolicy;
