//! What the caller sends to create or change a hardware configuration.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::enums::HardwareConfigurationFormat;
use super::field::Field;
use super::file_content::FileContent;
use super::limits::{
    LimitExceeded, MAX_DESCRIPTION_CHARACTERS, MAX_FILE_CONTENT_BYTES, MAX_NAME_CHARACTERS,
    check_bytes, check_characters,
};
use super::wire::write_field;

/// The properties of a hardware configuration that a caller may write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Writable {
    display_name: Field<String>,
    description: Field<String>,
    file_name: Field<String>,
    file_content: Field<FileContent>,
    format: Field<HardwareConfigurationFormat>,
    per_device_password_disabled: Field<bool>,
    role_scope_tag_ids: Field<Vec<String>>,
}

const DISPLAY_NAME: &str = "displayName";
const DESCRIPTION: &str = "description";
const FILE_NAME: &str = "fileName";
const FILE_CONTENT: &str = "configurationFileContent";
const FORMAT: &str = "hardwareConfigurationFormat";
const PASSWORD_DISABLED: &str = "perDevicePasswordDisabled";
const ROLE_SCOPE_TAG_IDS: &str = "roleScopeTagIds";

impl Writable {
    fn check_limits(&self) -> Result<(), LimitExceeded> {
        if let Field::Value(text) = &self.display_name {
            check_characters(DISPLAY_NAME, text, MAX_NAME_CHARACTERS)?;
        }
        if let Field::Value(text) = &self.description {
            check_characters(DESCRIPTION, text, MAX_DESCRIPTION_CHARACTERS)?;
        }
        if let Field::Value(text) = &self.file_name {
            check_characters(FILE_NAME, text, MAX_NAME_CHARACTERS)?;
        }
        if let Field::Value(content) = &self.file_content {
            check_bytes(FILE_CONTENT, content.expose(), MAX_FILE_CONTENT_BYTES)?;
        }
        Ok(())
    }
}

impl Serialize for Writable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        write_field(&mut map, DISPLAY_NAME, &self.display_name)?;
        write_field(&mut map, DESCRIPTION, &self.description)?;
        write_field(&mut map, FILE_NAME, &self.file_name)?;
        write_field(&mut map, FILE_CONTENT, &self.file_content)?;
        write_field(&mut map, FORMAT, &self.format)?;
        write_field(
            &mut map,
            PASSWORD_DISABLED,
            &self.per_device_password_disabled,
        )?;
        write_field(&mut map, ROLE_SCOPE_TAG_IDS, &self.role_scope_tag_ids)?;
        map.end()
    }
}

/// A hardware configuration to create. [`NewHardwareConfiguration::new`] takes what the service requires; the methods
/// add the rest.
///
/// ```
/// use intune_hardware_configurations::{HardwareConfigurationFormat, NewHardwareConfiguration};
///
/// let new = NewHardwareConfiguration::new(
///     "Secure Boot on",
///     HardwareConfigurationFormat::Dell,
///     "secure-boot.cctk",
///     b"[cctk]\nSecureBoot=Enabled\n",
/// )
/// .description("For all laptops of the field staff");
/// new.check_limits()?;
/// # Ok::<(), intune_hardware_configurations::LimitExceeded>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHardwareConfiguration(Writable);

impl NewHardwareConfiguration {
    /// A configuration with the name, the vendor's format, the file's name and its content. The devices get a BIOS
    /// password of their own unless [`NewHardwareConfiguration::per_device_password_disabled`] says otherwise.
    pub fn new(
        display_name: impl Into<String>,
        format: HardwareConfigurationFormat,
        file_name: impl Into<String>,
        file_content: impl Into<FileContent>,
    ) -> Self {
        Self(Writable {
            display_name: Field::Value(display_name.into()),
            file_name: Field::Value(file_name.into()),
            file_content: Field::Value(file_content.into()),
            format: Field::Value(format),
            per_device_password_disabled: Field::Value(false),
            ..Writable::default()
        })
    }

    /// Says what the configuration is for.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.0.description = Field::Value(text.into());
        self
    }

    /// Whether the devices get no BIOS password of their own; `false` unless set.
    #[must_use]
    pub fn per_device_password_disabled(mut self, disabled: bool) -> Self {
        self.0.per_device_password_disabled = Field::Value(disabled);
        self
    }

    /// Sets the ids of the scope tags.
    #[must_use]
    pub fn role_scope_tag_ids(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.0.role_scope_tag_ids = Field::Value(ids.into_iter().map(Into::into).collect());
        self
    }

    /// Checks the sizes that the service limits, as creating does before it sends anything.
    ///
    /// # Errors
    /// When a property is too large; the error names it, its size and the limit.
    pub fn check_limits(&self) -> Result<(), LimitExceeded> {
        self.0.check_limits()
    }
}

impl Serialize for NewHardwareConfiguration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A change of a hardware configuration. What is not mentioned stays as it is; what is cleared becomes `null`; only
/// what was mentioned is sent. Properties that the service alone may write cannot be expressed:
///
/// ```
/// use intune_hardware_configurations::HardwareConfigurationPatch;
///
/// let patch = HardwareConfigurationPatch::new().display_name("Secure Boot on (2)").clear_description();
/// assert_eq!(serde_json::to_string(&patch)?, r#"{"displayName":"Secure Boot on (2)","description":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// ```compile_fail,E0599
/// use intune_hardware_configurations::HardwareConfigurationPatch;
///
/// let patch = HardwareConfigurationPatch::new().version(2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a patch does nothing until it is passed to `update`"]
pub struct HardwareConfigurationPatch(Writable);

impl HardwareConfigurationPatch {
    /// A patch that changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the patch changes nothing.
    pub fn is_empty(&self) -> bool {
        self.0 == Writable::default()
    }

    /// Checks the sizes that the service limits, as updating does before it sends anything.
    ///
    /// # Errors
    /// When a property is too large; the error names it, its size and the limit.
    pub fn check_limits(&self) -> Result<(), LimitExceeded> {
        self.0.check_limits()
    }
}

macro_rules! patch_methods {
    ($($field:ident / $clear:ident: $what:literal, $Value:ty;)+) => {
        impl HardwareConfigurationPatch {
            $(
                #[doc = concat!("Sets ", $what, ".")]
                pub fn $field(mut self, value: $Value) -> Self {
                    self.0.$field = Field::Value(value.into());
                    self
                }

                #[doc = concat!("Clears ", $what, ".")]
                pub fn $clear(mut self) -> Self {
                    self.0.$field = Field::Null;
                    self
                }
            )+
        }
    };
}

patch_methods! {
    display_name / clear_display_name: "the name", impl Into<String>;
    description / clear_description: "the description", impl Into<String>;
    file_name / clear_file_name: "the name of the configuration file", impl Into<String>;
    file_content / clear_file_content: "the content of the configuration file", impl Into<FileContent>;
    format / clear_format: "the vendor's format", HardwareConfigurationFormat;
    per_device_password_disabled / clear_per_device_password_disabled:
        "whether the devices get no BIOS password of their own", bool;
}

impl HardwareConfigurationPatch {
    /// Sets the ids of the scope tags; no ids at all is an empty list, which is not the same as clearing them.
    pub fn role_scope_tag_ids(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.0.role_scope_tag_ids = Field::Value(ids.into_iter().map(Into::into).collect());
        self
    }

    /// Clears the ids of the scope tags.
    pub fn clear_role_scope_tag_ids(mut self) -> Self {
        self.0.role_scope_tag_ids = Field::Null;
        self
    }
}

impl Serialize for HardwareConfigurationPatch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(feature = "schemars")]
mod schema {
    use super::*;
    use crate::types::schema::add_property;

    fn writable(required: &[&str], generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut properties = serde_json::Map::new();
        add_property(
            &mut properties,
            DISPLAY_NAME,
            |w: &Writable| &w.display_name,
            generator,
        );
        add_property(
            &mut properties,
            DESCRIPTION,
            |w: &Writable| &w.description,
            generator,
        );
        add_property(
            &mut properties,
            FILE_NAME,
            |w: &Writable| &w.file_name,
            generator,
        );
        add_property(
            &mut properties,
            FILE_CONTENT,
            |w: &Writable| &w.file_content,
            generator,
        );
        add_property(&mut properties, FORMAT, |w: &Writable| &w.format, generator);
        add_property(
            &mut properties,
            PASSWORD_DISABLED,
            |w: &Writable| &w.per_device_password_disabled,
            generator,
        );
        add_property(
            &mut properties,
            ROLE_SCOPE_TAG_IDS,
            |w: &Writable| &w.role_scope_tag_ids,
            generator,
        );
        schemars::json_schema!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    impl schemars::JsonSchema for NewHardwareConfiguration {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "newHardwareConfiguration".into()
        }

        fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
            writable(
                &[
                    DISPLAY_NAME,
                    FILE_NAME,
                    FILE_CONTENT,
                    FORMAT,
                    PASSWORD_DISABLED,
                ],
                generator,
            )
        }
    }

    impl schemars::JsonSchema for HardwareConfigurationPatch {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "hardwareConfigurationPatch".into()
        }

        fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
            writable(&[], generator)
        }
    }
}
