//! Where the whole document comes from in this run.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::fetch::{self, Expected, Fetched, Source};
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
        let (source, name) = match self {
            Self::LocalFile(path) => return read_local(path),
            Self::Commit(commit) => (Self::upstream(commit, record), commit.clone()),
            Self::Url(url) => (Source::url(url), fetch::redacted(url)),
        };
        read_fetched(fetch::fetch(&source, &place.cache())?, name)
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
        match self {
            Self::LocalFile(path) => read_local(path).map(Some),
            Self::Commit(commit) => fetch::cached(&Self::upstream(commit, record), &place.cache())?
                .map(|fetched| read_fetched(fetched, commit.clone()))
                .transpose(),
            Self::Url(_) => Ok(None),
        }
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

    /// The commit that stays pinned although another one was asked for, by a name that may come to mean another.
    pub(crate) fn leaves_pinned<'a>(&self, upstream: &'a Upstream) -> Option<&'a str> {
        match self {
            Self::Commit(name) if *name != self.pin(upstream).commit => Some(&upstream.commit),
            _ => None,
        }
    }
}

fn read_local(path: &Path) -> Result<(Vec<u8>, Document)> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let document = Document {
        origin: LOCAL_FILE.to_owned(),
        size: bytes.len() as u64,
        sha256: sha256(&bytes),
    };
    Ok((bytes, document))
}

/// A download, with the size and the checksum that were verified when it came.
fn read_fetched(fetched: Fetched, origin: String) -> Result<(Vec<u8>, Document)> {
    let Fetched {
        path, size, sha256, ..
    } = fetched;
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let document = Document {
        origin,
        size,
        sha256,
    };
    Ok((bytes, document))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_hash_is_pinned() {
        let (old, new) = ("0".repeat(40), "f".repeat(40));
        let upstream = Upstream {
            repository: "o/n".into(),
            path: "p".into(),
            commit: old.clone(),
        };
        for (asked, pinned) in [
            (old.as_str(), None),
            (new.as_str(), None),
            ("fffffff", Some(old.as_str())),
            ("main", Some(old.as_str())),
        ] {
            let origin = Origin::Commit(asked.to_owned());
            assert_eq!(origin.leaves_pinned(&upstream), pinned, "{asked}");
        }
    }
}
