//! The sizes that the service accepts, checked before anything is sent.

use std::fmt;

/// The largest content of a configuration file, in bytes.
pub const MAX_FILE_CONTENT_BYTES: usize = 5 * 1024;
/// The longest display name or file name, in characters.
pub const MAX_NAME_CHARACTERS: usize = 150;
/// The longest description, in characters.
pub const MAX_DESCRIPTION_CHARACTERS: usize = 1000;

/// A property is larger than the service accepts. It holds sizes, and nothing of the property's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LimitExceeded {
    /// The name of the property, as the service writes it.
    pub property: &'static str,
    /// The size of the value, in `unit`.
    pub size: usize,
    /// The largest size that the service accepts, in `unit`.
    pub limit: usize,
    /// What is counted: `bytes` or `characters`.
    pub unit: &'static str,
}

impl fmt::Display for LimitExceeded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            property,
            size,
            limit,
            unit,
        } = self;
        write!(
            formatter,
            "{property} has {size} {unit}, and the service accepts at most {limit}"
        )
    }
}

impl std::error::Error for LimitExceeded {}

impl From<LimitExceeded> for msgraph_transport::Error {
    fn from(error: LimitExceeded) -> Self {
        Self::new(
            msgraph_transport::ErrorKind::InvalidRequest,
            error.to_string(),
        )
    }
}

pub(crate) fn check_bytes(
    property: &'static str,
    bytes: &[u8],
    limit: usize,
) -> Result<(), LimitExceeded> {
    check(property, bytes.len(), limit, "bytes")
}

pub(crate) fn check_characters(
    property: &'static str,
    text: &str,
    limit: usize,
) -> Result<(), LimitExceeded> {
    check(property, text.chars().count(), limit, "characters")
}

fn check(
    property: &'static str,
    size: usize,
    limit: usize,
    unit: &'static str,
) -> Result<(), LimitExceeded> {
    if size > limit {
        Err(LimitExceeded {
            property,
            size,
            limit,
            unit,
        })
    } else {
        Ok(())
    }
}
