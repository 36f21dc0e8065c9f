//! Carries out an operation, and checks the answer against the specification.

use hyper::StatusCode;

use super::Service;
use super::answers::check_reply;
use super::bodies::own_id;
use super::collection::{Action, Set};
use super::links;
use super::refusal::Refusal;
use super::render::Renderer;
use super::request::Checked;
use crate::http::Reply;
use crate::odata::Query;
use crate::settings::Quirk;
use crate::tenant::by_hand::Of;
use crate::tenant::live::LiveTenant;

impl Service {
    pub(super) fn execute(&self, request: &Checked<'_>) -> Result<Reply, Refusal> {
        let operation = request.operation;
        let action = Action::of(&operation.id).ok_or_else(|| {
            Refusal::not_implemented(format!("The emulator does not know '{}'.", operation.id))
        })?;
        let entity = self.spec.entity(action.entity()).ok_or_else(|| {
            Refusal::not_implemented(format!("'{}' is not specified.", action.entity()))
        })?;
        let query =
            Query::parse(self.spec, entity, &request.options).map_err(Refusal::bad_request)?;
        if matches!(action, Action::Update(_) | Action::UpdateSummary) {
            // The summary has the id of its profile.
            let own = request.ids.last().map_or("", String::as_str);
            own_id(request, &request.body, |id| id.eq_ignore_ascii_case(own))?;
        }
        let reply = match action {
            Action::List(set) => self.list(request, set, &query)?,
            Action::Count(set) => self.count(request, set, &query)?,
            Action::Get(set) => self.get(request, set, &query, StatusCode::OK)?,
            Action::GetSummary => self.get_summary(request, &query)?,
            Action::Create(set) => self.create(request, set)?,
            Action::Update(set) => self.update(request, set)?,
            Action::Delete(set) => self.delete(request, set)?,
            Action::Assign => self.assign(request)?,
            Action::UpdateSummary => self.get_summary(request, &Query::default())?,
            Action::DeleteSummary => self.delete_summary(request)?,
        };
        if cfg!(debug_assertions) {
            check_reply(self.spec, request.operation, &reply)?;
        }
        Ok(match action {
            Action::Get(_) | Action::GetSummary if request.settings.has(Quirk::WrappedObjects) => {
                wrap(reply)
            }
            _ => reply,
        })
    }

    pub(super) fn renderer<'a>(
        &self,
        request: &'a Checked<'_>,
        tenant: &'a LiveTenant,
    ) -> Renderer<'a> {
        Renderer {
            spec: self.spec,
            settings: &request.settings,
            tenant,
            now: request.now,
            base: format!("{}/beta", request.call.origin),
            token_key: self.skip_token_key,
        }
    }
}

impl Checked<'_> {
    /// The profile that the request is about, as the client named it.
    pub(super) fn profile(&self) -> &str {
        self.ids.first().map_or("", String::as_str)
    }

    /// The child of the profile that the request is about.
    pub(super) fn child(&self) -> &str {
        self.ids.get(1).map_or("", String::as_str)
    }

    /// What identifies the answer to a reader of OData.
    pub(super) fn context(
        &self,
        set: Option<Set>,
        query: &Query,
        single: bool,
        base: &str,
    ) -> String {
        let mut context = format!("{base}/$metadata#deviceManagement/hardwareConfigurations");
        let child = match set {
            Some(Set::Profiles) => None,
            Some(Set::Assignments) => Some("assignments"),
            Some(Set::States(Of::Devices)) => Some("deviceRunStates"),
            Some(Set::States(Of::Users)) => Some("userRunStates"),
            None => Some("runSummary"),
        };
        if let Some(child) = child {
            context.push_str(&format!("{}/{child}", links::key(self.profile())));
        }
        if let Some(selected) = &query.select {
            context.push_str(&format!("({})", selected.join(",")));
        }
        if single && set.is_some() {
            context.push_str("/$entity");
        }
        context
    }
}

/// Puts an object into `{"value": …}`, as the documented samples have it.
fn wrap(reply: Reply) -> Reply {
    let body = [b"{\"value\":", &*reply.body, b"}"].concat();
    reply.with_body(body.into())
}
