//! Signs tokens. With the feature `tls` the signature is a real one, which the published key verifies; without it
//! tokens say that they have none. The emulator itself knows its tokens by having issued them.

use serde_json::{Value, json};

use super::identity::unsigned;

#[cfg(not(feature = "tls"))]
pub(super) use plain::Signer;
#[cfg(feature = "tls")]
pub(super) use signed::Signer;

#[cfg(not(feature = "tls"))]
mod plain {
    use super::{Value, json, unsigned};

    /// Makes tokens without a signature.
    #[derive(Debug)]
    pub(in crate::service) struct Signer;

    impl Signer {
        pub(in crate::service) fn new() -> Result<Self, String> {
            Ok(Self)
        }

        pub(in crate::service) fn keys(&self) -> Vec<Value> {
            Vec::new()
        }

        pub(in crate::service) fn sign(&self, claims: &Value) -> String {
            format!(
                "{}.",
                unsigned(&json!({ "typ": "JWT", "alg": "none" }), claims)
            )
        }
    }
}

#[cfg(feature = "tls")]
mod signed {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

    use super::{Value, json, unsigned};

    const KEY_ID: &str = "emulator";

    /// Makes tokens signed with a key of its own.
    #[derive(Debug)]
    pub(in crate::service) struct Signer {
        key: EcdsaKeyPair,
        random: SystemRandom,
    }

    impl Signer {
        pub(in crate::service) fn new() -> Result<Self, String> {
            let random = SystemRandom::new();
            let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
            let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random)
                .map_err(|error| error.to_string())?;
            let key = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random);
            Ok(Self {
                key: key.map_err(|error| error.to_string())?,
                random,
            })
        }

        pub(in crate::service) fn keys(&self) -> Vec<Value> {
            // An uncompressed point: one byte that says so, then both coordinates.
            let coordinates = self
                .key
                .public_key()
                .as_ref()
                .get(1..65)
                .unwrap_or_default();
            let (x, y) = coordinates.split_at(coordinates.len() / 2);
            let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
            vec![json!({
                "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": KEY_ID,
                "x": encode(x), "y": encode(y),
            })]
        }

        pub(in crate::service) fn sign(&self, claims: &Value) -> String {
            let text = unsigned(
                &json!({ "typ": "JWT", "alg": "ES256", "kid": KEY_ID }),
                claims,
            );
            match self.key.sign(&self.random, text.as_bytes()) {
                Ok(signature) => format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)),
                // Only without randomness from the system; the emulator takes the token all the same.
                Err(_) => format!("{text}."),
            }
        }
    }
}
