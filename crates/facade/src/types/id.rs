//! Identifiers, which are path segments.

use std::fmt;

/// Why a text cannot be an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidId {
    /// It is empty: a request for the item would reach the collection.
    Empty,
    /// It is `.` or `..`: a request for the item would reach something above it.
    Dots,
    /// It has a backslash or a control character, which some servers and proxies take for a separator.
    Separator,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Empty => "an id must not be empty",
            Self::Dots => "an id must not be `.` or `..`",
            Self::Separator => "an id must not contain a backslash or a control character",
        })
    }
}

impl std::error::Error for InvalidId {}

impl From<InvalidId> for msgraph_transport::Error {
    fn from(error: InvalidId) -> Self {
        Self::new(
            msgraph_transport::ErrorKind::InvalidRequest,
            error.to_string(),
        )
    }
}

pub(crate) fn check_id(text: &str) -> Result<(), InvalidId> {
    match text {
        "" => Err(InvalidId::Empty),
        "." | ".." => Err(InvalidId::Dots),
        _ if text
            .bytes()
            .any(|byte| byte == b'\\' || byte.is_ascii_control()) =>
        {
            Err(InvalidId::Separator)
        }
        _ => Ok(()),
    }
}

macro_rules! id_type {
    ($(#[$meta:meta])* $Id:ident) => {
        $(#[$meta])*
        ///
        /// Mostly a GUID, but any text will do that can be one segment of a path.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Id(Box<str>);

        impl $Id {
            /// Takes the text of an id.
            ///
            /// # Errors
            /// When the text is empty, is `.` or `..`, or has a backslash or a control character: the request would
            /// reach something else than the item.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                check_id(&text)?;
                Ok(Self(text.into_boxed_str()))
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $Id {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!(stringify!($Id), "({})"), self.0)
            }
        }

        impl fmt::Display for $Id {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl AsRef<str> for $Id {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::ops::Deref for $Id {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $Id {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $Id {
            type Error = InvalidId;

            fn try_from(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $Id {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl $crate::types::wire::Wire for $Id {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::new(text).map_err(serde::de::Error::custom)
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }

            #[cfg(feature = "schemars")]
            fn schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "minLength": 1 })
            }
        }

        $crate::types::wire::serde_from_wire!($Id, "id");
    };
}

id_type! {
    /// The id of a hardware configuration.
    HardwareConfigurationId
}

id_type! {
    /// The id of an assignment of a hardware configuration.
    AssignmentId
}

id_type! {
    /// The id of the run state of one device.
    DeviceRunStateId
}

id_type! {
    /// The id of the run state of one user.
    UserRunStateId
}
