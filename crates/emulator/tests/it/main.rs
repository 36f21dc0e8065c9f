//! The emulator over HTTP, as a client of any language sees it.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod batch;
mod client;
mod faults;
mod odata;
mod reads;
mod rules;
mod writes;
