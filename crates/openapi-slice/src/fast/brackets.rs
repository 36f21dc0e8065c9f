//! Passes over JSON objects and arrays without looking at each byte of them.

const BLOCK: usize = 64;

/// Where the object or array that starts at `start` ends, if the text is JSON until there as far
/// as its tokens go: strings, brackets, commas, colons, and numbers or words where they may be.
///
/// That is what makes it certain that a parser of YAML would read the same strings and brackets.
pub(super) fn end_of_collection(text: &[u8], start: usize) -> Option<usize> {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2, which is all that this function asks for. It takes and
        // gives safe types only, and reads memory through slices.
        #[allow(unsafe_code)]
        return unsafe { search_avx2(text, start) };
    }
    search(text, start, Masks::portable)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn search_avx2(text: &[u8], start: usize) -> Option<usize> {
    search(text, start, |block| Masks::avx2(block))
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
}

#[inline(always)]
fn search(text: &[u8], start: usize, masks: impl Fn(&[u8; BLOCK]) -> Masks) -> Option<usize> {
    let (blocks, rest) = text.get(start..)?.as_chunks::<BLOCK>();
    let mut last = [b' '; BLOCK];
    for (to, byte) in last.iter_mut().zip(rest) {
        *to = *byte;
    }
    let mut depth = 0_u32;
    let mut in_string = 0;
    let mut escaped = 0;
    let mut in_word = 0;
    for (index, block) in blocks.iter().chain([&last]).enumerate() {
        let base = start + index * BLOCK;
        let masks = masks(block);
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
            return Some(base + bit as usize + 1);
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
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    #[inline]
    fn avx2(block: &[u8; BLOCK]) -> Self {
        use std::arch::x86_64::{
            __m256i, _mm256_cmpeq_epi8, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256,
            _mm256_set_epi64x, _mm256_set1_epi8,
        };
        let word = |at: usize| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&block[at..at + 8]);
            i64::from_le_bytes(bytes)
        };
        // Compiled to one load each.
        let low = _mm256_set_epi64x(word(24), word(16), word(8), word(0));
        let high = _mm256_set_epi64x(word(56), word(48), word(40), word(32));
        let all = |byte: u8| _mm256_set1_epi8(byte.cast_signed());
        let bits = |low: __m256i, high: __m256i| {
            let bits = |lanes| u64::from(_mm256_movemask_epi8(lanes).cast_unsigned());
            bits(low) | (bits(high) << 32)
        };
        let is = |lanes: __m256i, byte: u8| _mm256_cmpeq_epi8(lanes, all(byte));
        let mask = |byte: u8| bits(is(low, byte), is(high, byte));
        // Square brackets differ from curly ones by one bit.
        let curly = |lanes: __m256i| _mm256_or_si256(lanes, all(0x20));
        let bracket = |byte: u8| bits(is(curly(low), byte), is(curly(high), byte));
        let separates = |lanes: __m256i| {
            let blank = _mm256_cmpeq_epi8(_mm256_min_epu8(lanes, all(b' ')), lanes);
            _mm256_or_si256(blank, _mm256_or_si256(is(lanes, b','), is(lanes, b':')))
        };
        Self {
            quotes: mask(b'"'),
            backslashes: mask(b'\\'),
            opening: bracket(b'{'),
            closing: bracket(b'}'),
            separating: bits(separates(low), separates(high)),
        }
    }

    fn portable(block: &[u8; BLOCK]) -> Self {
        let mut masks = Self {
            quotes: 0,
            backslashes: 0,
            opening: 0,
            closing: 0,
            separating: 0,
        };
        for (index, byte) in block.iter().enumerate() {
            let mask = match byte {
                b'"' => &mut masks.quotes,
                b'\\' => &mut masks.backslashes,
                b'{' | b'[' => &mut masks.opening,
                b'}' | b']' => &mut masks.closing,
                b',' | b':' | 0..=b' ' => &mut masks.separating,
                _ => continue,
            };
            *mask |= 1 << index;
        }
        masks
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
                end_of_collection(text, 0),
                expected,
                "{}",
                text.escape_ascii()
            );
            let portable = search(text, 0, Masks::portable);
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
        ] {
            assert_eq!(end_of_collection(text.as_bytes(), 0), None, "{text}");
            assert_eq!(search(text.as_bytes(), 0, Masks::portable), None, "{text}");
        }
    }
}
