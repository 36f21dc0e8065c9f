//! The table, by what goes wrong.

mod batch;
mod errors;
mod origins;
mod pages;
mod retries;
mod timeouts;
mod tokens;
mod waits;
mod wire;

use crate::case::Case;

/// Every row.
pub(crate) fn all() -> Vec<Case> {
    let parts = [
        retries::cases(),
        waits::cases(),
        timeouts::cases(),
        wire::cases(),
        errors::cases(),
        tokens::cases(),
        origins::cases(),
        pages::cases(),
        batch::cases(),
    ];
    parts.into_iter().flatten().collect()
}
