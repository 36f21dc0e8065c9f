//! The query options of the three kinds of reading: a list, one item, a count.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::filter::{Filter, Order};
use super::{Navigation, Property, Query};
use crate::types::Entity;

/// Everything but what RFC 3986 leaves alone and what OData uses unencoded everywhere.
const QUERY_VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'$')
    .remove(b',')
    .remove(b'(')
    .remove(b')')
    .remove(b'\'')
    .remove(b':')
    .remove(b'/')
    .remove(b'=')
    .remove(b';')
    .remove(b'@')
    .remove(b'*');

/// In a name, `=` would end it.
const QUERY_NAME: &AsciiSet = &QUERY_VALUE.add(b'=');

/// The options of a query, each name once, in the order in which they were first set.
#[derive(Clone, Debug, Default)]
struct Options(Vec<(Cow<'static, str>, String)>);

impl Options {
    /// Sets an option, in place of its former value.
    fn set(&mut self, name: impl Into<Cow<'static, str>>, value: String) {
        let name = name.into();
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, former)) => *former = value,
            None => self.0.push((name, value)),
        }
    }

    /// Adds to an option that is a comma-separated list.
    fn extend<T: fmt::Display>(&mut self, name: &'static str, values: impl IntoIterator<Item = T>) {
        for value in values {
            match self.0.iter_mut().find(|(known, _)| *known == name) {
                Some((_, list)) => *list = format!("{list},{value}"),
                None => self.0.push((Cow::Borrowed(name), value.to_string())),
            }
        }
    }

    /// The query of a URL, percent-encoded, or `None` without options.
    fn to_query(&self) -> Option<String> {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| {
                let name = utf8_percent_encode(name, QUERY_NAME);
                format!("{name}={}", utf8_percent_encode(value, QUERY_VALUE))
            })
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("&"))
    }
}

macro_rules! query_type {
    ($(#[$meta:meta])* $Query:ident) => {
        $(#[$meta])*
        #[must_use = "a query does nothing until it is passed to a call"]
        pub struct $Query<E: Entity> {
            options: Options,
            entity: PhantomData<fn() -> E>,
        }

        impl<E: Entity> $Query<E> {
            /// A query that asks for nothing in particular.
            pub fn new() -> Self {
                Self { options: Options::default(), entity: PhantomData }
            }

            /// Sets the query option `name` (such as `$filter`) to `value`, in place of what was set before. The
            /// value is sent as it is, only percent-encoded: for what the other methods cannot say.
            pub fn raw(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.options.set(name.into(), value.into());
                self
            }
        }

        impl<E: Entity> Query for $Query<E> {
            fn to_query(&self) -> Option<String> {
                self.options.to_query()
            }
        }

        impl<E: Entity> Default for $Query<E> {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<E: Entity> Clone for $Query<E> {
            fn clone(&self) -> Self {
                Self { options: self.options.clone(), entity: PhantomData }
            }
        }

        impl<E: Entity> fmt::Debug for $Query<E> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.debug_tuple(stringify!($Query)).field(&self.options.0).finish()
            }
        }
    };
}

query_type! {
    /// What to ask of a list.
    ///
    /// ```
    /// use intune_hardware_configurations::HardwareConfigurationProperty as P;
    /// use intune_hardware_configurations::query::ListQuery;
    ///
    /// let query = ListQuery::new()
    ///     .select([P::Id, P::DisplayName])
    ///     .filter(P::DisplayName.starts_with("Latitude"))
    ///     .order_by([P::LastModifiedDateTime.descending()])
    ///     .top(50);
    /// # let _: ListQuery<intune_hardware_configurations::HardwareConfiguration> = query;
    /// ```
    ///
    /// A property that the entity does not have does not compile, nor does one of another entity:
    ///
    /// ```compile_fail,E0599
    /// use intune_hardware_configurations::HardwareConfigurationProperty as P;
    ///
    /// let name = P::DisplayNam;
    /// ```
    ///
    /// ```compile_fail,E0271
    /// use intune_hardware_configurations::query::ListQuery;
    /// use intune_hardware_configurations::{DeviceRunStateProperty, HardwareConfiguration};
    ///
    /// let query = ListQuery::<HardwareConfiguration>::new().select([DeviceRunStateProperty::DeviceName]);
    /// ```
    ListQuery
}

query_type! {
    /// What to ask of one item.
    ///
    /// ```
    /// use intune_hardware_configurations::query::ItemQuery;
    /// use intune_hardware_configurations::{HardwareConfiguration, HardwareConfigurationNavigation};
    ///
    /// let query = ItemQuery::<HardwareConfiguration>::new().expand([HardwareConfigurationNavigation::Assignments]);
    /// ```
    ItemQuery
}

query_type! {
    /// What to count.
    ///
    /// ```
    /// use intune_hardware_configurations::query::CountQuery;
    /// use intune_hardware_configurations::{DeviceRunStateProperty, RunState};
    ///
    /// let query = CountQuery::new().filter(DeviceRunStateProperty::ConfigurationState.eq(RunState::Pending));
    /// ```
    CountQuery
}

macro_rules! select_and_expand {
    ($($Query:ident),+) => {
        $(impl<E: Entity> $Query<E> {
            /// Asks for these properties alone. What is not selected is absent in the result.
            pub fn select(mut self, properties: impl IntoIterator<Item = E::Property>) -> Self {
                self.options.extend("$select", properties.into_iter().map(Property::name));
                self
            }

            /// Asks for related entities, too. Of a collection they may be the first ones only: then the entity's `extra`
            /// has the link to the rest, such as `deviceRunStates@odata.nextLink`. To have them all, list them.
            pub fn expand(mut self, navigations: impl IntoIterator<Item = E::Navigation>) -> Self {
                self.options.extend("$expand", navigations.into_iter().map(Navigation::name));
                self
            }
        })+
    };
}

select_and_expand!(ListQuery, ItemQuery);

macro_rules! search_and_filter {
    ($($Query:ident),+) => {
        $(impl<E: Entity> $Query<E> {
            /// Only what holds `filter`.
            pub fn filter(mut self, filter: Filter<E>) -> Self {
                self.options.set("$filter", filter.to_string());
                self
            }

            /// Only what has `phrase` in one of the properties that the service searches.
            pub fn search(mut self, phrase: &str) -> Self {
                let phrase = phrase.replace('\\', r"\\").replace('"', r#"\""#);
                self.options.set("$search", format!("\"{phrase}\""));
                self
            }
        })+
    };
}

search_and_filter!(ListQuery, CountQuery);

impl<E: Entity> ListQuery<E> {
    /// Orders the list, by the first property first.
    pub fn order_by(mut self, orders: impl IntoIterator<Item = Order<E>>) -> Self {
        self.options.extend("$orderby", orders);
        self
    }

    /// At most this many items in a page. The list goes on after them: Graph sends a link to the next page all the
    /// same.
    pub fn top(mut self, items: u32) -> Self {
        self.options.set("$top", items.to_string());
        self
    }

    /// Leaves out this many items at the start.
    pub fn skip(mut self, items: u32) -> Self {
        self.options.set("$skip", items.to_string());
        self
    }

    /// Asks for the number of all items of the list, which comes with the first page.
    pub fn count(mut self) -> Self {
        self.options.set("$count", "true".to_owned());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::{
        HardwareConfiguration, HardwareConfigurationNavigation as Navigation,
        HardwareConfigurationProperty as P,
    };

    fn text(query: &ListQuery<HardwareConfiguration>) -> String {
        query.to_query().unwrap_or_default()
    }

    #[test]
    fn lists_are_one_value_and_nothing_is_repeated() {
        let query = ListQuery::new()
            .select([P::Id])
            .select([P::DisplayName])
            .expand([Navigation::Assignments, Navigation::RunSummary])
            .order_by([P::DisplayName.ascending(), P::Version.descending()])
            .top(5)
            .top(7)
            .skip(2)
            .count();
        assert_eq!(
            text(&query),
            "$select=id,displayName&$expand=assignments,runSummary&\
             $orderby=displayName,version%20desc&$top=7&$skip=2&$count=true"
        );
    }

    #[test]
    fn values_cannot_leave_their_option() {
        let query = ListQuery::new()
            .filter(P::DisplayName.eq("a&$top=1#'+%"))
            .search("say \"hi\\\"");
        assert_eq!(
            text(&query),
            "$filter=displayName%20eq%20'a%26$top=1%23''%2B%25'&$search=%22say%20%5C%22hi%5C%5C%5C%22%22"
        );
        assert_eq!(
            text(&ListQuery::new().raw("$apply=x&y", "a=b")),
            "$apply%3Dx%26y=a=b"
        );
    }

    #[test]
    fn no_options_are_no_query() {
        assert_eq!(ListQuery::<HardwareConfiguration>::new().to_query(), None);
    }
}
