//! The query options: `$select`, `$expand`, `$filter`, `$orderby`, `$top`, `$skip`, `$search` and `$count`.

mod filter;
mod lexer;
mod order;
pub(crate) mod page;
mod parse;
mod search;

pub(crate) use filter::Filter;
pub(crate) use parse::Query;
pub(crate) use search::Search;
