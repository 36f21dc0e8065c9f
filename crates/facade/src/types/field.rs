//! A property that keeps apart what JSON keeps apart: absent, `null` and a value.

/// A property of an object: not there at all, there as `null`, or there with a value.
///
/// In what comes from the service, `Absent` means that the service did not send the property (perhaps because it
/// was not selected), which is not the same as `Null`, nor as an empty or zero value.
/// In what is sent to the service, `Absent` leaves the property as it is, `Null` clears it, and `Value` sets it.
///
/// ```
/// use intune_hardware_configurations::Field;
///
/// let description: Field<String> = "Secure Boot on".into();
/// assert_eq!(description.as_deref(), Some("Secure Boot on"));
/// assert_eq!(Field::<String>::Null.as_deref(), None);
/// assert_ne!(Field::<i64>::Absent, Field::Value(0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field<T> {
    /// The object does not have the property.
    #[default]
    Absent,
    /// The property is `null`.
    Null,
    /// The property has this value.
    Value(T),
}

impl<T> Field<T> {
    /// The value, or `None` when the property is absent or `null`.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, taken out, or `None` when the property is absent or `null`.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, or `default` when the property is absent or `null`.
    pub fn unwrap_or(self, default: T) -> T {
        self.into_value().unwrap_or(default)
    }

    /// The value, or the default of its type when the property is absent or `null`.
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.into_value().unwrap_or_default()
    }

    /// Borrows the value where it is.
    pub fn as_ref(&self) -> Field<&T> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(value),
        }
    }

    /// The same state with the value changed by `change`.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(change(value)),
        }
    }

    /// Whether the object does not have the property at all.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is there, and is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T: std::ops::Deref> Field<T> {
    /// The value by its target, such as `&str` of a `Field<String>`, or `None` when the property is absent or `null`.
    pub fn as_deref(&self) -> Option<&T::Target> {
        self.value().map(std::ops::Deref::deref)
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Field<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}
