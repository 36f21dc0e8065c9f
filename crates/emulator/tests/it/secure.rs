//! https: trusted with the authority of the emulator, and not without.

use std::sync::Arc;

use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use intune_hardware_configurations_emulator::Emulator;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

fn trusting(authority: Option<&str>) -> TlsConnector {
    let mut roots = rustls::RootCertStore::empty();
    if let Some(authority) = authority {
        roots
            .add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap())
            .unwrap();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    TlsConnector::from(Arc::new(config))
}

#[tokio::test]
async fn https_is_trusted_with_the_authority_and_links_stay_on_it() {
    let emulator = Emulator::builder()
        .tls()
        .page_size(1)
        .start()
        .await
        .unwrap();
    assert!(emulator.root().starts_with("https://localhost:"));
    let name = ServerName::try_from("localhost").unwrap();
    let connect = || TcpStream::connect(emulator.address());
    trusting(None)
        .connect(name.clone(), connect().await.unwrap())
        .await
        .unwrap_err();

    let connector = trusting(emulator.certificate_authority());
    for name in [name, ServerName::try_from("127.0.0.1").unwrap()] {
        let stream = connector
            .connect(name, connect().await.unwrap())
            .await
            .unwrap();
        let protocol = stream.get_ref().1.alpn_protocol();
        assert_eq!(protocol, Some(&b"http/1.1"[..]), "h2 is offered too");
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .unwrap();
        tokio::spawn(connection);
        let request = hyper::Request::get("/beta/deviceManagement/hardwareConfigurations")
            .header("host", emulator.root().strip_prefix("https://").unwrap())
            .header("authorization", format!("Bearer {}", emulator.token()))
            .body(Empty::<Bytes>::new())
            .unwrap();
        let response = sender.send_request(request).await.unwrap();
        assert_eq!(response.status(), 200);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert!(
            body["@odata.nextLink"]
                .as_str()
                .unwrap()
                .starts_with(emulator.root())
        );
    }
}
