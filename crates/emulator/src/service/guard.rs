//! Who may use the control API: clients on this machine, and no page in a browser on it.

use std::net::IpAddr;

use hyper::header::ORIGIN;

use super::Service;
use super::control::ROOT;
use super::refusal::Refusal;
use crate::http::Call;

impl Service {
    /// Refuses a request to the control API that names the emulator by a name that is not its own, as a page does whose
    /// name leads here, and one that a page of another origin sent.
    pub(super) fn guard(&self, call: &Call) -> Result<(), Refusal> {
        let host = host(&call.origin);
        if !self.is_own(host) {
            return Err(Refusal::forbidden(format!(
                "Below /{ROOT}/ only requests to the own address or to localhost are answered, not to '{host}'. \
                 --allow-host adds a name."
            )));
        }
        for origin in call.headers.get_all(ORIGIN) {
            if !origin
                .as_bytes()
                .eq_ignore_ascii_case(call.origin.as_bytes())
            {
                return Err(Refusal::forbidden(format!(
                    "Below /{ROOT}/ nothing is answered to pages of another origin."
                )));
            }
        }
        Ok(())
    }

    fn is_own(&self, host: &str) -> bool {
        let settings = self.settings();
        let mut names = settings.hosts.iter().map(String::as_str);
        match host.parse::<IpAddr>() {
            // No name leads there, so that no page can have it as its own.
            Ok(address) if self.address.is_unspecified() => !address.is_unspecified(),
            Ok(address) => address == self.address,
            Err(_) if host.eq_ignore_ascii_case("localhost") => true,
            Err(_) => names.any(|name| name.eq_ignore_ascii_case(host)),
        }
    }
}

/// The host of an origin, without scheme, port and the brackets of an address.
fn host(origin: &str) -> &str {
    let authority = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}
