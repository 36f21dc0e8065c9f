//! Everything that the suite prints, collected; and the words that must not be in it.

use std::io::Write;
use std::sync::{Mutex, OnceLock};

use tracing_subscriber::fmt::format::FmtSpan;

pub(crate) const TOKEN_SECRET: &str = "tok-3f9c-secret";
pub(crate) const BODY_SECRET: &str = "bios-password-77";

/// What must not be seen: tokens, bodies, values of queries, users in links.
const FORBIDDEN: [&str; 5] = [
    TOKEN_SECRET,
    BODY_SECRET,
    "hidden-in-query",
    "hidden-in-body",
    "hidden-user",
];

static SEEN: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static STARTED: OnceLock<()> = OnceLock::new();

/// Starts collecting all tracing output, of every crate, at every level.
pub(crate) fn collect_traces() {
    STARTED.get_or_init(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(|| Collector)
            .init();
    });
}

/// Adds text that a program might print.
pub(crate) fn note(text: &str) {
    let mut seen = SEEN.lock().unwrap();
    seen.extend_from_slice(text.as_bytes());
    seen.push(b'\n');
}

/// Adds an error in all the ways in which it can be printed, with its causes.
pub(crate) fn note_error(error: &msgraph_transport::Error) {
    note(&format!("{error} {error:?} {error:#?}"));
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        note(&format!("{cause} {cause:?}"));
        source = cause.source();
    }
}

/// Fails when a secret was seen, and shows where.
pub(crate) fn assert_none_seen() {
    let seen = String::from_utf8_lossy(&SEEN.lock().unwrap()).into_owned();
    for secret in FORBIDDEN {
        if let Some(line) = seen.lines().find(|line| line.contains(secret)) {
            panic!("{secret:?} was shown: {line}");
        }
    }
}

/// Fails when one of these was seen.
pub(crate) fn assert_not_seen(secrets: &[&str]) {
    let seen = String::from_utf8_lossy(&SEEN.lock().unwrap()).into_owned();
    for secret in secrets {
        if let Some(line) = seen.lines().find(|line| line.contains(secret)) {
            panic!("{secret:?} was shown: {line}");
        }
    }
}

/// Fails when the traces leave out what they are for.
pub(crate) fn assert_traced() {
    let seen = String::from_utf8_lossy(&SEEN.lock().unwrap()).into_owned();
    for expected in [
        "graph.call",
        "graph.try",
        "http.request.method=\"PATCH\"",
        "http.request.resend_count=1",
        "http.response.status_code=429",
        "url.template=\"/things/{id}\"",
        "server.address=\"127.0.0.1\"",
        "graph.query_options=\"$select\"",
        "error.type=\"throttled\"",
        "waiting before the next try",
    ] {
        assert!(seen.contains(expected), "the traces do not hold {expected}");
    }
}

struct Collector;

impl Write for Collector {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        SEEN.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
