//! The content of a configuration file, which may hold passwords.

use std::fmt;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::BASE64_STANDARD;
use serde::de::{self, Deserializer, Visitor};
use serde::ser::Serializer;

use super::wire::Wire;

/// The bytes of a configuration file. It is a secret, since BIOS files may hold setup passwords: `Debug` shows its
/// length alone, and it has no `Display`. In JSON it is base64.
///
/// ```
/// use intune_hardware_configurations::FileContent;
///
/// let content = FileContent::from(b"SetupPassword=hunter2");
/// assert_eq!(format!("{content:?}"), "FileContent(21 bytes)");
/// assert_eq!(content.expose(), b"SetupPassword=hunter2");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FileContent(Vec<u8>);

impl FileContent {
    /// The bytes themselves.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The number of bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for FileContent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FileContent({} bytes)", self.0.len())
    }
}

impl From<Vec<u8>> for FileContent {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for FileContent {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const LENGTH: usize> From<&[u8; LENGTH]> for FileContent {
    fn from(bytes: &[u8; LENGTH]) -> Self {
        Self(bytes.to_vec())
    }
}

/// Graph declares the URL-safe alphabet and sends the standard one: both are read, with or without padding.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

impl Wire for FileContent {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Base64Visitor;

        impl Visitor<'_> for Base64Visitor {
            type Value = FileContent;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("base64 text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<FileContent, E> {
                let engine = if text.contains(['-', '_']) {
                    &URL_SAFE
                } else {
                    &STANDARD
                };
                // The decoder's own error would quote a byte of the content.
                engine
                    .decode(text)
                    .map(FileContent)
                    .map_err(|_| E::custom("the text is not valid base64"))
            }
        }

        deserializer.deserialize_str(Base64Visitor)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.0))
    }

    #[cfg(feature = "schemars")]
    fn schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "contentEncoding": "base64" })
    }
}

super::wire::serde_from_wire!(FileContent, "fileContent");
