//! Prints what `tracing` sees of a call that is throttled once: `cargo run -p msgraph-transport --example trace`.
//!
//! The fields bear OpenTelemetry's names, so that a `tracing-opentelemetry` layer in place of the one that prints here
//! sends them on as they are.
#![allow(clippy::print_stdout, reason = "it is an example")]

use std::io::{IsTerminal, Read, Write};
use std::net::{TcpListener, TcpStream};

use http::Method;
use msgraph_transport::{CallOptions, Credential, Error, Operation, Transport};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

static COUNT_DEVICES: Operation = Operation::new(
    "count_devices",
    Method::GET,
    "/devices/$count",
    &["Device.Read.All"],
);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lines = tracing_subscriber::fmt::layer()
        .compact()
        .with_ansi(std::io::stdout().is_terminal())
        .with_span_events(FmtSpan::CLOSE);
    tracing_subscriber::registry()
        .with(lines)
        .with(Targets::new().with_target("msgraph_transport", tracing::Level::DEBUG))
        .init();

    // Stands in for Graph: it throttles the first request and answers the second.
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let root = format!("http://{}", listener.local_addr()?);
    std::thread::spawn(move || serve(&listener));

    let transport = Transport::builder(Credential::fixed("not-to-be-seen"))
        .loopback_endpoint(root)
        .build()?;
    println!("{} devices", count(&transport).await?);
    Ok(())
}

async fn count(transport: &Transport) -> Result<String, Error> {
    let url = format!(
        "{}/devices/$count?$search=not-to-be-seen",
        transport.base_url()
    );
    let request = reqwest::Request::new(Method::GET, url.parse().map_err(invalid)?);
    let response = transport
        .send(&COUNT_DEVICES, request, &CallOptions::new())
        .await?;
    Ok(response.text()?.to_owned())
}

fn invalid(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(msgraph_transport::ErrorKind::InvalidRequest, "not a URL").with_source(error)
}

fn serve(listener: &TcpListener) -> std::io::Result<()> {
    answer(
        listener.accept()?.0,
        "429 Too Many Requests\r\nRetry-After: 1\r\nrequest-id: first",
        "",
    )?;
    answer(listener.accept()?.0, "200 OK\r\nrequest-id: second", "42")
}

fn answer(mut stream: TcpStream, head: &str, body: &str) -> std::io::Result<()> {
    let _ = stream.read(&mut [0; 4096])?;
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}
