use std::cell::RefCell;
use std::fs;
use std::io::Write as _;
use std::time::Duration;

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use indicatif::ProgressBar;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::{Expected, Fetched, Source, fetch_with, hex};
use server::{Reply, Server};

mod redirect;
mod refuse;
mod resume;
mod server;

const NO_WAIT: [u64; 0] = [];

/// One cache folder, and the waits that were asked for (nobody sleeps).
struct Test {
    folder: TempDir,
    waits: RefCell<Vec<u64>>,
}

impl Test {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            waits: RefCell::default(),
        }
    }

    fn fetch(&self, source: &Source) -> Result<Fetched> {
        let pause = |wait: Duration| self.waits.borrow_mut().push(wait.as_secs());
        fetch_with(source, self.folder.path(), &ProgressBar::hidden(), &pause)
    }

    fn error(&self, source: &Source) -> String {
        format!("{:#}", self.fetch(source).unwrap_err())
    }

    fn waits(&self) -> Vec<u64> {
        self.waits.borrow().clone()
    }

    /// The names of the files in the cache.
    fn files(&self) -> Vec<String> {
        let files = fs::read_dir(self.folder.path()).unwrap();
        files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect()
    }
}

/// Long enough to come in several pieces.
fn document() -> Vec<u8> {
    let mut text = String::from("openapi: 3.0.4\npaths:\n");
    for number in 0..8000u32 {
        text.push_str(&format!(
            "  /things/{:08x}:\n",
            number.wrapping_mul(2_654_435_761)
        ));
    }
    text.into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The document at a server, with all that is known of it.
fn known(server: &Server, document: &[u8]) -> Source {
    Source::url(&server.url("/openapi.yaml")).expecting(Expected {
        size: Some(document.len() as u64),
        sha256: Some(sha256(document)),
    })
}

fn unknown(server: &Server) -> Source {
    Source::url(&server.url("/openapi.yaml"))
}

#[track_caller]
fn assert_fetched(test: &Test, source: &Source, document: &[u8]) {
    let fetched = test.fetch(source).unwrap();
    assert!(
        fs::read(&fetched.path).unwrap() == document,
        "another document"
    );
    assert_eq!(fetched.size, document.len() as u64);
    assert_eq!(fetched.sha256, sha256(document));
    assert_eq!(test.files().len(), 1, "{:?}", test.files());
}

#[track_caller]
fn assert_contains(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "{message}\nlacks: {part}");
    }
}

#[test]
fn a_document_is_downloaded_once_and_then_taken_from_the_cache() {
    let document = document();
    let (test, server) = (Test::new(), Server::start([Reply::ok(document.clone())]));
    let source = known(&server, &document);
    assert_fetched(&test, &source, &document);
    assert!(test.fetch(&source).unwrap().cached);
    assert_eq!(server.requests(), ["GET /openapi.yaml HTTP/1.1"]);
    assert_eq!(test.waits(), NO_WAIT);
}

#[test]
fn a_cached_document_is_not_trusted_without_its_checksum() {
    let (old, new) = (b"openapi: 3.0.0".to_vec(), document());
    let (test, server) = (
        Test::new(),
        Server::start([&old, &new].map(|body| Reply::ok(body.clone()))),
    );
    assert_fetched(&test, &unknown(&server), &old);
    assert_fetched(&test, &unknown(&server), &new);

    let server = Server::start([&new, &new].map(|body| Reply::ok(body.clone())));
    let path = test.fetch(&known(&server, &new)).unwrap().path;
    fs::write(&path, "openapi: damaged").unwrap();
    assert!(!test.fetch(&known(&server, &new)).unwrap().cached);
    assert!(fs::read(&path).unwrap() == new);
}

#[test]
fn a_cache_that_cannot_be_written_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = fetch_with(
        &Source::url("https://api.example/openapi.yaml"),
        &file.path().join("cache"),
        &ProgressBar::hidden(),
        &|_| {},
    );
    let message = format!("{:#}", error.unwrap_err());
    assert_contains(
        &message,
        &["cannot make the folder", &file.path().display().to_string()],
    );
}

#[test]
fn the_upstream_address_and_names_in_the_cache() {
    let at = |commit| Source::upstream("owner/name", "openapi/beta/openapi.yaml", commit);
    assert_eq!(
        at("0123abc").address(),
        "https://raw.githubusercontent.com/owner/name/0123abc/openapi/beta/openapi.yaml"
    );
    let name = at("0123abc").file_name();
    assert!(
        name.starts_with("openapi-") && name.ends_with(".yaml"),
        "{name}"
    );
    assert_ne!(name, at("4567def").file_name());
    assert_eq!(
        Source::url("https://x.example/a b/..?q=/../y")
            .file_name()
            .matches('/')
            .count(),
        0
    );
}
