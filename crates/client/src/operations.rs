//! Static facts about the operations: name, method, path, permissions.

use http::Method;
use msgraph_transport::Operation;

use crate::body::Shape;

#[cfg(feature = "generate")]
include!(concat!(env!("OUT_DIR"), "/operations.rs"));
#[cfg(not(feature = "generate"))]
include!("../generated/operations.snap.rs");

/// The operation of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Operation> {
    ALL.into_iter().find(|operation| operation.name() == name)
}
