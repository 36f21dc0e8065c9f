//! The emulator, told by a script what to send for each request, byte for byte: also what no HTTP server would send.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::{Duration, SystemTime};

use intune_hardware_configurations_emulator::{Clock, Emulator, Finding, Raw, Then};
use msgraph_transport::clock::VirtualClock;

/// What is sent for one request, and what becomes of the connection then.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    bytes: Vec<u8>,
    then: Then,
    /// How many bytes at the end come one by one, and what time there is between them.
    slow: Option<(usize, Duration)>,
}

impl Reply {
    /// A response with a JSON body. In it `{root}` is this server, `{host}` its host and port, and `{evil}` the root of
    /// another one.
    pub(crate) fn json(status: u16, body: impl AsRef<str>) -> Self {
        Self::new(status, "application/json", body.as_ref())
    }

    pub(crate) fn new(status: u16, media: &str, body: &str) -> Self {
        let mut reply = Self::raw(format!("HTTP/1.1 {status} Said\r\n\r\n{body}"));
        if status != 204 {
            reply = reply.header("Content-Type", media);
        }
        reply
    }

    /// A response with its length to be filled in when it is sent.
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            bytes: bytes.into(),
            then: Then::KeepOpen,
            slow: None,
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        let at = self
            .bytes
            .windows(2)
            .position(|two| two == b"\r\n")
            .unwrap()
            + 2;
        self.bytes
            .splice(at..at, format!("{name}: {value}\r\n").into_bytes());
        self
    }

    pub(crate) fn then_close(mut self) -> Self {
        self.then = Then::Close;
        self
    }

    pub(crate) fn then_reset(mut self) -> Self {
        self.then = Then::Reset;
        self
    }

    pub(crate) fn then_stall(mut self) -> Self {
        self.then = Then::Stall;
        self
    }

    /// Sends the last `count` bytes one by one.
    pub(crate) fn drip(mut self, count: usize, pause: Duration) -> Self {
        self.slow = Some((count, pause));
        self
    }

    /// Keeps the first bytes only.
    pub(crate) fn cut(mut self, length: usize) -> Self {
        self.bytes.truncate(length);
        self
    }

    /// Not one byte, and a closed connection.
    pub(crate) fn nothing() -> Self {
        Self::raw(Vec::new()).then_close()
    }

    fn effect(&self, own: &str, evil: &str) -> Raw {
        let raw = Raw::new(self.rendered(own, evil)).then(self.then);
        match self.slow {
            Some((bytes, pause)) => raw.slowly(bytes, pause),
            None => raw,
        }
    }

    /// Whether the client has to wait.
    fn takes_time(&self) -> bool {
        self.then == Then::Stall || self.slow.is_some()
    }

    fn rendered(&self, own: &str, evil: &str) -> Vec<u8> {
        let Ok(text) = std::str::from_utf8(&self.bytes) else {
            return self.bytes.clone();
        };
        let host = own.trim_start_matches("http://");
        let text = text
            .replace("{root}", own)
            .replace("{host}", host)
            .replace("{evil}", evil);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            return text.into_bytes();
        };
        let lower = head.to_ascii_lowercase();
        let has_length = lower.contains("content-length:")
            || lower.contains("transfer-encoding:")
            || lower.contains(" 204 ");
        if has_length || self.then == Then::Close {
            return text.into_bytes();
        }
        format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
    /// Which connection it came over, counted from 0.
    pub(crate) connection: usize,
}

impl Seen {
    fn of(request: &http::Request<bytes::Bytes>) -> Self {
        let headers = request.headers().iter().map(|(name, value)| {
            let value = value.to_str().unwrap();
            (name.as_str().to_owned(), value.to_owned())
        });
        Self {
            method: request.method().to_string(),
            target: request.uri().path_and_query().unwrap().to_string(),
            headers: headers.collect(),
            body: String::from_utf8_lossy(request.body()).into_owned(),
            // Only the journal knows.
            connection: 0,
        }
    }
}

/// The emulator with its script. It stops when it is dropped.
pub(crate) struct Server {
    emulator: Arc<Emulator>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Answers each request as `script` says. `evil` is the root of another server, to put into links.
    pub(crate) async fn start(
        clock: &VirtualClock,
        evil: &str,
        mut script: impl FnMut(&Seen) -> Reply + Send + 'static,
    ) -> Self {
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let time = Time {
            clock: clock.clone(),
            emulator: Arc::default(),
            requests: Arc::default(),
        };
        let (noted, passing, evil) = (Arc::clone(&seen), time.clone(), evil.to_owned());
        let start = SystemTime::now();
        let builder = Emulator::builder()
            .clock(Clock::Manual { start })
            .script(move |request| {
                let seen = Seen::of(request);
                let reply = script(&seen);
                let own = format!("http://{}", seen.headers["host"]);
                noted.lock().unwrap().push(seen);
                let number = passing.requests.fetch_add(1, Ordering::SeqCst) + 1;
                if reply.takes_time() {
                    tokio::spawn(passing.clone().pass(number));
                }
                Some(reply.effect(&own, &evil).into())
            });
        let emulator = Arc::new(builder.start().await.unwrap());
        time.emulator.set(Arc::downgrade(&emulator)).unwrap();
        Self { emulator, seen }
    }

    pub(crate) fn root(&self) -> &str {
        self.emulator.root()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        let mut all = self.seen.lock().unwrap().clone();
        for (seen, exchange) in all.iter_mut().zip(self.emulator.journal()) {
            seen.connection = exchange.connection as usize - 1;
        }
        all
    }

    /// Returns when a client has hung up on a silent server.
    pub(crate) async fn until_hung_up(&self) {
        while !has_hung_up(&self.emulator, 1) {
            tokio::task::yield_now().await;
        }
    }
}

/// Whether the client went away from the answer to this request, counted from 1.
fn has_hung_up(emulator: &Emulator, request: usize) -> bool {
    let journal = emulator.journal();
    let exchange = journal.get(request - 1);
    exchange.is_some_and(|exchange| exchange.findings.contains(&Finding::HungUp))
}

/// The transport's clock and the emulator's, which run while a client waits for bytes.
#[derive(Clone)]
struct Time {
    clock: VirtualClock,
    emulator: Arc<OnceLock<Weak<Emulator>>>,
    /// How many have come.
    requests: Arc<AtomicUsize>,
}

impl Time {
    /// Lets time pass until the client hangs up, sends something else, or is done with the server.
    async fn pass(self, request: usize) {
        const SECOND: Duration = Duration::from_secs(1);
        loop {
            // Both sides get their turns to read what was sent.
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            let Some(emulator) = self.emulator.get().and_then(Weak::upgrade) else {
                return;
            };
            if self.requests.load(Ordering::SeqCst) > request || has_hung_up(&emulator, request) {
                return;
            }
            emulator.advance(SECOND);
            self.clock.advance(SECOND);
        }
    }
}
