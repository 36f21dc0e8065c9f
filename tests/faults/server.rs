//! A server that does what it is told, byte for byte, over real sockets: also what no HTTP server would do.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use msgraph_transport::clock::VirtualClock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What is sent for one request, and what becomes of the connection then.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    bytes: Vec<u8>,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    KeepOpen,
    Close,
    Reset,
    /// Silence, while the clock runs, until the client hangs up.
    Stall,
    /// The rest of the bytes one by one, with so long between them.
    Drip {
        from: usize,
        pause: Duration,
    },
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
            end: End::KeepOpen,
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
        self.end = End::Close;
        self
    }

    pub(crate) fn then_reset(mut self) -> Self {
        self.end = End::Reset;
        self
    }

    pub(crate) fn then_stall(mut self) -> Self {
        self.end = End::Stall;
        self
    }

    /// Sends the last `count` bytes one by one.
    pub(crate) fn drip(mut self, count: usize, pause: Duration) -> Self {
        self.end = End::Drip {
            from: self.bytes.len() - count,
            pause,
        };
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
        if has_length || self.end == End::Close {
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

type Script = Box<dyn FnMut(&Seen) -> Reply + Send>;

struct Shared {
    root: String,
    evil: String,
    clock: VirtualClock,
    script: Mutex<Script>,
    seen: Mutex<Vec<Seen>>,
    /// How many clients have hung up on a silent server.
    hung_up: watch::Sender<usize>,
}

/// The server. It stops when it is dropped.
pub(crate) struct Server {
    shared: Arc<Shared>,
    accepting: tokio::task::JoinHandle<()>,
}

impl Server {
    /// Answers each request as `script` says. `evil` is the root of another server, to put into links.
    pub(crate) async fn start(
        clock: &VirtualClock,
        evil: &str,
        script: impl FnMut(&Seen) -> Reply + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let shared = Arc::new(Shared {
            root: format!("http://{}", listener.local_addr().unwrap()),
            evil: evil.to_owned(),
            clock: clock.clone(),
            script: Mutex::new(Box::new(script)),
            seen: Mutex::default(),
            hung_up: watch::Sender::new(0),
        });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Self { shared, accepting }
    }

    pub(crate) fn root(&self) -> &str {
        &self.shared.root
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// Returns when a client has hung up on a silent server.
    pub(crate) async fn until_hung_up(&self) {
        self.shared
            .hung_up
            .subscribe()
            .wait_for(|count| *count > 0)
            .await
            .unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    for connection in 0.. {
        let Ok((stream, _)) = listener.accept().await else {
            return;
        };
        tokio::spawn(serve(stream, connection, Arc::clone(&shared)));
    }
}

async fn serve(mut stream: TcpStream, connection: usize, shared: Arc<Shared>) {
    while let Some(seen) = read_request(&mut stream, connection).await {
        let reply = (shared.script.lock().unwrap())(&seen);
        shared.seen.lock().unwrap().push(seen);
        let bytes = reply.rendered(&shared.root, &shared.evil);
        let at_once = match reply.end {
            End::Drip { from, .. } => bytes.len() - (reply.bytes.len() - from),
            _ => bytes.len(),
        };
        if stream.write_all(&bytes[..at_once]).await.is_err() {
            return;
        }
        match reply.end {
            End::KeepOpen => continue,
            End::Close => return,
            End::Reset => {
                // The client gets its turns to read what was sent: a reset may overtake it.
                for _ in 0..50 {
                    tokio::task::yield_now().await;
                }
                let _ = stream.set_zero_linger();
                return;
            }
            End::Stall => {
                run_clock(&mut stream, &shared.clock).await;
                shared.hung_up.send_modify(|count| *count += 1);
                return;
            }
            End::Drip { pause, .. } => {
                for byte in &bytes[at_once..] {
                    for _ in 0..20 {
                        tokio::task::yield_now().await;
                    }
                    shared.clock.advance(pause);
                    if stream.write_all(&[*byte]).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

/// Lets the clock run, a second a turn, until the client hangs up.
async fn run_clock(stream: &mut TcpStream, clock: &VirtualClock) {
    let mut byte = [0];
    loop {
        tokio::select! {
            biased;
            read = stream.read(&mut byte) => match read {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            },
            () = tokio::task::yield_now() => clock.advance(Duration::from_secs(1)),
        }
    }
}

async fn read_request(stream: &mut TcpStream, connection: usize) -> Option<Seen> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some(seen) = parse(&bytes, connection) {
            return Some(seen);
        }
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 => bytes.extend_from_slice(&buffer[..count]),
            _ => return None,
        }
    }
}

fn parse(bytes: &[u8], connection: usize) -> Option<Seen> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let headers: BTreeMap<_, _> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .get("content-length")
        .map_or(0, |length| length.parse().unwrap());
    (body.len() >= length).then(|| Seen {
        method: first.next().unwrap_or_default().to_owned(),
        target: first.next().unwrap_or_default().to_owned(),
        body: body.to_owned(),
        headers,
        connection,
    })
}
