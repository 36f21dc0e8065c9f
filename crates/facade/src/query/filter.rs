//! The filter language.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use super::literal::Literal;

/// A condition on the entities of a list, made from the methods of the entity's properties.
///
/// ```
/// use intune_hardware_configurations::DeviceRunStateProperty as P;
/// use intune_hardware_configurations::RunState;
///
/// let failed = P::ConfigurationState.eq(RunState::Fail).or(P::ConfigurationState.eq(RunState::ScriptError));
/// let filter = failed.and(P::DeviceName.starts_with("O'Neil"));
/// assert_eq!(
///     filter.to_string(),
///     "(configurationState eq 'fail' or configurationState eq 'scriptError') \
///      and startswith(deviceName,'O''Neil')",
/// );
/// ```
#[must_use = "a filter does nothing until it is passed to a query"]
pub struct Filter<E> {
    text: String,
    binding: Binding,
    entity: PhantomData<fn() -> E>,
}

/// How tightly the outermost operator of a filter binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Tight,
}

impl<E> Filter<E> {
    /// A filter in the service's own language, for what this one cannot say. It is sent as it is, only
    /// percent-encoded.
    pub fn raw(text: impl Into<String>) -> Self {
        Self::new(text.into(), Binding::Or)
    }

    /// Both this and `other` must hold.
    pub fn and(self, other: Self) -> Self {
        Self::new(
            format!("{} and {}", self.at(Binding::And), other.at(Binding::And)),
            Binding::And,
        )
    }

    /// This or `other` must hold.
    pub fn or(self, other: Self) -> Self {
        Self::new(
            format!("{} or {}", self.at(Binding::Or), other.at(Binding::Or)),
            Binding::Or,
        )
    }

    fn new(text: String, binding: Binding) -> Self {
        Self {
            text,
            binding,
            entity: PhantomData,
        }
    }

    /// The text as an operand of an operator that binds as `binding` does.
    fn at(self, binding: Binding) -> String {
        if self.binding < binding {
            format!("({})", self.text)
        } else {
            self.text
        }
    }
}

impl<E> Not for Filter<E> {
    type Output = Self;

    /// This must not hold.
    fn not(self) -> Self {
        Self::new(format!("not ({})", self.text), Binding::Tight)
    }
}

impl<E> fmt::Display for Filter<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl<E> fmt::Debug for Filter<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Filter").field(&self.text).finish()
    }
}

impl<E> Clone for Filter<E> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone(), self.binding)
    }
}

/// What a condition is about: a property, or an item of a list in [`Operand::any`].
#[derive(Clone, Debug)]
pub struct Operand<E> {
    path: &'static str,
    entity: PhantomData<fn() -> E>,
}

/// The variable for the items of a list, inside `any`.
const ITEM: &str = "item";

impl<E> Operand<E> {
    pub(crate) fn new(path: &'static str) -> Self {
        Self {
            path,
            entity: PhantomData,
        }
    }

    /// Equal to `value`.
    pub fn eq(self, value: impl Into<Literal>) -> Filter<E> {
        self.compare("eq", value.into())
    }

    /// Not equal to `value`.
    pub fn ne(self, value: impl Into<Literal>) -> Filter<E> {
        self.compare("ne", value.into())
    }

    /// Greater than `value`.
    pub fn gt(self, value: impl Into<Literal>) -> Filter<E> {
        self.compare("gt", value.into())
    }

    /// Greater than `value`, or equal to it.
    pub fn ge(self, value: impl Into<Literal>) -> Filter<E> {
        self.compare("ge", value.into())
    }

    /// Less than `value`.
    pub fn lt(self, value: impl Into<Literal>) -> Filter<E> {
        self.compare("lt", value.into())
    }

    /// Less than `value`, or equal to it.
    pub fn le(self, value: impl Into<Literal>) -> Filter<E> {
        self.compare("le", value.into())
    }

    /// Begins with `prefix`.
    pub fn starts_with(self, prefix: &str) -> Filter<E> {
        self.call("startswith", prefix)
    }

    /// Has `part` in it.
    pub fn contains(self, part: &str) -> Filter<E> {
        self.call("contains", part)
    }

    /// Equal to one of `values`. Without values, nothing is.
    pub fn is_in(self, values: impl IntoIterator<Item = impl Into<Literal>>) -> Filter<E> {
        let values: Vec<Literal> = values.into_iter().map(Into::into).collect();
        if values.is_empty() {
            // `in ()` is not valid OData.
            return Filter::new("false".to_owned(), Binding::Tight);
        }
        let values: Vec<&str> = values.iter().map(Literal::as_str).collect();
        Filter::new(
            format!("{} in ({})", self.path, values.join(",")),
            Binding::Tight,
        )
    }

    /// For a property that is a list: `condition` holds for at least one item.
    pub fn any(self, condition: impl FnOnce(Self) -> Filter<E>) -> Filter<E> {
        let condition = condition(Self::new(ITEM));
        Filter::new(
            format!("{}/any({ITEM}:{condition})", self.path),
            Binding::Tight,
        )
    }

    fn compare(self, operator: &str, value: Literal) -> Filter<E> {
        Filter::new(
            format!("{} {operator} {}", self.path, value.as_str()),
            Binding::Tight,
        )
    }

    fn call(self, function: &str, text: &str) -> Filter<E> {
        let text = Literal::from(text);
        Filter::new(
            format!("{function}({},{})", self.path, text.as_str()),
            Binding::Tight,
        )
    }
}

/// A property to order a list by, and the direction.
#[derive(Clone, Debug)]
#[must_use = "an order does nothing until it is passed to a query"]
pub struct Order<E> {
    property: &'static str,
    descending: bool,
    entity: PhantomData<fn() -> E>,
}

impl<E> Order<E> {
    pub(crate) fn new(property: &'static str, descending: bool) -> Self {
        Self {
            property,
            descending,
            entity: PhantomData,
        }
    }
}

impl<E> fmt::Display for Order<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.property)?;
        if self.descending {
            formatter.write_str(" desc")
        } else {
            Ok(())
        }
    }
}

/// Puts the methods of [`Operand`] on the properties of an entity, so that a filter reads as a sentence.
macro_rules! property_methods {
    ($Entity:ident, $Property:ident) => {
        /// Conditions and orders for lists.
        impl $Property {
            $crate::query::property_methods! { @compare $Entity
                eq "The property is equal to `value`.",
                ne "The property is not equal to `value`.",
                gt "The property is greater than `value`.",
                ge "The property is greater than `value`, or equal to it.",
                lt "The property is less than `value`.",
                le "The property is less than `value`, or equal to it.",
            }

            /// The property begins with `prefix`.
            pub fn starts_with(self, prefix: &str) -> $crate::query::Filter<$Entity> {
                self.operand().starts_with(prefix)
            }

            /// The property has `part` in it.
            pub fn contains(self, part: &str) -> $crate::query::Filter<$Entity> {
                self.operand().contains(part)
            }

            /// The property is equal to one of `values`. Without values, nothing is.
            pub fn is_in(
                self,
                values: impl IntoIterator<Item = impl Into<$crate::query::Literal>>,
            ) -> $crate::query::Filter<$Entity> {
                self.operand().is_in(values)
            }

            /// For a property that is a list: `condition` holds for at least one item.
            pub fn any(
                self,
                condition: impl FnOnce($crate::query::Operand<$Entity>) -> $crate::query::Filter<$Entity>,
            ) -> $crate::query::Filter<$Entity> {
                self.operand().any(condition)
            }

            /// Smallest first.
            pub fn ascending(self) -> $crate::query::Order<$Entity> {
                $crate::query::Order::new($crate::query::Property::name(self), false)
            }

            /// Largest first.
            pub fn descending(self) -> $crate::query::Order<$Entity> {
                $crate::query::Order::new($crate::query::Property::name(self), true)
            }

            fn operand(self) -> $crate::query::Operand<$Entity> {
                $crate::query::Operand::new($crate::query::Property::name(self))
            }
        }
    };
    (@compare $Entity:ident $($operator:ident $doc:literal,)+) => {
        $(
            #[doc = $doc]
            pub fn $operator(self, value: impl Into<$crate::query::Literal>) -> $crate::query::Filter<$Entity> {
                self.operand().$operator(value)
            }
        )+
    };
}

pub(crate) use property_methods;

#[cfg(test)]
mod tests {
    use crate::types::{
        DeviceRunState, DeviceRunStateProperty as Device, HardwareConfigurationProperty as P,
        RunState,
    };

    use super::Filter;

    #[test]
    fn operators_keep_their_precedence() {
        let either = || P::Version.gt(1).or(P::Version.lt(-1));
        let both = || {
            P::DisplayName
                .contains("a")
                .and(P::DisplayName.contains("b"))
        };
        assert_eq!(
            either().and(both()).to_string(),
            "(version gt 1 or version lt -1) and contains(displayName,'a') and contains(displayName,'b')",
        );
        assert_eq!(
            both().or(either()).to_string(),
            "contains(displayName,'a') and contains(displayName,'b') or version gt 1 or version lt -1",
        );
        assert_eq!(
            (!either()).to_string(),
            "not (version gt 1 or version lt -1)"
        );
        let raw = Filter::raw("a eq 1 or b eq 2");
        assert_eq!(
            raw.and(P::Version.ge(2)).to_string(),
            "(a eq 1 or b eq 2) and version ge 2",
        );
    }

    #[test]
    fn lists_and_sets() {
        assert_eq!(
            P::RoleScopeTagIds.any(|tag| tag.eq("0")).to_string(),
            "roleScopeTagIds/any(item:item eq '0')",
        );
        assert_eq!(
            Device::ConfigurationState
                .is_in([RunState::Fail, RunState::Pending])
                .to_string(),
            "configurationState in ('fail','pending')",
        );
        let none: Filter<DeviceRunState> = Device::DeviceName.is_in([""; 0]);
        assert_eq!(none.to_string(), "false");
    }
}
