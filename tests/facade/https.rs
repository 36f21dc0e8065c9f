//! https from end to end, as with Graph: HTTP/2, and one connection for everything.

use intune_hardware_configurations::{
    Credential, HardwareConfigurationId, HardwareConfigurations, Transport,
};
use intune_hardware_configurations_emulator::Emulator;

use crate::again::run_again;

/// Root, token and configuration, for the process that asks.
const ASKS: &str = "FACADE_HTTPS";

/// The certificates that are trusted come with the environment, so that the test runs itself again with the emulator's
/// authority among them.
#[tokio::test]
async fn pages_come_over_one_connection_of_http_2() {
    if let Ok(asks) = std::env::var(ASKS) {
        return ask(asks.split(' ').collect()).await;
    }
    let emulator = Emulator::builder()
        .tls()
        .page_size(100)
        .start()
        .await
        .unwrap();
    let file = std::env::temp_dir().join(format!("facade-{}.pem", std::process::id()));
    std::fs::write(&file, emulator.certificate_authority().unwrap()).unwrap();
    let asks = [
        emulator.root(),
        emulator.token(),
        &emulator.configurations()[0],
    ]
    .join(" ");
    let authority = file.clone();
    let asking = tokio::task::spawn_blocking(move || {
        let name = "https::pages_come_over_one_connection_of_http_2";
        run_again(name, |command| {
            command.env(ASKS, asks).env("SSL_CERT_FILE", authority)
        });
    });
    asking.await.unwrap();
    std::fs::remove_file(file).unwrap();
    let journal = emulator.journal();
    assert_eq!(journal.len(), 4, "three pages and a count");
    for exchange in journal {
        assert_eq!((&*exchange.version, exchange.connection), ("HTTP/2.0", 1));
        assert_eq!((exchange.status, &exchange.findings[..]), (200, &[][..]));
    }
}

async fn ask(asks: Vec<&str>) {
    let [root, token, id] = asks[..] else {
        panic!("{asks:?}")
    };
    let settings = Transport::builder(Credential::fixed(token)).loopback_endpoint(root);
    let configurations = HardwareConfigurations::with(settings).unwrap();
    let id = HardwareConfigurationId::new(id).unwrap();
    let states = configurations.profile(&id).device_run_states();
    let listed = states.list().all(1_000).await.unwrap();
    assert_eq!(states.count().await.unwrap(), listed.len() as u64);
}
