//! Writes entities as Graph writes them.

use serde_json::Value;

use crate::clock::Ticks;
use crate::odata::Query;
use crate::odata::page::{Start, Visit};
use crate::settings::{Quirk, Settings};
use crate::spec::Spec;
use crate::spec::entity::EntityType;
use crate::tenant::live::LiveTenant;
use crate::tenant::profile::LiveProfile;
use crate::tenant::record::{Record, Scalar, write_json, write_key};
use crate::tenant::states::DeviceTemplates;

use super::collection::Set;
use super::links;

/// What a target without a filter says of it, where it says something.
const NO_FILTER: [(&str, Option<&str>); 2] = [
    ("deviceAndAppManagementAssignmentFilterId", None),
    ("deviceAndAppManagementAssignmentFilterType", Some("none")),
];

/// Everything that writing an answer needs to know.
pub(crate) struct Renderer<'a> {
    pub(crate) spec: &'static Spec,
    pub(crate) settings: &'a Settings,
    pub(crate) tenant: &'a LiveTenant,
    pub(crate) now: Ticks,
    /// The root of all links, such as `http://127.0.0.1:8080/beta`.
    pub(crate) base: String,
    /// With what skip tokens are sealed.
    pub(crate) token_key: u64,
}

impl Renderer<'_> {
    /// Writes one record as a JSON object. `profile` is there when the record is one, for what hangs on it.
    pub(crate) fn record(
        &self,
        entity: &EntityType,
        query: &Query,
        record: &dyn Record,
        profile: Option<&LiveProfile>,
        context: Option<&str>,
        out: &mut Vec<u8>,
    ) {
        let mut scratch = String::new();
        let mut separator = b'{';
        let mut key = |name: &str, out: &mut Vec<u8>| {
            out.push(separator);
            separator = b',';
            write_key(name, out);
        };
        if let Some(context) = context {
            key("@odata.context", out);
            write_json(context, out);
        }
        if self.settings.has(Quirk::TypesEverywhere) {
            key("@odata.type", out);
            write_json(&type_name(entity), out);
        }
        for property in query.selected(entity) {
            key(property, out);
            self.scalar(&record.get(property, &mut scratch), out);
        }
        if let Some(profile) = profile {
            for expand in &query.expand {
                let name = &expand.navigation.name;
                let Some(target) = self.spec.entity(&expand.navigation.entity) else {
                    continue;
                };
                match Set::of_navigation(name) {
                    Some(set) => {
                        let visit = set.visit(self.tenant, Some(profile), self.now);
                        if expand.query.count {
                            key(&format!("{name}@odata.count"), out);
                            write_json(&expand.query.count(&*visit), out);
                        }
                        let mut page = Vec::new();
                        let next = self.page(target, &expand.query, &*visit, None, None, &mut page);
                        if let Some(next) = next {
                            let path = links::below_profile(&profile.id, name);
                            key(&format!("{name}@odata.nextLink"), out);
                            let start = Start::at(next);
                            write_json(&self.next_link(&path, &expand.options, start), out);
                        }
                        key(name, out);
                        out.push(b'[');
                        out.extend(page);
                        out.push(b']');
                    }
                    None => {
                        key(name, out);
                        let summary = self.tenant.summary(profile, self.now);
                        self.record(target, &expand.query, &summary, None, None, out);
                    }
                }
            }
        }
        out.extend_from_slice(if separator == b'{' { b"{}" } else { b"}" });
    }

    fn scalar(&self, scalar: &Scalar<'_>, out: &mut Vec<u8>) {
        match scalar {
            // The only objects within records are targets.
            Scalar::Json(Value::Object(target))
                if self.settings.has(Quirk::TypesWithoutHash)
                    || self.settings.has(Quirk::NoFilterWrittenOut) =>
            {
                let mut target = target.clone();
                if self.settings.has(Quirk::NoFilterWrittenOut) {
                    for (name, nothing) in NO_FILTER {
                        let value = target.entry(name).or_insert(Value::Null);
                        if value.is_null() {
                            *value = nothing.into();
                        }
                    }
                }
                if let Some(Value::String(kind)) = target.get_mut("@odata.type")
                    && self.settings.has(Quirk::TypesWithoutHash)
                {
                    *kind = kind.trim_start_matches('#').to_owned();
                }
                write_json(&target, out);
            }
            scalar => scalar.write(out),
        }
    }

    /// Appends a page of records, with commas in between. Returns where the next one begins. `order` is there when
    /// the records have been put into one already.
    pub(crate) fn page(
        &self,
        entity: &EntityType,
        query: &Query,
        visit: &Visit<'_>,
        order: Option<&[u32]>,
        start: Option<u32>,
        out: &mut Vec<u8>,
    ) -> Option<u32> {
        let limit = query
            .top
            .unwrap_or(self.settings.page_size)
            .min(self.settings.page_size);
        let mut devices =
            DeviceTemplates::new(self.opening(entity), query.selected(entity).collect());
        let mut write = |position: u32, record: &dyn Record, out: &mut Vec<u8>| {
            if let Some(device) = record.as_made_device() {
                return devices.write(device, out);
            }
            let profile = match entity.navigations.is_empty() {
                true => None,
                false => self.tenant.profiles.get(position as usize),
            };
            self.record(entity, query, record, profile, None, out);
        };
        query.page(visit, order, start, limit, out, &mut write)
    }

    /// What an object within a list begins with.
    fn opening(&self, entity: &EntityType) -> Vec<u8> {
        let mut opening = vec![b'{'];
        if self.settings.has(Quirk::TypesEverywhere) {
            write_key("@odata.type", &mut opening);
            write_json(&type_name(entity), &mut opening);
        }
        opening
    }

    /// A link to the page that begins at `start`, with the options of the request.
    pub(crate) fn next_link(
        &self,
        path: &str,
        options: &[(String, String)],
        start: Start,
    ) -> String {
        let kept = options.iter().filter(|(name, _)| name != "$skiptoken");
        let mut link = format!("{}{path}?", self.base);
        for (name, value) in kept {
            link.push_str(name);
            link.push('=');
            link.extend(percent_encoding::utf8_percent_encode(
                value,
                percent_encoding::NON_ALPHANUMERIC,
            ));
            link.push('&');
        }
        link.push_str("$skiptoken=");
        link.push_str(&start.seal(self.token_key, &scope(path, options)));
        link
    }
}

fn type_name(entity: &EntityType) -> String {
    format!("#microsoft.graph.{}", entity.name)
}

/// What a skip token is good for: this path with these options.
pub(crate) fn scope(path: &str, options: &[(String, String)]) -> String {
    let mut scope = path.to_ascii_lowercase();
    for (name, value) in options.iter().filter(|(name, _)| name != "$skiptoken") {
        scope.push('\n');
        scope.push_str(name);
        scope.push('=');
        scope.push_str(value);
    }
    scope
}
