//! `$filter`: reading it, checking it against the types of the properties, and applying it.

mod parser;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use serde_json::Value;

use crate::clock::Ticks;
use crate::tenant::record::{Record, Scalar};

/// A parsed `$filter`.
#[derive(Debug)]
pub(crate) enum Filter {
    /// Lists, and not pairs of pairs: a client may join as many terms as it likes, and each level takes stack.
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    Compare(Operand, Comparison, Literal),
    In(Operand, Vec<Literal>),
    Function(Function, Operand, String),
    /// Whether any text of an array passes the filter; without one, whether there is any.
    Any(Operand, Option<Box<Filter>>),
    /// A boolean property by itself.
    Holds(Operand),
}

/// What a filter looks at.
#[derive(Debug)]
pub(crate) enum Operand {
    Property(String),
    /// A property of an object, as in `target/groupId`.
    Within(String, String),
    /// The element that a lambda is about.
    Element,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    StartsWith,
    EndsWith,
    Contains,
}

#[derive(Debug)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    Time(Ticks),
}

impl Literal {
    fn scalar(&self) -> Scalar<'_> {
        match self {
            Self::Null => Scalar::Null,
            Self::Bool(value) => Scalar::Bool(*value),
            Self::Int(value) => Scalar::Int(*value),
            Self::Text(text) => Scalar::Text(text),
            Self::Time(time) => Scalar::Time(*time),
        }
    }
}

impl Filter {
    /// Whether a record passes.
    pub(crate) fn matches(&self, record: &dyn Record, scratch: &mut String) -> bool {
        self.holds(record, None, scratch)
    }

    fn holds(&self, record: &dyn Record, element: Option<&str>, scratch: &mut String) -> bool {
        match self {
            Self::And(filters) => filters
                .iter()
                .all(|filter| filter.holds(record, element, scratch)),
            Self::Or(filters) => filters
                .iter()
                .any(|filter| filter.holds(record, element, scratch)),
            Self::Not(filter) => !filter.holds(record, element, scratch),
            Self::Compare(operand, comparison, literal) => compare(
                &operand.value(record, element, scratch),
                *comparison,
                literal,
            ),
            Self::In(operand, literals) => {
                let value = operand.value(record, element, scratch);
                literals
                    .iter()
                    .any(|literal| compare(&value, Comparison::Eq, literal))
            }
            Self::Function(function, operand, part) => {
                match operand.value(record, element, scratch) {
                    Scalar::Text(text) => match function {
                        Function::StartsWith => text.starts_with(part.as_str()),
                        Function::EndsWith => text.ends_with(part.as_str()),
                        Function::Contains => text.contains(part.as_str()),
                    },
                    _ => false,
                }
            }
            Self::Any(operand, filter) => {
                let Scalar::Json(Value::Array(items)) = operand.value(record, element, scratch)
                else {
                    return false;
                };
                let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                match filter {
                    None => !items.is_empty(),
                    Some(filter) => items
                        .iter()
                        .any(|item| filter.holds(record, Some(item), &mut String::new())),
                }
            }
            Self::Holds(operand) => operand.value(record, element, scratch) == Scalar::Bool(true),
        }
    }
}

fn compare(value: &Scalar<'_>, comparison: Comparison, literal: &Literal) -> bool {
    let ordering = value.compare(&literal.scalar());
    match comparison {
        Comparison::Eq => ordering == Some(Ordering::Equal),
        Comparison::Ne => ordering != Some(Ordering::Equal),
        // Nothing is less or greater than null.
        _ if matches!(literal, Literal::Null) => false,
        Comparison::Gt => ordering == Some(Ordering::Greater),
        Comparison::Ge => ordering.is_some_and(Ordering::is_ge),
        Comparison::Lt => ordering == Some(Ordering::Less),
        Comparison::Le => ordering.is_some_and(Ordering::is_le),
    }
}

impl Operand {
    fn value<'s>(
        &'s self,
        record: &'s dyn Record,
        element: Option<&'s str>,
        scratch: &'s mut String,
    ) -> Scalar<'s> {
        match self {
            Self::Property(name) => record.get(name, scratch),
            Self::Within(name, inner) => match record.get(name, scratch) {
                Scalar::Json(value) => value.get(inner).map_or(Scalar::Null, Scalar::of),
                _ => Scalar::Null,
            },
            Self::Element => element.map_or(Scalar::Null, Scalar::Text),
        }
    }
}
