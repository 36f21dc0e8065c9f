//! `$batch`: up to twenty requests in one.

use std::collections::HashMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hyper::header::{AUTHORIZATION, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, StatusCode};
use serde_json::{Map, Value, json};

use super::Service;
use super::json::json;
use super::refusal::Refusal;
use crate::http::{Call, Reply};
use crate::settings::Leniency;

/// How many requests a batch holds at most.
const MOST: usize = 20;

/// What a request of a batch may be made of.
const PARTS: [&str; 6] = ["id", "method", "url", "headers", "body", "dependsOn"];

/// `dependsOn`, as Microsoft's Python SDK writes it.
const PYTHON_DEPENDS_ON: &str = "depends_on";

/// One request of a batch.
struct Item {
    id: String,
    depends_on: Vec<String>,
    call: Call,
}

impl Service {
    pub(super) fn batch(&self, call: &Call) -> Result<Reply, Refusal> {
        if call.method != Method::POST {
            return Err(Refusal::method_not_allowed(
                "A batch is sent with POST.",
                "POST".to_owned(),
            ));
        }
        let settings = self.settings().clone();
        if call.raw_query().is_some_and(|query| !query.is_empty())
            && !settings.allows(Leniency::UnknownQueryOptions)
        {
            return Err(Refusal::bad_request("A batch takes no query options."));
        }
        let body = json(call, &settings)?;
        let python = settings.allows(Leniency::PythonSdkBatches);
        if !settings.allows(Leniency::UnknownProperties) {
            refuse_unknown(&body, python)?;
        }
        let items = read(call, &body, python)?;
        let mut answered: HashMap<String, bool> = HashMap::new();
        let mut responses = Vec::new();
        for item in items {
            let failed = item
                .depends_on
                .iter()
                .find(|id| answered.get(&id.to_lowercase()) == Some(&false));
            let reply = match failed {
                None => self.answer(&item.call).0,
                Some(failed) => {
                    let refusal = Refusal::failed_dependency(format!(
                        "The request '{failed}' before it failed."
                    ));
                    refusal.reply(&self.ids(&item.call, self.clock.now()), false)
                }
            };
            answered.insert(item.id.to_lowercase(), reply.status.is_success());
            responses.push(response(&item.id, &reply));
        }
        // Clients must not rely on the order, which Graph does not promise.
        responses.reverse();
        Ok(Reply::plain_json(
            StatusCode::OK,
            &json!({ "responses": responses }),
        ))
    }
}

fn read(call: &Call, body: &Value, python: bool) -> Result<Vec<Item>, Refusal> {
    let requests = body
        .get("requests")
        .and_then(Value::as_array)
        .ok_or_else(|| {
            Refusal::bad_request("The body of a batch must have an array 'requests'.")
        })?;
    if requests.is_empty() || requests.len() > MOST {
        return Err(Refusal::bad_request(format!(
            "A batch holds 1 to {MOST} requests, but this one has {}.",
            requests.len()
        )));
    }
    let mut items: Vec<Item> = Vec::new();
    for request in requests {
        let item = item(call, request, python)?;
        if items
            .iter()
            .any(|other| other.id.eq_ignore_ascii_case(&item.id))
        {
            return Err(Refusal::bad_request(format!(
                "The id '{}' is there twice; case does not count.",
                item.id
            )));
        }
        let unknown = item
            .depends_on
            .iter()
            .find(|id| !items.iter().any(|other| other.id.eq_ignore_ascii_case(id)));
        if let Some(unknown) = unknown {
            return Err(Refusal::bad_request(format!(
                "'{}' depends on '{unknown}', which does not come before it.",
                item.id
            )));
        }
        items.push(item);
    }
    Ok(items)
}

/// `python` lets pass what Microsoft's Python SDK writes.
fn item(outer: &Call, request: &Value, python: bool) -> Result<Item, Refusal> {
    let text = |name: &str| request.get(name).and_then(Value::as_str);
    let required = |name: &str| {
        text(name).filter(|text| !text.is_empty()).ok_or_else(|| {
            Refusal::bad_request(format!("Each request of a batch needs a text '{name}'."))
        })
    };
    let (id, method, url) = (required("id")?, required("method")?, required("url")?);
    let not_possible = || {
        Refusal::bad_request(format!(
            "The url '{url}' must be relative and not a batch itself."
        ))
    };
    let here = format!("{}/beta/", outer.origin);
    let url = match url.strip_prefix(&here) {
        Some(relative) if python => relative,
        _ => url,
    };
    if url.contains("://") {
        return Err(not_possible());
    }
    let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes())
        .map_err(|_| Refusal::bad_request(format!("'{method}' is not a method.")))?;
    let mut headers = headers(id, request.get("headers"))?;
    if let (false, Some(token)) = (
        headers.contains_key(AUTHORIZATION),
        outer.headers.get(AUTHORIZATION),
    ) {
        headers.insert(AUTHORIZATION, token.clone());
    }
    let body = match request.get("body") {
        None | Some(Value::Null) => Vec::new(),
        Some(_) if !headers.contains_key("content-type") => {
            return Err(Refusal::bad_request(format!(
                "The request '{id}' has a body, so it needs a Content-Type."
            )));
        }
        Some(Value::String(encoded)) => BASE64_STANDARD.decode(encoded).map_err(|_| {
            Refusal::bad_request(format!(
                "The body of the request '{id}' is a text, so it must be base64: send JSON as an object."
            ))
        })?,
        Some(body) => body.to_string().into_bytes(),
    };
    let call = Call {
        method,
        target: format!("/beta/{}", url.trim_start_matches('/')),
        headers,
        body,
        origin: outer.origin.clone(),
        version: outer.version,
        connection: outer.connection,
    };
    // Decoded, as the path is when it is looked up.
    let mut segments = call.segments().into_iter().flatten();
    if segments.any(|segment| segment.eq_ignore_ascii_case("$batch")) {
        return Err(not_possible());
    }
    Ok(Item {
        id: id.to_owned(),
        depends_on: match request.get(PYTHON_DEPENDS_ON) {
            Some(ids) if python && request.get("dependsOn").is_none() => depends_on(id, Some(ids))?,
            _ => depends_on(id, request.get("dependsOn"))?,
        },
        call,
    })
}

/// Refuses what would not be looked at.
fn refuse_unknown(body: &Value, python: bool) -> Result<(), Refusal> {
    let items = body.get("requests").and_then(Value::as_array);
    let items = items.into_iter().flatten().map(|item| (item, &PARTS[..]));
    for (object, known) in std::iter::once((body, &["requests"][..])).chain(items) {
        let mut names = object.as_object().into_iter().flat_map(Map::keys);
        let is_known = |name: &str| known.contains(&name) || (python && name == PYTHON_DEPENDS_ON);
        if let Some(name) = names.find(|name| !is_known(name)) {
            return Err(Refusal::bad_request(format!(
                "The property '{name}' is not known in a batch. Known there: {}.",
                known.join(", ")
            )));
        }
    }
    Ok(())
}

fn depends_on(id: &str, ids: Option<&Value>) -> Result<Vec<String>, Refusal> {
    let ids = match ids {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(ids) => ids.as_array(),
    };
    let texts = ids.and_then(|ids| {
        let texts = ids.iter().map(|id| id.as_str().map(str::to_owned));
        texts.collect()
    });
    texts.ok_or_else(|| {
        Refusal::bad_request(format!(
            "The 'dependsOn' of the request '{id}' must be an array of ids."
        ))
    })
}

fn headers(id: &str, headers: Option<&Value>) -> Result<HeaderMap, Refusal> {
    let pairs = match headers {
        None | Some(Value::Null) => return Ok(HeaderMap::new()),
        Some(Value::Object(pairs)) => pairs,
        Some(_) => {
            return Err(Refusal::bad_request(format!(
                "The 'headers' of the request '{id}' must be an object."
            )));
        }
    };
    let header = |(name, value): (&String, &Value)| {
        let value = HeaderValue::from_str(value.as_str()?).ok()?;
        Some((HeaderName::try_from(name).ok()?, value))
    };
    pairs
        .iter()
        .map(|pair| {
            header(pair).ok_or_else(|| {
                Refusal::bad_request(format!(
                    "The header '{}' of the request '{id}' must have a text that a header can hold.",
                    pair.0
                ))
            })
        })
        .collect()
}

fn response(id: &str, reply: &Reply) -> Value {
    let headers: Map<String, Value> = reply
        .headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.into())))
        .collect();
    let mut response = json!({ "id": id, "status": reply.status.as_u16(), "headers": headers });
    if !reply.body.is_empty() {
        let json = headers
            .get("content-type")
            .and_then(Value::as_str)
            .is_some_and(|kind| kind.contains("json"));
        // What is not JSON travels as base64.
        response["body"] = match serde_json::from_slice(&reply.body) {
            Ok(body) if json => body,
            _ => BASE64_STANDARD.encode(&reply.body).into(),
        };
    }
    response
}
