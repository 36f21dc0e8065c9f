//! What makes a struct an entity of the service: one table of its properties, from which everything else follows.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::wire::Wire;
use crate::query::{Navigation, Property};

/// An object that the service stores: a configuration, an assignment, a run state, a run summary.
pub trait Entity:
    std::fmt::Debug + DeserializeOwned + Serialize + Wire + Send + Sync + Unpin + 'static
{
    /// The properties of the entity.
    type Property: Property;
    /// The related entities that a request may ask for with it.
    type Navigation: Navigation;

    /// The name of the type in the service's metadata.
    const NAME: &'static str;

    /// Whether the object has no property that can be one of the entity's, known or not yet, which means that it was
    /// something else: an envelope, an error, nothing but annotations.
    fn is_blank(&self) -> bool;

    /// The object without what only the service may say: its id, and all annotations but types.
    #[doc(hidden)]
    fn into_request(self) -> Self;
}

/// Gives a struct of `Field`s its JSON form, its property names and its place in queries.
///
/// The struct itself is written out by hand, with a `Default` and an `extra: ExtraProperties`; the macro only tells
/// which field is which property, so that names are written once. A related entity stands in the second block.
macro_rules! entity {
    (
        $Entity:ident = $type_name:literal;
        properties $Property:ident { $($Variant:ident = $name:literal => $($field:ident).+),+ $(,)? }
        navigations $Navigation:ident { $($NavVariant:ident = $nav_name:literal => $nav_field:ident),* $(,)? }
    ) => {
        #[doc = concat!("The properties of [`", stringify!($Entity), "`], for queries.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $Property {
            $(#[doc = concat!("`", $name, "`")] $Variant,)+
        }

        impl $crate::query::Property for $Property {
            const ALL: &'static [Self] = &[$(Self::$Variant),+];

            fn name(self) -> &'static str {
                match self { $(Self::$Variant => $name),+ }
            }
        }

        $crate::query::property_methods!($Entity, $Property);

        #[doc = concat!("What can be asked for together with a [`", stringify!($Entity), "`].")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $Navigation {
            $(#[doc = concat!("`", $nav_name, "`")] $NavVariant,)*
        }

        impl $crate::query::Navigation for $Navigation {
            fn name(self) -> &'static str {
                match self { $(Self::$NavVariant => $nav_name),* }
            }
        }

        impl $crate::types::entity::Entity for $Entity {
            type Property = $Property;
            type Navigation = $Navigation;
            const NAME: &'static str = $type_name;

            fn is_blank(&self) -> bool {
                $(self.$($field).+.is_absent() &&)+ $(self.$nav_field.is_absent() &&)*
                    self.extra.has_no_property()
            }

            fn into_request(mut self) -> Self {
                self.id = $crate::types::Field::Absent;
                self.extra.keep_what_can_be_sent();
                self
            }
        }

        impl<'de> serde::Deserialize<'de> for $Entity {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use $crate::types::wire::FieldSeed;

                enum Key {
                    $($Variant,)+
                    $($NavVariant,)*
                    Other(String),
                }

                struct KeyVisitor;

                impl serde::de::Visitor<'_> for KeyVisitor {
                    type Value = Key;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        formatter.write_str("the name of a property")
                    }

                    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                        Ok(match name {
                            $($name => Key::$Variant,)+
                            $($nav_name => Key::$NavVariant,)*
                            other => Key::Other(other.to_owned()),
                        })
                    }
                }

                impl<'de> serde::Deserialize<'de> for Key {
                    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                        deserializer.deserialize_identifier(KeyVisitor)
                    }
                }

                struct EntityVisitor;

                impl<'de> serde::de::Visitor<'de> for EntityVisitor {
                    type Value = $Entity;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        formatter.write_str(concat!("an object of type ", $type_name))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$Entity, A::Error> {
                        let mut entity = $Entity::default();
                        while let Some(key) = map.next_key::<Key>()? {
                            match key {
                                $(Key::$Variant => entity.$($field).+ = map.next_value_seed(FieldSeed::new())?,)+
                                $(Key::$NavVariant => entity.$nav_field = map.next_value_seed(FieldSeed::new())?,)*
                                Key::Other(name) => entity.extra.insert(name, map.next_value::<serde_json::Value>()?),
                            }
                        }
                        Ok(entity)
                    }

                    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<$Entity, E> {
                        Err($crate::types::wire::unexpected_string(&self))
                    }
                }

                deserializer.deserialize_any(EntityVisitor)
            }
        }

        impl serde::Serialize for $Entity {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::types::wire::write_field;

                let mut map = serializer.serialize_map(None)?;
                $(write_field(&mut map, $name, &self.$($field).+)?;)+
                $(write_field(&mut map, $nav_name, &self.$nav_field)?;)*
                self.extra.write_into(&mut map)?;
                serde::ser::SerializeMap::end(map)
            }
        }

        impl $crate::types::wire::Wire for $Entity {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde::Deserialize::deserialize(deserializer)
            }

            fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(self, serializer)
            }

            #[cfg(feature = "schemars")]
            fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                generator.subschema_for::<Self>()
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $Entity {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $type_name.into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut properties = serde_json::Map::new();
                $($crate::types::schema::add_property(
                    &mut properties, $name, |entity: &Self| &entity.$($field).+, generator,
                );)+
                $($crate::types::schema::add_property(
                    &mut properties, $nav_name, |entity: &Self| &entity.$nav_field, generator,
                );)*
                schemars::json_schema!({ "type": "object", "properties": properties })
            }
        }
    };
}

pub(crate) use entity;
