//! Checks a request against the specification before it is carried out.

use hyper::Method;
use hyper::header::{ACCEPT, AUTHORIZATION, IF_MATCH};
use serde_json::{Map, Value};

use super::directory::Asked;
use super::json::json;
use super::refusal::Refusal;
use super::{Service, links, tokens};
use crate::clock::Ticks;
use crate::faults::Hits;
use crate::http::{Call, Reply};
use crate::journal::{Exchange, Finding};
use crate::settings::{Leniency, Quirk, Settings};
use crate::spec::check::{Direction, MOST_PROBLEMS, Strictness, check};
use crate::spec::{Operation, Route, Spec};

const VERSION: &str = "beta";

/// Part of links only, so that it is not among the options that a client is told of.
const SKIP_TOKEN: &str = "$skiptoken";

/// A request that is as the specification has it.
#[derive(Clone)]
pub(crate) struct Checked<'c> {
    pub(crate) call: &'c Call,
    pub(crate) operation: &'static Operation,
    /// The path below the version, as links repeat it.
    pub(crate) path: String,
    pub(crate) ids: Vec<String>,
    pub(crate) options: Vec<(String, String)>,
    pub(crate) body: Map<String, Value>,
    pub(crate) settings: Settings,
    pub(crate) now: Ticks,
    /// Whether a fault asks for an empty page.
    pub(crate) empty_page: bool,
}

impl Service {
    /// Takes a request through all checks and carries it out.
    pub(super) fn carry_out(
        &self,
        call: &Call,
        now: Ticks,
        hits: &Hits,
        exchange: &mut Exchange,
    ) -> Result<Reply, Refusal> {
        let settings = self.settings().clone();
        let grant = match call.headers.get(AUTHORIZATION) {
            None if settings.allows(Leniency::NoToken) || settings.allows(Leniency::AnyToken) => {
                None
            }
            Some(_) if settings.allows(Leniency::AnyToken) => None,
            authorization => {
                let authorization = authorization.and_then(|value| value.to_str().ok());
                Some(self.tokens.check(authorization, now)?)
            }
        };
        let segments = call.segments().ok_or_else(|| {
            Refusal::bad_request(format!(
                "The path '{}' has an empty or undecodable segment.",
                call.path()
            ))
        })?;
        let segments = below_version(&segments)?;
        if let [batch] = &segments[..]
            && batch == "$batch"
        {
            return self.batch(call);
        }
        if let Some(asked) = Asked::of(&segments) {
            return self.directory(call, &asked, grant.as_ref(), &settings, exchange);
        }
        let route = self
            .spec
            .route(&segments)
            .ok_or_else(|| unknown_route(self.spec, call, &segments, exchange))?;
        let operation = choose(&route, call)?;
        exchange.least_permission = operation.permissions.first().cloned();
        if let Some(grant) = &grant
            && tokens::check_permission(grant, &operation.permissions)?
            && let Some(least) = operation.permissions.first()
        {
            exchange.findings.push(Finding::MorePermissionThanNeeded {
                least: least.clone(),
            });
        }
        if let Some(limits) = settings.throttle {
            let client = self.tokens.client(call.header(AUTHORIZATION.as_str()));
            self.throttle
                .admit(limits, client, operation.writes(), now)?;
        }
        if settings.has(Quirk::NoItemRoutes) && route.ids.len() > 1 {
            return Err(Refusal::bad_request(format!(
                "No method match route template '{}'.",
                operation.template
            )));
        }
        let checked = Checked {
            call,
            operation,
            path: links::path(segments.iter().map(String::as_str)),
            options: options(call, operation, &settings)?,
            body: body(self.spec, call, operation, &settings)?,
            ids: route.ids,
            settings,
            now,
            empty_page: hits.wants_empty_page(),
        };
        headers(call, operation)?;
        self.execute(&checked)
    }
}

impl Service {
    /// The operation that a request is for, whatever else is wrong with it.
    pub(super) fn operation(&self, call: &Call) -> Option<&'static Operation> {
        let segments = below_version(&call.segments()?).ok()?;
        choose(&self.spec.route(&segments)?, call).ok()
    }
}

/// The segments below `/beta`, with `name('id')` taken apart.
fn below_version(segments: &[String]) -> Result<Vec<String>, Refusal> {
    match segments.split_first() {
        Some((version, rest)) if version == VERSION => Ok(rest
            .iter()
            .flat_map(|segment| {
                match segment
                    .strip_suffix("')")
                    .and_then(|segment| segment.split_once("('"))
                {
                    Some((name, id)) => vec![name.to_owned(), id.replace("''", "'")],
                    None => vec![segment.clone()],
                }
            })
            .collect()),
        Some((version, _)) if version == "v1.0" => Err(Refusal::bad_request(
            "Resource not found for the segment 'hardwareConfigurations': the API is part of beta, not of v1.0.",
        )),
        _ => Err(Refusal::bad_request(
            "Invalid version: paths begin with /beta/ here.",
        )),
    }
}

fn unknown_route(
    spec: &Spec,
    call: &Call,
    segments: &[String],
    exchange: &mut Exchange,
) -> Refusal {
    let asked = format!("/{}", segments.join("/"));
    let mut templates: Vec<&str> = spec
        .operations
        .iter()
        .map(|operation| &*operation.template)
        .collect();
    templates.dedup();
    let nearest = templates
        .iter()
        .min_by_key(|template| distance(&asked, template));
    if let Some(nearest) = nearest {
        exchange
            .findings
            .push(Finding::NearMiss((*nearest).to_owned()));
    }
    Refusal::bad_request(format!(
        "Resource not found for the segment '{}'. Asked for: {} {asked}. There are: {}.",
        segments.last().map_or("", String::as_str),
        call.method,
        templates.join(", ")
    ))
}

/// How many segments differ, counting those that are nearly right as half.
fn distance(asked: &str, template: &str) -> usize {
    let (asked, template): (Vec<&str>, Vec<&str>) =
        (asked.split('/').collect(), template.split('/').collect());
    let missing = asked.len().abs_diff(template.len()) * 2;
    let differing = asked.iter().zip(&template).map(|(asked, part)| match () {
        () if part.starts_with('{') || asked.eq_ignore_ascii_case(part) => 0,
        () if asked
            .chars()
            .filter(|character| part.contains(*character))
            .count()
            * 4
            >= part.len() * 3 =>
        {
            1
        }
        () => 2,
    });
    missing + differing.sum::<usize>()
}

fn choose(route: &Route<'static>, call: &Call) -> Result<&'static Operation, Refusal> {
    let chosen = route
        .operations
        .iter()
        .find(|operation| operation.method == call.method.as_str());
    chosen.copied().ok_or_else(|| {
        let allowed: Vec<&str> = route
            .operations
            .iter()
            .map(|operation| &*operation.method)
            .collect();
        let allowed = allowed.join(", ");
        Refusal::method_not_allowed(
            format!("{} is not possible here, only {allowed}.", call.method),
            allowed,
        )
    })
}

fn options(
    call: &Call,
    operation: &Operation,
    settings: &Settings,
) -> Result<Vec<(String, String)>, Refusal> {
    let mut known: Vec<&str> = operation.query_names().collect();
    if known.contains(&"$top") {
        known.push(SKIP_TOKEN);
    }
    known_options(call, &known, settings)
}

/// The query options, of which there are `known` ones.
pub(super) fn known_options(
    call: &Call,
    known: &[&str],
    settings: &Settings,
) -> Result<Vec<(String, String)>, Refusal> {
    let options = call
        .query()
        .ok_or_else(|| Refusal::bad_request("The query of the URL cannot be decoded."))?;
    let mut seen: Vec<(String, String)> = Vec::new();
    for (name, value) in options {
        if !known.contains(&name.as_str()) {
            if settings.allows(Leniency::UnknownQueryOptions) {
                continue;
            }
            let known: Vec<&str> = known
                .iter()
                .copied()
                .filter(|name| *name != SKIP_TOKEN)
                .collect();
            return Err(Refusal::bad_request(format!(
                "The query option '{name}' is not allowed here. Allowed: {}.",
                if known.is_empty() {
                    "none".to_owned()
                } else {
                    known.join(", ")
                }
            )));
        }
        if let Some(position) = seen.iter().position(|(seen, _)| *seen == name) {
            if !settings.allows(Leniency::RepeatedQueryOptions) {
                return Err(Refusal::bad_request(format!(
                    "The query option '{name}' must not be there more than once; join its values with commas."
                )));
            }
            seen.remove(position);
        }
        seen.push((name, value));
    }
    Ok(seen)
}

fn headers(call: &Call, operation: &Operation) -> Result<(), Refusal> {
    if let Some(accept) = call.header(ACCEPT.as_str()) {
        let wanted = |media: &str| {
            [
                "*/*",
                "application/*",
                "application/json",
                "text/plain",
                "text/*",
            ]
            .contains(&media)
        };
        if !accept
            .split(',')
            .any(|part| wanted(part.split(';').next().unwrap_or_default().trim()))
        {
            return Err(Refusal::not_acceptable(format!(
                "Nothing that '{accept}' accepts can be sent, only JSON."
            )));
        }
    }
    let mut tags = call.headers.get_all(IF_MATCH).iter();
    if let Some(tag) = tags.next() {
        if !operation
            .parameters
            .iter()
            .any(|parameter| parameter.name.eq_ignore_ascii_case("If-Match"))
        {
            return Err(Refusal::bad_request(
                "The header 'If-Match' is not possible here.",
            ));
        }
        // What cannot be read must not be taken for no condition at all.
        let tag = tag.to_str().map_err(|_| {
            Refusal::bad_request("The header 'If-Match' must hold nothing but ASCII.")
        })?;
        if tags.next().is_some() {
            return Err(Refusal::bad_request(
                "The header 'If-Match' must not be there more than once.",
            ));
        }
        if tag != "*" && !(tag.trim_start_matches("W/").starts_with('"') && tag.ends_with('"')) {
            return Err(Refusal::bad_request(format!(
                "The header 'If-Match' must be an entity tag or *, not '{tag}'."
            )));
        }
    }
    Ok(())
}

/// The body, once it is what the operation takes.
fn body(
    spec: &Spec,
    call: &Call,
    operation: &Operation,
    settings: &Settings,
) -> Result<Map<String, Value>, Refusal> {
    let Some(schema) = &operation.body else {
        return match call.body.is_empty() {
            true => Ok(Map::new()),
            false => Err(Refusal::bad_request(format!(
                "{} takes no body here.",
                call.method
            ))),
        };
    };
    let value = json(call, settings)?;
    // Official SDKs write back what they read, its id included.
    let strictness = Strictness {
        allow_ids: call.method == Method::PATCH || operation.id == "assign",
        ..settings.strictness()
    };
    let problems = check(spec, schema, &value, Direction::Request(strictness));
    if !problems.is_empty() {
        let mut messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
        if messages.len() >= MOST_PROBLEMS {
            messages.push(format!(
                "Only the first {MOST_PROBLEMS} problems are listed."
            ));
        }
        return Err(Refusal::bad_request(messages.join(" ")));
    }
    match value {
        Value::Object(body) => {
            if call.method != Method::PATCH || !body.is_empty() {
                return Ok(body);
            }
            Err(Refusal::bad_request(
                "The body must name at least one property to change.",
            ))
        }
        _ => Err(Refusal::bad_request("The body must be a JSON object.")),
    }
}
