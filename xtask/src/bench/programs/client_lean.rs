/// reqwest with the features and the TLS of the facade.
fn client() -> Result<reqwest::Client, Box<dyn std::error::Error>> {
    drop(rustls::crypto::ring::default_provider().install_default());
    Ok(reqwest::Client::builder().build()?)
}
