//! The search that makes the fast road fast: which lines are indented little enough to matter.

/// A line, and what was passed on the way to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where the line starts; the end of the text if there is no such line.
    pub(crate) at: usize,
    /// A byte that is not ASCII was passed, perhaps a little after `at`.
    pub(crate) non_ascii: bool,
    /// A carriage return was passed, perhaps a little after `at`.
    pub(crate) carriage_return: bool,
}

/// Deeper indentation than this is not searched for.
pub(crate) const MAX_INDENT: usize = 8;

/// The first line after the one at `from` that is indented by at most `indent` spaces, of which
/// at most [`MAX_INDENT`] count. Empty lines are such lines.
pub(crate) fn next_shallow_line(text: &[u8], from: usize, indent: usize) -> Found {
    match indent {
        0 => dispatch::<0>(text, from),
        1 => dispatch::<1>(text, from),
        2 => dispatch::<2>(text, from),
        3 => dispatch::<3>(text, from),
        4 => dispatch::<4>(text, from),
        5 => dispatch::<5>(text, from),
        6 => dispatch::<6>(text, from),
        7 => dispatch::<7>(text, from),
        _ => dispatch::<MAX_INDENT>(text, from),
    }
}

/// Takes the best instructions that the processor has.
fn dispatch<const INDENT: usize>(text: &[u8], from: usize) -> Found {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, which is all that this function asks for. It takes and
        // gives safe types only, and reads memory through slices.
        #[allow(unsafe_code)]
        return unsafe { search_avx2::<INDENT>(text, from) };
    }
    search::<INDENT>(text, from, Masks::portable)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn search_avx2<const INDENT: usize>(text: &[u8], from: usize) -> Found {
    search::<INDENT>(text, from, |block| Masks::avx2(block))
}

/// How many bytes are looked at together: as many as there are bits in a mask.
const BLOCK: usize = 64;

#[inline(always)]
fn search<const INDENT: usize>(
    text: &[u8],
    from: usize,
    masks: impl Fn(&[u8; BLOCK]) -> Masks,
) -> Found {
    let mut found = Found {
        at: text.len(),
        ..Found::default()
    };
    let (blocks, rest) = text.get(from..).unwrap_or_default().as_chunks::<BLOCK>();
    // The end of the text is a line end.
    let mut last = [b'\n'; BLOCK];
    for (to, byte) in last.iter_mut().zip(rest) {
        *to = *byte;
    }
    let mut carry = 0;
    for (index, block) in blocks.iter().chain([&last]).enumerate() {
        let masks = masks(block);
        found.non_ascii |= masks.non_ascii;
        found.carriage_return |= masks.carriage_return;
        let hits = shallow::<INDENT>(&masks, &mut carry);
        if hits != 0 {
            let first = from + index * BLOCK + hits.trailing_zeros() as usize;
            if first <= text.len() {
                found.at = line_start(text, first);
            }
            return found;
        }
    }
    found
}

/// The bits of the first bytes that are not spaces of the lines with at most `INDENT` spaces.
///
/// Bit `n` of `carry` says that the next block goes on with a line of which `n` spaces were seen.
#[inline(always)]
fn shallow<const INDENT: usize>(masks: &Masks, carry: &mut u64) -> u64 {
    let mut column = (masks.line_feeds << 1) | (*carry & 1);
    let mut next_carry = masks.line_feeds >> 63;
    let mut hits = column & !masks.spaces;
    for spaces in 1..=INDENT {
        let indented = column & masks.spaces;
        column = (indented << 1) | ((*carry >> spaces) & 1);
        next_carry |= (indented >> 63) << spaces;
        hits |= column & !masks.spaces;
    }
    *carry = next_carry;
    hits
}

/// The start of the line whose first byte that is not a space is at `at`.
fn line_start(text: &[u8], at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let spaces = before.iter().rev().take_while(|byte| **byte == b' ');
    at - spaces.count()
}

/// What a block has where, a bit for each byte.
struct Masks {
    line_feeds: u64,
    spaces: u64,
    non_ascii: bool,
    carriage_return: bool,
}

impl Masks {
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    #[inline]
    fn avx2(block: &[u8; BLOCK]) -> Self {
        use std::arch::x86_64::{
            __m256i, _mm256_cmpeq_epi8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set_epi64x,
            _mm256_set1_epi8,
        };
        let word = |at: usize| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&block[at..at + 8]);
            i64::from_le_bytes(bytes)
        };
        // Compiled to one load each.
        let low = _mm256_set_epi64x(word(24), word(16), word(8), word(0));
        let high = _mm256_set_epi64x(word(56), word(48), word(40), word(32));
        let bits = |lanes: __m256i| u64::from(_mm256_movemask_epi8(lanes).cast_unsigned());
        let mask = |byte: u8| {
            let byte = _mm256_set1_epi8(byte.cast_signed());
            let (low, high) = (_mm256_cmpeq_epi8(low, byte), _mm256_cmpeq_epi8(high, byte));
            bits(low) | (bits(high) << 32)
        };
        let carriage_return = _mm256_set1_epi8(b'\r'.cast_signed());
        let returns = _mm256_or_si256(
            _mm256_cmpeq_epi8(low, carriage_return),
            _mm256_cmpeq_epi8(high, carriage_return),
        );
        Self {
            line_feeds: mask(b'\n'),
            spaces: mask(b' '),
            // The highest bit of each byte is what the mask takes.
            non_ascii: bits(_mm256_or_si256(low, high)) != 0,
            carriage_return: bits(returns) != 0,
        }
    }

    /// Eight bytes at a time.
    fn portable(block: &[u8; BLOCK]) -> Self {
        const LOW: u64 = 0x0101_0101_0101_0101;
        const HIGH: u64 = LOW << 7;
        let (words, _) = block.as_chunks::<8>();
        let mut masks = Self {
            line_feeds: 0,
            spaces: 0,
            non_ascii: false,
            carriage_return: false,
        };
        for (index, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            // The high bit of each byte that is equal, without carries between bytes.
            let is = |byte: u8| {
                let difference = word ^ (LOW * u64::from(byte));
                !(((difference & !HIGH) + !HIGH) | difference | !HIGH)
            };
            // Gathers the high bits of the bytes into the lowest eight bits.
            let mask = |lanes: u64| {
                ((lanes >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * index)
            };
            masks.line_feeds |= mask(is(b'\n'));
            masks.spaces |= mask(is(b' '));
            masks.non_ascii |= word & HIGH != 0;
            masks.carriage_return |= is(b'\r') != 0;
        }
        masks
    }
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
                    let found = next_shallow_line(&text, from, indent);
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
                let fastest = dispatch::<2>(&text, from);
                assert_eq!(
                    fastest,
                    search::<2>(&text, from, Masks::portable),
                    "{text:?}"
                );
            }
        }
    }
}
