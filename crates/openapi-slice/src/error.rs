//! What can go wrong, and where in the document it did.

use std::fmt;

/// A place in a document, as an editor counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Position {
    /// The position of byte `offset` of `bytes`. Invalid UTF-8 counts a byte as a character.
    pub(crate) fn of(bytes: &[u8], offset: usize) -> Self {
        let before = bytes.get(..offset).unwrap_or(bytes);
        let line_start = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |at| at + 1);
        let mut lines = memchr::memchr_iter(b'\n', before).count();
        // A carriage return alone breaks a line as well.
        for at in memchr::memchr_iter(b'\r', before) {
            lines += usize::from(bytes.get(at + 1) != Some(&b'\n'));
        }
        let in_line = before.get(line_start..).unwrap_or_default();
        let columns = in_line
            .iter()
            .filter(|byte| (**byte & 0xC0) != 0x80)
            .count();
        Self {
            line: lines + 1,
            column: columns + 1,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// The kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The document is not UTF-8.
    Encoding,
    /// The document is not well-formed YAML or JSON, or is cut off.
    Syntax,
    /// The document is well-formed, but is not OpenAPI 3.
    NotOpenApi,
    /// A mapping has the same key twice.
    DuplicateKey,
    /// A reference that would be kept points to nothing.
    Dangling,
    /// A reference that would be kept leads out of the document, and this was not allowed.
    External,
    /// A selection is malformed, or selects nothing.
    Selection,
    /// The document cannot be read.
    Read,
    /// The document nests deeper, or its aliases expand to more, than any honest document.
    Limit,
}

/// Why a document could not be sliced.
///
/// `Display` is one line that says where, what and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    position: Option<Position>,
    message: String,
}

impl Error {
    /// The kind of error, to match on.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where in the document it happened, where that is known.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.position
    }

    /// What happened, without the position.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = self.position {
            write!(f, "{position}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// An error before the byte offset has been turned into a line and a column.
#[derive(Debug)]
pub(crate) struct Fault {
    kind: ErrorKind,
    at: Option<usize>,
    message: String,
}

pub(crate) type Result<T> = std::result::Result<T, Fault>;

impl Fault {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            at: None,
            message: message.into(),
        }
    }

    pub(crate) fn at(kind: ErrorKind, at: usize, message: impl Into<String>) -> Self {
        Self {
            kind,
            at: Some(at),
            message: message.into(),
        }
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Turns the byte offset into a position in `bytes`.
    pub(crate) fn locate(self, bytes: &[u8]) -> Error {
        Error {
            kind: self.kind,
            position: self.at.map(|at| Position::of(bytes, at)),
            message: self.message,
        }
    }
}
