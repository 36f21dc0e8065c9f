//! A service that answers from memory, so that the time measured is the client's: `server PAGES DELAY_MS PAGE_FILE`.
//! Prints its root, and runs until it is stopped.

use std::io::Write as _;
use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Clone, Copy)]
struct Service {
    root: &'static str,
    pages: u64,
    delay: Duration,
    /// The items of a page, as the inside of a JSON array.
    items: &'static str,
    summary: &'static str,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pages, delay, items, summary] = &arguments[..] else {
        return Err("server PAGES DELAY_MS ITEMS_FILE SUMMARY_FILE".into());
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let service = Service {
        root: format!("http://{}", listener.local_addr()?).leak(),
        pages: pages.parse()?,
        delay: Duration::from_millis(delay.parse()?),
        items: std::fs::read_to_string(items)?.leak(),
        summary: std::fs::read_to_string(summary)?.leak(),
    };
    println!("{}", service.root);
    std::io::stdout().flush()?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        // A connection that breaks off is the client's business.
        tokio::spawn(async move { drop(serve(service, stream).await) });
    }
}

async fn serve(service: Service, stream: TcpStream) -> Outcome<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let Some((path, body)) = read(&mut stream).await? else {
            return Ok(());
        };
        if !service.delay.is_zero() {
            tokio::time::sleep(service.delay).await;
        }
        let answer = service.answer(&path, &body)?;
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nrequest-id: \
             0f1e2d3c-0000-4000-8000-000000000000\r\ndate: Mon, 01 Jan 2024 00:00:00 GMT\r\ncontent-length: {}\r\n\r\n",
            answer.len()
        );
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(answer.as_bytes()).await?;
        stream.flush().await?;
    }
}

/// The path and the body of the next request.
async fn read(stream: &mut BufReader<TcpStream>) -> Outcome<Option<(String, Vec<u8>)>> {
    // In as few steps as there are, so that a client does not pay for the length of its headers here.
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_until(b'\n', &mut head).await.unwrap_or(0) == 0 {
            return Ok(None);
        }
    }
    let head = String::from_utf8(head)?;
    let path = head.split(' ').nth(1).ok_or("no path")?.to_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await?;
    Ok(Some((path, body)))
}

#[derive(Deserialize)]
struct Batch<'a> {
    #[serde(borrow)]
    requests: Vec<Part<'a>>,
}

#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
}

impl Service {
    fn answer(&self, path: &str, body: &[u8]) -> Outcome<String> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        if path.ends_with("/$batch") {
            let batch: Batch<'_> = serde_json::from_slice(body)?;
            let parts = batch.requests.iter().map(|part| {
                let (id, summary) = (part.id.get(), self.summary);
                let headers = r#"{"Content-Type":"application/json"}"#;
                format!(r#"{{"id":{id},"status":200,"headers":{headers},"body":{summary}}}"#)
            });
            Ok(format!(r#"{{"responses":[{}]}}"#, parts.collect::<Vec<_>>().join(",")))
        } else if path.ends_with("/deviceRunStates") {
            let page = query.rsplit('=').next().and_then(|page| page.parse().ok()).unwrap_or(1_u64);
            let next = if page < self.pages {
                format!(r#""@odata.nextLink":"{}{path}?$skiptoken={}","#, self.root, page + 1)
            } else {
                String::new()
            };
            Ok(format!(r#"{{"@odata.context":"x",{next}"value":[{}]}}"#, self.items))
        } else {
            Ok(self.summary.to_owned())
        }
    }
}
