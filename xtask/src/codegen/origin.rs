//! Where the whole document comes from in this run.

use std::fmt;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::fetch::{self, Expected, Source};
use super::record::{Document, Record, Upstream, sha256};
use super::{Arguments, Place};

/// What the record says of a document that no download gave.
const LOCAL_FILE: &str = "local file";

/// Where the whole document comes from.
pub(crate) enum Origin {
    LocalFile(PathBuf),
    /// A commit or a branch of the upstream repository.
    Commit(String),
    Url(String),
}

impl Origin {
    /// What the arguments ask for, or the pinned commit.
    pub(crate) fn of(arguments: &Arguments, upstream: &Upstream) -> Self {
        match (&arguments.input, &arguments.url, &arguments.commit) {
            (Some(path), ..) => Self::LocalFile(path.clone()),
            (_, Some(url), _) => Self::Url(url.clone()),
            (_, _, Some(commit)) => Self::Commit(commit.clone()),
            _ => Self::Commit(upstream.commit.clone()),
        }
    }

    /// The document, and what the record should say of it.
    pub(crate) fn read(&self, place: &Place, record: &Record) -> Result<(Vec<u8>, Document)> {
        let (bytes, origin) = match self {
            Self::LocalFile(path) => {
                let bytes =
                    fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
                (bytes, LOCAL_FILE.to_owned())
            }
            Self::Commit(commit) => (
                download(&Self::upstream(commit, record), place)?,
                commit.clone(),
            ),
            Self::Url(url) => (download(&Source::url(url), place)?, fetch::redacted(url)),
        };
        let document = Document {
            origin,
            size: bytes.len() as u64,
            sha256: sha256(&bytes),
        };
        Ok((bytes, document))
    }

    /// A commit's document, with its checksum where the record has one.
    fn upstream(commit: &str, record: &Record) -> Source {
        let Upstream {
            repository, path, ..
        } = &record.upstream;
        let source = Source::upstream(repository, path, commit);
        let known = record
            .document
            .as_ref()
            .filter(|known| known.origin == commit);
        match known {
            Some(known) if is_commit(commit) => source.expecting(Expected {
                size: Some(known.size),
                sha256: Some(known.sha256.clone()),
            }),
            // A branch moves on, and so does what it names; of another commit nothing is known yet.
            _ => source,
        }
    }

    /// The document if no network is needed for it: a local file, or the download that the record is of.
    pub(crate) fn read_if_at_hand(
        &self,
        place: &Place,
        record: &Record,
    ) -> Result<Option<(Vec<u8>, Document)>> {
        let at_hand = match self {
            Self::LocalFile(_) => true,
            Self::Commit(commit) => {
                fetch::is_cached(&Self::upstream(commit, record), &place.cache())?
            }
            Self::Url(_) => false,
        };
        at_hand.then(|| self.read(place, record)).transpose()
    }

    /// What is pinned after this run: a commit that was asked for by its full hash.
    pub(crate) fn pin(&self, upstream: &Upstream) -> Upstream {
        match self {
            Self::Commit(commit) if is_commit(commit) => Upstream {
                commit: commit.clone(),
                ..upstream.clone()
            },
            _ => upstream.clone(),
        }
    }
}

fn download(source: &Source, place: &Place) -> Result<Vec<u8>> {
    let fetched = fetch::fetch(source, &place.cache())?;
    fs::read(&fetched.path).with_context(|| format!("cannot read {}", fetched.path.display()))
}

impl Origin {
    /// The command that makes the files anew from the same document.
    pub(crate) fn command(&self) -> String {
        match self {
            Self::LocalFile(path) => format!("cargo xtask codegen --input {}", path.display()),
            Self::Commit(commit) => format!("cargo xtask codegen --commit {commit}"),
            Self::Url(_) => "cargo xtask codegen --url URL".to_owned(),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LocalFile(path) => write!(f, "{}", path.display()),
            Self::Commit(name) => write!(f, "the document at `{name}`"),
            Self::Url(url) => f.write_str(&fetch::redacted(url)),
        }
    }
}

/// Whether a reference is the full hash of a commit, and not a branch.
fn is_commit(reference: &str) -> bool {
    reference.len() == 40 && reference.bytes().all(|byte| byte.is_ascii_hexdigit())
}
