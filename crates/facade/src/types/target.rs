//! Who or what a hardware configuration is assigned to.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use super::enums::AssignmentFilterType;
use super::extra::ExtraProperties;
use super::field::Field;
use super::wire::{FieldSeed, Wire, serde_from_wire, unexpected_string, write_field};

const TYPE: &str = "@odata.type";
const NAMESPACE: &str = "microsoft.graph.";
const FILTER_ID: &str = "deviceAndAppManagementAssignmentFilterId";
const FILTER_TYPE: &str = "deviceAndAppManagementAssignmentFilterType";
const GROUP_ID: &str = "groupId";
const COLLECTION_ID: &str = "collectionId";

/// Who or what a hardware configuration is assigned to, perhaps narrowed by an assignment filter.
///
/// A target that came from the service keeps everything that came: the spelling of its type, properties and kinds of
/// target that this version does not know. It is sent back as it came.
///
/// ```
/// use intune_hardware_configurations::{AssignmentTarget, TargetKind};
///
/// let target = AssignmentTarget::group("2f1a…").including("laptops-filter-id");
/// assert!(matches!(target.kind(), TargetKind::Group { id: Some("2f1a…") }));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssignmentTarget {
    /// The name of the type as it was sent, mostly with `#microsoft.graph.` in front; [`AssignmentTarget::kind`]
    /// reads it.
    pub odata_type: Field<String>,
    /// The id of the group, included or excluded.
    pub group_id: Field<String>,
    /// The id of the Configuration Manager collection.
    pub collection_id: Field<String>,
    /// The id of the assignment filter.
    pub filter_id: Field<String>,
    /// What the assignment filter does.
    pub filter_type: Field<AssignmentFilterType>,
    /// Other properties.
    pub extra: ExtraProperties,
}

/// What kind of target an [`AssignmentTarget`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetKind<'a> {
    /// All managed devices.
    AllDevices,
    /// All users with a licence.
    AllLicensedUsers,
    /// The members of a group.
    Group {
        /// The id of the group, unless the service left it out.
        id: Option<&'a str>,
    },
    /// All but the members of a group.
    ExclusionGroup {
        /// The id of the group, unless the service left it out.
        id: Option<&'a str>,
    },
    /// The members of a Configuration Manager collection.
    ConfigurationManagerCollection {
        /// The id of the collection, unless the service left it out.
        id: Option<&'a str>,
    },
    /// A kind that this version of the crate does not know.
    Other {
        /// The name of its type as the service sent it, if it did.
        odata_type: Option<&'a str>,
    },
}

impl AssignmentTarget {
    /// All managed devices.
    pub fn all_devices() -> Self {
        Self::of_type("allDevicesAssignmentTarget")
    }

    /// All users with a licence.
    pub fn all_licensed_users() -> Self {
        Self::of_type("allLicensedUsersAssignmentTarget")
    }

    /// The members of the group with the id `group_id`.
    pub fn group(group_id: impl Into<String>) -> Self {
        Self {
            group_id: Field::Value(group_id.into()),
            ..Self::of_type("groupAssignmentTarget")
        }
    }

    /// All but the members of the group with the id `group_id`.
    pub fn exclusion_group(group_id: impl Into<String>) -> Self {
        Self {
            group_id: Field::Value(group_id.into()),
            ..Self::of_type("exclusionGroupAssignmentTarget")
        }
    }

    /// The members of the Configuration Manager collection with the id `collection_id`.
    pub fn configuration_manager_collection(collection_id: impl Into<String>) -> Self {
        Self {
            collection_id: Field::Value(collection_id.into()),
            ..Self::of_type("configurationManagerCollectionAssignmentTarget")
        }
    }

    /// Narrows the target to the devices that the assignment filter matches.
    #[must_use]
    pub fn including(self, filter_id: impl Into<String>) -> Self {
        self.filtered(filter_id.into(), AssignmentFilterType::Include)
    }

    /// Narrows the target to the devices that the assignment filter does not match.
    #[must_use]
    pub fn excluding(self, filter_id: impl Into<String>) -> Self {
        self.filtered(filter_id.into(), AssignmentFilterType::Exclude)
    }

    /// What kind of target it is, by its type, whose case and leading `#` do not matter.
    pub fn kind(&self) -> TargetKind<'_> {
        let odata_type = self.odata_type.as_deref();
        let Some(name) = odata_type.and_then(short_name) else {
            return TargetKind::Other { odata_type };
        };
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("groupAssignmentTarget") {
            TargetKind::Group {
                id: self.group_id.as_deref(),
            }
        } else if is("exclusionGroupAssignmentTarget") {
            TargetKind::ExclusionGroup {
                id: self.group_id.as_deref(),
            }
        } else if is("allDevicesAssignmentTarget") {
            TargetKind::AllDevices
        } else if is("allLicensedUsersAssignmentTarget") {
            TargetKind::AllLicensedUsers
        } else if is("configurationManagerCollectionAssignmentTarget") {
            TargetKind::ConfigurationManagerCollection {
                id: self.collection_id.as_deref(),
            }
        } else {
            TargetKind::Other { odata_type }
        }
    }

    /// The id of the assignment filter, and what it does; `None` when there is no filter.
    pub fn filter(&self) -> Option<(&str, &AssignmentFilterType)> {
        match (self.filter_id.as_deref(), self.filter_type.value()) {
            (Some(id), Some(filter_type)) if *filter_type != AssignmentFilterType::None => {
                Some((id, filter_type))
            }
            _ => None,
        }
    }

    fn of_type(name: &str) -> Self {
        Self {
            odata_type: Field::Value(format!("#{NAMESPACE}{name}")),
            ..Self::default()
        }
    }

    fn filtered(self, id: String, filter_type: AssignmentFilterType) -> Self {
        Self {
            filter_id: Field::Value(id),
            filter_type: Field::Value(filter_type),
            ..self
        }
    }
}

/// The name without `#` and namespace, or `None` for a name of another namespace.
fn short_name(odata_type: &str) -> Option<&str> {
    let name = odata_type.strip_prefix('#').unwrap_or(odata_type);
    let namespace = name.get(..NAMESPACE.len())?;
    namespace
        .eq_ignore_ascii_case(NAMESPACE)
        .then(|| &name[NAMESPACE.len()..])
}

impl Wire for AssignmentTarget {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TargetVisitor;

        impl<'de> Visitor<'de> for TargetVisitor {
            type Value = AssignmentTarget;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object that is an assignment target")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<AssignmentTarget, A::Error> {
                let mut target = AssignmentTarget::default();
                while let Some(name) = map.next_key::<String>()? {
                    match name.as_str() {
                        TYPE => target.odata_type = map.next_value_seed(FieldSeed::new())?,
                        GROUP_ID => target.group_id = map.next_value_seed(FieldSeed::new())?,
                        COLLECTION_ID => {
                            target.collection_id = map.next_value_seed(FieldSeed::new())?
                        }
                        FILTER_ID => target.filter_id = map.next_value_seed(FieldSeed::new())?,
                        FILTER_TYPE => target.filter_type = map.next_value_seed(FieldSeed::new())?,
                        _ => target
                            .extra
                            .insert(name, map.next_value::<serde_json::Value>()?),
                    }
                }
                Ok(target)
            }

            fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<AssignmentTarget, E> {
                Err(unexpected_string(&self))
            }
        }

        deserializer.deserialize_any(TargetVisitor)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        write_field(&mut map, TYPE, &self.odata_type)?;
        write_field(&mut map, GROUP_ID, &self.group_id)?;
        write_field(&mut map, COLLECTION_ID, &self.collection_id)?;
        write_field(&mut map, FILTER_ID, &self.filter_id)?;
        write_field(&mut map, FILTER_TYPE, &self.filter_type)?;
        self.extra.write_into(&mut map)?;
        map.end()
    }

    #[cfg(feature = "schemars")]
    fn schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        use super::schema::add_property;

        let mut properties = serde_json::Map::new();
        add_property(
            &mut properties,
            TYPE,
            |target: &Self| &target.odata_type,
            generator,
        );
        add_property(
            &mut properties,
            GROUP_ID,
            |target: &Self| &target.group_id,
            generator,
        );
        add_property(
            &mut properties,
            COLLECTION_ID,
            |target: &Self| &target.collection_id,
            generator,
        );
        add_property(
            &mut properties,
            FILTER_ID,
            |target: &Self| &target.filter_id,
            generator,
        );
        add_property(
            &mut properties,
            FILTER_TYPE,
            |target: &Self| &target.filter_type,
            generator,
        );
        schemars::json_schema!({ "type": "object", "properties": properties })
    }
}

serde_from_wire!(AssignmentTarget, "deviceAndAppManagementAssignmentTarget");
