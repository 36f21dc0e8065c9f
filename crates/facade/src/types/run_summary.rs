//! How many devices and users a configuration succeeded on.

use time::OffsetDateTime;

use super::entity::entity;
use super::extra::ExtraProperties;
use super::field::Field;

/// How a hardware configuration fares, counted over the devices and over the users that it is assigned to.
///
/// ```
/// use intune_hardware_configurations::RunSummary;
///
/// let summary: RunSummary = serde_json::from_str(
///     r#"{"successfulDeviceCount": 3, "failedDeviceCount": 1, "lastRunDateTime": "2016-12-31T23:57:28.499537-08:00"}"#,
/// )?;
/// assert_eq!(summary.devices.total(), 4);
/// assert_eq!(summary.devices.success_rate(), Some(0.75));
/// assert_eq!(summary.users.total(), 0);
/// assert_eq!(summary.users.success_rate(), None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunSummary {
    /// The id of the summary.
    pub id: Field<String>,
    /// The counts over devices.
    pub devices: RunCounts,
    /// The counts over users.
    pub users: RunCounts,
    /// When the configuration last ran on any device.
    pub last_run: Field<OffsetDateTime>,
    /// Properties that this version of the crate does not know.
    pub extra: ExtraProperties,
}

impl RunSummary {
    /// Whether some device or user has not reported yet.
    pub fn is_pending(&self) -> bool {
        self.devices.is_pending() || self.users.is_pending()
    }

    /// Whether the rollout is over as far as anybody can tell: at least one device is counted, the service says that no
    /// device is pending, and it does not say that a user is.
    ///
    /// This is not the opposite of [`RunSummary::is_pending`]: the service computes summaries now and then, so that one
    /// of zeros, or with a pending count of `null`, tells nothing yet. A new configuration has such a summary.
    pub fn is_complete(&self) -> bool {
        self.devices.pending == Field::Value(0)
            && self.devices.total() > 0
            && !self.users.is_pending()
    }
}

/// How many devices or users are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RunCounts {
    /// The settings were applied.
    pub successful: Field<i64>,
    /// The settings were not applied.
    pub failed: Field<i64>,
    /// No report yet.
    pub pending: Field<i64>,
    /// Applying the settings went wrong.
    pub error: Field<i64>,
    /// The configuration is not meant for them.
    pub not_applicable: Field<i64>,
    /// The service does not know.
    pub unknown: Field<i64>,
}

impl RunCounts {
    /// Each count with its name, in the order of the fields.
    pub fn by_state(&self) -> [(&'static str, Field<i64>); 6] {
        [
            ("successful", self.successful),
            ("failed", self.failed),
            ("pending", self.pending),
            ("error", self.error),
            ("not applicable", self.not_applicable),
            ("unknown", self.unknown),
        ]
    }

    /// The sum of the counts; one that the service left out, or sent as `null`, adds nothing.
    pub fn total(&self) -> i64 {
        self.by_state()
            .into_iter()
            .filter_map(|(_, count)| count.into_value())
            .fold(0, i64::saturating_add)
    }

    /// The share of `successful` in [`RunCounts::total`], from 0 to 1.
    ///
    /// `None` when the total is zero, or when `successful` is unknown or larger than the total: there is no honest
    /// figure then.
    pub fn success_rate(&self) -> Option<f64> {
        let total = self.total();
        let successful = self.successful.into_value()?;
        // Counts fit in 53 bits, far beyond any number of devices, so nothing is lost in a float.
        (total > 0 && (0..=total).contains(&successful)).then(|| successful as f64 / total as f64)
    }

    /// Whether some have not reported yet.
    pub fn is_pending(&self) -> bool {
        self.pending.unwrap_or(0) > 0
    }
}

entity! {
    RunSummary = "hardwareConfigurationRunSummary";
    properties RunSummaryProperty {
        Id = "id" => id,
        SuccessfulDeviceCount = "successfulDeviceCount" => devices.successful,
        FailedDeviceCount = "failedDeviceCount" => devices.failed,
        PendingDeviceCount = "pendingDeviceCount" => devices.pending,
        ErrorDeviceCount = "errorDeviceCount" => devices.error,
        NotApplicableDeviceCount = "notApplicableDeviceCount" => devices.not_applicable,
        UnknownDeviceCount = "unknownDeviceCount" => devices.unknown,
        SuccessfulUserCount = "successfulUserCount" => users.successful,
        FailedUserCount = "failedUserCount" => users.failed,
        PendingUserCount = "pendingUserCount" => users.pending,
        ErrorUserCount = "errorUserCount" => users.error,
        NotApplicableUserCount = "notApplicableUserCount" => users.not_applicable,
        UnknownUserCount = "unknownUserCount" => users.unknown,
        LastRunDateTime = "lastRunDateTime" => last_run,
    }
    navigations RunSummaryNavigation {}
}
