//! The emulator over HTTP, as a client of any language sees it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod access;
mod batch;
mod bodies;
mod client;
mod conformance;
mod control;
mod directory;
mod documents;
mod faults;
mod guard;
mod odata;
#[cfg(feature = "program")]
mod program;
mod reads;
mod repeated;
mod rules;
#[cfg(feature = "tls")]
mod secure;
mod setup;
mod states;
mod switches;
mod writes;
