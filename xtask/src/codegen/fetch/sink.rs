//! Where the bytes of a download go: through decompression, if the server compressed them, into a file.
//!
//! Nothing is decompressed afterwards: the state of the decoder lives through a cut-off, so that the bytes
//! of the next answer go on where those of the last one stopped.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context as _, Result};
use flate2::write::MultiGzDecoder;
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use super::hex;

/// How much of the beginning is kept to tell what the document is, in bytes.
const HEAD: usize = 64;

/// How the bytes on the wire stand for those of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Identity,
    Gzip,
}

/// A download in progress.
pub(super) enum Sink {
    Identity(Output),
    Gzip(Box<MultiGzDecoder<Output>>),
}

impl Sink {
    /// Begins a temporary file in a folder; it is deleted when dropped.
    pub(super) fn new(folder: &Path, encoding: Encoding) -> Result<Self> {
        let file = NamedTempFile::new_in(folder)
            .with_context(|| format!("cannot write into {}", folder.display()))?;
        let output = Output {
            file,
            hash: Sha256::new(),
            size: 0,
            head: Vec::new(),
        };
        Ok(match encoding {
            Encoding::Identity => Self::Identity(output),
            Encoding::Gzip => Self::Gzip(Box::new(MultiGzDecoder::new(output))),
        })
    }

    pub(super) fn encoding(&self) -> Encoding {
        match self {
            Self::Identity(_) => Encoding::Identity,
            Self::Gzip(_) => Encoding::Gzip,
        }
    }

    /// How much of the document is here, in bytes, decompressed.
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::Identity(output) => output.size,
            Self::Gzip(decoder) => decoder.get_ref().size,
        }
    }

    /// Takes bytes as they came over the wire.
    ///
    /// # Errors
    ///
    /// If they are not what the encoding promises ([`is_damage`]), or cannot be stored.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Identity(output) => output.write_all(bytes),
            Self::Gzip(decoder) => decoder.write_all(bytes),
        }
    }

    /// Ends the document.
    ///
    /// # Errors
    ///
    /// If compressed bytes end before the document does.
    pub(super) fn finish(self) -> io::Result<Document> {
        let output = match self {
            Self::Identity(output) => output,
            Self::Gzip(decoder) => decoder.finish()?,
        };
        Ok(Document {
            sha256: hex(&output.hash.clone().finalize()),
            output,
        })
    }
}

/// Whether an error of [`Sink::write`] comes from the bytes, not from the disk.
pub(super) fn is_damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
    )
}

/// The decompressed document: stored, hashed and counted as it comes.
pub(super) struct Output {
    file: NamedTempFile,
    hash: Sha256,
    size: u64,
    head: Vec<u8>,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        let bytes = &bytes[..written];
        self.hash.update(bytes);
        self.size += written as u64;
        let room = HEAD.saturating_sub(self.head.len()).min(written);
        self.head.extend_from_slice(&bytes[..room]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A whole document in a temporary file.
pub(super) struct Document {
    output: Output,
    sha256: String,
}

impl Document {
    pub(super) fn size(&self) -> u64 {
        self.output.size
    }

    pub(super) fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Its first bytes.
    pub(super) fn head(&self) -> &[u8] {
        &self.output.head
    }

    /// Gives it its name, in the place of what has the name now.
    pub(super) fn keep(self, path: &Path) -> Result<()> {
        let file = self.output.file;
        file.as_file()
            .sync_all()
            .and_then(|()| file.persist(path).map_err(|error| error.error))
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(())
    }
}
