//! One page of a list.

use msgraph_transport::Metadata;

use super::continuation::Continuation;
use crate::decode::Rejected;

/// A page of a list.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page<E> {
    /// The items.
    pub items: Vec<E>,
    /// The items that could not be read, each with the reason.
    pub rejected: Vec<Rejected>,
    /// The number of all items of the list, when it was asked for; mostly on the first page alone.
    pub count: Option<i64>,
    /// Where the next page is; `None` on the last one.
    pub continuation: Option<Continuation>,
    /// The request ids, the service's date, the number of tries.
    pub metadata: Metadata,
}
