//! From the text of the query options to what they ask for.

use super::{Filter, Search};
use crate::spec::Spec;
use crate::spec::entity::{EntityType, Kind, Navigation};

/// Everything that one request asks of one entity or collection.
#[derive(Debug, Default)]
pub(crate) struct Query {
    pub(crate) filter: Option<Filter>,
    pub(crate) search: Option<Search>,
    pub(crate) order: Vec<Order>,
    pub(crate) top: Option<u32>,
    pub(crate) skip: u32,
    pub(crate) count: bool,
    /// The properties to write; `None` for all.
    pub(crate) select: Option<Vec<String>>,
    pub(crate) expand: Vec<Expand>,
    /// Where an earlier page ended, still sealed.
    pub(crate) skip_token: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) property: String,
    /// Whether a text is a time: what clients wrote is kept as they wrote it.
    pub(crate) is_time: bool,
    pub(crate) descending: bool,
}

#[derive(Debug)]
pub(crate) struct Expand {
    pub(crate) navigation: &'static Navigation,
    /// The options in the parentheses, as they were written: a link to the next page repeats them.
    pub(crate) options: Vec<(String, String)>,
    pub(crate) query: Query,
}

impl Query {
    /// Reads the options. Says in words what is wrong with them.
    pub(crate) fn parse(
        spec: &'static Spec,
        entity: &'static EntityType,
        options: &[(String, String)],
    ) -> Result<Self, String> {
        let mut query = Self::default();
        for (name, value) in options {
            match name.as_str() {
                "$filter" => query.filter = Some(Filter::parse(entity, value)?),
                "$search" => query.search = Some(Search::parse(entity, value)?),
                "$orderby" => query.order = order(entity, value)?,
                "$top" => query.top = Some(number("$top", value)?),
                "$skip" => query.skip = number("$skip", value)?,
                "$count" => query.count = boolean("$count", value)?,
                "$select" => query.select = select(entity, value)?,
                "$expand" => query.expand = expand(spec, entity, value)?,
                "$skiptoken" => query.skip_token = Some(value.clone()),
                // What else may be there is decided by the specification, not here.
                _ => {}
            }
        }
        Ok(query)
    }

    /// The names of the properties to write.
    pub(crate) fn selected<'e>(&'e self, entity: &'e EntityType) -> impl Iterator<Item = &'e str> {
        let is_selected = |name: &&str| match &self.select {
            Some(selected) => selected.iter().any(|selected| selected == name),
            None => true,
        };
        let names = entity.properties.iter().map(|property| &*property.name);
        names.filter(is_selected)
    }
}

fn number(name: &str, value: &str) -> Result<u32, String> {
    value.parse().map_err(|_| {
        format!(
            "Invalid value '{value}' for the query option '{name}': it must be a whole number from 0 to {}.",
            u32::MAX
        )
    })
}

fn boolean(name: &str, value: &str) -> Result<bool, String> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(format!(
            "Invalid value '{value}' for the query option '{name}': it must be true or false."
        )),
    }
}

fn select(entity: &EntityType, value: &str) -> Result<Option<Vec<String>>, String> {
    let mut selected = Vec::new();
    for name in value.split(',').map(str::trim) {
        if name == "*" {
            return Ok(None);
        }
        if name.is_empty() {
            return Err(format!(
                "The query option '$select' has an empty name in '{value}'."
            ));
        }
        if entity.navigation(name).is_some() {
            return Err(format!(
                "'{name}' leads to other entities: name it in '$expand', not in '$select'."
            ));
        }
        let property = entity
            .property(name)
            .ok_or_else(|| entity.no_property(name))?;
        if !selected.contains(&property.name) {
            selected.push(property.name.clone());
        }
    }
    Ok(Some(selected))
}

fn order(entity: &EntityType, value: &str) -> Result<Vec<Order>, String> {
    let mut order: Vec<Order> = Vec::new();
    for item in value.split(',') {
        let mut words = item.split_whitespace();
        let name = words.next().ok_or_else(|| {
            format!("The query option '$orderby' has an empty name in '{value}'.")
        })?;
        let descending = match (words.next(), words.next()) {
            (None | Some("asc"), None) => false,
            (Some("desc"), None) => true,
            _ => {
                return Err(format!(
                    "In '$orderby', '{}' must be a property, then asc or desc.",
                    item.trim()
                ));
            }
        };
        let property = entity
            .property(name)
            .ok_or_else(|| entity.no_property(name))?;
        if matches!(property.kind, Kind::Texts | Kind::Object(_) | Kind::Bytes) {
            return Err(format!(
                "Nothing can be ordered by '{name}', which is not a single value."
            ));
        }
        if order.iter().any(|order| order.property == property.name) {
            return Err(format!("The query option '$orderby' names '{name}' twice."));
        }
        order.push(Order {
            property: property.name.clone(),
            is_time: property.kind == Kind::Time,
            descending,
        });
    }
    Ok(order)
}

fn expand(
    spec: &'static Spec,
    entity: &'static EntityType,
    value: &str,
) -> Result<Vec<Expand>, String> {
    let mut expands: Vec<Expand> = Vec::new();
    for item in split_outside(value, ',').into_iter().map(str::trim) {
        let (name, nested) = match item.split_once('(') {
            Some((name, nested)) => {
                let nested = nested
                    .strip_suffix(')')
                    .ok_or_else(|| format!("'{item}' in '$expand' lacks a ')'."))?;
                (name.trim(), nested)
            }
            None => (item, ""),
        };
        let navigation = entity.navigation(name).ok_or_else(|| {
            format!(
                "Could not find a navigation property named '{name}' on type 'microsoft.graph.{}'. It has: {}.",
                entity.name,
                entity.navigation_names()
            )
        })?;
        if expands
            .iter()
            .any(|expand| expand.navigation.name == navigation.name)
        {
            return Err(format!("The query option '$expand' names '{name}' twice."));
        }
        let target = spec
            .entity(&navigation.entity)
            .ok_or_else(|| format!("'{name}' cannot be expanded."))?;
        let options = nested_options(nested, navigation)?;
        expands.push(Expand {
            navigation,
            query: Query::parse(spec, target, &options)?,
            options,
        });
    }
    Ok(expands)
}

fn nested_options(nested: &str, navigation: &Navigation) -> Result<Vec<(String, String)>, String> {
    let allowed: &[&str] = if navigation.many {
        &[
            "$select", "$expand", "$filter", "$orderby", "$top", "$skip", "$search", "$count",
        ]
    } else {
        &["$select", "$expand"]
    };
    let mut options: Vec<(String, String)> = Vec::new();
    for option in split_outside(nested, ';')
        .into_iter()
        .map(str::trim)
        .filter(|option| !option.is_empty())
    {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        if !allowed.contains(&name) || options.iter().any(|(seen, _)| seen == name) {
            return Err(format!(
                "'{name}' cannot be an option of '{}' in '$expand', or is there twice. Allowed: {}.",
                navigation.name,
                allowed.join(", ")
            ));
        }
        options.push((name.to_owned(), value.to_owned()));
    }
    Ok(options)
}

/// Splits at a separator that is not within parentheses or quotes.
fn split_outside(text: &str, separator: char) -> Vec<&str> {
    let (mut depth, mut quoted, mut start) = (0_u32, false, 0);
    let mut parts = Vec::new();
    for (position, character) in text.char_indices() {
        match character {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ if character == separator && !quoted && depth == 0 => {
                parts.push(&text[start..position]);
                start = position + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
