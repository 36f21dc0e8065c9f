//! What is known of an operation before it is called.

use http::Method;

/// Static facts about one operation of the API: its name, where it is, who may call it, and whether it may be repeated.
///
/// Generated clients keep a table of these; everything that the transport says about a call (errors, traces) uses them.
///
/// ```
/// use http::Method;
/// use msgraph_transport::Operation;
///
/// static GET_DEVICE: Operation = Operation::new(
///     "get_device",
///     Method::GET,
///     "/devices/{id}",
///     &["Device.Read.All", "Directory.Read.All"],
/// );
///
/// assert!(GET_DEVICE.is_repeatable());
/// assert_eq!(GET_DEVICE.permissions()[0], "Device.Read.All");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    name: &'static str,
    method: Method,
    path: &'static str,
    permissions: &'static [&'static str],
    repeatable: Option<bool>,
}

impl Operation {
    /// An operation called `name`, at the path template `path` below the version segment.
    ///
    /// `permissions` are alternatives, the least privileged first.
    #[must_use]
    pub const fn new(
        name: &'static str,
        method: Method,
        path: &'static str,
        permissions: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            method,
            path,
            permissions,
            repeatable: None,
        }
    }

    /// Says whether a second request does no more than the first one did.
    ///
    /// Unless told, every operation but POST counts as repeatable.
    #[must_use]
    pub const fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// The name of the operation in `snake_case`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The HTTP method.
    #[must_use]
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// The path template below the version segment, with `{placeholders}`.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The permissions that allow the call: any one of them is enough, the least privileged comes first.
    #[must_use]
    pub const fn permissions(&self) -> &'static [&'static str] {
        self.permissions
    }

    /// Whether the request may be sent again when it is unknown if the first one arrived.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.repeatable.unwrap_or(self.method != Method::POST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_post_is_unsafe_to_repeat_unless_told() {
        static POST: Operation = Operation::new("post", Method::POST, "/x", &[]);
        static SAFE_POST: Operation =
            Operation::new("batch", Method::POST, "/$batch", &[]).repeatable(true);
        static PATCH: Operation = Operation::new("patch", Method::PATCH, "/x", &[]);
        assert!(!POST.is_repeatable());
        assert!(SAFE_POST.is_repeatable());
        assert!(PATCH.is_repeatable());
    }
}
