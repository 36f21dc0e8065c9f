//! How fast the emulator is beside the facade: how much of a benchmark of clients is the emulator itself.

use std::time::{Duration, Instant};

use intune_hardware_configurations::{
    Credential, HardwareConfigurationId, HardwareConfigurations, Transport,
};
use intune_hardware_configurations_emulator::{Emulator, Profile, Target, Tenant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const DEVICES: u32 = 100_000;

/// Server and client share one thread, so that their times add up.
/// `cargo test --release -p workspace-tests --test conformance -- --ignored --nocapture` prints the figures.
#[tokio::test]
#[ignore = "a measurement, of use in a release build on an idle machine only"]
async fn how_fast_the_emulator_is_beside_the_facade() {
    let tenant = Tenant::empty()
        .devices(DEVICES)
        .users(DEVICES / 2)
        .profile(Profile::new("All").id("all").target(Target::all_devices()));
    let emulator = Emulator::builder().tenant(tenant).start().await.unwrap();
    let without = read_nothing(&emulator).await;
    let with = read_with_the_facade(&emulator).await;
    let facade = with.saturating_sub(without);
    println!("{DEVICES} device states on pages of 1,000");
    println!("emulator and connection, with a client that reads nothing: {without:?}");
    println!(
        "the facade on top: {facade:?}, {:.1} times as long",
        facade.as_secs_f64() / without.as_secs_f64()
    );
}

async fn read_with_the_facade(emulator: &Emulator) -> Duration {
    let settings =
        Transport::builder(Credential::fixed(emulator.token())).loopback_endpoint(emulator.root());
    let configurations = HardwareConfigurations::with(settings).unwrap();
    let id = HardwareConfigurationId::new("all").unwrap();
    let begin = Instant::now();
    let mut list = configurations.profile(&id).device_run_states().list();
    let mut states = 0;
    while let Some(state) = list.next().await {
        state.unwrap();
        states += 1;
    }
    assert_eq!(states, DEVICES);
    begin.elapsed()
}

/// Follows the links over one connection and looks at nothing else.
async fn read_nothing(emulator: &Emulator) -> Duration {
    let begin = Instant::now();
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    let root = "/beta/deviceManagement/hardwareConfigurations/all/deviceRunStates";
    let mut next = Some(root.to_owned());
    while let Some(target) = next {
        let request = format!(
            "GET {target} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\r\n",
            emulator.address(),
            emulator.token()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let body = read_body(&mut stream).await;
        let head = String::from_utf8_lossy(&body[..body.len().min(1_024)]);
        let link = head.split("\"@odata.nextLink\":\"").nth(1);
        next = link.and_then(|link| {
            let link = link.split('"').next()?.strip_prefix(emulator.root())?;
            Some(link.to_owned())
        });
    }
    begin.elapsed()
}

async fn read_body(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 << 20);
    loop {
        assert_ne!(
            stream.read_buf(&mut bytes).await.unwrap(),
            0,
            "the connection ended"
        );
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let length = head.split("content-length: ").nth(1).unwrap();
        let length: usize = length.split("\r\n").next().unwrap().parse().unwrap();
        let mut body = bytes.split_off(end + 4);
        while body.len() < length {
            assert_ne!(
                stream.read_buf(&mut body).await.unwrap(),
                0,
                "the connection ended"
            );
        }
        return body;
    }
}
