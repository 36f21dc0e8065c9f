//! The operations that read.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::ETAG;

use super::Service;
use super::collection::Set;
use super::refusal::Refusal;
use super::render::scope;
use super::request::Checked;
use crate::http::Reply;
use crate::odata::Query;
use crate::odata::page::{Start, Visit};
use crate::tenant::live::LiveTenant;
use crate::tenant::profile::LiveProfile;
use crate::tenant::record::{Record, write_json};

impl Service {
    pub(super) fn list(
        &self,
        request: &Checked<'_>,
        set: Set,
        query: &Query,
    ) -> Result<Reply, Refusal> {
        let tenant = self.tenant();
        let profile = owner(&tenant, request, set)?;
        let start = match &query.skip_token {
            None => None,
            Some(token) => {
                let start = Start::unseal(
                    self.skip_token_key,
                    &scope(&request.path, &request.options),
                    token,
                );
                Some(start.ok_or_else(|| {
                    Refusal::bad_request(
                        "Skip token is not valid: use the bytes of '@odata.nextLink' unchanged.",
                    )
                })?)
            }
        };
        let key = (!request.empty_page).then(|| self.page_key(request, &tenant));
        if let Some(body) = key.as_deref().and_then(|key| self.pages.get(key)) {
            return Ok(Reply::json(StatusCode::OK, body));
        }
        let renderer = self.renderer(request, &tenant);
        let Some(entity) = self.spec.entity(set.entity()) else {
            return Err(Refusal::not_implemented(format!(
                "'{}' is not specified.",
                set.entity()
            )));
        };
        let visit = set.visit(&tenant, profile, request.now);
        let context = request.context(Some(set), query, false, &renderer.base);
        let count = (query.count && start.is_none()).then(|| query.count(&*visit));
        let head = |next: Option<Start>| {
            let mut head = b"{\"@odata.context\":".to_vec();
            write_json(&context, &mut head);
            if let Some(count) = count {
                head.extend_from_slice(b",\"@odata.count\":");
                write_json(&count, &mut head);
            }
            if let Some(next) = next {
                head.extend_from_slice(b",\"@odata.nextLink\":");
                let link = renderer.next_link(&request.path, &request.options, next);
                write_json(&link, &mut head);
            }
            head.extend_from_slice(b",\"value\":[");
            head
        };
        // The link comes before the records and is known after them: until then another, as long as it, holds the place.
        let mut body = head(Some(Start::default()));
        let place = body.len();
        let next = match request.empty_page {
            false => {
                let order = self.order(request, query, &tenant, &*visit);
                let start = start.map(|start| start.position);
                renderer
                    .page(entity, query, &*visit, order.as_deref(), start, &mut body)
                    .map(Start::at)
            }
            true => Some(start.map_or(Start::at(query.skip), Start::after_an_empty_page)),
        };
        body.splice(..place, head(next));
        body.extend_from_slice(b"]}");
        if body.len() < body.capacity() / 2 {
            body.shrink_to_fit();
        }
        let kept = body.capacity();
        let body = Bytes::from(body);
        if let Some(key) = key {
            self.pages.insert_the_second_time(&key, body.clone(), kept);
        }
        Ok(Reply::json(StatusCode::OK, body))
    }

    /// Everything that a page depends on, in one text.
    fn page_key(&self, request: &Checked<'_>, tenant: &LiveTenant) -> String {
        let settings = &request.settings;
        let (path, query) = (&request.path, &request.options);
        format!(
            "{} {} {path:?} {query:?} {} {:?}",
            self.moment(tenant, request.now),
            request.call.origin,
            settings.page_size,
            settings.quirks
        )
    }

    /// The order of a collection, when it is asked for: put together for the first page, and good for the others.
    fn order(
        &self,
        request: &Checked<'_>,
        query: &Query,
        tenant: &LiveTenant,
        visit: &Visit<'_>,
    ) -> Option<Arc<[u32]>> {
        if query.order.is_empty() {
            return None;
        }
        let matters = ["$filter", "$search", "$orderby"];
        let options = request.options.iter();
        let options: Vec<_> = options
            .filter(|(name, _)| matters.contains(&name.as_str()))
            .collect();
        let moment = self.moment(tenant, request.now);
        let key = format!("{moment} {:?} {options:?}", request.path);
        let known = self.orders.get(&key);
        Some(known.unwrap_or_else(|| {
            let order: Arc<[u32]> = query.order_of(visit).into();
            self.orders
                .insert(&key, Arc::clone(&order), size_of_val(&*order));
            order
        }))
    }

    pub(super) fn count(
        &self,
        request: &Checked<'_>,
        set: Set,
        query: &Query,
    ) -> Result<Reply, Refusal> {
        let tenant = self.tenant();
        let profile = owner(&tenant, request, set)?;
        let visit = set.visit(&tenant, profile, request.now);
        Ok(Reply::text(
            StatusCode::OK,
            query.count(&*visit).to_string(),
        ))
    }

    pub(super) fn get(
        &self,
        request: &Checked<'_>,
        set: Set,
        query: &Query,
        status: StatusCode,
    ) -> Result<Reply, Refusal> {
        let child = if set == Set::Profiles {
            ""
        } else {
            request.child()
        };
        self.single(request, set, query, (request.profile(), child), status)
    }

    /// Writes one object, which is there to be read or was just written.
    pub(super) fn single(
        &self,
        request: &Checked<'_>,
        set: Set,
        query: &Query,
        (profile, child): (&str, &str),
        status: StatusCode,
    ) -> Result<Reply, Refusal> {
        let tenant = self.tenant();
        let profile = tenant.profile(profile).ok_or_else(|| no_profile(profile))?;
        let renderer = self.renderer(request, &tenant);
        let Some(entity) = self.spec.entity(set.entity()) else {
            return Err(Refusal::not_implemented(format!(
                "'{}' is not specified.",
                set.entity()
            )));
        };
        let context = request.context(Some(set), query, true, &renderer.base);
        let mut body = Vec::new();
        let mut write = |record: &dyn Record| {
            let owner = (set == Set::Profiles).then_some(profile);
            renderer.record(entity, query, record, owner, Some(&context), &mut body);
        };
        let states = tenant.run_states(profile, request.now);
        match set {
            Set::Profiles => write(profile),
            Set::Assignments => match profile
                .assignments
                .iter()
                .find(|assignment| assignment.id == child)
            {
                Some(assignment) => write(assignment),
                None => return Err(no_child(child)),
            },
            Set::States(of) => {
                let key = states.find(of, child).ok_or_else(|| no_child(child))?;
                states
                    .read(of, &key, write)
                    .ok_or_else(|| no_child(child))?;
            }
        }
        let reply = Reply::json(status, body);
        Ok(if set == Set::Profiles {
            reply.with_header(ETAG, &profile.tag())
        } else {
            reply
        })
    }

    pub(super) fn get_summary(
        &self,
        request: &Checked<'_>,
        query: &Query,
    ) -> Result<Reply, Refusal> {
        let tenant = self.tenant();
        let profile = tenant
            .profile(request.profile())
            .ok_or_else(|| no_profile(request.profile()))?;
        let renderer = self.renderer(request, &tenant);
        let Some(entity) = self.spec.entity("hardwareConfigurationRunSummary") else {
            return Err(Refusal::not_implemented(
                "The run summary is not specified.",
            ));
        };
        let context = request.context(None, query, true, &renderer.base);
        let mut body = Vec::new();
        renderer.record(
            entity,
            query,
            &tenant.summary(profile, request.now),
            None,
            Some(&context),
            &mut body,
        );
        Ok(Reply::json(StatusCode::OK, body))
    }
}

/// The profile that a collection belongs to; none for the profiles themselves.
fn owner<'t>(
    tenant: &'t LiveTenant,
    request: &Checked<'_>,
    set: Set,
) -> Result<Option<&'t LiveProfile>, Refusal> {
    match set {
        Set::Profiles => Ok(None),
        _ => tenant
            .profile(request.profile())
            .map(Some)
            .ok_or_else(|| no_profile(request.profile())),
    }
}

pub(super) fn no_profile(id: &str) -> Refusal {
    Refusal::not_found(format!(
        "Resource '{id}' of type 'hardwareConfiguration' does not exist."
    ))
}

pub(super) fn no_child(id: &str) -> Refusal {
    Refusal::not_found(format!(
        "Resource '{id}' does not exist under this hardware configuration."
    ))
}
