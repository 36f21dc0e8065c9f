//! Numbers that depend on a seed and nothing else, so that a tenant of a million devices need not be stored.

use std::fmt::Write as _;

use crate::text::{TextSink, digit_pairs};

/// Odd, so multiplication by it can be undone modulo 2^32.
const SPREAD: u32 = 0x9E37_79B1;
/// `SPREAD * UNSPREAD == 1` modulo 2^32.
const UNSPREAD: u32 = inverse(SPREAD);

const fn inverse(odd: u32) -> u32 {
    // Newton's iteration doubles the number of correct bits, of which an odd number starts with three.
    let mut x = odd;
    let mut round = 0;
    while round < 4 {
        x = x.wrapping_mul(2u32.wrapping_sub(odd.wrapping_mul(x)));
        round += 1;
    }
    x
}

/// Mixes two numbers into one whose bits all depend on all of theirs (the finalizer of SplitMix64).
pub(crate) const fn mix(seed: u64, value: u64) -> u64 {
    let mut z = seed ^ value.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = z.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Mixes the bytes of a text into a seed.
pub(crate) fn mix_text(seed: u64, text: &str) -> u64 {
    text.bytes()
        .fold(mix(seed, text.len() as u64), |state, byte| {
            mix(state, u64::from(byte))
        })
}

/// A number in `[0, 1)` made of the upper 53 bits.
pub(crate) fn fraction(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

/// The digits of every byte.
const HEX_DIGITS: [[u8; 2]; 256] = digit_pairs(16);

/// A GUID, written the way Graph writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Guid(u128);

impl Guid {
    /// A GUID that carries `index` so that [`Guid::index`] finds it again.
    pub(crate) fn of(seed: u64, index: u32) -> Self {
        let key = index.wrapping_mul(SPREAD) ^ (seed as u32);
        let middle = mix(seed, u64::from(index));
        let low = mix(!seed, u64::from(index));
        // The version and the variant of a random GUID.
        let middle = middle as u32 & 0xFFFF_0FFF | 0x4000;
        let low = low & (u64::MAX >> 2) | 1 << 63;
        Self(u128::from(key) << 96 | u128::from(middle) << 64 | u128::from(low))
    }

    /// The index that [`Guid::of`] was given, when this GUID was made with the same seed.
    pub(crate) fn index(self, seed: u64) -> Option<u32> {
        let key = (self.0 >> 96) as u32;
        let index = (key ^ (seed as u32)).wrapping_mul(UNSPREAD);
        (Self::of(seed, index) == self).then_some(index)
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut number = 0;
        let mut digits = 0;
        for (position, character) in text.bytes().enumerate() {
            if matches!(position, 8 | 13 | 18 | 23) {
                if character != b'-' {
                    return None;
                }
                continue;
            }
            number = number << 4 | u128::from(char::from(character).to_digit(16)?);
            digits += 1;
        }
        (digits == 32).then_some(Self(number))
    }

    /// Appends the 36 characters to `out`.
    pub(crate) fn write(self, out: &mut impl TextSink) {
        let mut text = [0; 36];
        self.fill(&mut text);
        out.push_ascii(&text);
    }

    /// Writes the 36 characters in their place: to write them elsewhere and to copy them costs as much as to make them.
    pub(crate) fn fill(self, text: &mut [u8; 36]) {
        const HYPHENS: [usize; 4] = [8, 13, 18, 23];
        /// Where the digits of each byte go.
        const PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
        for place in HYPHENS {
            text[place] = b'-';
        }
        for (place, byte) in PLACES.into_iter().zip(self.0.to_be_bytes()) {
            [text[place], text[place + 1]] = HEX_DIGITS[usize::from(byte)];
        }
    }
}

impl std::fmt::Display for Guid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::with_capacity(36);
        self.write(&mut text);
        f.write_str(&text)
    }
}

/// A sequence of GUIDs that is the same in every run, for the ids of what is made while the emulator runs.
#[derive(Debug)]
pub(crate) struct GuidSource {
    seed: u64,
    made: std::sync::atomic::AtomicU32,
}

impl GuidSource {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            made: std::sync::atomic::AtomicU32::new(0),
        }
    }

    pub(crate) fn next(&self) -> Guid {
        Guid::of(
            self.seed,
            self.made.fetch_add(1, std::sync::atomic::Ordering::Relaxed),
        )
    }
}

/// Sixteen hexadecimal digits, for tokens and tags that nobody reads.
pub(crate) fn hex(value: u64) -> String {
    let mut text = String::with_capacity(16);
    // Writing to a String cannot fail.
    let _ = write!(text, "{value:016x}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_gives_back_its_index_and_rejects_a_changed_digit() {
        for index in [0, 1, 2, 999_999, u32::MAX] {
            let guid = Guid::of(7, index);
            let text = guid.to_string();
            assert_eq!(Guid::parse(&text), Some(guid));
            assert_eq!(guid.index(7), Some(index));
            assert_eq!(guid.index(8), None);
            let touched = text.replace(&text[35..], if text.ends_with('0') { "1" } else { "0" });
            assert_eq!(Guid::parse(&touched).and_then(|guid| guid.index(7)), None);
        }
        let guid = Guid(0x0011_2233_4455_6677_8899_aabb_ccdd_eeff);
        assert_eq!(guid.to_string(), "00112233-4455-6677-8899-aabbccddeeff");
        assert_eq!(Guid::parse("not-a-guid"), None);
        assert_eq!(Guid::parse(""), None);
    }
}
