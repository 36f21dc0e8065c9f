//! One page of a collection, and the sealed token that says where the next one begins.

use std::cmp::Ordering;
use std::ops::ControlFlow;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::Query;
use super::parse::Order;
use crate::clock::Ticks;
use crate::random::{mix, mix_text};
use crate::tenant::record::{Record, Scalar};
use crate::tenant::states::Visitor;

/// Calls a visitor with every record of a collection from a position on.
pub(crate) type Visit<'a> = dyn Fn(u32, &mut Visitor<'_>) + 'a;

/// Writes a record, given with its position.
pub(crate) type Write<'w> = dyn FnMut(u32, &dyn Record, &mut Vec<u8>) + 'w;

/// A page, already written.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The records as JSON, with commas in between.
    pub(crate) records: Vec<u8>,
    /// Where the next page begins, if there is one.
    pub(crate) next: Option<u32>,
}

impl Query {
    fn passes(&self, record: &dyn Record, scratch: &mut String) -> bool {
        self.filter
            .as_ref()
            .is_none_or(|filter| filter.matches(record, scratch))
            && self
                .search
                .as_ref()
                .is_none_or(|search| search.matches(record, scratch))
    }

    /// How many records pass filter and search.
    pub(crate) fn count(&self, visit: &Visit<'_>) -> u32 {
        let (mut count, mut scratch) = (0, String::new());
        visit(0, &mut |_, record| {
            count += u32::from(self.passes(record, &mut scratch));
            ControlFlow::Continue(())
        });
        count
    }

    /// The page that begins at `start`, or the first one, with at most `limit` records.
    pub(crate) fn page(
        &self,
        visit: &Visit<'_>,
        start: Option<u32>,
        limit: u32,
        write: &mut Write<'_>,
    ) -> Page {
        if self.order.is_empty() {
            self.plain(visit, start, limit, write)
        } else {
            self.ordered(visit, start, limit, write)
        }
    }

    fn plain(
        &self,
        visit: &Visit<'_>,
        start: Option<u32>,
        limit: u32,
        write: &mut Write<'_>,
    ) -> Page {
        let (mut page, mut scratch) = (Page::default(), String::new());
        let mut skip = if start.is_some() { 0 } else { self.skip };
        let mut room = limit;
        visit(start.unwrap_or(0), &mut |position, record| {
            if !self.passes(record, &mut scratch) {
                return ControlFlow::Continue(());
            }
            if skip > 0 {
                skip -= 1;
                return ControlFlow::Continue(());
            }
            if room == 0 {
                page.next = (limit > 0).then_some(position);
                return ControlFlow::Break(());
            }
            room -= 1;
            push(&mut page, position, record, write);
            ControlFlow::Continue(())
        });
        page
    }

    /// Sorts positions by their keys. A start is a rank here, not a position.
    fn ordered(
        &self,
        visit: &Visit<'_>,
        start: Option<u32>,
        limit: u32,
        write: &mut Write<'_>,
    ) -> Page {
        let (mut keys, mut scratch) = (Vec::new(), String::new());
        visit(0, &mut |position, record| {
            if self.passes(record, &mut scratch) {
                keys.push((
                    self.order
                        .iter()
                        .map(|order| Key::of(record, order))
                        .collect::<Vec<_>>(),
                    position,
                ));
            }
            ControlFlow::Continue(())
        });
        keys.sort_by(|(a, first), (b, second)| {
            let keys = self.order.iter().zip(a.iter().zip(b));
            keys.map(|(order, (a, b))| if order.descending { b.cmp(a) } else { a.cmp(b) })
                .fold(Ordering::Equal, Ordering::then)
                .then(first.cmp(second))
        });
        let begin = start.unwrap_or(self.skip);
        let mut page = Page::default();
        let ranks = keys.iter().zip(0_u32..).skip(begin as usize);
        for ((_, position), rank) in ranks {
            if rank - begin == limit {
                page.next = (limit > 0).then_some(rank);
                break;
            }
            visit(*position, &mut |position, record| {
                push(&mut page, position, record, write);
                ControlFlow::Break(())
            });
        }
        page
    }
}

fn push(page: &mut Page, position: u32, record: &dyn Record, write: &mut Write<'_>) {
    if !page.records.is_empty() {
        page.records.push(b',');
    }
    write(position, record, &mut page.records);
}

/// A value by which records are ordered; null comes first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Null,
    Bool(bool),
    Int(i64),
    Time(Ticks),
    Text(String),
}

impl Key {
    fn of(record: &dyn Record, order: &Order) -> Self {
        match record.get(&order.property, &mut String::new()) {
            Scalar::Null | Scalar::Json(_) => Self::Null,
            Scalar::Bool(value) => Self::Bool(value),
            Scalar::Int(number) => Self::Int(number),
            Scalar::Time(time) => Self::Time(time),
            Scalar::Text(text) => Self::Text(text.to_owned()),
        }
    }
}

/// Where a page begins, and how many empty pages came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    pub(crate) position: u32,
    /// Makes the links of empty pages differ from each other, since a link must not come twice.
    pub(crate) detour: u8,
}

impl Start {
    /// Seals the start into a token that is of use for the same request only and breaks when it is touched.
    pub(crate) fn seal(self, key: u64, scope: &str) -> String {
        let mut bytes = self.position.to_be_bytes().to_vec();
        bytes.push(self.detour);
        let check = mix(
            mix_text(key, scope),
            u64::from(self.position) << 8 | u64::from(self.detour),
        );
        bytes.extend(check.to_be_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Opens a token, if it was sealed for this scope and is whole.
    pub(crate) fn unseal(key: u64, scope: &str, token: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
        let start = Self {
            position: u32::from_be_bytes(*bytes.first_chunk()?),
            detour: *bytes.get(4)?,
        };
        (start.seal(key, scope) == token).then_some(start)
    }
}
