//! Finding the parts of a section by their names.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::sync::LazyLock;

use super::Part;

/// A quick hash of a name, with a seed of its own in each process.
pub(super) fn hash(name: &str) -> u64 {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));
    let fold = |left: u64, right: u64| {
        let product = u128::from(left) * u128::from(right);
        (product >> 64) as u64 ^ product as u64
    };
    let (words, rest) = name.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    for (to, byte) in last.iter_mut().zip(rest) {
        *to = *byte;
    }
    let mut hash = *SEED ^ name.len() as u64;
    for word in words.iter().chain([&last]) {
        hash = fold(
            hash ^ u64::from_le_bytes(*word),
            0x9E37_79B9_7F4A_7C15 ^ SEED.rotate_left(32),
        );
    }
    hash
}

/// The places of the names of a section, by their hashes. Names are compared after that, so
/// collisions cost time and nothing else.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The last part with a hash.
    last: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// For each part the one before it with the same hash, or itself.
    previous: Vec<u32>,
}

impl Names {
    pub(super) fn new(parts: &[Part]) -> Self {
        let mut names = Self::default();
        names.last.reserve(parts.len());
        names.previous.reserve(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let previous = names.last.insert(part.hash, index);
            names.previous.push(previous.unwrap_or(index));
        }
        names
    }

    pub(super) fn candidates(&self, name: &str) -> impl Iterator<Item = usize> {
        let last = self.last.get(&hash(name)).copied();
        std::iter::successors(last, |index| {
            let previous = *self.previous.get(*index as usize)?;
            (previous != *index).then_some(previous)
        })
        .map(|index| index as usize)
    }
}

/// Hashes what is a hash already.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
