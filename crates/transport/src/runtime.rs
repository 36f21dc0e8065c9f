//! The tokio runtime that a call is made on: the sockets and timers of one make headway on no other.

pub(crate) use tokio::runtime::Id;

/// The runtime that polls, if there is one.
pub(crate) fn current() -> Option<Id> {
    let handle = tokio::runtime::Handle::try_current().ok()?;
    Some(handle.id())
}
