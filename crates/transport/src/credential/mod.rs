//! Who is calling: tokens and where they come from.

#[cfg(feature = "azure")]
mod azure;
mod bearer;
mod cache;
mod challenge;
mod skew;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use secrecy::{ExposeSecret, SecretString};

#[cfg(feature = "azure")]
pub use self::azure::Claims;
pub(crate) use self::bearer::Bearer;
pub(crate) use self::cache::TokenCache;
pub(crate) use self::challenge::claims as challenged_claims;

/// An error from a credential.
pub type CredentialError = Box<dyn std::error::Error + Send + Sync>;

type TokenFuture = Pin<Box<dyn Future<Output = Result<AccessToken, CredentialError>> + Send>>;

/// A bearer token, and when it stops being valid. `Debug` does not show it.
#[derive(Clone)]
pub struct AccessToken {
    secret: SecretString,
    expires_on: Option<SystemTime>,
}

impl AccessToken {
    /// A token that is used until the service refuses it.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            secret: SecretString::from(token.into()),
            expires_on: None,
        }
    }

    /// Says when the token stops being valid.
    #[must_use]
    pub fn expires_on(mut self, time: SystemTime) -> Self {
        self.expires_on = Some(time);
        self
    }

    pub(crate) fn secret(&self) -> &str {
        self.secret.expose_secret()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("secret", &"[redacted]")
            .field("expires_on", &self.expires_on)
            .finish()
    }
}

/// What a token is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRequest {
    /// The scope, which comes from the cloud.
    pub scope: String,
    /// What the service said a new token must claim, as JSON text, when it refused the last one for lack of it.
    pub claims: Option<String>,
}

/// A source of tokens. Cheap to clone; `Debug` shows nothing.
///
/// ```
/// use msgraph_transport::{AccessToken, Credential};
///
/// let fixed = Credential::fixed("eyJ0eXAi…");
/// let asked = Credential::from_fn(|request| async move {
///     let token = format!("a token for {}", request.scope);
///     Ok(AccessToken::new(token))
/// });
/// # let _ = (fixed, asked);
/// ```
#[derive(Clone)]
pub struct Credential(Arc<dyn Fn(TokenRequest) -> TokenFuture + Send + Sync>);

impl Credential {
    /// One token that cannot be renewed, such as one from the command line.
    #[must_use]
    pub fn fixed(token: impl Into<String>) -> Self {
        let token = AccessToken::new(token);
        Self::from_fn(move |_| std::future::ready(Ok(token.clone())))
    }

    /// Tokens from an async closure. The transport caches them and asks again when they expire.
    #[must_use]
    pub fn from_fn<F, Fut>(source: F) -> Self
    where
        F: Fn(TokenRequest) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<AccessToken, CredentialError>> + Send + 'static,
    {
        Self(Arc::new(move |request| Box::pin(source(request))))
    }

    pub(crate) async fn token(
        &self,
        request: TokenRequest,
    ) -> Result<AccessToken, CredentialError> {
        (self.0)(request).await
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential([redacted])")
    }
}
