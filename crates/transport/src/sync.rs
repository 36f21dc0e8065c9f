//! The locks that calls share: those of the standard library, or, to try every interleaving, those of `shuttle`.
//!
//! No lock here is held over an `await`: a future that is alive and not polled would hold up all others.

#[cfg(shuttle)]
pub(crate) use shuttle::sync::{Mutex, MutexGuard};
pub(crate) use std::sync::PoisonError;
#[cfg(not(shuttle))]
pub(crate) use std::sync::{Mutex, MutexGuard};
