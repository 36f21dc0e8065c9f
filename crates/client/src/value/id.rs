//! Ids, as one segment of a path.

use std::fmt;
use std::str::FromStr;

/// The id of an entity, fit to be one segment of a path.
///
/// An empty id, `.` or `..` would make a URL of another operation, and so would one with a backslash, which URLs take
/// for a slash: deleting one item would delete them all.
///
/// ```
/// use intune_hardware_configurations_client::Id;
///
/// assert!(Id::new("a/b?c").is_ok(), "sent as one segment, encoded");
/// assert!(Id::new("").is_err());
/// assert!(Id::new("..").is_err());
/// assert!(Id::new("a\\..").is_err());
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Id(String);

/// The id that was refused can be no segment of a path.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidId(String);

impl Id {
    /// An id.
    ///
    /// # Errors
    ///
    /// If `id` is empty, `.` or `..`, or has a backslash.
    pub fn new(id: impl Into<String>) -> Result<Self, InvalidId> {
        let id = id.into();
        match id.as_str() {
            "" | "." | ".." => Err(InvalidId(id)),
            text if text.contains('\\') => Err(InvalidId(id)),
            _ => Ok(Self(id)),
        }
    }

    /// The id as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Id {
    type Err = InvalidId;

    fn from_str(id: &str) -> Result<Self, InvalidId> {
        Self::new(id)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} cannot be an id: it would change the path that it is part of",
            self.0
        )
    }
}

impl std::error::Error for InvalidId {}
