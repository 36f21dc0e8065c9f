//! Sets of devices and users as ranges of their numbers: a million members in a few bytes.

use std::ops::Range;

/// Numbers in ascending order, held as disjoint, non-touching, non-empty ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct IndexSet {
    ranges: Vec<Range<u32>>,
}

impl IndexSet {
    pub(crate) fn range(range: Range<u32>) -> Self {
        Self {
            ranges: if range.is_empty() {
                Vec::new()
            } else {
                vec![range]
            },
        }
    }

    pub(crate) fn of(indexes: impl IntoIterator<Item = u32>) -> Self {
        Self::from_ranges(indexes.into_iter().map(|index| index..index + 1).collect())
    }

    fn from_ranges(mut ranges: Vec<Range<u32>>) -> Self {
        ranges.retain(|range| !range.is_empty());
        ranges.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Self { ranges: merged }
    }

    /// The first `count` members, or all if there are fewer.
    pub(crate) fn first(&self, mut count: u32) -> Self {
        let mut ranges = Vec::new();
        for range in &self.ranges {
            let taken = count.min(range.end - range.start);
            ranges.push(range.start..range.start + taken);
            count -= taken;
        }
        Self::from_ranges(ranges)
    }

    pub(crate) fn len(&self) -> u32 {
        self.ranges
            .iter()
            .map(|range| range.end - range.start)
            .sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    pub(crate) fn contains(&self, index: u32) -> bool {
        self.rank(index).is_some()
    }

    /// How many members come before `index`, if it is one.
    pub(crate) fn rank(&self, index: u32) -> Option<u32> {
        let mut before = 0;
        for range in &self.ranges {
            if range.contains(&index) {
                return Some(before + index - range.start);
            }
            before += range.end - range.start;
        }
        None
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.ranges.iter().cloned().flatten()
    }

    pub(crate) fn union(&self, other: &Self) -> Self {
        Self::from_ranges(self.ranges.iter().chain(&other.ranges).cloned().collect())
    }

    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        for a in &self.ranges {
            for b in &other.ranges {
                ranges.push(a.start.max(b.start)..a.end.min(b.end));
            }
        }
        Self::from_ranges(ranges)
    }

    pub(crate) fn difference(&self, other: &Self) -> Self {
        let mut ranges = self.ranges.clone();
        for cut in &other.ranges {
            ranges = ranges
                .into_iter()
                .flat_map(|range| {
                    [
                        range.start..range.end.min(cut.start),
                        range.start.max(cut.end)..range.end,
                    ]
                })
                .filter(|range| !range.is_empty())
                .collect();
        }
        Self::from_ranges(ranges)
    }

    /// The remainders of all members modulo `modulus`.
    pub(crate) fn modulo(&self, modulus: u32) -> Self {
        if modulus == 0 {
            return Self::default();
        }
        let mut ranges = Vec::new();
        for range in &self.ranges {
            let length = range.end - range.start;
            if length >= modulus {
                return Self::range(0..modulus);
            }
            let (start, end) = (range.start % modulus, range.start % modulus + length);
            ranges.push(start..end.min(modulus));
            ranges.push(0..end.saturating_sub(modulus));
        }
        Self::from_ranges(ranges)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(set: &IndexSet) -> Vec<u32> {
        set.iter().collect()
    }

    #[test]
    fn set_operations_agree_with_lists() {
        let a = IndexSet::of([1, 2, 3, 7, 8, 20]);
        let b = IndexSet::range(3..8);
        assert_eq!(list(&a.union(&b)), [1, 2, 3, 4, 5, 6, 7, 8, 20]);
        assert_eq!(list(&a.intersection(&b)), [3, 7]);
        assert_eq!(list(&a.difference(&b)), [1, 2, 8, 20]);
        assert_eq!(list(&a.modulo(6)), [1, 2, 3]);
        assert_eq!(list(&IndexSet::range(4..9).modulo(6)), [0, 1, 2, 4, 5]);
        assert_eq!(list(&a.first(4)), [1, 2, 3, 7]);
        assert_eq!(a.first(9), a);
        assert_eq!(a.len(), 6);
        for (rank, index) in a.iter().enumerate() {
            assert_eq!(a.rank(index), Some(rank as u32));
        }
        assert_eq!(a.rank(4), None);
        assert!(a.difference(&a).is_empty());
    }
}
