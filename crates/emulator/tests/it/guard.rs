//! Who may use the control API.

use intune_hardware_configurations_emulator::Emulator;

use crate::client::ask;

#[tokio::test]
async fn the_control_api_answers_to_its_own_names_only() {
    let builder = Emulator::builder().allow_host("emulator");
    let emulator = builder.start().await.unwrap();
    let port = emulator.address().port();
    let own = format!("127.0.0.1:{port}");
    for (host, origin, status) in [
        (&*own, None, 200),
        ("localhost", None, 200),
        ("LOCALHOST:9", None, 200),
        ("emulator:80", None, 200),
        ("page.example", None, 403),
        ("localhost.page.example", None, 403),
        ("127.0.0.2", None, 403),
        (&*own, Some(format!("http://{own}")), 200),
        (&*own, Some("null".to_owned()), 403),
        (&*own, Some("http://page.example".to_owned()), 403),
        (&*own, Some("http://127.0.0.1:1".to_owned()), 403),
        (&*own, Some(format!("https://{own}")), 403),
    ] {
        let mut request = ask(&emulator, "GET", "//_emulator/health")
            .without("host")
            .header("host", host);
        if let Some(origin) = &origin {
            request = request.header("origin", origin);
        }
        let answer = request.send().await;
        assert_eq!(
            answer.status.as_u16(),
            status,
            "{host} {origin:?}: {}",
            answer.text()
        );
    }
    // Graph itself is guarded by its tokens.
    let graph = ask(&emulator, "GET", "")
        .without("host")
        .header("host", "page.example");
    graph.send().await.expect(200);
}
