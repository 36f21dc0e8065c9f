//! The way in: hardware configurations, the handle of one of them, and what belongs to it.

mod call;
mod collection;
mod profile;
mod request;
mod root;

pub use call::{Answer, Call, NoQuery};
pub use collection::{Child, Collection};
pub use profile::{Assigned, Profile};
pub(crate) use request::Built;
pub use root::HardwareConfigurations;
