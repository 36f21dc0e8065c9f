//! One page of a collection, and the sealed token that says where the next one begins.

use std::ops::ControlFlow;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::Query;
use crate::random::{mix, mix_text};
use crate::tenant::record::Record;
use crate::tenant::states::Visitor;

/// Calls a visitor with every record of a collection from a position on.
pub(crate) type Visit<'a> = dyn Fn(u32, &mut Visitor<'_>) + 'a;

/// Writes a record, given with its position.
pub(crate) type Write<'w> = dyn FnMut(u32, &dyn Record, &mut Vec<u8>) + 'w;

/// The most that is set aside for a page before it is known how long it is.
const MOST_RESERVED: usize = 1 << 20;

impl Query {
    pub(super) fn passes(&self, record: &dyn Record, scratch: &mut String) -> bool {
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

    /// Appends the page that begins at `start`, or the first one, with at most `limit` records and commas in between.
    /// Returns where the next one begins, if there is one. With an [order](Query::order_of), a start is a rank in it,
    /// not a position.
    pub(crate) fn page(
        &self,
        visit: &Visit<'_>,
        order: Option<&[u32]>,
        start: Option<u32>,
        limit: u32,
        out: &mut Vec<u8>,
        write: &mut Write<'_>,
    ) -> Option<u32> {
        let mut page = Page {
            room: limit,
            is_empty: true,
            out,
            write,
        };
        if limit == 0 {
            return None;
        }
        match order {
            Some(order) => page.ordered(visit, order, start.unwrap_or(self.skip)),
            None if self.order.is_empty() => page.plain(self, visit, start),
            None => page.ordered(visit, &self.order_of(visit), start.unwrap_or(self.skip)),
        }
    }
}

/// A page that is being written.
struct Page<'p, 'w> {
    room: u32,
    is_empty: bool,
    out: &'p mut Vec<u8>,
    write: &'p mut Write<'w>,
}

impl Page<'_, '_> {
    fn plain(&mut self, query: &Query, visit: &Visit<'_>, start: Option<u32>) -> Option<u32> {
        let (mut next, mut scratch) = (None, String::new());
        let mut skip = if start.is_some() { 0 } else { query.skip };
        visit(start.unwrap_or(0), &mut |position, record| {
            if !query.passes(record, &mut scratch) {
                return ControlFlow::Continue(());
            }
            if skip > 0 {
                skip -= 1;
                return ControlFlow::Continue(());
            }
            if self.room == 0 {
                next = Some(position);
                return ControlFlow::Break(());
            }
            self.push(position, record);
            ControlFlow::Continue(())
        });
        next
    }

    fn ordered(&mut self, visit: &Visit<'_>, order: &[u32], begin: u32) -> Option<u32> {
        for (rank, position) in (begin..).zip(order.iter().skip(begin as usize)) {
            if self.room == 0 {
                return Some(rank);
            }
            visit(*position, &mut |position, record| {
                self.push(position, record);
                ControlFlow::Break(())
            });
        }
        None
    }

    fn push(&mut self, position: u32, record: &dyn Record) {
        let is_first = std::mem::take(&mut self.is_empty);
        if !is_first {
            self.out.push(b',');
        }
        let begin = self.out.len();
        (self.write)(position, record, self.out);
        self.room -= 1;
        if is_first {
            // The others will be about as long.
            let length = self.out.len() - begin + 16;
            let wanted = length.saturating_mul(self.room as usize);
            self.out.reserve(wanted.min(MOST_RESERVED));
        }
    }
}

/// Where a page begins, and how many empty pages came before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Start {
    /// `None` as long as nothing has been read, so that `$skip` is still to come.
    pub(crate) position: Option<u32>,
    /// Makes the links of empty pages differ from each other, since a link must not come twice.
    detour: u8,
}

impl Start {
    pub(crate) fn at(position: u32) -> Self {
        Self {
            position: Some(position),
            detour: 0,
        }
    }

    /// The same place again.
    pub(crate) fn after_an_empty_page(self) -> Self {
        Self {
            detour: self.detour.wrapping_add(1),
            ..self
        }
    }

    /// Seals the start into a token that is of use for the same request only and breaks when it is touched.
    pub(crate) fn seal(self, key: u64, scope: &str) -> String {
        let position = self.position.unwrap_or_default();
        let has_begun = u8::from(self.position.is_some());
        let place = u64::from(position) << 16 | u64::from(has_begun) << 8 | u64::from(self.detour);
        let check = mix(mix_text(key, scope), place);
        let bytes = [place.to_be_bytes(), check.to_be_bytes()].concat();
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Opens a token, if it was sealed for this scope and is whole.
    pub(crate) fn unseal(key: u64, scope: &str, token: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
        let place = u64::from_be_bytes(*bytes.first_chunk()?);
        let [has_begun, detour] = *place.to_be_bytes().last_chunk()?;
        let start = Self {
            position: (has_begun == 1).then_some((place >> 16) as u32),
            detour,
        };
        (start.seal(key, scope) == token).then_some(start)
    }
}
