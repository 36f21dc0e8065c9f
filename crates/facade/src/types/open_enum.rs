//! Enums that survive values which the service will add later.

/// Defines an enum of known texts plus `Unrecognized`, with its conversions and its JSON form.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $Enum:ident = $type_name:literal { $($(#[$variant_meta:meta])* $Variant:ident = $text:literal),+ $(,)? }
    ) => {
        $(#[$meta])*
        ///
        /// The service may add values: they arrive as `Unrecognized`, keep their text, and are written as they came.
        /// Two values are equal when their texts are.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum $Enum {
            $($(#[$variant_meta])* $Variant,)+
            /// A value that this version of the crate does not know.
            Unrecognized(Box<str>),
        }

        impl $Enum {
            /// The values that this version of the crate knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$Variant),+];

            /// The text of the value, as the service writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$Variant => $text,)+
                    Self::Unrecognized(text) => text,
                }
            }
        }

        impl From<&str> for $Enum {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$Variant,)+
                    other => Self::Unrecognized(other.into()),
                }
            }
        }

        impl From<String> for $Enum {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl std::str::FromStr for $Enum {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl std::fmt::Display for $Enum {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl AsRef<str> for $Enum {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq for $Enum {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl Eq for $Enum {}

        impl PartialEq<str> for $Enum {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $Enum {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl PartialOrd for $Enum {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $Enum {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl std::hash::Hash for $Enum {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl $crate::types::wire::Wire for $Enum {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct TextVisitor;

                impl serde::de::Visitor<'_> for TextVisitor {
                    type Value = $Enum;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        formatter.write_str(concat!("a string of the enum ", $type_name))
                    }

                    fn visit_str<E>(self, text: &str) -> Result<$Enum, E> {
                        Ok($Enum::from(text))
                    }
                }

                deserializer.deserialize_str(TextVisitor)
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }

            #[cfg(feature = "schemars")]
            fn schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "examples": [$($text),+] })
            }
        }

        $crate::types::wire::serde_from_wire!($Enum, $type_name);
    };
}

pub(crate) use open_enum;
