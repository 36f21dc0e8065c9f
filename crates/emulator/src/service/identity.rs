//! A token endpoint, so that credential libraries can sign in: client credentials, discovery and keys.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hyper::header::CACHE_CONTROL;
use hyper::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::Service;
use super::tokens::{Client, Grant};
use crate::http::{Call, Reply};

/// How long an issued token is good for.
const LIFETIME: Duration = Duration::from_secs(3_600);

/// The roots of Graph in all clouds, for which tokens are issued besides the emulator's own.
const GRAPHS: [&str; 4] = [
    "https://graph.microsoft.com",
    "https://graph.microsoft.us",
    "https://dod-graph.microsoft.us",
    "https://microsoftgraph.chinacloudapi.cn",
];

/// The permissions that an application gets when it signs in.
const ROLES: [&str; 3] = [
    "DeviceManagementConfiguration.Read.All",
    "DeviceManagementConfiguration.ReadWrite.All",
    "GroupMember.Read.All",
];

impl Service {
    /// Answers a request to the identity platform; `None` if the path is not one of its.
    pub(super) fn identity(&self, call: &Call, segments: &[String]) -> Option<Reply> {
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match segments[..] {
            [tenant, "v2.0", ".well-known", "openid-configuration"] => {
                Some(ok(&discovery(&call.origin, tenant)))
            }
            [_, "discovery", "v2.0", "keys"] => Some(ok(&json!({ "keys": self.signer.keys() }))),
            ["common", "discovery", "instance"] => Some(ok(&instance(call))),
            [tenant, "oauth2", "v2.0", "token"] => Some(match self.token(call, tenant) {
                Ok(token) => ok(&token).with_header(CACHE_CONTROL, "no-store"),
                Err((error, description)) => Reply::plain_json(
                    if error == "invalid_client" {
                        StatusCode::UNAUTHORIZED
                    } else {
                        StatusCode::BAD_REQUEST
                    },
                    &json!({ "error": error, "error_description": description }),
                ),
            }),
            _ => None,
        }
    }

    fn token(&self, call: &Call, tenant: &str) -> Result<Value, (&'static str, String)> {
        if call.method != Method::POST {
            return Err((
                "invalid_request",
                "AADSTS900561: The endpoint only accepts POST requests.".to_owned(),
            ));
        }
        let form = form(&call.body);
        let field = |name: &str| {
            form.iter()
                .find(|(field, _)| field == name)
                .map_or("", |(_, value)| value)
        };
        if field("grant_type") != "client_credentials" {
            let message = format!(
                "AADSTS70003: The grant type '{}' is not supported here.",
                field("grant_type")
            );
            return Err(("unsupported_grant_type", message));
        }
        let (client, secret) = (field("client_id"), field("client_secret"));
        if client.is_empty() {
            return Err((
                "invalid_request",
                "AADSTS900144: The request body must contain 'client_id'.".to_owned(),
            ));
        }
        if secret.is_empty() && field("client_assertion").is_empty() {
            return Err((
                "invalid_client",
                "AADSTS7000216: A client secret or assertion is required.".to_owned(),
            ));
        }
        let scope = field("scope");
        let resource = scope.strip_suffix("/.default").ok_or_else(|| {
            let message =
                format!("AADSTS1002012: The scope '{scope}' must be a resource and '/.default'.");
            ("invalid_scope", message)
        })?;
        let audience = resource.trim_end_matches('/');
        if audience != call.origin && !GRAPHS.contains(&audience) {
            let message = format!(
                "AADSTS500011: The resource '{audience}' is not {} and not Graph.",
                call.origin
            );
            return Err(("invalid_resource", message));
        }
        let now = self.clock.now();
        let token = self.signer.sign(&json!({
            "aud": audience,
            "iss": format!("{}/{tenant}/v2.0", call.origin),
            "iat": now.unix_seconds(),
            "nbf": now.unix_seconds(),
            "exp": now.plus(LIFETIME).unix_seconds(),
            "appid": client,
            "tid": tenant,
            "roles": ROLES,
            "uti": self.request_ids.next().to_string(),
            "ver": "1.0",
        }));
        let mut grant = Grant::new(ROLES).expires_in(LIFETIME);
        grant.client = Client::of(&token);
        self.tokens.accept(token.clone(), grant, now);
        let seconds = LIFETIME.as_secs();
        Ok(json!({
            "token_type": "Bearer",
            "expires_in": seconds,
            "ext_expires_in": seconds,
            "access_token": token,
        }))
    }
}

fn ok(body: &Value) -> Reply {
    Reply::plain_json(StatusCode::OK, body)
}

fn discovery(origin: &str, tenant: &str) -> Value {
    json!({
        "issuer": format!("{origin}/{tenant}/v2.0"),
        "token_endpoint": format!("{origin}/{tenant}/oauth2/v2.0/token"),
        "authorization_endpoint": format!("{origin}/{tenant}/oauth2/v2.0/authorize"),
        "jwks_uri": format!("{origin}/{tenant}/discovery/v2.0/keys"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": ["token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES256"],
    })
}

fn instance(call: &Call) -> Value {
    let host = call.origin.split("://").nth(1).unwrap_or_default();
    json!({
        "tenant_discovery_endpoint": format!("{}/common/v2.0/.well-known/openid-configuration", call.origin),
        "api-version": "1.1",
        "metadata": [{ "preferred_network": host, "preferred_cache": host, "aliases": [host] }],
    })
}

fn form(body: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    let decode = |text: &str| {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// Header and claims of a token, ready to be signed.
pub(super) fn unsigned(header: &Value, claims: &Value) -> String {
    let encode = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", encode(header), encode(claims))
}
