//! The search that makes the fast road fast: which lines are indented little enough to matter.

use std::ops::BitOrAssign;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, mask8x64, u8x64};

/// A line, and what was passed on the way to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where the line starts; the end of the text if there is no such line.
    pub(crate) at: usize,
    /// What was passed; perhaps a little after `at` as well.
    pub(crate) passed: Passed,
}

/// What of the bytes that are rare, and mean more work, was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Passed {
    pub(crate) non_ascii: bool,
    pub(crate) carriage_return: bool,
    pub(crate) double_quote: bool,
}

impl BitOrAssign for Passed {
    fn bitor_assign(&mut self, other: Self) {
        self.non_ascii |= other.non_ascii;
        self.carriage_return |= other.carriage_return;
        self.double_quote |= other.double_quote;
    }
}

/// Deeper indentation than this is not searched for.
pub(crate) const MAX_INDENT: usize = 8;

/// The first line after the one at `from` that is indented by at most `indent` spaces, of which
/// at most [`MAX_INDENT`] count. Empty lines are such lines.
pub(crate) fn next_shallow_line(level: Level, text: &[u8], from: usize, indent: usize) -> Found {
    macro_rules! search {
        ($indent:expr) => {
            dispatch!(level, simd => search::<$indent, _>(simd, text, from))
        };
    }
    match indent {
        0 => search!(0),
        1 => search!(1),
        2 => search!(2),
        3 => search!(3),
        4 => search!(4),
        5 => search!(5),
        6 => search!(6),
        7 => search!(7),
        _ => search!(MAX_INDENT),
    }
}

/// How many bytes are looked at together: as many as there are bits in a mask.
const BLOCK: usize = 64;

#[inline(always)]
fn search<const INDENT: usize, S: Simd>(simd: S, text: &[u8], from: usize) -> Found {
    // Line feeds in the rest of a block are left to the next, which has what follows them.
    let step = BLOCK - 1 - INDENT;
    let mut rare = Rare::new(simd);
    let mut at = from;
    let mut found = text.len();
    while let Some(rest) = text.get(at..)
        && !rest.is_empty()
    {
        let hits = match rest.first_chunk::<BLOCK>() {
            Some(block) => shallow::<INDENT, S>(simd, block, &mut rare),
            None => {
                // The end of the text is a line end.
                let mut last = [b'\n'; BLOCK];
                for (to, byte) in last.iter_mut().zip(rest) {
                    *to = *byte;
                }
                shallow::<INDENT, S>(simd, &last, &mut rare)
            }
        };
        if hits != 0 {
            found = found.min(at + hits.trailing_zeros() as usize + 1);
            break;
        }
        at += step;
    }
    let passed = rare.passed();
    Found { at: found, passed }
}

/// What was seen of the rare bytes, column by column: to ask for all of them once, at the end,
/// takes less than to ask after every block.
struct Rare<S: Simd> {
    /// All bytes, one over the other.
    any: u8x64<S>,
    carriage_return: mask8x64<S>,
    double_quote: mask8x64<S>,
}

impl<S: Simd> Rare<S> {
    #[inline(always)]
    fn new(simd: S) -> Self {
        let none = u8x64::splat(simd, 0);
        Self {
            any: none,
            carriage_return: none.simd_eq(b'\r'),
            double_quote: none.simd_eq(b'"'),
        }
    }

    #[inline(always)]
    fn pass(&mut self, block: u8x64<S>) {
        self.any |= block;
        self.carriage_return |= block.simd_eq(b'\r');
        self.double_quote |= block.simd_eq(b'"');
    }

    #[inline(always)]
    fn passed(self) -> Passed {
        Passed {
            non_ascii: self.any.simd_ge(0x80).any_true(),
            carriage_return: self.carriage_return.any_true(),
            double_quote: self.double_quote.any_true(),
        }
    }
}

/// The bits of the line feeds before lines with at most `INDENT` spaces.
#[inline(always)]
fn shallow<const INDENT: usize, S: Simd>(simd: S, block: &[u8; BLOCK], rare: &mut Rare<S>) -> u64 {
    let block = u8x64::load_array_ref(simd, block);
    rare.pass(block);
    let spaces = block.simd_eq(b' ').to_bitmask();
    let mut deep = u64::MAX;
    for column in 1..=INDENT + 1 {
        deep &= spaces >> column;
    }
    let complete = u64::MAX >> (INDENT + 1);
    block.simd_eq(b'\n').to_bitmask() & !deep & complete
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, one byte at a time.
    fn plainly(text: &[u8], from: usize, indent: usize) -> usize {
        (from..text.len())
            .filter(|at| text[*at] == b'\n')
            .map(|at| at + 1)
            .find(|start| {
                let spaces = text[*start..].iter().take_while(|byte| **byte == b' ');
                spaces.count() <= indent
            })
            .unwrap_or(text.len())
    }

    /// Texts of line feeds, spaces and letters, the same every time.
    fn samples() -> impl Iterator<Item = Vec<u8>> {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        (0..2_000).map(move |_| {
            let length = random() % 300;
            let spaces = 2 + random() % 30;
            (0..length)
                .map(|_| match random() % (spaces + 4) {
                    0 => b'\n',
                    1 => b'a',
                    2 => 0xC3,
                    3 => b'\r',
                    _ => b' ',
                })
                .collect()
        })
    }

    #[test]
    fn finds_what_a_plain_search_finds() {
        for text in samples() {
            for indent in 0..=MAX_INDENT {
                for from in [0, text.len() / 3] {
                    let found = next_shallow_line(Level::new(), &text, from, indent);
                    let expected = plainly(&text, from, indent);
                    assert_eq!(found.at, expected, "{text:?} from {from} indent {indent}");
                }
            }
        }
    }

    #[test]
    fn every_processor_finds_the_same() {
        for text in samples() {
            for from in [0, text.len() / 2] {
                assert_eq!(
                    next_shallow_line(Level::new(), &text, from, 2),
                    next_shallow_line(Level::baseline(), &text, from, 2),
                    "{text:?}"
                );
            }
        }
    }
}
