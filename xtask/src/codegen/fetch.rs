//! Downloads the whole document into a cache, and answers only for what it has verified.
//!
//! A file is in the cache under its name or not at all: a download goes into a temporary file beside it,
//! is checked there, and takes the name in one step.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use sha2::{Digest as _, Sha256};

use super::record::hex;

mod download;
mod http;
mod sink;
#[cfg(test)]
mod tests;

/// No OpenAPI document is as large as this, in bytes: what is, would only fill the disk.
const LARGEST: u64 = 4 << 30;

/// A document to download, and what is known of it.
///
/// The errors of [`fetch`] name the options of the command that gave it: `--commit`, `--url` or `--input`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    url: String,
    origin: Origin,
    expected: Expected,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    Upstream {
        repository: String,
        path: String,
        commit: String,
    },
    Url,
}

/// What is known of a document before it is here; what is not known is not checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Expected {
    /// In bytes, not compressed.
    pub(crate) size: Option<u64>,
    /// In hexadecimal digits.
    pub(crate) sha256: Option<String>,
}

/// A verified document in the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fetched {
    pub(crate) path: PathBuf,
    /// In bytes.
    pub(crate) size: u64,
    /// In lower-case hexadecimal digits.
    pub(crate) sha256: String,
    /// Whether it was there already, and nothing was downloaded.
    pub(crate) cached: bool,
}

impl Source {
    /// A document in a GitHub repository (`owner/name`), by its path there, at a commit or a branch.
    pub(crate) fn upstream(repository: &str, path: &str, commit: &str) -> Self {
        Self {
            url: format!("https://raw.githubusercontent.com/{repository}/{commit}/{path}"),
            origin: Origin::Upstream {
                repository: repository.to_owned(),
                path: path.to_owned(),
                commit: commit.to_owned(),
            },
            expected: Expected::default(),
        }
    }

    /// A document at any address: https, or http on loopback.
    pub(crate) fn url(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            origin: Origin::Url,
            expected: Expected::default(),
        }
    }

    /// The same, of which something is known.
    pub(crate) fn expecting(self, expected: Expected) -> Self {
        Self { expected, ..self }
    }

    /// The address that is downloaded.
    #[cfg(test)]
    pub(crate) fn address(&self) -> &str {
        &self.url
    }

    /// The name of the document in the cache: readable, and another one for another address.
    fn file_name(&self) -> String {
        let path = self.url.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "yaml"));
        let plain = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        let hash = hex(&Sha256::digest(&self.url));
        format!("{}-{}.{}", plain(stem), &hash[..12], plain(extension))
    }
}

/// Downloads a document into the folder `cache`, unless it is there with the expected checksum.
///
/// Shows progress on standard error if that is a terminal. A transfer that is cut off goes on where it
/// stopped if the server can do so, a bounded number of times.
///
/// # Errors
///
/// If the document cannot be had, is not what was expected, or cannot be stored; nothing is then left under
/// its name that was not there before.
pub(crate) fn fetch(source: &Source, cache: &Path) -> Result<Fetched> {
    let bar = ProgressBar::no_length();
    let fetched = fetch_with(source, cache, &bar, &thread::sleep);
    bar.finish_and_clear();
    fetched
}

/// An address without what may be secret in it: user, password and query.
pub(crate) fn redacted(url: &str) -> String {
    http::redacted(url)
}

/// The document, if [`fetch`] would need no network for it.
///
/// # Errors
///
/// If the cache cannot be read.
pub(crate) fn cached(source: &Source, cache: &Path) -> Result<Option<Fetched>> {
    find_cached(source, &cache.join(source.file_name()))
}

fn fetch_with(
    source: &Source,
    cache: &Path,
    bar: &ProgressBar,
    pause: &dyn Fn(Duration),
) -> Result<Fetched> {
    fs::create_dir_all(cache)
        .with_context(|| format!("cannot make the folder {}", cache.display()))?;
    let path = cache.join(source.file_name());
    if let Some(fetched) = find_cached(source, &path)? {
        return Ok(fetched);
    }

    set_style(bar);
    let document = download::download(source, cache, bar, pause)?;
    verify(source, document.size(), document.sha256(), document.head())?;
    let (size, sha256) = (document.size(), document.sha256().to_owned());
    document.keep(&path)?;
    Ok(Fetched {
        path,
        size,
        sha256,
        cached: false,
    })
}

/// The cached document, if its checksum is known and is still right. One without a known checksum may have
/// been made by another version of a branch, and one with another was damaged: both are downloaded again.
fn find_cached(source: &Source, path: &Path) -> Result<Option<Fetched>> {
    let Some(expected) = &source.expected.sha256 else {
        return Ok(None);
    };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot open {}", path.display())),
    };
    let (size, sha256) =
        measure(&mut file).with_context(|| format!("cannot read {}", path.display()))?;
    let right = sha256.eq_ignore_ascii_case(expected)
        && source.expected.size.is_none_or(|expected| expected == size);
    Ok(right.then(|| Fetched {
        path: path.to_owned(),
        size,
        sha256,
        cached: true,
    }))
}

/// The size and the checksum of a file.
fn measure(file: &mut File) -> io::Result<(u64, String)> {
    let (mut size, mut hash, mut chunk) = (0, Sha256::new(), vec![0; 64 * 1024]);
    loop {
        let length = file.read(&mut chunk)?;
        if length == 0 {
            return Ok((size, hex(&hash.finalize())));
        }
        hash.update(&chunk[..length]);
        size += length as u64;
    }
}

/// Checks a finished download. What it is comes first: that a web page has the wrong size helps nobody.
fn verify(source: &Source, size: u64, sha256: &str, head: &[u8]) -> Result<()> {
    let from = http::redacted(&source.url);
    if looks_like_html(head) {
        bail!("{}", http::not_a_document(&from));
    }
    ensure!(
        size > 0,
        "{from} answered with an empty document; try again, or read a file with --input"
    );
    if let Some(expected) = source.expected.size {
        ensure!(
            size == expected,
            "{from} has the wrong size: expected {expected} bytes, got {size}; {}",
            source.advice_on_difference()
        );
    }
    if let Some(expected) = &source.expected.sha256 {
        ensure!(
            sha256.eq_ignore_ascii_case(expected),
            "{from} has the wrong checksum: expected sha256 {expected}, got {sha256}; {}",
            source.advice_on_difference()
        );
    }
    Ok(())
}

/// Checks a download that goes on, so that what is too much already is not read to its end.
fn ensure_not_larger(source: &Source, size: u64) -> Result<()> {
    let most = source.expected.size.unwrap_or(LARGEST);
    ensure!(
        size <= most,
        "{} has the wrong size: expected {most} bytes, got {size} and more; {}",
        http::redacted(&source.url),
        source.advice_on_difference()
    );
    Ok(())
}

impl Source {
    fn advice_on_difference(&self) -> &'static str {
        match &self.origin {
            Origin::Upstream { .. } => {
                "a commit never changes, so something on the way altered it: try from another network, or, if \
                 the recorded value is what is wrong, delete [document] from spec/upstream.toml"
            }
            Origin::Url => "if the document was meant to change, record its new size and checksum",
        }
    }

    /// What to do when there is nothing at the address.
    fn not_found(&self, from: &str) -> String {
        match &self.origin {
            Origin::Upstream {
                repository,
                path,
                commit,
            } => format!(
                "{repository} has no {path} at `{commit}` ({from} answered 404 Not Found); name another \
                 commit or branch with --commit, or a whole address with --url"
            ),
            Origin::Url => format!(
                "there is nothing at {from} (404 Not Found); correct --url, or read a file with --input"
            ),
        }
    }
}

/// Whether a text begins as a web page does, and no YAML or JSON document can.
fn looks_like_html(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    head.trim_ascii_start().starts_with(b"<")
}

fn set_style(bar: &ProgressBar) {
    let template =
        "{msg} {wide_bar} {binary_bytes}/{binary_total_bytes} {binary_bytes_per_sec} {eta}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message("Downloading");
}
