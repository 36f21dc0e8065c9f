//! https: trusted with the authority of the emulator, and not without.

use std::sync::Arc;

use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use intune_hardware_configurations_emulator::{Emulator, Fault, Raw, Then};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

fn trusting(authority: Option<&str>, offered: &[&str]) -> TlsConnector {
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
    let offered = offered.iter().map(|protocol| protocol.as_bytes().to_vec());
    config.alpn_protocols = offered.collect();
    TlsConnector::from(Arc::new(config))
}

/// Some platforms trust no certificate that does not say so, or that is good for more than 825 days.
fn assert_is_for_servers(certificates: &[CertificateDer<'_>]) {
    let bytes: &[u8] = &certificates[0];
    let server_authentication = [0x2b, 6, 1, 5, 5, 7, 3, 1];
    let mut windows = bytes.windows(server_authentication.len());
    assert!(windows.any(|window| window == server_authentication));
    // Both times in the form that ends with the year 2049, of which the last letter is followed by the next.
    let times = bytes
        .windows(2)
        .filter(|window| *window == [0x17, 13])
        .count();
    assert_eq!(times, 2, "not before and not after");
    let begin = bytes
        .windows(2)
        .position(|window| window == [0x17, 13])
        .unwrap()
        + 2;
    let year = |begin: usize| {
        let text = std::str::from_utf8(&bytes[begin..begin + 2]).unwrap();
        text.parse::<u32>().unwrap()
    };
    assert!(year(begin + 15) - year(begin) <= 1);
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
    trusting(None, &[])
        .connect(name, connect().await.unwrap())
        .await
        .unwrap_err();

    for (offered, chosen) in [
        (vec!["h2", "http/1.1"], "HTTP/2.0"),
        (vec!["http/1.1"], "HTTP/1.1"),
        (vec![], "HTTP/1.1"),
    ] {
        let connector = trusting(emulator.certificate_authority(), &offered);
        let name = ServerName::try_from(if offered.is_empty() {
            "127.0.0.1"
        } else {
            "localhost"
        });
        let stream = connect().await.unwrap();
        let stream = connector.connect(name.unwrap(), stream).await.unwrap();
        assert_is_for_servers(stream.get_ref().1.peer_certificates().unwrap());
        let request = hyper::Request::get("/beta/deviceManagement/hardwareConfigurations")
            .header("authorization", format!("Bearer {}", emulator.token()));
        let response = if chosen == "HTTP/2.0" {
            let io = TokioIo::new(stream);
            let (mut sender, connection) =
                http2::handshake(TokioExecutor::new(), io).await.unwrap();
            tokio::spawn(connection);
            // There is no `Host` in HTTP/2.
            let url = format!(
                "{}/beta/deviceManagement/hardwareConfigurations",
                emulator.root()
            );
            let request = request.uri(url).body(Empty::<Bytes>::new()).unwrap();
            sender.send_request(request).await.unwrap()
        } else {
            let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
            tokio::spawn(connection);
            let host = emulator.root().strip_prefix("https://").unwrap();
            let request = request
                .header("host", host)
                .body(Empty::<Bytes>::new())
                .unwrap();
            sender.send_request(request).await.unwrap()
        };
        assert_eq!(response.status(), 200);
        assert_eq!(
            emulator.journal().pop().unwrap().version,
            chosen,
            "{offered:?}"
        );
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let link = body["@odata.nextLink"].as_str().unwrap();
        assert!(link.starts_with(emulator.root()), "{link}");
    }
}

#[tokio::test]
async fn raw_bytes_go_through_tls_and_end_a_connection_of_http_2() {
    let fault = Fault::new(Raw::new("HTTP/1.1 204 Raw\r\n\r\n").then(Then::KeepOpen)).times(2);
    let emulator = Emulator::builder()
        .tls()
        .fault(fault)
        .start()
        .await
        .unwrap();
    let connect = async |offered: &[&str]| {
        let stream = TcpStream::connect(emulator.address()).await.unwrap();
        let connector = trusting(emulator.certificate_authority(), offered);
        let name = ServerName::try_from("localhost").unwrap();
        TokioIo::new(connector.connect(name, stream).await.unwrap())
    };
    let request = || {
        let request = hyper::Request::get(format!("{}/anything", emulator.root()));
        request.body(Empty::<Bytes>::new()).unwrap()
    };
    let (mut sender, connection) = http1::handshake(connect(&[]).await).await.unwrap();
    tokio::spawn(connection);
    assert_eq!(sender.send_request(request()).await.unwrap().status(), 204);

    let io = connect(&["h2"]).await;
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), io).await.unwrap();
    let connection = tokio::spawn(connection);
    sender.send_request(request()).await.unwrap_err();
    // The rest of the connection is gone as well, whatever the client makes of that.
    let _ = connection.await.unwrap();
    let exchange = emulator.journal().pop().unwrap();
    assert_eq!(
        (&*exchange.version, exchange.fault.as_deref()),
        ("HTTP/2.0", Some("Raw"))
    );
}
