//! Makes the committed specification from Graph's whole OpenAPI document.

#![allow(
    dead_code,
    reason = "the command that calls these steps is not here yet"
)]

mod changes;
mod overlay;
