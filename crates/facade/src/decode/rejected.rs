//! Items of a page that do not fit.

use std::fmt;

use serde::de::DeserializeOwned;

/// An item of a page that could not be read, while the rest of the page could.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rejected {
    /// The place of the item in its page, from 0.
    pub index: usize,
    /// The id of the item, where it could be read.
    pub id: Option<String>,
    /// The path of the property that does not fit, such as `target.groupId`; `.` for the item itself.
    pub path: String,
    /// What is wrong with it, without its value.
    pub reason: String,
}

impl Rejected {
    /// Says why `item` cannot be read as a `T`; `None` if it can.
    pub(crate) fn explain<T: DeserializeOwned>(index: usize, item: &str) -> Option<Self> {
        let mut deserializer = serde_json::Deserializer::from_str(item);
        let error = serde_path_to_error::deserialize::<_, T>(&mut deserializer).err()?;
        Some(Self {
            index,
            id: id_of(item),
            path: error.path().to_string(),
            reason: without_place(&error.inner().to_string()).to_owned(),
        })
    }
}

/// The reason without the line and column, which count within the item.
fn without_place(message: &str) -> &str {
    message
        .rsplit_once(" at line ")
        .map_or(message, |(reason, _)| reason)
}

fn id_of(item: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Id {
        id: String,
    }

    serde_json::from_str::<Id>(item).ok().map(|item| item.id)
}

impl fmt::Display for Rejected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            index,
            id,
            path,
            reason,
        } = self;
        write!(formatter, "item {index}")?;
        if let Some(id) = id {
            write!(formatter, " (id {})", id.escape_debug())?;
        }
        match path.as_str() {
            "." => write!(formatter, " does not fit: {reason}"),
            path => write!(formatter, " does not fit at `{path}`: {reason}"),
        }
    }
}

impl std::error::Error for Rejected {}
