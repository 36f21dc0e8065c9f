//! What is known of each configuration that somebody tried to create.

use std::collections::HashMap;
use std::sync::Mutex;

use msgraph_transport::Error;

/// What must be found of a name in the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fate {
    /// Exactly one.
    Exists,
    /// None.
    Gone,
    /// One at most: nobody knows.
    InDoubt,
}

#[derive(Default)]
pub(super) struct Ledger {
    fates: Mutex<HashMap<String, Fate>>,
    wrong: Mutex<Vec<String>>,
}

impl Ledger {
    pub(super) fn set(&self, name: &str, fate: Fate) {
        self.fates.lock().unwrap().insert(name.to_owned(), fate);
    }

    /// A create has failed.
    pub(super) fn failed(&self, name: &str, error: &Error) {
        match error.may_have_been_done() {
            true => self.set(name, Fate::InDoubt),
            false => self.set(name, Fate::Gone),
        }
    }

    /// Something that must not be.
    pub(super) fn wrong(&self, what: String) {
        self.wrong.lock().unwrap().push(what);
    }

    /// How many names there are of each fate.
    pub(super) fn counts(&self) -> [usize; 3] {
        let fates = self.fates.lock().unwrap();
        let count = |fate| fates.values().filter(|other| **other == fate).count();
        [Fate::Exists, Fate::Gone, Fate::InDoubt].map(count)
    }

    /// Compares what is known with the names that there are.
    pub(super) fn check(&self, found: &[String]) {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for name in found {
            *counts.entry(name).or_default() += 1;
        }
        for (name, fate) in self.fates.lock().unwrap().iter() {
            let count = counts.get(name.as_str()).copied().unwrap_or(0);
            let is_right = match fate {
                Fate::Exists => count == 1,
                Fate::Gone => count == 0,
                Fate::InDoubt => count <= 1,
            };
            if !is_right {
                self.wrong(format!("{name} is {fate:?}, and there are {count} of it"));
            }
        }
    }

    /// Fails when anything was wrong.
    pub(super) fn assert_right(&self) {
        let wrong = self.wrong.lock().unwrap();
        let first: Vec<_> = wrong.iter().take(10).collect();
        assert!(
            wrong.is_empty(),
            "{} things are wrong: {first:#?}",
            wrong.len()
        );
    }
}
