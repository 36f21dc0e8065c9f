//! What was made for an earlier request and is good for a later one, within a bound on memory.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The oldest values make room for new ones. A key names everything that its value depends on, so that nothing ever
/// has to be taken out because it is no longer true.
pub(super) struct Cache<V> {
    most_bytes: usize,
    entries: Mutex<Entries<V>>,
}

struct Entries<V> {
    values: HashMap<Arc<str>, V>,
    /// The keys, oldest first, with the bytes of each entry.
    ages: VecDeque<(Arc<str>, usize)>,
    bytes: usize,
    /// Hashes of keys without a value that came once, and in which order.
    seen: HashSet<u64>,
    seen_ages: VecDeque<u64>,
}

/// How many keys are remembered that came once.
const MOST_SEEN: usize = 65_536;

/// What an entry takes beside its key and its value, roughly.
const OVERHEAD: usize = 128;

impl<V: Clone> Cache<V> {
    pub(super) fn new(most_bytes: usize) -> Self {
        let entries = Entries {
            values: HashMap::new(),
            ages: VecDeque::new(),
            bytes: 0,
            seen: HashSet::new(),
            seen_ages: VecDeque::new(),
        };
        Self {
            most_bytes,
            entries: Mutex::new(entries),
        }
    }

    fn entries(&self) -> MutexGuard<'_, Entries<V>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, key: &str) -> Option<V> {
        self.entries().values.get(key).cloned()
    }

    /// Keeps a value only when its key comes a second time: a list of a million states that is read once would
    /// otherwise fill the cache for nobody.
    pub(super) fn insert_the_second_time(&self, key: &str, value: V, bytes: usize) {
        if self.came_before(key) {
            self.insert(key, value, bytes);
        }
    }

    fn came_before(&self, key: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let mut entries = self.entries();
        if !entries.seen.insert(hasher.finish()) {
            return true;
        }
        entries.seen_ages.push_back(hasher.finish());
        if entries.seen_ages.len() > MOST_SEEN
            && let Some(oldest) = entries.seen_ages.pop_front()
        {
            entries.seen.remove(&oldest);
        }
        false
    }

    /// Keeps a value of so many bytes, unless that alone is too much.
    pub(super) fn insert(&self, key: &str, value: V, bytes: usize) {
        let bytes = bytes + key.len() + OVERHEAD;
        let mut entries = self.entries();
        if bytes > self.most_bytes || entries.values.contains_key(key) {
            return;
        }
        entries.bytes += bytes;
        while entries.bytes > self.most_bytes {
            let Some((oldest, bytes)) = entries.ages.pop_front() else {
                break;
            };
            entries.values.remove(&oldest);
            entries.bytes -= bytes;
        }
        let key: Arc<str> = key.into();
        entries.ages.push_back((Arc::clone(&key), bytes));
        entries.values.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded_and_the_oldest_goes_first() {
        let cache = Cache::new(3 * (OVERHEAD + 1 + 100));
        for (number, key) in ["a", "b", "c", "a", "d"].into_iter().enumerate() {
            cache.insert(key, number, 100);
        }
        assert_eq!(cache.get("a"), None);
        assert_eq!(
            ["b", "c", "d"].map(|key| cache.get(key)),
            [1, 2, 4].map(Some)
        );
        cache.insert("e", 5, 100_000);
        assert_eq!(cache.get("e"), None, "it alone is too much");
        assert_eq!(cache.get("b"), Some(1), "and pushes nothing out");
    }

    #[test]
    fn what_comes_once_is_not_kept() {
        let cache = Cache::new(1_000);
        cache.insert_the_second_time("a", 1, 10);
        assert_eq!(cache.get("a"), None);
        cache.insert_the_second_time("a", 2, 10);
        assert_eq!(cache.get("a"), Some(2));
    }

    #[test]
    fn a_cache_of_nothing_keeps_nothing() {
        let cache = Cache::new(0);
        cache.insert("a", 1, 0);
        assert_eq!(cache.get("a"), None);
    }
}
