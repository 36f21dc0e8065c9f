//! A certificate authority for one run, and the certificate of the emulator that it signs.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::Span;
use jiff::tz::TimeZone;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// How a client asks for HTTP/2 in the handshake.
pub(super) const HTTP_2: &[u8] = b"h2";

/// What a client needs to trust the emulator, and what the emulator needs to be trusted.
#[derive(Clone)]
pub(crate) struct Tls {
    pub(crate) acceptor: TlsAcceptor,
    /// The certificate of the authority, as PEM.
    pub(crate) authority: String,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

impl Tls {
    /// Makes an authority, and a certificate for this machine and `address`.
    pub(crate) fn new(address: IpAddr) -> Result<Self, String> {
        let authority = authority().map_err(|error| error.to_string())?;
        let key = KeyPair::generate().map_err(|error| error.to_string())?;
        let mut names = vec![
            "localhost".to_owned(),
            "127.0.0.1".to_owned(),
            "::1".to_owned(),
        ];
        if !address.is_unspecified() && !names.contains(&address.to_string()) {
            names.push(address.to_string());
        }
        let mut params = CertificateParams::new(names).map_err(|error| error.to_string())?;
        params
            .distinguished_name
            .push(DnType::CommonName, "localhost");
        params.use_authority_key_identifier_extension = true;
        // Some platforms trust no server without these, and none for more than 825 days.
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let today = TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
        let day = |days: i32| {
            let day = today.saturating_add(Span::new().days(days));
            let [month, day_of_month] = [day.month(), day.day()].map(i8::unsigned_abs);
            rcgen::date_time_ymd(day.year().into(), month, day_of_month)
        };
        // Clocks differ, and so do days around the world.
        (params.not_before, params.not_after) = (day(-2), day(363));
        let certificate = params
            .signed_by(&key, &authority)
            .map_err(|error| error.to_string())?;
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                builder
                    .with_no_client_auth()
                    .with_single_cert(vec![certificate.der().clone()], private)
            })
            .map_err(|error| error.to_string())?;
        // As Graph does; a client that offers both gets HTTP/2.
        config.alpn_protocols = vec![HTTP_2.to_vec(), b"http/1.1".to_vec()];
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            authority: authority.pem(),
        })
    }
}

fn authority() -> Result<CertifiedIssuer<'static, KeyPair>, rcgen::Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(
        DnType::CommonName,
        "Emulator of hardware configurations, for tests only",
    );
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate()?)
}
