//! The tokens that the emulator accepts, and what each allows.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::clock::Ticks;
use crate::random::{GuidSource, hex, mix};
use crate::service::refusal::Refusal;

/// Who a token is for, what it allows, and for how long.
///
/// ```
/// use std::time::Duration;
/// use intune_hardware_configurations_emulator::Grant;
///
/// let read_only = Grant::new(["DeviceManagementConfiguration.Read.All"]).expires_in(Duration::from_secs(60));
/// # let _ = read_only;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub(crate) permissions: Vec<String>,
    pub(crate) audience: Option<String>,
    pub(crate) lifetime: Duration,
    pub(crate) client: Client,
}

/// Whose requests are counted together: those of an application in a tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Client {
    pub(crate) application: String,
    pub(crate) tenant: String,
}

impl Client {
    /// Whom the claims of a token name, whoever issued it. Tokens that do not say it belong to one application.
    pub(crate) fn of(token: &str) -> Self {
        let claims = token.split('.').nth(1);
        let claims = claims.and_then(|claims| BASE64_URL_SAFE_NO_PAD.decode(claims).ok());
        let claims = claims.and_then(|claims| serde_json::from_slice::<Value>(&claims).ok());
        let claims = claims.unwrap_or_default();
        let claim = |name: &str| claims.get(name).and_then(Value::as_str);
        let application = claim("appid").or(claim("azp")).unwrap_or_default();
        Self {
            application: application.to_owned(),
            tenant: claim("tid").unwrap_or_default().to_owned(),
        }
    }
}

impl Grant {
    /// A token for Graph that carries these permissions, as roles or as scopes, for an hour.
    #[must_use]
    pub fn new<P: Into<String>>(permissions: impl IntoIterator<Item = P>) -> Self {
        Self {
            permissions: permissions.into_iter().map(Into::into).collect(),
            audience: None,
            lifetime: Duration::from_secs(3_600),
            client: Client::default(),
        }
    }

    /// Sets the application that the token is for. [Limits](crate::Throttle) are those of an application, and all tokens
    /// that name none are for the same one.
    #[must_use]
    pub fn application(mut self, id: impl Into<String>) -> Self {
        self.client.application = id.into();
        self
    }

    /// Sets how long the token is good for, by the emulator's clock.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Makes the token one for another service, which Graph refuses.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }
}

/// A token that was issued.
#[derive(Clone)]
struct Issued {
    grant: Grant,
    expires: Ticks,
    /// Which of all that were issued.
    number: u64,
}

/// The tokens that were issued and may still be used.
pub(crate) struct Tokens {
    issued: Mutex<HashMap<String, Issued>>,
    ids: GuidSource,
    seed: u64,
    count: AtomicU64,
}

/// Beyond so many, those that have expired or will expire first are forgotten.
const MOST: usize = 10_000;

impl Tokens {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            issued: Mutex::default(),
            ids: GuidSource::new(mix(seed, 0x70)),
            seed,
            count: AtomicU64::new(0),
        }
    }

    fn issued(&self) -> std::sync::MutexGuard<'_, HashMap<String, Issued>> {
        self.issued.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes an opaque token.
    pub(crate) fn issue(&self, grant: Grant, now: Ticks) -> String {
        let id = self.ids.next().to_string();
        let token = format!(
            "emulated.{}{}",
            id.replace('-', ""),
            hex(mix(self.seed, id.len() as u64))
        );
        self.accept(token.clone(), grant, now);
        token
    }

    /// Accepts a token that was made elsewhere.
    pub(crate) fn accept(&self, token: String, grant: Grant, now: Ticks) {
        let mut issued = self.issued();
        if issued.len() >= MOST {
            issued.retain(|_, token| token.expires > now);
        }
        if issued.len() >= MOST {
            let order = |(_, token): &(&String, &Issued)| (token.expires, token.number);
            let first = issued.iter().min_by_key(order);
            if let Some(first) = first.map(|(token, _)| token.clone()) {
                issued.remove(&first);
            }
        }
        let expires = now.plus(grant.lifetime);
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let entry = Issued {
            grant,
            expires,
            number,
        };
        issued.insert(token, entry);
    }

    /// Whose request it is: as the token was issued or, if it was issued elsewhere, by its claims.
    pub(crate) fn client(&self, authorization: Option<&str>) -> Client {
        let token = authorization.and_then(bearer).unwrap_or_default();
        let issued = self.issued();
        issued
            .get(token)
            .map_or_else(|| Client::of(token), |token| token.grant.client.clone())
    }

    /// What the token of a request allows.
    pub(crate) fn check(&self, authorization: Option<&str>, now: Ticks) -> Result<Grant, Refusal> {
        let Some(authorization) = authorization else {
            return Err(Refusal::unauthorized(
                "Access token is empty: send an Authorization header with a bearer token.",
            ));
        };
        let Some(token) = bearer(authorization) else {
            return Err(Refusal::unauthorized(
                "The Authorization header must be 'Bearer' and a token.",
            ));
        };
        let issued = self.issued();
        let Some(Issued { grant, expires, .. }) = issued.get(token) else {
            return Err(Refusal::unauthorized(format!(
                "Access token validation failure: this emulator did not issue the token, or no longer remembers it \
                 (it remembers {MOST}).",
            )));
        };
        if let Some(audience) = &grant.audience {
            return Err(Refusal::unauthorized(format!(
                "Access token validation failure. Invalid audience: '{audience}'."
            )));
        }
        if *expires <= now {
            return Err(Refusal::unauthorized(
                "Lifetime validation failed, the token is expired.",
            ));
        }
        Ok(grant.clone())
    }
}

fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whether a grant has one of the permissions that are `enough`, the least first, and whether it is more than that.
pub(crate) fn check_permission(grant: &Grant, enough: &[String]) -> Result<bool, Refusal> {
    let held = |permission: &&String| {
        grant
            .permissions
            .iter()
            .any(|held| held.eq_ignore_ascii_case(permission))
    };
    match enough.iter().position(|permission| held(&permission)) {
        Some(position) => Ok(position > 0),
        None => Err(Refusal::forbidden(format!(
            "Application is not authorized to perform this operation. Application must have one of the following \
             scopes: {} - it has: {}.",
            enough.join(", "),
            if grant.permissions.is_empty() {
                "none".to_owned()
            } else {
                grant.permissions.join(", ")
            }
        ))),
    }
}
