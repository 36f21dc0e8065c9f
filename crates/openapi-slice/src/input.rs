//! The document: a file that is read where it is looked at, or bytes that were read.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use openapi_slice::Source;

pub(crate) enum Input {
    File { file: File, size: usize },
    Bytes(Vec<u8>),
}

impl Input {
    /// Opens a file; `-` is standard input.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let mut bytes = Vec::new();
        if path.as_os_str() == "-" {
            io::stdin().lock().read_to_end(&mut bytes)?;
            return Ok(Self::Bytes(bytes));
        }
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        if metadata.is_file()
            && let Ok(size) = usize::try_from(metadata.len())
        {
            return Ok(Self::File { file, size });
        }
        file.read_to_end(&mut bytes)?;
        Ok(Self::Bytes(bytes))
    }
}

impl Source for Input {
    fn size(&self) -> usize {
        match self {
            Self::File { size, .. } => *size,
            Self::Bytes(bytes) => bytes.len(),
        }
    }

    fn read_exact_at(&self, buffer: &mut [u8], at: usize) -> io::Result<()> {
        match self {
            Self::File { file, .. } => read_exact_at(file, buffer, at as u64),
            Self::Bytes(bytes) => bytes.as_slice().read_exact_at(buffer, at),
        }
    }

    fn in_memory(&self) -> Option<&[u8]> {
        match self {
            Self::File { .. } => None,
            Self::Bytes(bytes) => Some(bytes),
        }
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt;
    while !buffer.is_empty() {
        match file.seek_read(buffer, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                buffer = &mut buffer[read..];
                at += read as u64;
            }
        }
    }
    Ok(())
}
