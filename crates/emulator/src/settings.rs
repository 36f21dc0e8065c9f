//! How the emulator behaves where there is a choice.

use std::time::Duration;

use serde::Deserialize;

use crate::spec::check::Strictness;

/// Something that the emulator refuses by default and can be told to let pass: in requests, and in the tenant that it is
/// set up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Leniency {
    /// Requests without a token.
    NoToken,
    /// Any bearer token, whoever issued it.
    AnyToken,
    /// Properties that the specification does not know.
    UnknownProperties,
    /// New enum values and new types of targets.
    UnknownValues,
    /// Properties that only the service may write.
    ReadOnlyProperties,
    /// Texts and files longer than documented.
    OverLimits,
    /// Query options that the operation does not have; they are ignored.
    UnknownQueryOptions,
    /// The same query option more than once; the last one counts.
    RepeatedQueryOptions,
    /// A body whose content type is not JSON in UTF-8.
    AnyContentType,
    /// Batches as Microsoft's Python SDK writes them: `depends_on`, and URLs that are not relative but lead here.
    PythonSdkBatches,
}

impl Leniency {
    /// All leniencies.
    pub const ALL: [Self; 10] = [
        Self::NoToken,
        Self::AnyToken,
        Self::UnknownProperties,
        Self::UnknownValues,
        Self::ReadOnlyProperties,
        Self::OverLimits,
        Self::UnknownQueryOptions,
        Self::RepeatedQueryOptions,
        Self::AnyContentType,
        Self::PythonSdkBatches,
    ];

    /// The name by which the program and the control API know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoToken => "no-token",
            Self::AnyToken => "any-token",
            Self::UnknownProperties => "unknown-properties",
            Self::UnknownValues => "unknown-values",
            Self::ReadOnlyProperties => "read-only-properties",
            Self::OverLimits => "over-limits",
            Self::UnknownQueryOptions => "unknown-query-options",
            Self::RepeatedQueryOptions => "repeated-query-options",
            Self::AnyContentType => "any-content-type",
            Self::PythonSdkBatches => "python-sdk-batches",
        }
    }
}

/// Something that Graph or its documentation does in some places and not in others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Quirk {
    /// Error messages are JSON in a string, as Intune writes them.
    IntuneErrors,
    /// Single objects come as `{"value": {…}}`, as in the documented samples.
    WrappedObjects,
    /// `assign` answers with 204 and no body.
    AssignNoContent,
    /// Types of targets are written without `#`, as in the documented samples.
    TypesWithoutHash,
    /// Every object carries its `@odata.type`.
    TypesEverywhere,
    /// The documented routes to single children do not exist (`No method match route template`).
    NoItemRoutes,
    /// Targets without a filter say so: `null` for its id and `none` for its type, as in other resources of Intune.
    NoFilterWrittenOut,
}

impl Quirk {
    /// All quirks.
    pub const ALL: [Self; 7] = [
        Self::IntuneErrors,
        Self::WrappedObjects,
        Self::AssignNoContent,
        Self::TypesWithoutHash,
        Self::TypesEverywhere,
        Self::NoItemRoutes,
        Self::NoFilterWrittenOut,
    ];

    /// The name by which the program and the control API know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::IntuneErrors => "intune-errors",
            Self::WrappedObjects => "wrapped-objects",
            Self::AssignNoContent => "assign-no-content",
            Self::TypesWithoutHash => "types-without-hash",
            Self::TypesEverywhere => "types-everywhere",
            Self::NoItemRoutes => "no-item-routes",
            Self::NoFilterWrittenOut => "no-filter-written-out",
        }
    }
}

/// How many requests an application may make in a while: all clients whose tokens name it, in one tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Throttle {
    /// Requests that change something.
    pub writes: u32,
    /// All requests.
    pub requests: u32,
    /// The while, in seconds of the emulator's clock.
    pub seconds: u32,
}

impl Default for Throttle {
    /// The nearest documented limits: 100 writes and 1,000 requests in 20 seconds.
    fn default() -> Self {
        Self {
            writes: 100,
            requests: 1_000,
            seconds: 20,
        }
    }
}

impl Throttle {
    /// Other limits than the documented ones.
    #[must_use]
    pub fn new(writes: u32, requests: u32, seconds: u32) -> Self {
        Self {
            writes,
            requests,
            seconds,
        }
    }

    pub(crate) fn window(self) -> Duration {
        Duration::from_secs(u64::from(self.seconds.max(1)))
    }
}

/// All choices of one emulator.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) page_size: u32,
    pub(crate) journal_size: usize,
    pub(crate) journal_bytes: usize,
    pub(crate) page_cache_bytes: usize,
    pub(crate) leniencies: Vec<Leniency>,
    pub(crate) quirks: Vec<Quirk>,
    pub(crate) throttle: Option<Throttle>,
    /// Names by which the control API may be asked, beside `localhost` and addresses of this machine.
    pub(crate) hosts: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            page_size: 1_000,
            journal_size: 10_000,
            journal_bytes: 64 << 20,
            page_cache_bytes: 64 << 20,
            leniencies: Vec::new(),
            quirks: Vec::new(),
            throttle: None,
            hosts: Vec::new(),
        }
    }
}

impl Settings {
    pub(crate) fn allows(&self, leniency: Leniency) -> bool {
        self.leniencies.contains(&leniency)
    }

    pub(crate) fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    pub(crate) fn strictness(&self) -> Strictness {
        Strictness {
            allow_unknown_properties: self.allows(Leniency::UnknownProperties),
            allow_read_only: self.allows(Leniency::ReadOnlyProperties),
            allow_unknown_values: self.allows(Leniency::UnknownValues),
            allow_over_limits: self.allows(Leniency::OverLimits),
            allow_ids: false,
        }
    }
}
