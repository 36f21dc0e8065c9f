//! Credentials of `azure_core`.

use std::sync::Arc;

use azure_core::credentials::{TokenCredential, TokenRequestOptions};
use azure_core::http::{ClientMethodOptions, Context};

use super::{AccessToken, Credential, CredentialError, TokenRequest};

/// What the service said a new token must claim, as JSON text.
///
/// `azure_core` 1 has no parameter for it. A [`TokenCredential`] of your own finds it in the context of its options;
/// those of `azure_identity` do not look, so that a claims challenge is answered with whatever token they give next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims(pub String);

impl Credential {
    /// Any credential of `azure_core`: managed identity, workload identity, client secret, certificate, developer tools.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use azure_core::credentials::TokenCredential;
    /// use msgraph_transport::{Credential, Error, Transport};
    ///
    /// fn connect(credential: Arc<dyn TokenCredential>) -> Result<Transport, Error> {
    ///     Transport::builder(Credential::azure(credential)).build()
    /// }
    /// ```
    #[must_use]
    pub fn azure<T: TokenCredential + ?Sized + 'static>(credential: Arc<T>) -> Self {
        Self::from_fn(move |request| {
            let credential = Arc::clone(&credential);
            async move { token(credential.as_ref(), request).await }
        })
    }
}

impl<T: TokenCredential + ?Sized + 'static> From<Arc<T>> for Credential {
    fn from(credential: Arc<T>) -> Self {
        Self::azure(credential)
    }
}

async fn token<T: TokenCredential + ?Sized>(
    credential: &T,
    request: TokenRequest,
) -> Result<AccessToken, CredentialError> {
    let options = request.claims.map(|claims| TokenRequestOptions {
        method_options: ClientMethodOptions {
            context: Context::new().with_value(Claims(claims)),
        },
    });
    let token = credential.get_token(&[&request.scope], options).await?;
    Ok(AccessToken::new(token.token.secret()).expires_on(token.expires_on.into()))
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use azure_core::credentials::{AccessToken as AzureToken, Secret};

    use super::*;

    #[derive(Debug)]
    struct Fake;

    #[async_trait::async_trait]
    impl TokenCredential for Fake {
        async fn get_token(
            &self,
            scopes: &[&str],
            options: Option<TokenRequestOptions<'_>>,
        ) -> azure_core::Result<AzureToken> {
            let context = options.map(|options| options.method_options.context);
            let claims = context
                .as_ref()
                .and_then(|context| context.value::<Claims>());
            let text = format!(
                "{} {}",
                scopes.join(" "),
                claims.map_or("-", |claims| &claims.0)
            );
            Ok(AzureToken::new(
                Secret::new(text),
                SystemTime::UNIX_EPOCH.into(),
            ))
        }
    }

    #[tokio::test]
    async fn scope_claims_and_expiry_go_through() {
        let credential = Credential::from(Arc::new(Fake) as Arc<dyn TokenCredential>);
        for (claims, expected) in [
            (None, "s/.default -"),
            (Some("{}".to_owned()), "s/.default {}"),
        ] {
            let request = TokenRequest {
                scope: "s/.default".to_owned(),
                claims,
            };
            let token = credential.token(request).await.unwrap();
            assert_eq!(token.secret(), expected);
            assert_eq!(token.expires_on, Some(SystemTime::UNIX_EPOCH));
        }
    }
}
