//! Passes over JSON objects and arrays without looking at each byte of them.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

const BLOCK: usize = 64;

/// Where the object or array that starts at `start` ends, if the text is UTF-8, and JSON until there
/// as far as its tokens go: strings, brackets, commas, colons, and numbers or words where they may
/// be.
///
/// That is what makes it certain that a parser of YAML would read the same strings and brackets.
pub(super) fn end_of_collection(level: Level, text: &[u8], start: usize) -> Option<usize> {
    let (end, is_ascii) = dispatch!(level, simd => search(simd, text, start))?;
    let is_text = is_ascii || std::str::from_utf8(text.get(start..end)?).is_ok();
    is_text.then_some(end)
}

/// What a block has where, a bit for each byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Masks {
    quotes: u64,
    backslashes: u64,
    opening: u64,
    closing: u64,
    /// Spaces, line ends, commas and colons.
    separating: u64,
    non_ascii: u64,
}

#[inline(always)]
fn search<S: Simd>(simd: S, text: &[u8], start: usize) -> Option<(usize, bool)> {
    let (blocks, rest) = text.get(start..)?.as_chunks::<BLOCK>();
    let mut last = [b' '; BLOCK];
    for (to, byte) in last.iter_mut().zip(rest) {
        *to = *byte;
    }
    let mut depth = 0_u32;
    let mut in_string = 0;
    let mut escaped = 0;
    let mut in_word = 0;
    let mut is_ascii = true;
    for (index, block) in blocks.iter().chain([&last]).enumerate() {
        let base = start + index * BLOCK;
        let masks = Masks::new(simd, block);
        is_ascii &= masks.non_ascii == 0;
        let quotes = masks.quotes & !escaped_bytes(masks.backslashes, &mut escaped);
        // All between an opening quote and before its closing one.
        let strings = prefix_xor(quotes) ^ in_string;
        in_string = 0_u64.wrapping_sub(strings >> 63);
        let opening = masks.opening & !strings;
        let closing = masks.closing & !strings;
        let known = strings | quotes | masks.opening | masks.closing | masks.separating;

        let end = if closing.count_ones() < depth {
            None
        } else {
            end_bit(opening, closing, depth)
        };
        let words = !known;
        let mut starts = words & !((words << 1) | in_word);
        in_word = words >> 63;
        if let Some(bit) = end {
            starts &= (1_u64 << bit) - 1;
        }
        while starts != 0 {
            let at = base + starts.trailing_zeros() as usize;
            if at < text.len() && !is_scalar_in_place(text, at) {
                return None;
            }
            starts &= starts - 1;
        }
        if let Some(bit) = end {
            return Some((base + bit as usize + 1, is_ascii));
        }
        depth = (depth + opening.count_ones()).checked_sub(closing.count_ones())?;
    }
    None
}

/// The closing bracket that brings the depth to zero, if there is one.
fn end_bit(opening: u64, closing: u64, depth: u32) -> Option<u32> {
    let mut left = closing;
    let mut closed = 0;
    while left != 0 {
        let bit = left.trailing_zeros();
        closed += 1;
        let opened = (opening & ((1_u64 << bit) - 1)).count_ones();
        if depth + opened == closed {
            return Some(bit);
        }
        left &= left - 1;
    }
    None
}

/// The bytes that a backslash before them escapes. `carry` says that the first byte of the next
/// block is one.
fn escaped_bytes(backslashes: u64, carry: &mut u64) -> u64 {
    const EVEN: u64 = 0x5555_5555_5555_5555;
    // A backslash that is escaped itself escapes nothing.
    let backslashes = backslashes & !*carry;
    let following = (backslashes << 1) | *carry;
    // Of a run of backslashes, every other one escapes; where a run starts tells which.
    let odd_starts = backslashes & !EVEN & !following;
    let (even_sequences, overflow) = odd_starts.overflowing_add(backslashes);
    *carry = u64::from(overflow);
    (EVEN ^ (even_sequences << 1)) & following
}

/// Each bit is the exclusive or of all bits up to it.
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// Whether a number or a word of JSON is at `at`, alone between brackets, commas and colons.
pub(super) fn is_scalar_in_place(text: &[u8], at: usize) -> bool {
    let (before, rest) = text.split_at(at.min(text.len()));
    let length = rest.iter().take_while(|byte| !is_separator(**byte)).count();
    let (scalar, after) = rest.split_at(length);
    let is_scalar = match scalar {
        b"true" | b"false" | b"null" => true,
        _ => is_number(scalar),
    };
    is_scalar
        && matches!(before.trim_ascii_end().last(), Some(b':' | b',' | b'['))
        && matches!(after.trim_ascii_start().first(), Some(b',' | b'}' | b']'))
}

fn is_separator(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b',' | b':' | b'[' | b']' | b'{' | b'}' | b'"' | b'\\')
}

fn is_number(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    text.first().is_some_and(u8::is_ascii_digit)
        && text
            .iter()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
}

impl Masks {
    #[inline(always)]
    fn new<S: Simd>(simd: S, block: &[u8; BLOCK]) -> Self {
        let block = u8x64::load_array_ref(simd, block);
        let is = |byte: u8| block.simd_eq(byte);
        // Square brackets differ from curly ones by one bit.
        let curly = block | 0x20;
        let separating = block.simd_le(b' ') | is(b',') | is(b':');
        Self {
            quotes: is(b'"').to_bitmask(),
            backslashes: is(b'\\').to_bitmask(),
            opening: curly.simd_eq(b'{').to_bitmask(),
            closing: curly.simd_eq(b'}').to_bitmask(),
            separating: separating.to_bitmask(),
            non_ascii: block.simd_ge(0x80).to_bitmask(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, one byte at a time, for text that is JSON.
    fn plainly(text: &[u8]) -> Option<usize> {
        let (mut depth, mut in_string, mut escaped) = (0, false, false);
        for (at, byte) in text.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }

    #[test]
    fn finds_what_a_plain_search_finds() {
        let strings = [
            "", "a", "\\\\", "\\\"", "]", "}{", "\\\\\\\"", "{\\\"", "tru",
        ];
        let mut state = 1_u64;
        let mut random = move |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) % below
        };
        for _ in 0..3_000 {
            let mut text = String::from("[");
            for _ in 0..random(60) {
                match random(6) {
                    0 => text.push_str(&" ".repeat(random(70) as usize)),
                    1 => text.push_str("[1, -2.5e3],"),
                    2 => text.push_str("{\"a\": [true, null]},"),
                    3 => text.push('['),
                    _ => {
                        let string = strings[random(strings.len() as u64) as usize];
                        text.push_str(&format!("\"{string}\","));
                    }
                }
            }
            text.push_str("0]]]]]]");
            let text = text.as_bytes();
            let expected = plainly(text);
            assert_eq!(
                end_of_collection(Level::new(), text, 0),
                expected,
                "{}",
                text.escape_ascii()
            );
            let portable = end_of_collection(Level::baseline(), text, 0);
            assert_eq!(portable, expected, "{}", text.escape_ascii());
        }
    }

    #[test]
    fn what_is_not_json_is_not_passed_over() {
        for text in [
            "{a: 1}",
            "[ # ]\n1]",
            "['a']",
            "[true \"]\"]",
            "[tru]",
            "[*a]",
            "[&a 1]",
            "[1 2]",
            "[-]",
            "{\"a\": !t \"]\"}",
            "[\"a\"b]",
            "[\"",
            "[[]",
            "[1",
            "{\"a\": 1 \"]\", 2}",
        ]
        .map(str::as_bytes)
        .into_iter()
        .chain([&b"[\"\xFF\"]"[..]])
        {
            for level in [Level::new(), Level::baseline()] {
                let end = end_of_collection(level, text, 0);
                assert_eq!(end, None, "{}", text.escape_ascii());
            }
        }
    }
}
