//! What a slice loses beside paths, and components that nothing refers to: nothing is lost in silence.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::index::{Index, RootPart, Section, SectionKind};
use crate::report::{Cause, LeftOut, Losable, RemovedMapping};
use crate::tree::Node;
use crate::walk::{Reached, is_extension, mapped_name};
use crate::{Discriminators, Options};

/// What was left out, by what it is and why.
pub(crate) fn left_out(
    index: &Index<'_>,
    reached: &Reached,
    mappings: &[RemovedMapping],
    options: &Options,
) -> Result<Vec<LeftOut>> {
    let mut all = Vec::new();
    let mut add = |what, cause, names: Vec<String>| {
        if !names.is_empty() {
            all.push(LeftOut { what, cause, names });
        }
    };
    let mut heirs: BTreeSet<String> = reached.heirs_left_out.clone();
    let mapped = mappings
        .iter()
        .filter_map(|mapping| mapped_name(index, &mapping.target));
    heirs.extend(mapped.map(|name| name.into_owned()));
    let cause = match options.discriminators {
        Discriminators::None => Cause::NotFollowed,
        _ => Cause::OnlyInheritedFrom,
    };
    add(Losable::Heirs, cause, heirs.into_iter().collect());

    let mut of_no_operation = Vec::new();
    for (place, section) in index.sections.iter().enumerate() {
        let (what, cause) = match &section.kind {
            SectionKind::Webhooks => (Losable::Webhooks, Cause::NotSelected),
            SectionKind::Components(kind) => match kind.as_str() {
                "callbacks" => (Losable::Callbacks, Cause::NotReferredTo),
                "links" => (Losable::Links, Cause::NotReferredTo),
                "securitySchemes" => (Losable::SecuritySchemes, Cause::NotReferredTo),
                _ => continue,
            },
            SectionKind::Paths => {
                of_no_operation.extend(section.extensions.iter().cloned());
                continue;
            }
        };
        of_no_operation.extend(section.extensions.iter().cloned());
        add(what, cause, names_left_out(place, section, reached));
    }
    of_no_operation.extend(index.extensions.iter().cloned());

    let (mut dropped, mut referring) = (Vec::new(), Vec::new());
    for entry in &index.root {
        let RootPart::Whole(part) = entry else {
            continue;
        };
        match part.name.as_str() {
            "tags" => {
                let tags = index.load(part)?;
                let names = tags
                    .items()
                    .iter()
                    .filter_map(|tag| tag.get("name")?.text());
                let is_lost = |name: &&str| !reached.tags.contains(*name);
                let lost = names.filter(is_lost).map(str::to_owned).collect();
                add(Losable::Tags, Cause::NotReferredTo, lost);
            }
            "servers" if !reached.root_servers => {
                add(
                    Losable::Servers,
                    Cause::Overridden,
                    urls(&index.load(part)?),
                );
            }
            "security" if !reached.root_security => {
                let names = required(&index.load(part)?);
                add(Losable::Security, Cause::Overridden, names);
            }
            name if reached.root_left_out.contains(name) => referring.push(name.to_owned()),
            name if name.starts_with("x-") && options.drops.extensions && is_extension(name) => {
                dropped.push(name.to_owned());
            }
            _ => {}
        }
    }
    add(Losable::Extensions, Cause::Dropped, dropped);
    add(Losable::Extensions, Cause::RefersToLeftOut, referring);
    add(Losable::Extensions, Cause::OfNoOperation, of_no_operation);
    Ok(all)
}

fn names_left_out(place: usize, section: &Section, reached: &Reached) -> Vec<String> {
    let parts = section.parts.iter().enumerate();
    parts
        .filter(|(part, _)| !reached.kept.contains_key(&(place, *part)))
        .map(|(_, part)| part.name.clone())
        .collect()
}

fn urls(servers: &Node) -> Vec<String> {
    let servers = servers.items().iter();
    servers
        .filter_map(|server| server.get("url")?.text())
        .map(str::to_owned)
        .collect()
}

fn required(requirements: &Node) -> Vec<String> {
    let requirements = requirements.items().iter();
    requirements
        .flat_map(Node::entries)
        .map(|entry| entry.key.clone())
        .collect()
}
