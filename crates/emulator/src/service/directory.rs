//! The names of groups and filters, for tools that show names in place of ids: `/groups` and
//! `/deviceManagement/assignmentFilters`. They are no part of the specification and can only be read.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use hyper::{Method, StatusCode};

use super::Service;
use super::links;
use super::refusal::Refusal;
use super::render::{Renderer, scope};
use super::request::known_options;
use super::tokens::{Grant, check_permission};
use crate::http::{Call, Reply};
use crate::journal::{Exchange, Finding};
use crate::odata::Query;
use crate::odata::page::Start;
use crate::settings::Settings;
use crate::spec::entity::{EntityType, Kind, Property};
use crate::tenant::Group;
use crate::tenant::live::LiveTenant;
use crate::tenant::record::{Record, Scalar, write_json};

/// How many groups a page has, and how many at most.
const GROUPS: (u32, u32) = (100, 999);

/// What is asked for.
pub(super) enum Asked<'s> {
    Groups,
    Group(&'s str),
    Filters,
}

impl<'s> Asked<'s> {
    /// What a path below the version leads to, if it is one of these.
    pub(super) fn of(segments: &'s [String]) -> Option<Self> {
        match segments {
            [groups] if groups == "groups" => Some(Self::Groups),
            [groups, id] if groups == "groups" => Some(Self::Group(id)),
            [root, filters] if root == "deviceManagement" && filters == "assignmentFilters" => {
                Some(Self::Filters)
            }
            _ => None,
        }
    }

    /// The permissions of which one is enough, the least first.
    fn permissions(&self) -> Vec<String> {
        let names: &[&str] = match self {
            Self::Groups | Self::Group(_) => &[
                "GroupMember.Read.All",
                "Group.Read.All",
                "Directory.Read.All",
            ],
            Self::Filters => &[
                "DeviceManagementConfiguration.Read.All",
                "DeviceManagementConfiguration.ReadWrite.All",
            ],
        };
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn options(&self) -> &'static [&'static str] {
        match self {
            // There is no `$skip` for groups.
            Self::Groups => &["$filter", "$select", "$top", "$skiptoken"],
            Self::Group(_) => &["$select"],
            Self::Filters => &["$filter", "$select", "$top", "$skip", "$skiptoken"],
        }
    }

    fn entity(&self) -> &'static EntityType {
        static TYPES: OnceLock<[EntityType; 2]> = OnceLock::new();
        let text = |name: &str| (name.to_owned(), Kind::Text);
        let entity = |name: &str, properties: Vec<(String, Kind)>| EntityType {
            name: name.to_owned(),
            properties: properties
                .into_iter()
                .map(|(name, kind)| Property { name, kind })
                .collect(),
            navigations: Vec::new(),
        };
        let [group, filter] = TYPES.get_or_init(|| {
            let common = || vec![text("id"), text("displayName"), text("description")];
            let mut group = common();
            group.push(("mailEnabled".to_owned(), Kind::Bool));
            group.push(("securityEnabled".to_owned(), Kind::Bool));
            let mut filter = common();
            filter.push(text("platform"));
            [
                entity("group", group),
                entity("deviceAndAppManagementAssignmentFilter", filter),
            ]
        });
        match self {
            Self::Groups | Self::Group(_) => group,
            Self::Filters => filter,
        }
    }

    fn of_tenant<'t>(&self, tenant: &'t LiveTenant) -> &'t [Group] {
        match self {
            Self::Groups | Self::Group(_) => &tenant.seed().groups,
            Self::Filters => &tenant.seed().filters,
        }
    }
}

impl Record for Group {
    fn get<'s>(&'s self, property: &str, _scratch: &'s mut String) -> Scalar<'s> {
        match property {
            "id" => Scalar::Text(&self.id),
            "displayName" => Scalar::Text(self.display_name.as_deref().unwrap_or(&self.id)),
            "mailEnabled" => Scalar::Bool(false),
            "securityEnabled" => Scalar::Bool(true),
            "platform" => Scalar::Text("windows10AndLater"),
            _ => Scalar::Null,
        }
    }
}

impl Service {
    pub(super) fn directory(
        &self,
        call: &Call,
        asked: &Asked<'_>,
        grant: Option<&Grant>,
        settings: &Settings,
        exchange: &mut Exchange,
    ) -> Result<Reply, Refusal> {
        if call.method != Method::GET {
            return Err(Refusal::method_not_allowed(
                "The emulator has groups and filters to be read only; tenants are set up with them.",
                "GET".to_owned(),
            ));
        }
        let permissions = asked.permissions();
        exchange.least_permission = permissions.first().cloned();
        if let Some(grant) = grant
            && check_permission(grant, &permissions)?
            && let Some(least) = permissions.first()
        {
            exchange.findings.push(Finding::MorePermissionThanNeeded {
                least: least.clone(),
            });
        }
        let options = known_options(call, asked.options(), settings)?;
        let query =
            Query::parse(self.spec, asked.entity(), &options).map_err(Refusal::bad_request)?;
        let tenant = self.tenant();
        let mut settings = settings.clone();
        if let Asked::Groups = asked {
            let (usual, most) = GROUPS;
            if let Some(top) = query.top.filter(|top| *top == 0 || *top > most) {
                return Err(Refusal::bad_request(format!(
                    "Invalid page size '{top}' for groups: '$top' must be 1 to {most}."
                )));
            }
            settings.page_size = query.top.unwrap_or(settings.page_size.min(usual));
        }
        let renderer = Renderer {
            spec: self.spec,
            settings: &settings,
            tenant: &tenant,
            now: self.clock.now(),
            base: format!("{}/beta", call.origin),
            token_key: self.skip_token_key,
        };
        let groups = asked.of_tenant(&tenant);
        match asked {
            Asked::Group(id) => one(asked, id, groups, &query, &renderer),
            Asked::Groups => page(asked, "/groups", groups, &query, &options, &renderer),
            Asked::Filters => {
                let path = links::path(["deviceManagement", "assignmentFilters"]);
                page(asked, &path, groups, &query, &options, &renderer)
            }
        }
    }
}

fn one(
    asked: &Asked<'_>,
    id: &str,
    groups: &[Group],
    query: &Query,
    renderer: &Renderer<'_>,
) -> Result<Reply, Refusal> {
    let group = groups
        .iter()
        .find(|group| group.id.eq_ignore_ascii_case(id));
    let group = group.ok_or_else(|| {
        Refusal::not_found(format!(
            "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
        ))
    })?;
    let context = format!("{}/$metadata#groups/$entity", renderer.base);
    let mut body = Vec::new();
    renderer.record(
        asked.entity(),
        query,
        group,
        None,
        Some(&context),
        &mut body,
    );
    Ok(Reply::json(StatusCode::OK, body))
}

fn page(
    asked: &Asked<'_>,
    path: &str,
    groups: &[Group],
    query: &Query,
    options: &[(String, String)],
    renderer: &Renderer<'_>,
) -> Result<Reply, Refusal> {
    let start =
        match &query.skip_token {
            None => None,
            Some(token) => Start::unseal(renderer.token_key, &scope(path, options), token)
                .ok_or_else(|| {
                    Refusal::bad_request(
                        "Skip token is not valid: use the bytes of '@odata.nextLink' unchanged.",
                    )
                })?
                .position,
        };
    let mut records = Vec::new();
    let visit = |from: u32, visitor: &mut crate::tenant::states::Visitor<'_>| {
        for (position, group) in (0..).zip(groups).skip(from as usize) {
            if visitor(position, group) == ControlFlow::Break(()) {
                return;
            }
        }
    };
    let next = renderer.page(asked.entity(), query, &visit, None, start, &mut records);
    let mut body = b"{\"@odata.context\":".to_vec();
    write_json(
        &format!("{}/$metadata#{}", renderer.base, &path[1..]),
        &mut body,
    );
    if let Some(next) = next {
        body.extend_from_slice(b",\"@odata.nextLink\":");
        write_json(
            &renderer.next_link(path, options, Start::at(next)),
            &mut body,
        );
    }
    body.extend_from_slice(b",\"value\":[");
    body.extend(records);
    body.extend_from_slice(b"]}");
    Ok(Reply::json(StatusCode::OK, body))
}
