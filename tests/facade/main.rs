//! The facade, as a stranger uses it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers, too"
)]

mod emulated;
mod every_operation;
mod fixtures;
mod operations;
mod properties;
mod schemas;
mod types;
