//! A download over as many connections as it takes, within bounds.

use std::io::{self, Read as _};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Error, Result, anyhow};
use indicatif::ProgressBar;
use ureq::Agent;
use ureq::http::header::{IF_RANGE, RANGE};
use ureq::http::{StatusCode, Uri};

use super::Source;
use super::http::{self, Response};
use super::sink::{self, Document, Sink};

/// How often a server is asked in all.
const TRIES: u32 = 6;

/// The wait before the second try; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest wait that a server may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Why a try failed.
pub(super) enum Failure {
    /// The next try would fail in the same way.
    Final(Error),
    /// The next one may do better, after the wait that the server asked for, if it did.
    Transient {
        error: Error,
        wait: Option<Duration>,
    },
}

impl Failure {
    pub(super) fn transient(error: Error) -> Self {
        Self::Transient { error, wait: None }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Final(error)
    }
}

/// Downloads a document into a temporary file in `folder`.
pub(super) fn download(
    source: &Source,
    folder: &Path,
    bar: &ProgressBar,
    pause: &dyn Fn(Duration),
) -> Result<Document> {
    let uri = http::parse(&source.url)?;
    let mut download = Download {
        source,
        folder,
        bar,
        agent: http::agent(&uri),
        from: http::redacted(&source.url),
        uri,
        reached: false,
        begun: None,
    };
    let mut tried = 0;
    loop {
        let (error, asked) = match download.attempt() {
            Ok(document) => return Ok(document),
            Err(Failure::Final(error)) => return Err(error),
            Err(Failure::Transient { error, wait }) => (error, wait.unwrap_or_default()),
        };
        tried += 1;
        if tried == TRIES {
            return Err(error.context(format!("gave up after {TRIES} tries")));
        }
        if asked > LONGEST_WAIT {
            let seconds = asked.as_secs();
            return Err(error.context(format!(
                "the server asks to wait {seconds} s; run the command again then"
            )));
        }
        bar.set_message("Interrupted, trying again");
        pause(asked.max(FIRST_WAIT * 2u32.pow(tried - 1)));
    }
}

struct Download<'a> {
    source: &'a Source,
    folder: &'a Path,
    bar: &'a ProgressBar,
    agent: Agent,
    uri: Uri,
    /// The address for people.
    from: String,
    /// Whether a try has had an answer.
    reached: bool,
    /// What earlier tries have brought.
    begun: Option<Begun>,
}

/// A document of which the beginning is here.
struct Begun {
    sink: Sink,
    /// Bytes that came over the wire, compressed if the sink decompresses them.
    received: u64,
    /// As many as there will be, if the server said so.
    total: Option<u64>,
    /// What the rest must have too, to be the rest of the same document.
    etag: Option<String>,
}

impl Download<'_> {
    fn attempt(&mut self) -> Result<Document, Failure> {
        // Without a strong tag nobody can say that the rest belongs to the same document.
        self.begun.take_if(|begun| begun.etag.is_none());
        let headers = match &self.begun {
            Some(Begun {
                received,
                etag: Some(etag),
                ..
            }) => {
                vec![
                    (RANGE, format!("bytes={received}-")),
                    (IF_RANGE, etag.clone()),
                ]
            }
            _ => Vec::new(),
        };
        let response = match http::get(&self.agent, &self.uri, &headers) {
            // Who is offline or behind a proxy should not wait for more tries to hear of it.
            Err(Failure::Transient { error, .. }) if !self.reached => return Err(error.into()),
            answer => answer?,
        };
        self.reached = true;
        self.begin_or_continue(&response)?;
        self.receive(response)?;
        let begun = self.begun.take().context("nothing was received")?;
        let received = begun.received;
        begun.sink.finish().map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => cut_off(&self.from, received, error),
            _ => self.not_stored(error),
        })
    }

    /// Looks at what the server answers, before its body.
    fn begin_or_continue(&mut self, response: &Response) -> Result<(), Failure> {
        let (status, headers) = (response.status(), response.headers());
        match status {
            StatusCode::OK => {}
            StatusCode::PARTIAL_CONTENT if self.continues(response) => return Ok(()),
            StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE
                if self.begun.is_some() =>
            {
                self.begun = None;
                return Err(Failure::transient(anyhow!(
                    "{} answered with another part than was asked for",
                    self.from
                )));
            }
            StatusCode::NOT_FOUND => return Err(anyhow!(self.source.not_found(&self.from)).into()),
            _ if http::is_transient(status) => {
                return Err(Failure::Transient {
                    error: anyhow!("{} answered {status}", self.from),
                    wait: http::retry_after(headers),
                });
            }
            _ => {
                let error = anyhow!(
                    "{} answered {status}; give another address with --url, or read a file with --input",
                    self.from
                );
                return Err(error.into());
            }
        }
        if http::is_html(headers) {
            return Err(anyhow!(http::not_a_document(&self.from)).into());
        }
        // A whole document: what was here, if anything, is of no use any more.
        self.begun = Some(Begun {
            sink: Sink::new(self.folder, http::encoding(headers)?)?,
            received: 0,
            total: response.body().content_length(),
            etag: http::strong_etag(headers),
        });
        Ok(())
    }

    /// Whether a partial answer goes on exactly where the last one stopped, in the same document.
    fn continues(&self, response: &Response) -> bool {
        let headers = response.headers();
        let Some(begun) = &self.begun else {
            return false;
        };
        let Some((start, total)) = http::content_range(headers) else {
            return false;
        };
        start == begun.received
            && (total.is_none() || begun.total.is_none() || total == begun.total)
            && http::strong_etag(headers).is_none_or(|etag| Some(etag) == begun.etag)
            && http::encoding(headers).is_ok_and(|encoding| encoding == begun.sink.encoding())
    }

    fn receive(&mut self, response: Response) -> Result<(), Failure> {
        let begun = self.begun.as_mut().context("nothing was begun")?;
        match begun.total {
            Some(total) => self.bar.set_length(total),
            None => self.bar.unset_length(),
        }
        self.bar.set_message("Downloading");
        let mut body = response.into_body().into_reader();
        let mut chunk = vec![0; 64 * 1024];
        loop {
            self.bar.set_position(begun.received);
            let length = match body.read(&mut chunk) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(cut_off(&self.from, begun.received, error)),
            };
            if let Err(error) = begun.sink.write(&chunk[..length]) {
                return Err(self.not_stored(error));
            }
            begun.received += length as u64;
            super::ensure_not_larger(self.source, begun.sink.size())?;
        }
        if begun.total.is_some_and(|total| total != begun.received) {
            let error = io::ErrorKind::UnexpectedEof.into();
            return Err(cut_off(&self.from, begun.received, error));
        }
        Ok(())
    }

    fn not_stored(&mut self, error: io::Error) -> Failure {
        self.begun = None;
        let from = &self.from;
        if sink::is_damage(&error) {
            Failure::transient(anyhow!(error).context(format!("what {from} sent is damaged")))
        } else {
            let folder = self.folder.display();
            Failure::Final(anyhow!(error).context(format!("cannot store {from} in {folder}")))
        }
    }
}

fn cut_off(from: &str, received: u64, error: io::Error) -> Failure {
    Failure::transient(anyhow!(error).context(format!("{from} was cut off after {received} bytes")))
}
