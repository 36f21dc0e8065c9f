//! Makes an answer go wrong.

use std::io::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::StatusCode;
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use serde_json::{Value, json};

use super::{Effect, Hits, Response};
use crate::http::{Call, Reply};
use crate::service::refusal::{Refusal, RequestIds, error_body};

impl Hits {
    /// The answer that is given instead of carrying the request out, if there is one.
    pub(crate) fn instead(&self, ids: &RequestIds) -> Option<Reply> {
        self.0.iter().find_map(|effect| match effect {
            Effect::Respond(response) => Some(response.reply(ids)),
            Effect::ClaimsChallenge(claims) => {
                let claims = BASE64_STANDARD.encode(claims);
                let challenge = format!(
                    "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
                     error=\"insufficient_claims\", claims=\"{claims}\""
                );
                let refusal = Refusal::unauthorized("Continuous access evaluation resulted in challenge.");
                Some(refusal.reply(ids, false).with_header(WWW_AUTHENTICATE, &challenge))
            }
            Effect::Raw(raw) => Some(Reply::empty(raw.status())),
            Effect::ResetBefore => Some(Reply::empty(StatusCode::SERVICE_UNAVAILABLE)),
            _ => None,
        })
    }

    /// Changes the real answer.
    pub(crate) fn apply(&self, call: &Call, mut reply: Reply) -> Reply {
        for effect in &self.0 {
            match effect {
                Effect::Truncate => reply.body.truncate(reply.body.len() / 2),
                Effect::MalformedJson => {
                    reply.body = [&*reply.body, b"}<!--"].concat().into();
                }
                Effect::ContentType(kind) => reply = reply.with_header(CONTENT_TYPE, kind),
                Effect::Gzip => reply = compressed(reply),
                effect => {
                    if effect.changes_the_body()
                        && let Ok(mut body) = serde_json::from_slice(&reply.body)
                    {
                        effect.change(call, &mut body);
                        reply.body = body.to_string().into();
                    }
                }
            }
        }
        reply
    }
}

impl Effect {
    fn changes_the_body(&self) -> bool {
        matches!(
            self,
            Self::UnknownEnumValue(_)
                | Self::UnknownProperty
                | Self::UnknownTarget
                | Self::RepeatedNextLink
                | Self::ForeignNextLink(_)
        )
    }

    fn change(&self, call: &Call, body: &mut Value) {
        match self {
            Self::UnknownEnumValue(value) => {
                if let Some(found) =
                    find(body, &["configurationState", "hardwareConfigurationFormat"])
                {
                    *found = value.as_str().into();
                }
            }
            Self::UnknownProperty => add_everywhere(body),
            Self::UnknownTarget => {
                if let Some(target) = find(body, &["target"]) {
                    *target = json!({
                        "@odata.type": "#microsoft.graph.emulatedAssignmentTarget",
                        "emulatedId": "7",
                        "nested": { "list": [1, 2] },
                    });
                }
            }
            Self::RepeatedNextLink if body.get("value").is_some_and(Value::is_array) => {
                body["@odata.nextLink"] = format!("{}{}", call.origin, call.target).into();
            }
            Self::ForeignNextLink(origin) if body.get("value").is_some_and(Value::is_array) => {
                let link = body.get("@odata.nextLink").and_then(Value::as_str);
                let target = link
                    .and_then(|link| link.strip_prefix(&call.origin))
                    .unwrap_or(&call.target);
                body["@odata.nextLink"] = format!("{origin}{target}").into();
            }
            _ => {}
        }
    }
}

impl Response {
    fn reply(&self, ids: &RequestIds) -> Reply {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut reply = match &self.body {
            Some(body) => Reply {
                body: body.clone().into(),
                ..Reply::empty(status)
            },
            None => {
                let code = status
                    .canonical_reason()
                    .unwrap_or("Error")
                    .replace(' ', "");
                Reply::plain_json(
                    status,
                    &error_body(&code, "This answer was asked for.", ids),
                )
            }
        };
        // They replace what comes by itself, and can be there more than once.
        for (name, _) in &self.headers {
            reply.headers.remove(name);
        }
        for (name, value) in &self.headers {
            let name = HeaderName::try_from(name.as_str());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                reply.headers.append(name, value);
            }
        }
        reply
    }
}

fn compressed(mut reply: Reply) -> Reply {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to a vector cannot fail; if it ever did, the answer would go out as it is.
    if encoder.write_all(&reply.body).is_ok()
        && let Ok(body) = encoder.finish()
    {
        reply.body = body.into();
        return reply.with_header(CONTENT_ENCODING, "gzip");
    }
    reply
}

/// The first value that has one of these names, at any depth.
fn find<'v>(value: &'v mut Value, names: &[&str]) -> Option<&'v mut Value> {
    match value {
        Value::Object(object) => object.iter_mut().find_map(|(name, value)| {
            if names.contains(&name.as_str()) {
                Some(value)
            } else {
                find(value, names)
            }
        }),
        Value::Array(items) => items.iter_mut().find_map(|item| find(item, names)),
        _ => None,
    }
}

fn add_everywhere(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.values_mut().for_each(add_everywhere);
            object.insert(
                "emulatedProperty".to_owned(),
                json!({ "nested": [null, 1] }),
            );
        }
        Value::Array(items) => items.iter_mut().for_each(add_everywhere),
        _ => {}
    }
}
