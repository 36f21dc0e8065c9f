//! What a tenant is made of in the beginning.

use std::ops::Range;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::scenario::Scenario;
use super::target::Target;

const SAMPLE_EXCLUDED: &str = "c4a3a5f2-6d0b-4f0e-9a55-2f0c4a1d7e02";
const SAMPLE_FILTER: &str = "c4a3a5f2-6d0b-4f0e-9a55-2f0c4a1d7f01";

/// A tenant: how many devices and users it has, its groups, and its profiles.
///
/// Devices and users are numbered from zero and made from the seed when they are asked for, so that a million of them
/// take no memory. User `u` owns the devices `u`, `u + users`, `u + 2 * users` and so on.
///
/// The same seed gives the same ids, names and outcomes in every run.
///
/// ```
/// use intune_hardware_configurations_emulator::{Profile, RunState, Scenario, Target, Tenant};
///
/// let tenant = Tenant::empty()
///     .devices(1_000)
///     .users(400)
///     .profile(
///         Profile::new("Secure Boot for Latitude")
///             .target(Target::all_devices())
///             .scenario(Scenario::all(RunState::Success).weight(RunState::Fail, 1)),
///     );
/// # assert_eq!(tenant.devices, 1_000);
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Tenant {
    /// What everything random depends on.
    pub seed: u64,
    /// How many devices are enrolled.
    pub devices: u32,
    /// How many users own them.
    pub users: u32,
    /// Groups that a profile can be assigned to. A group that is not listed has no members.
    pub groups: Vec<Group>,
    /// Assignment filters and the devices that they match. A filter that is not listed matches none.
    pub filters: Vec<Group>,
    /// The profiles that exist already.
    pub profiles: Vec<Profile>,
    /// What becomes of devices, unless their profile has a scenario of its own.
    pub scenario: Scenario,
}

impl Default for Tenant {
    /// The same as [`Tenant::sample`].
    fn default() -> Self {
        Self::sample()
    }
}

impl Tenant {
    /// The id of the first group of the [sample](Tenant::sample), which has the first 100 devices as members.
    pub const SAMPLE_GROUP: &'static str = "c4a3a5f2-6d0b-4f0e-9a55-2f0c4a1d7e01";

    /// No devices, no users, no profiles.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            seed: 1,
            devices: 0,
            users: 0,
            groups: Vec::new(),
            filters: Vec::new(),
            profiles: Vec::new(),
            scenario: Scenario::default(),
        }
    }

    /// 250 devices of 100 users with three profiles: for all devices, for a group, and one that is not assigned.
    #[must_use]
    pub fn sample() -> Self {
        Self::empty()
            .devices(250)
            .users(100)
            .group(Group::new(Self::SAMPLE_GROUP, 0..100).named("Pilot devices"))
            .group(Group::new(SAMPLE_EXCLUDED, 90..100).named("Devices in the lab"))
            .filter(Group::new(SAMPLE_FILTER, 0..125).named("Latitude"))
            .profile(
                Profile::new("Secure Boot for Latitude")
                    .description("Turns Secure Boot on and sets the setup password")
                    .target(Target::all_devices()),
            )
            .profile(
                Profile::new("Surface firmware")
                    .format("surface")
                    .file("surface-uefi.dll", b"camera=off\n")
                    .target(Target::group(Self::SAMPLE_GROUP))
                    .target(Target::excluded_group(SAMPLE_EXCLUDED)),
            )
            .profile(
                Profile::new("Dock firmware (draft)")
                    .format("surfaceDock")
                    .file("dock.bin", b"dock\n"),
            )
    }

    /// Sets the seed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the number of devices.
    #[must_use]
    pub fn devices(mut self, devices: u32) -> Self {
        self.devices = devices;
        self
    }

    /// Sets the number of users.
    #[must_use]
    pub fn users(mut self, users: u32) -> Self {
        self.users = users;
        self
    }

    /// Adds a group.
    #[must_use]
    pub fn group(mut self, group: Group) -> Self {
        self.groups.push(group);
        self
    }

    /// Adds an assignment filter, given as the devices that it matches.
    #[must_use]
    pub fn filter(mut self, filter: Group) -> Self {
        self.filters.push(filter);
        self
    }

    /// Adds a profile.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profiles.push(profile);
        self
    }

    /// Sets what becomes of devices.
    #[must_use]
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = scenario;
        self
    }
}

/// A group and its members.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Group {
    /// The id by which targets name it.
    pub id: String,
    /// `displayName`, as `/groups` and `/deviceManagement/assignmentFilters` tell it; the id when left out.
    #[serde(default)]
    pub display_name: Option<String>,
    /// The numbers of the devices in it.
    #[serde(default)]
    pub devices: Range<u32>,
    /// The numbers of the users in it, all of whose devices belong to it too.
    #[serde(default)]
    pub users: Range<u32>,
}

impl Group {
    /// A group of devices, given by their numbers.
    #[must_use]
    pub fn new(id: impl Into<String>, devices: Range<u32>) -> Self {
        Self {
            id: id.into(),
            display_name: None,
            devices,
            users: 0..0,
        }
    }

    /// Sets the name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.display_name = Some(name.into());
        self
    }

    /// Adds users, given by their numbers.
    #[must_use]
    pub fn users(mut self, users: Range<u32>) -> Self {
        self.users = users;
        self
    }
}

/// A BIOS configuration profile that exists from the beginning.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Profile {
    /// Its id; made from the seed when left out.
    #[serde(default)]
    pub id: Option<String>,
    /// `displayName`
    pub display_name: String,
    /// `description`
    #[serde(default)]
    pub description: Option<String>,
    /// `hardwareConfigurationFormat`, such as `dell`. New ones need [`Leniency::UnknownValues`](crate::Leniency).
    #[serde(default = "Profile::default_format")]
    pub format: String,
    /// `fileName`
    #[serde(default = "Profile::default_file_name")]
    pub file_name: String,
    /// `configurationFileContent` in base64.
    #[serde(default = "Profile::default_content")]
    pub content: String,
    /// `perDevicePasswordDisabled`
    #[serde(default)]
    pub per_device_password_disabled: bool,
    /// `roleScopeTagIds`
    #[serde(default = "Profile::default_tags")]
    pub role_scope_tag_ids: Vec<String>,
    /// What the profile is assigned to.
    #[serde(default)]
    pub targets: Vec<Target>,
    /// What becomes of its devices; the tenant's scenario when left out.
    #[serde(default)]
    pub scenario: Option<Scenario>,
}

impl std::fmt::Debug for Profile {
    /// Shows how long the content is, never what it says: it may hold passwords.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Profile")
            .field("id", &self.id)
            .field("display_name", &self.display_name)
            .field("format", &self.format)
            .field("file_name", &self.file_name)
            .field(
                "content",
                &format_args!("{} characters of base64", self.content.len()),
            )
            .field("targets", &self.targets)
            .field("scenario", &self.scenario)
            .finish_non_exhaustive()
    }
}

impl Profile {
    /// A profile for Dell devices that is assigned to nobody.
    #[must_use]
    pub fn new(display_name: impl Into<String>) -> Self {
        Self {
            id: None,
            display_name: display_name.into(),
            description: None,
            format: Self::default_format(),
            file_name: Self::default_file_name(),
            content: Self::default_content(),
            per_device_password_disabled: false,
            role_scope_tag_ids: Self::default_tags(),
            targets: Vec::new(),
            scenario: None,
        }
    }

    /// What a client would have written to create it.
    pub(super) fn properties(&self) -> Map<String, Value> {
        let properties = [
            ("displayName", self.display_name.as_str().into()),
            ("description", self.description.as_deref().into()),
            ("fileName", self.file_name.as_str().into()),
            ("configurationFileContent", self.content.as_str().into()),
            ("hardwareConfigurationFormat", self.format.as_str().into()),
            (
                "perDevicePasswordDisabled",
                self.per_device_password_disabled.into(),
            ),
            ("roleScopeTagIds", self.role_scope_tag_ids.clone().into()),
        ];
        let named = properties.map(|(name, value)| (name.to_owned(), value));
        named.into_iter().collect()
    }

    fn default_format() -> String {
        "dell".to_owned()
    }

    fn default_file_name() -> String {
        "settings.cctk".to_owned()
    }

    fn default_content() -> String {
        BASE64_STANDARD.encode(b"[cctk]\nSecureBoot=Enabled\n")
    }

    fn default_tags() -> Vec<String> {
        vec!["0".to_owned()]
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Sets the format, such as `surface`.
    #[must_use]
    pub fn format(mut self, format: impl Into<String>) -> Self {
        self.format = format.into();
        self
    }

    /// Sets the name and the content of the file.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, content: &[u8]) -> Self {
        self.file_name = name.into();
        self.content = BASE64_STANDARD.encode(content);
        self
    }

    /// Assigns the profile to one more target.
    #[must_use]
    pub fn target(mut self, target: Target) -> Self {
        self.targets.push(target);
        self
    }

    /// Sets what becomes of the devices.
    #[must_use]
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = Some(scenario);
        self
    }
}
