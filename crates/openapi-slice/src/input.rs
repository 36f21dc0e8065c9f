//! The document's bytes, mapped into memory where that is possible.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use std::sync::Arc;

use memmap2::Mmap;

pub(crate) enum Input {
    Mapped(Arc<Mmap>),
    Read(Vec<u8>),
}

impl Input {
    /// Opens a file; `-` is standard input.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            return Ok(Self::Read(bytes));
        }
        let mut file = File::open(path)?;
        if file.metadata()?.is_file()
            && let Some(mapped) = map(&file)
        {
            let mapped = Arc::new(mapped);
            fetch_ahead(&mapped);
            return Ok(Self::Mapped(mapped));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Self::Read(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Mapped(bytes) => bytes,
            Self::Read(bytes) => bytes,
        }
    }
}

/// Maps a file, or gives up: pipes, empty files and some file systems cannot be mapped.
fn map(file: &File) -> Option<Mmap> {
    // SAFETY: the map is only read. If another process cuts the file off or rewrites it while it
    // is being sliced, this process may be stopped or write a wrong slice, as with any program
    // that reads a file that is being written; the library checks the bounds and the UTF-8 of
    // all that it uses, each time it uses it.
    #[allow(unsafe_code)]
    unsafe { Mmap::map(file) }.ok()
}

/// Has the pages of the document mapped in by a second processor, ahead of the search, which would
/// otherwise spend most of its time waiting for them.
fn fetch_ahead(mapped: &Arc<Mmap>) {
    #[cfg(target_os = "linux")]
    {
        const STEP: usize = 2 << 20;
        let mapped = Arc::clone(mapped);
        // Only speed is lost if there is no thread to be had, or the advice is not taken.
        let _ = std::thread::Builder::new().spawn(move || {
            for start in (0..mapped.len()).step_by(STEP) {
                let length = STEP.min(mapped.len() - start);
                let advice = memmap2::Advice::PopulateRead;
                if mapped.advise_range(advice, start, length).is_err() {
                    break;
                }
            }
        });
    }
    #[cfg(not(target_os = "linux"))]
    let _ = mapped;
}
