//! The facade, as a stranger uses it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers, too"
)]

#[path = "../again.rs"]
mod again;
mod bodies;
mod daily;
mod emulated;
mod every_operation;
mod fixtures;
mod https;
mod lists;
mod operations;
mod properties;
mod reach;
mod read_ahead;
mod schemas;
mod scripted;
#[path = "../faults/server.rs"]
#[allow(dead_code, reason = "the fault suite uses more of it")]
mod server;
mod types;
mod watching;
mod writing;
