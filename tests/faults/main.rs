//! The fault suite: what the transport makes of a bad night, over real sockets and on a clock that nobody waits for.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests"
)]

mod action;
#[path = "../again.rs"]
mod again;
mod bridge;
mod case;
mod concurrent;
mod crowd;
mod echo;
mod emulated;
mod facade;
mod overview;
mod protocols;
mod resuming;
mod secrets;
mod server;
mod soak;
mod stalls;
mod table;

/// Every row of the table, and then: was a secret seen anywhere?
#[test]
fn every_fault_has_the_right_outcome_and_no_secret_is_seen() {
    secrets::collect_traces();
    let cases = table::all();
    assert!(cases.len() >= 60, "only {} scenarios", cases.len());
    let mut failed = Vec::new();
    for case in cases {
        let name = case.name;
        // A runtime for each row, so that one row's connections cannot reach into another.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let row = std::panic::AssertUnwindSafe(|| runtime.block_on(case.run()));
        if std::panic::catch_unwind(row).is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "failed: {failed:#?}");
    secrets::assert_none_seen();
    secrets::assert_traced();
}
