//! `$orderby`: the positions of a collection in the order that is asked for.

use std::ops::{ControlFlow, Range};

use super::Query;
use super::page::Visit;
use super::parse::Order;
use crate::clock::Ticks;
use crate::tenant::record::{Record, Scalar};

impl Query {
    /// The positions of all records that pass filter and search, in the order of `$orderby`; equals stay as they are.
    pub(crate) fn order_of(&self, visit: &Visit<'_>) -> Vec<u32> {
        // One piece of memory for all keys: a million of them would be as many allocations.
        let (mut keys, mut scratch) = (Vec::new(), String::new());
        let mut records: Vec<(Range<usize>, u32)> = Vec::new();
        visit(0, &mut |position, record| {
            if self.passes(record, &mut scratch) {
                let begin = keys.len();
                for order in &self.order {
                    write_key(record, order, &mut scratch, &mut keys);
                }
                records.push((begin..keys.len(), position));
            }
            ControlFlow::Continue(())
        });
        records.sort_unstable_by(|(a, first), (b, second)| {
            keys[a.clone()]
                .cmp(&keys[b.clone()])
                .then(first.cmp(second))
        });
        records.into_iter().map(|(_, position)| position).collect()
    }
}

/// Appends a value as bytes that are ordered as the values are. Null comes first, and last when descending.
fn write_key(record: &dyn Record, order: &Order, scratch: &mut String, out: &mut Vec<u8>) {
    // The sign of a number turned over, negative ones come first.
    let number = |number: i64| ((number as u64) ^ (1 << 63)).to_be_bytes();
    let begin = out.len();
    let value = match record.get(&order.property, scratch) {
        Scalar::Text(text) if order.is_time => {
            Ticks::parse(text).map_or(Scalar::Null, Scalar::Time)
        }
        value => value,
    };
    match value {
        Scalar::Null | Scalar::Json(_) => out.push(0),
        Scalar::Bool(value) => out.extend([1, u8::from(value)]),
        Scalar::Int(value) => {
            out.push(2);
            out.extend(number(value));
        }
        Scalar::Time(time) => {
            out.push(3);
            out.extend(number(time.0));
        }
        Scalar::Text(text) => {
            out.push(4);
            for byte in text.bytes() {
                out.push(byte);
                // Two zeros end the text, so that none may be within.
                if byte == 0 {
                    out.push(1);
                }
            }
            out.extend([0, 0]);
        }
    }
    if order.descending {
        for byte in &mut out[begin..] {
            *byte = !*byte;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    impl Record for Value {
        fn get<'s>(&'s self, property: &str, _scratch: &'s mut String) -> Scalar<'s> {
            self.get(property).map_or(Scalar::Null, Scalar::of)
        }
    }

    fn sorted(records: &[Value], by: &[(&str, bool)]) -> Vec<u32> {
        let order = by.iter().map(|(property, descending)| Order {
            property: (*property).to_owned(),
            is_time: *property == "time",
            descending: *descending,
        });
        let query = Query {
            order: order.collect(),
            ..Query::default()
        };
        query.order_of(&|from, visitor| {
            for (position, record) in (0..).zip(records).skip(from as usize) {
                if visitor(position, record).is_break() {
                    return;
                }
            }
        })
    }

    #[test]
    fn values_are_ordered_as_what_they_are() {
        let records = [
            json!({ "n": 10, "t": "b", "time": "2026-01-01T00:00:00Z" }),
            json!({ "n": -2, "t": "a\u{0}b", "time": "1960-01-01T00:00:00Z" }),
            json!({ "n": 2, "t": "a", "time": "2025-12-31T20:00:00-08:00" }),
            json!({ "n": null, "t": "ab", "time": "2025-01-01T00:00:00Z" }),
        ];
        assert_eq!(sorted(&records, &[("n", false)]), [3, 1, 2, 0]);
        assert_eq!(sorted(&records, &[("n", true)]), [0, 2, 1, 3]);
        assert_eq!(sorted(&records, &[("t", false)]), [2, 1, 3, 0]);
        assert_eq!(sorted(&records, &[("t", true)]), [0, 3, 1, 2]);
        assert_eq!(sorted(&records, &[("time", false)]), [1, 3, 0, 2]);
        assert_eq!(sorted(&records, &[("none", true)]), [0, 1, 2, 3]);
    }

    #[test]
    fn what_is_equal_is_ordered_by_what_comes_next() {
        let records = [
            json!({ "t": "a", "n": 1 }),
            json!({ "t": "b", "n": 1 }),
            json!({ "t": "a", "n": 2 }),
            json!({ "t": "a", "n": 1 }),
        ];
        let by = [("t", false), ("n", true)];
        assert_eq!(sorted(&records, &by), [2, 0, 3, 1]);
    }
}
