//! Lists the states of a million devices over HTTP, page by page, and says how fast and in how much memory.
//!
//! `cargo run --release --no-default-features -p intune-hardware-configurations-emulator --example million [DEVICES]
//! [QUERY]`, with a query such as `'$orderby=deviceName%20desc'`.

use std::error::Error;
use std::io::Write as _;
use std::time::Instant;

use http_body_util::{BodyExt as _, Empty};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use intune_hardware_configurations_emulator::{Emulator, Profile, Target, Tenant};
use tokio::net::TcpStream;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let devices = std::env::args()
        .nth(1)
        .map_or(Ok(1_000_000), |number| number.parse())?;
    let tenant = Tenant::empty()
        .devices(devices)
        .users(devices / 5 * 2)
        .profile(
            Profile::new("Everywhere")
                .id("everywhere")
                .target(Target::all_devices()),
        );
    let emulator = Emulator::builder().tenant(tenant).start().await?;
    let stream = TcpStream::connect(emulator.address()).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);

    let states = "/beta/deviceManagement/hardwareConfigurations/everywhere/deviceRunStates";
    let mut next = Some(match std::env::args().nth(2) {
        Some(query) => format!("{states}?{query}"),
        None => states.to_owned(),
    });
    let (mut pages, mut bytes) = (0_u32, 0);
    let begin = Instant::now();
    while let Some(target) = next {
        let request = Request::get(target)
            .header("host", emulator.address().to_string())
            .header("authorization", format!("Bearer {}", emulator.token()))
            .body(Empty::<Bytes>::new())?;
        let body = sender
            .send_request(request)
            .await?
            .into_body()
            .collect()
            .await?
            .to_bytes();
        pages += 1;
        bytes += body.len();
        next = next_link(&body, emulator.root());
    }
    let seconds = begin.elapsed().as_secs_f64();
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{devices} states on {pages} pages, {:.0} MB",
        bytes as f64 / 1e6
    )?;
    writeln!(
        out,
        "{seconds:.2} s, {:.0} states a second",
        f64::from(devices) / seconds
    )?;
    if let Some(memory) = peak_memory() {
        writeln!(out, "peak memory of server and client together: {memory}")?;
    }
    Ok(())
}

/// Path and query of the next page, found without reading the page: reading is not what is measured.
fn next_link(body: &[u8], root: &str) -> Option<String> {
    let head = std::str::from_utf8(body.get(..body.len().min(1_024))?).ok()?;
    let link = head
        .split("\"@odata.nextLink\":\"")
        .nth(1)?
        .split('"')
        .next()?;
    link.strip_prefix(root).map(str::to_owned)
}

/// Where the system tells it.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    Some(
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?
            .trim()
            .to_owned(),
    )
}
