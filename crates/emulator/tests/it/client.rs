//! A client that knows HTTP and nothing of Graph.

use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{HeaderMap, Request, StatusCode};
use hyper_util::rt::TokioIo;
use intune_hardware_configurations_emulator::Emulator;
use serde_json::Value;
use tokio::net::TcpStream;

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// The message of an error.
    #[track_caller]
    pub(crate) fn message(&self) -> String {
        self.json()["error"]["message"]
            .as_str()
            .unwrap_or_else(|| panic!("no error: {self:?}"))
            .to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// A request that is being put together.
pub(crate) struct Ask {
    address: std::net::SocketAddr,
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

/// Asks for a path below `/beta/deviceManagement/hardwareConfigurations`, or an absolute one that begins with `//`.
pub(crate) fn ask(emulator: &Emulator, method: &'static str, path: &str) -> Ask {
    let target = match path.strip_prefix('/') {
        Some(absolute) if absolute.starts_with('/') => absolute.to_owned(),
        _ => format!("/beta/deviceManagement/hardwareConfigurations{path}"),
    };
    Ask {
        address: emulator.address(),
        method,
        target: target.replace(' ', "%20").replace('"', "%22"),
        headers: vec![(
            "authorization".to_owned(),
            format!("Bearer {}", emulator.token()),
        )],
        body: Bytes::new(),
    }
}

impl Ask {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(header, _)| header != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(header, _)| header != name);
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body(body.to_string())
            .header("content-type", "application/json")
    }

    pub(crate) fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) async fn send(self) -> Answer {
        self.try_send().await.unwrap()
    }

    pub(crate) async fn try_send(self) -> Result<Answer, Box<dyn std::error::Error>> {
        let stream = TcpStream::connect(self.address).await?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut request = Request::builder().method(self.method).uri(self.target);
        if !self.headers.iter().any(|(name, _)| name == "host") {
            request = request.header("host", self.address.to_string());
        }
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let exchange = async {
            let response = sender
                .send_request(request.body(Full::new(self.body))?)
                .await?;
            let (head, body) = response.into_parts();
            let body = body.collect().await?.to_bytes();
            Ok(Answer {
                status: head.status,
                headers: head.headers,
                body,
            })
        };
        tokio::time::timeout(Duration::from_secs(10), exchange).await?
    }
}

/// The answer to a GET that succeeds, as JSON.
pub(crate) async fn get(emulator: &Emulator, path: &str) -> Value {
    ask(emulator, "GET", path).send().await.expect(200).json()
}

/// All items of a collection, following the links.
pub(crate) async fn all(emulator: &Emulator, path: &str) -> Vec<Value> {
    let mut page = get(emulator, path).await;
    let mut items = Vec::new();
    loop {
        items.extend(page["value"].as_array().unwrap().iter().cloned());
        let Some(next) = page["@odata.nextLink"].as_str() else {
            return items;
        };
        let target = next
            .strip_prefix(emulator.root())
            .expect("the link leads to the same server");
        page = get(emulator, &format!("/{target}")).await;
    }
}
