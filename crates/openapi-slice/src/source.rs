//! Where the bytes of a document come from.

use std::borrow::Cow;
use std::io;
use std::ops::Range;

use crate::error::{ErrorKind, Fault};

/// A document that is read in pieces, so that most of it need never be in memory.
///
/// What this crate does not do itself is reading: a file, for example, is a source of its length,
/// read by `std::os::unix::fs::FileExt::read_exact_at`. It may be read by several threads at once.
pub trait Source: Sync {
    /// How many bytes there are.
    fn size(&self) -> usize;

    /// Fills `buffer` with the bytes from `at` on.
    ///
    /// # Errors
    /// If they cannot be read, or there are fewer.
    fn read_exact_at(&self, buffer: &mut [u8], at: usize) -> io::Result<()>;

    /// All of the bytes, if they are in memory already.
    fn in_memory(&self) -> Option<&[u8]> {
        None
    }
}

impl Source for &[u8] {
    fn size(&self) -> usize {
        self.len()
    }

    fn read_exact_at(&self, buffer: &mut [u8], at: usize) -> io::Result<()> {
        let bytes = at
            .checked_add(buffer.len())
            .and_then(|end| self.get(at..end));
        buffer.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn in_memory(&self) -> Option<&[u8]> {
        Some(self)
    }
}

/// These bytes of a source; none where there are none.
pub(crate) fn read(source: &dyn Source, range: Range<usize>) -> io::Result<Cow<'_, [u8]>> {
    if let Some(bytes) = source.in_memory() {
        return Ok(bytes.get(range).unwrap_or_default().into());
    }
    let end = range.end.min(source.size());
    let mut bytes = vec![0; end.saturating_sub(range.start)];
    source.read_exact_at(&mut bytes, range.start)?;
    Ok(bytes.into())
}

pub(crate) fn unreadable(error: &io::Error) -> Fault {
    let message = format!("the document cannot be read: {error}");
    Fault::new(ErrorKind::Read, message)
}

/// The bytes of a source that are being looked at. Positions are those in the source.
pub(crate) struct Window<'a> {
    source: &'a dyn Source,
    size: usize,
    /// The position of the first byte.
    start: usize,
    bytes: Bytes<'a>,
}

enum Bytes<'a> {
    All(&'a [u8]),
    Some { buffer: Vec<u8>, filled: usize },
}

impl<'a> Window<'a> {
    /// How much is read at a time: what fits into the processor's cache with room to spare.
    const STEP: usize = if cfg!(any(test, fuzzing)) {
        64
    } else {
        128 << 10
    };
    /// No window is larger; what does not fit is no matter for the fast road.
    const MAX: usize = 8 << 20;

    /// A window that has nothing yet, unless all is in memory.
    pub(crate) fn new(source: &'a dyn Source, start: usize) -> Self {
        match source.in_memory() {
            Some(all) => Self {
                source,
                size: all.len(),
                start: 0,
                bytes: Bytes::All(all),
            },
            None => Self {
                source,
                size: source.size(),
                start,
                bytes: Bytes::Some {
                    buffer: vec![0; Self::STEP],
                    filled: 0,
                },
            },
        }
    }

    /// Forgets everything, to go on at this place.
    pub(crate) fn restart(&mut self, at: usize) {
        if let Bytes::Some { filled, .. } = &mut self.bytes {
            *filled = 0;
            self.start = at;
        }
    }

    fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::All(all) => all,
            Bytes::Some { buffer, filled } => buffer.get(..*filled).unwrap_or_default(),
        }
    }

    /// Where the window ends.
    pub(crate) fn end(&self) -> usize {
        self.start + self.bytes().len()
    }

    /// Whether the source ends where the window does.
    pub(crate) fn is_last(&self) -> bool {
        self.end() == self.size
    }

    /// The bytes from `at` to the end of the window.
    pub(crate) fn from(&self, at: usize) -> Option<&[u8]> {
        self.bytes().get(at.checked_sub(self.start)?..)
    }

    pub(crate) fn get(&self, range: Range<usize>) -> Option<&[u8]> {
        let start = range.start.checked_sub(self.start)?;
        self.bytes().get(start..range.end.checked_sub(self.start)?)
    }

    /// Reads on, and forgets what is before `keep`. `None` if that is not possible.
    pub(crate) fn advance(&mut self, keep: usize) -> Option<()> {
        let forgotten = keep.checked_sub(self.start)?;
        let Bytes::Some { buffer, filled } = &mut self.bytes else {
            return None;
        };
        buffer.copy_within(forgotten.min(*filled)..*filled, 0);
        *filled = filled.saturating_sub(forgotten);
        self.start = keep;
        // Room for a step, or for as much again: what is kept is not to be moved over and over.
        let wanted = Self::STEP.max(*filled * 2);
        if wanted > buffer.len() {
            if wanted > Self::MAX {
                return None;
            }
            buffer.resize(wanted, 0);
        }
        let left = self.size.checked_sub(keep + *filled)?;
        let room = buffer.get_mut(*filled..wanted)?;
        let more = left.min(room.len());
        let room = room.get_mut(..more)?;
        self.source.read_exact_at(room, keep + *filled).ok()?;
        *filled += more;
        Some(())
    }
}
