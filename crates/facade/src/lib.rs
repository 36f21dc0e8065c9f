//! Intune hardware configurations (BIOS profiles) of Microsoft Graph: typed, complete, in all four clouds.

pub mod query;
mod types;

pub use types::*;
