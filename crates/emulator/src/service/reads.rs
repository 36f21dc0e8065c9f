//! The operations that read a single object or a number.

use hyper::StatusCode;
use hyper::header::ETAG;

use super::Service;
use super::collection::Set;
use super::refusal::Refusal;
use super::request::Checked;
use crate::http::Reply;
use crate::odata::Query;
use crate::tenant::live::LiveTenant;
use crate::tenant::profile::LiveProfile;
use crate::tenant::record::Record;

impl Service {
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
        let profile = profile(&tenant, request)?;
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
pub(super) fn owner<'t>(
    tenant: &'t LiveTenant,
    request: &Checked<'_>,
    set: Set,
) -> Result<Option<&'t LiveProfile>, Refusal> {
    match set {
        Set::Profiles => Ok(None),
        _ => profile(tenant, request).map(Some),
    }
}

/// The profile that the request is about.
pub(super) fn profile<'t>(
    tenant: &'t LiveTenant,
    request: &Checked<'_>,
) -> Result<&'t LiveProfile, Refusal> {
    let id = request.profile();
    tenant.profile(id).ok_or_else(|| no_profile(id))
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
