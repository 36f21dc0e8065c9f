//! The tenant: what it is made of in the beginning, and what it is now.

pub(crate) mod by_hand;
mod check;
mod index_set;
pub(crate) mod live;
pub(crate) mod population;
pub(crate) mod profile;
pub(crate) mod record;
pub(crate) mod rollout;
mod scenario;
mod seed;
pub(crate) mod states;
mod target;
mod targets;

pub use scenario::{RunState, Scenario, Transitions};
pub use seed::{Group, Profile, Tenant};
pub use target::Target;
