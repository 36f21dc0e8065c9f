//! The operations that list: page by page, and each page made only once if it is asked for again and again.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::body::Bytes;

use super::Service;
use super::collection::Set;
use super::reads::owner;
use super::refusal::Refusal;
use super::render::{Renderer, scope};
use super::request::Checked;
use crate::http::Reply;
use crate::odata::Query;
use crate::odata::page::{Start, Visit};
use crate::tenant::live::LiveTenant;
use crate::tenant::record::write_json;

impl Service {
    pub(super) fn list(
        &self,
        request: &Checked<'_>,
        set: Set,
        query: &Query,
    ) -> Result<Reply, Refusal> {
        let tenant = self.tenant();
        let profile = owner(&tenant, request, set)?;
        let start = self.start(request, query)?;
        let key = page_key(request, &self.moment(&tenant, request.now));
        if let Some(body) = self.pages.get(&key).filter(|_| !request.empty_page) {
            return Ok(Reply::json(StatusCode::OK, body));
        }
        let Some(entity) = self.spec.entity(set.entity()) else {
            return Err(Refusal::not_implemented(format!(
                "'{}' is not specified.",
                set.entity()
            )));
        };
        let renderer = self.renderer(request, &tenant);
        let visit = set.visit(&tenant, profile, request.now);
        let head = Head {
            renderer: &renderer,
            request,
            context: request.context(Some(set), query, false, &renderer.base),
            count: (query.count && start.is_none()).then(|| query.count(&*visit)),
        };
        // The link comes before the records and is known after them: until then another, as long as it, holds the place.
        let mut body = head.write(Some(Start::default()));
        let place = body.len();
        let next = match request.empty_page {
            false => {
                let order = self.order(request, query, &tenant, &*visit);
                let start = start.and_then(|start| start.position);
                renderer
                    .page(entity, query, &*visit, order.as_deref(), start, &mut body)
                    .map(Start::at)
            }
            true => Some(start.unwrap_or_default().after_an_empty_page()),
        };
        body.splice(..place, head.write(next));
        body.extend_from_slice(b"]}");
        if body.len() < body.capacity() / 2 {
            body.shrink_to_fit();
        }
        let kept = body.capacity();
        let body = Bytes::from(body);
        if !request.empty_page {
            self.pages.insert_the_second_time(&key, body.clone(), kept);
        }
        Ok(Reply::json(StatusCode::OK, body))
    }

    /// Where the page begins, if it is not the first one.
    fn start(&self, request: &Checked<'_>, query: &Query) -> Result<Option<Start>, Refusal> {
        let Some(token) = &query.skip_token else {
            return Ok(None);
        };
        let scope = scope(&request.path, &request.options);
        match Start::unseal(self.skip_token_key, &scope, token) {
            Some(start) => Ok(Some(start)),
            None => Err(Refusal::bad_request(
                "Skip token is not valid: use the bytes of '@odata.nextLink' unchanged.",
            )),
        }
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
}

/// Everything that a page depends on, in one text.
fn page_key(request: &Checked<'_>, moment: &str) -> String {
    let settings = &request.settings;
    format!(
        "{moment} {} {:?} {:?} {} {:?}",
        request.call.origin, request.path, request.options, settings.page_size, settings.quirks
    )
}

/// What comes before the records of a page.
struct Head<'a> {
    renderer: &'a Renderer<'a>,
    request: &'a Checked<'a>,
    context: String,
    count: Option<u32>,
}

impl Head<'_> {
    fn write(&self, next: Option<Start>) -> Vec<u8> {
        let mut head = b"{\"@odata.context\":".to_vec();
        write_json(&self.context, &mut head);
        if let Some(count) = self.count {
            head.extend_from_slice(b",\"@odata.count\":");
            write_json(&count, &mut head);
        }
        if let Some(next) = next {
            let (path, options) = (&self.request.path, &self.request.options);
            head.extend_from_slice(b",\"@odata.nextLink\":");
            write_json(&self.renderer.next_link(path, options, next), &mut head);
        }
        head.extend_from_slice(b",\"value\":[");
        head
    }
}
