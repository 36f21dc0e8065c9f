//! `$batch`: up to twenty requests in one.

use std::collections::HashMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hyper::header::{AUTHORIZATION, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, StatusCode};
use serde_json::{Map, Value, json};

use super::Service;
use super::refusal::Refusal;
use crate::http::{Call, Reply};

/// How many requests a batch holds at most.
const MOST: usize = 20;

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
        let body: Value = serde_json::from_slice(&call.body).map_err(|error| {
            Refusal::bad_request(format!("Unable to read JSON request payload: {error}."))
        })?;
        let items = read(call, &body)?;
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

fn read(call: &Call, body: &Value) -> Result<Vec<Item>, Refusal> {
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
        let item = item(call, request)?;
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

fn item(outer: &Call, request: &Value) -> Result<Item, Refusal> {
    let text = |name: &str| request.get(name).and_then(Value::as_str);
    let required = |name: &str| {
        text(name).filter(|text| !text.is_empty()).ok_or_else(|| {
            Refusal::bad_request(format!("Each request of a batch needs a text '{name}'."))
        })
    };
    let (id, method, url) = (required("id")?, required("method")?, required("url")?);
    if url.contains("://") || url.to_ascii_lowercase().contains("$batch") {
        return Err(Refusal::bad_request(format!(
            "The url '{url}' must be relative and not a batch itself."
        )));
    }
    let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes())
        .map_err(|_| Refusal::bad_request(format!("'{method}' is not a method.")))?;
    let mut headers = headers(request.get("headers"));
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
        Some(Value::String(encoded)) => BASE64_STANDARD.decode(encoded).unwrap_or_default(),
        Some(body) => body.to_string().into_bytes(),
    };
    let depends_on = request.get("dependsOn").and_then(Value::as_array);
    let depends_on = depends_on
        .into_iter()
        .flatten()
        .filter_map(|id| Some(id.as_str()?.to_owned()));
    Ok(Item {
        id: id.to_owned(),
        depends_on: depends_on.collect(),
        call: Call {
            method,
            target: format!("/beta/{}", url.trim_start_matches('/')),
            headers,
            body,
            origin: outer.origin.clone(),
            version: outer.version,
            connection: outer.connection,
        },
    })
}

fn headers(headers: Option<&Value>) -> HeaderMap {
    let pairs = headers.and_then(Value::as_object).into_iter().flatten();
    pairs
        .filter_map(|(name, value)| {
            Some((
                HeaderName::try_from(name.as_str()).ok()?,
                HeaderValue::from_str(value.as_str()?).ok()?,
            ))
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
