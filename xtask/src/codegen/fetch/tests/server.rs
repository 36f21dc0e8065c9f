//! A server on loopback that answers from a script, also in ways that an HTTP server never would.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Bytes to answer with; the connection is closed after them.
#[derive(Clone)]
pub(super) struct Reply {
    head: String,
    body: Vec<u8>,
    /// Sent after the head: the part of the body before the "accident".
    sent: usize,
    declare_length: bool,
}

impl Reply {
    pub(super) fn new(status: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self {
            head: format!("HTTP/1.1 {status}\r\nConnection: close\r\n"),
            sent: body.len(),
            body,
            declare_length: true,
        }
    }

    pub(super) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::new("200 OK", body)
    }

    /// What stands in `whole` from `start` on.
    pub(super) fn part(whole: &[u8], start: usize) -> Self {
        let total = whole.len();
        Self::new("206 Partial Content", &whole[start..]).header(
            "Content-Range",
            &format!("bytes {start}-{}/{total}", total - 1),
        )
    }

    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// Sends only the first bytes of the body that the head promises.
    pub(super) fn cut_off_after(mut self, bytes: usize) -> Self {
        self.sent = bytes;
        self
    }

    /// Does not say how long the body is.
    pub(super) fn without_length(mut self) -> Self {
        self.declare_length = false;
        self
    }

    fn send(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        let mut head = self.head.clone();
        if self.declare_length {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes())?;
        stream.write_all(&self.body[..self.sent])
    }
}

/// Answers one request after another, each on its own connection, and refuses what comes after the last.
pub(super) struct Server {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(super) fn start(script: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let (script, record) = (Vec::from_iter(script), Arc::clone(&requests));
        thread::spawn(move || {
            for reply in script {
                let (mut stream, _) = listener.accept().unwrap();
                let request = read_head(&mut stream);
                record.lock().unwrap().push(request);
                // The client may have hung up on an answer that it does not want.
                let _ = reply.send(&mut stream);
            }
        });
        Self { address, requests }
    }

    /// An address at which nobody listens.
    pub(super) fn gone() -> Self {
        let address = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        Self {
            address: format!("http://{address}"),
            requests: Arc::default(),
        }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The requests so far: their first lines.
    pub(super) fn requests(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        requests
            .iter()
            .map(|head| head.lines().next().unwrap().to_owned())
            .collect()
    }

    /// A header of each request so far.
    pub(super) fn headers(&self, name: &str) -> Vec<Option<String>> {
        let find = |head: &String| {
            head.lines().find_map(|line| {
                let (found, value) = line.split_once(':')?;
                found
                    .eq_ignore_ascii_case(name)
                    .then(|| value.trim().to_owned())
            })
        };
        self.requests.lock().unwrap().iter().map(find).collect()
    }
}

fn read_head(stream: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}
