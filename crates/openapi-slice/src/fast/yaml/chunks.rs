//! Several readers for a large document, each of which takes one chunk of it after the other.
//!
//! Nobody knows what a line in the middle of a document belongs to. So a chunk starts at a line that
//! looks like the key of a path, or of a component, and what is read from there on counts only if
//! whoever reads the chunk before gets to that line and finds that it is one. If it is not, that
//! reader goes on to the start of the next chunk.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::line::Key;
use super::{Below, Reader};
use crate::index::{Index, SectionKind};
use crate::openapi::{Field, Kind, field};
use crate::scan::{MAX_INDENT, next_shallow_line};
use crate::source::read;

/// How much one reader takes at a time: little enough that all are done at about the same time.
const CHUNK: usize = if cfg!(any(test, fuzzing)) {
    100
} else {
    3 << 20
};

/// No document has more chunks.
const MAX_CHUNKS: usize = 64;

/// More readers than this wait for each other's memory.
const MAX_READERS: usize = 4;

/// How far from the middle of nowhere the start of a chunk is looked for.
const NEAR: usize = if cfg!(any(test, fuzzing)) {
    200
} else {
    8 << 10
};

/// How many starts the reader of a chunk may find to be none before it gives up: its own is
/// probably none either, and it would read the rest of the document for nothing.
const PATIENCE: usize = 4;

/// Where a chunk starts, and what its line looks like.
#[derive(Clone, Copy)]
pub(super) struct Start {
    below: Below,
    in_paths: bool,
}

/// What there is between the start of a chunk and another one.
struct Chunk<'a> {
    index: Index<'a>,
    /// The start that was reached, if not the end of the document.
    reached: Option<usize>,
}

/// The starts that a reader may reach.
#[derive(Default)]
pub(super) struct Starts {
    all: Arc<[Start]>,
    /// The next that comes, or the last that was reached.
    next: usize,
    is_reached: bool,
    /// How many may turn out to be none.
    patience: usize,
}

impl Starts {
    fn new(all: Arc<[Start]>, next: usize, patience: usize) -> Self {
        Self {
            all,
            next,
            is_reached: false,
            patience,
        }
    }

    fn reached(&self) -> Option<usize> {
        self.is_reached.then_some(self.next)
    }

    /// Whether the entry at `line` is the start of a chunk. `None` to give up.
    pub(super) fn reach(&mut self, line: usize, below: Below, kind: &SectionKind) -> Option<bool> {
        while let Some(start) = self
            .all
            .get(self.next)
            .filter(|start| start.below.at <= line)
        {
            let is_alike = match kind {
                SectionKind::Paths => start.in_paths,
                SectionKind::Webhooks => false,
                SectionKind::Components(_) => !start.in_paths,
            };
            let Below { at, outer, indent } = start.below;
            if at == line && is_alike && outer == below.outer && indent == below.indent {
                self.is_reached = true;
                return Some(true);
            }
            self.next += 1;
            self.patience = self.patience.checked_sub(1)?;
        }
        Some(false)
    }
}

impl<'a> Reader<'a, '_> {
    /// The entries of `paths`; gives the first line back that is not one of them, or the end of the
    /// document if all of it was read.
    pub(super) fn paths(&mut self, below: Below) -> Option<usize> {
        let starts: Arc<[Start]> = self.starts(below).into();
        if starts.is_empty() {
            return self.entries(below, SectionKind::Paths);
        }
        self.has_shared = true;
        // From the last to the first: components take longer than paths, and whoever has the last
        // chunk makes the others wait.
        let left = AtomicUsize::new(starts.len());
        let chunks: Vec<Mutex<Option<Chunk<'a>>>> =
            starts.iter().map(|_| Mutex::default()).collect();
        let (source, admits) = (self.source, self.admits);
        let take_chunks = || {
            let mut reader: Option<Reader<'a, '_>> = None;
            while let Ok(left) = left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)) {
                let number = left - 1;
                let (Some(start), Some(chunk)) = (starts.get(number), chunks.get(number)) else {
                    break;
                };
                let reader =
                    reader.get_or_insert_with(|| Reader::new(source, start.below.at, admits));
                reader.starts = Starts::new(Arc::clone(&starts), number + 1, PATIENCE);
                *chunk.lock().unwrap_or_else(PoisonError::into_inner) = reader.chunk(*start);
            }
        };
        let readers = thread::available_parallelism()
            .map_or(1, usize::from)
            .min(MAX_READERS);
        let at = thread::scope(|scope| {
            for _ in 1..readers {
                // Without a second thread, this one does it all.
                let _ = thread::Builder::new().spawn_scoped(scope, take_chunks);
            }
            self.starts = Starts::new(Arc::clone(&starts), 0, usize::MAX);
            let at = self.entries(below, SectionKind::Paths);
            take_chunks();
            at
        })?;
        let mut reached = std::mem::take(&mut self.starts).reached();
        while let Some(number) = reached {
            let chunk = chunks.get(number)?.lock().ok()?.take()?;
            self.index.append(chunk.index)?;
            reached = chunk.reached;
        }
        Some(at)
    }

    /// What there is from `start` to the start of another chunk, or to the end of the document.
    fn chunk(&mut self, Start { below, in_paths }: Start) -> Option<Chunk<'a>> {
        self.window.restart(below.at);
        self.index = Index::by_structure(self.source);
        let at = if in_paths {
            self.entries(below, SectionKind::Paths)?
        } else {
            // The name is known where the section starts.
            let at = self.entries(below, SectionKind::Components(String::new()))?;
            self.kinds(at, below.outer)?
        };
        self.root(at)?;
        Some(Chunk {
            index: std::mem::replace(&mut self.index, Index::by_structure(self.source)),
            reached: self.starts.reached(),
        })
    }

    /// Where chunks may start in the rest of the document, of which the first lines are paths.
    fn starts(&self, below: Below) -> Vec<Start> {
        let rest = self.size.saturating_sub(below.at);
        let count = (rest / CHUNK).min(MAX_CHUNKS);
        if self.is_alone || count < 2 {
            return Vec::new();
        }
        let mut starts: Vec<Start> = Vec::new();
        for number in 1..count {
            let near = below.at + rest / count * number;
            let last = starts.last().map_or(below.at, |start| start.below.at);
            starts.extend(
                self.start(near, below)
                    .filter(|start| start.below.at > last),
            );
        }
        starts
    }

    /// The first line after `near` that looks like the key of a path or of a component.
    fn start(&self, near: usize, paths: Below) -> Option<Start> {
        let text = read(self.source, near..self.size.min(near + NEAR)).ok()?;
        let deepest = MAX_INDENT.min(paths.indent * 2);
        let mut at = 0;
        loop {
            at = next_shallow_line(self.level, &text, at, deepest).at;
            let line = text.get(at..).filter(|line| !line.is_empty())?;
            let indent = line.iter().take_while(|byte| **byte == b' ').count();
            let Some(key) =
                Key::read(line.get(indent..)?).filter(|key| key.rest.starts_with(b"\n"))
            else {
                continue;
            };
            let start = |outer, in_paths| Start {
                below: Below {
                    at: near + at,
                    outer,
                    indent,
                },
                in_paths,
            };
            if indent == paths.indent && key.name.starts_with(b"/") {
                return Some(start(paths.outer, true));
            }
            let name = std::str::from_utf8(key.name).ok()?;
            if indent == paths.indent * 2 && field(Kind::PathItem, name) == Field::Data {
                return Some(start(paths.indent, false));
            }
        }
    }
}
