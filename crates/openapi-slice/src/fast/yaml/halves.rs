//! A second reader for the second half of a large document.
//!
//! Nobody knows what a line in the middle of a document belongs to. So the second reader starts at
//! a line that would be a path's key if it belonged to `paths`, and the first one goes on until it
//! gets there and finds that it is. If it never does, what the second one found is forgotten.

use std::thread;

use super::{Below, Reader};
use crate::index::{Index, SectionKind};

/// Below this size, in bytes, one reader is done before a second one has started.
const WORTHWHILE: usize = if cfg!(any(test, fuzzing)) { 1 } else { 2 << 20 };

impl<'a> Reader<'a, '_> {
    /// The entries of `paths`; gives the first line back that is not one of them.
    pub(super) fn paths(&mut self, below: Below) -> Option<usize> {
        let Some((second, line)) = self.second(below) else {
            return self.entries(below, SectionKind::Paths, None);
        };
        let (at, rest) = thread::scope(|scope| {
            let rest = thread::Builder::new()
                .spawn_scoped(scope, move || second.go_on(Below { at: line, ..below }));
            let stop = rest.is_ok().then_some(line);
            let at = self.entries(below, SectionKind::Paths, stop);
            (at, rest.ok().and_then(|rest| rest.join().ok().flatten()))
        });
        if at? != line {
            return at;
        }
        self.index.append(rest?)?;
        Some(self.size)
    }

    /// A reader at a line in the middle of the rest that could be the one of a path.
    fn second(&self, below: Below) -> Option<(Self, usize)> {
        let rest = self.size.checked_sub(below.at)?;
        if self.is_alone || rest < WORTHWHILE {
            return None;
        }
        // The components are in the second half, with many entries that are small.
        let middle = below.at + rest / 5 * 3;
        let mut second = Self::new(self.source, middle, self.admits);
        let (line, _) = second.next_line(middle, middle, below.indent)?;
        second.key_at(line, below)??;
        Some((second, line))
    }

    /// What there is from a line of `paths` to the end of the document.
    fn go_on(mut self, below: Below) -> Option<Index<'a>> {
        let at = self.entries(below, SectionKind::Paths, None)?;
        self.root(at)?;
        Some(self.index)
    }
}
