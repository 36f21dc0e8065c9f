//! The four Microsoft clouds that have Graph, and the versions of the API.

/// A Microsoft cloud: its Graph root, its token scope and its sign-in authority, which only work together.
///
/// ```
/// use msgraph_transport::Cloud;
///
/// assert_eq!(Cloud::China.root(), "https://microsoftgraph.chinacloudapi.cn");
/// assert_eq!(Cloud::UsGovernmentL5.scope(), "https://dod-graph.microsoft.us/.default");
/// assert_eq!(Cloud::UsGovernmentL5.authority(), Cloud::UsGovernmentL4.authority());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The worldwide service, and the US government's GCC.
    #[default]
    Global,
    /// US Government L4, also called GCC High.
    UsGovernmentL4,
    /// US Government L5, also called DoD.
    UsGovernmentL5,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// All clouds, for a command line or a settings page.
    pub const ALL: [Self; 4] = [
        Self::Global,
        Self::UsGovernmentL4,
        Self::UsGovernmentL5,
        Self::China,
    ];

    /// The root of Graph in this cloud: scheme and host, without a slash at the end.
    #[must_use]
    pub const fn root(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovernmentL4 => "https://graph.microsoft.us",
            Self::UsGovernmentL5 => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// The scope to ask a token for: everything that was granted to the application.
    #[must_use]
    pub const fn scope(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com/.default",
            Self::UsGovernmentL4 => "https://graph.microsoft.us/.default",
            Self::UsGovernmentL5 => "https://dod-graph.microsoft.us/.default",
            Self::China => "https://microsoftgraph.chinacloudapi.cn/.default",
        }
    }

    /// Where tokens of this cloud are issued, without a slash at the end.
    #[must_use]
    pub const fn authority(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernmentL4 | Self::UsGovernmentL5 => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }
}

/// A version of the Graph API: the first segment of every path.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiVersion {
    /// `v1.0`, the supported API.
    #[default]
    V1,
    /// `beta`, where resources appear first and may change.
    Beta,
}

impl ApiVersion {
    /// The version as it stands in a path, without slashes.
    #[must_use]
    pub const fn segment(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cloud;

    #[test]
    fn scope_is_the_root_with_the_default_suffix() {
        for cloud in Cloud::ALL {
            assert_eq!(cloud.scope(), format!("{}/.default", cloud.root()));
        }
    }
}
