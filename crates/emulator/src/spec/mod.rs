//! The specification: which operations there are, and what goes in and out of each.

pub(crate) mod check;
pub(crate) mod entity;
pub(crate) mod target;

use std::sync::OnceLock;

use serde_json::{Map, Value};

use entity::EntityType;

const DOCUMENT: &str = include_str!("../../spec/hardware-configurations.json");

/// The specification, read once.
#[derive(Debug)]
pub(crate) struct Spec {
    document: Value,
    pub(crate) operations: Vec<Operation>,
    entities: Vec<EntityType>,
}

/// One operation of the specification.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    /// The path template below the version, such as `/deviceManagement/hardwareConfigurations/{…}/runSummary`.
    pub(crate) template: String,
    /// The segments of the template.
    segments: Vec<String>,
    pub(crate) parameters: Vec<Parameter>,
    /// The schema of the request body, if there is one.
    pub(crate) body: Option<Value>,
    pub(crate) responses: Vec<Response>,
    /// Permissions of which one is enough, the least first.
    pub(crate) permissions: Vec<String>,
}

/// A parameter of an operation.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
}

/// A successful response of an operation.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// The content type and the schema of the body, if there is one.
    pub(crate) body: Option<(String, Value)>,
}

impl Operation {
    pub(crate) fn query_names(&self) -> impl Iterator<Item = &str> {
        self.parameters
            .iter()
            .filter(|parameter| parameter.place == Place::Query)
            .map(|parameter| &*parameter.name)
    }

    pub(crate) fn writes(&self) -> bool {
        self.method != "GET"
    }
}

/// What a path leads to.
#[derive(Debug)]
pub(crate) struct Route<'a> {
    /// The operations on the path, one for each method.
    pub(crate) operations: Vec<&'a Operation>,
    /// The decoded values of the path parameters, in order.
    pub(crate) ids: Vec<String>,
}

impl Spec {
    /// The specification that this crate was built with.
    pub(crate) fn load() -> Result<&'static Self, String> {
        static SPEC: OnceLock<Result<Spec, String>> = OnceLock::new();
        SPEC.get_or_init(|| Self::parse(DOCUMENT))
            .as_ref()
            .map_err(Clone::clone)
    }

    fn parse(document: &str) -> Result<Self, String> {
        let document: Value = serde_json::from_str(document).map_err(|error| error.to_string())?;
        let mut spec = Self {
            document,
            operations: Vec::new(),
            entities: Vec::new(),
        };
        spec.operations = spec.read_operations()?;
        spec.entities = entity::read_all(&spec);
        Ok(spec)
    }

    fn read_operations(&self) -> Result<Vec<Operation>, String> {
        let mut operations = Vec::new();
        let paths = self
            .document
            .get("paths")
            .and_then(Value::as_object)
            .ok_or("no paths")?;
        for (template, item) in paths {
            let shared = item
                .get("parameters")
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice);
            for (method, operation) in item.as_object().into_iter().flatten() {
                if matches!(method.as_str(), "get" | "put" | "post" | "patch" | "delete") {
                    let read = self.read_operation(template, method, operation, shared);
                    operations
                        .push(read.ok_or_else(|| format!("cannot read {method} {template}"))?);
                }
            }
        }
        Ok(operations)
    }

    fn read_operation(
        &self,
        template: &str,
        method: &str,
        operation: &Value,
        shared: &[Value],
    ) -> Option<Operation> {
        let own = operation
            .get("parameters")
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        let parameters = shared
            .iter()
            .chain(own)
            .map(|parameter| self.read_parameter(parameter));
        let responses =
            operation
                .get("responses")?
                .as_object()?
                .iter()
                .filter_map(|(status, response)| {
                    Some(Response {
                        status: status.parse().ok().filter(|status| *status < 300)?,
                        body: self.content(self.resolve(response)),
                    })
                });
        let permissions = operation
            .get("security")?
            .as_array()?
            .iter()
            .filter_map(|alternative| {
                Some(
                    alternative
                        .as_object()?
                        .values()
                        .next()?
                        .get(0)?
                        .as_str()?
                        .to_owned(),
                )
            });
        Some(Operation {
            id: operation.get("operationId")?.as_str()?.to_owned(),
            method: method.to_ascii_uppercase(),
            template: template.to_owned(),
            segments: template.split('/').skip(1).map(str::to_owned).collect(),
            parameters: parameters.collect::<Option<_>>()?,
            body: operation
                .get("requestBody")
                .and_then(|body| Some(self.content(self.resolve(body))?.1)),
            responses: responses.collect(),
            permissions: permissions.collect(),
        })
    }

    fn read_parameter(&self, parameter: &Value) -> Option<Parameter> {
        let parameter = self.resolve(parameter);
        Some(Parameter {
            name: parameter.get("name")?.as_str()?.to_owned(),
            place: match parameter.get("in")?.as_str()? {
                "path" => Place::Path,
                "query" => Place::Query,
                "header" => Place::Header,
                _ => return None,
            },
        })
    }

    fn content(&self, of: &Value) -> Option<(String, Value)> {
        let (media_type, content) = of.get("content")?.as_object()?.iter().next()?;
        Some((media_type.clone(), content.get("schema")?.clone()))
    }

    /// The name and the schema of the subtype that an `@odata.type` names, with or without its `#` and in any case.
    pub(crate) fn subtype<'v>(
        &'v self,
        schema: &'v Value,
        kind: &str,
    ) -> Option<(&'v str, &'v Value)> {
        let plain = |name: &str| name.trim_start_matches('#').to_ascii_lowercase();
        self.subtypes(schema)
            .find(|(name, _)| plain(name) == plain(kind))
    }

    /// The subtypes that a choice knows: each by the one `@odata.type` that it has.
    pub(crate) fn subtypes<'v>(
        &'v self,
        schema: &'v Value,
    ) -> impl Iterator<Item = (&'v str, &'v Value)> {
        let choices = schema.get("oneOf").and_then(Value::as_array);
        choices.into_iter().flatten().filter_map(|choice| {
            let subtype = self.resolve(choice);
            let name = subtype.pointer("/properties/@odata.type/enum/0")?;
            Some((name.as_str()?, subtype))
        })
    }

    /// Follows a `$ref`, if `value` is one.
    pub(crate) fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        let pointer = value
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix('#'));
        pointer
            .and_then(|pointer| self.document.pointer(pointer))
            .unwrap_or(value)
    }

    /// The name and the schema that a property refers to, directly or as the only part of an `allOf`.
    pub(crate) fn referenced<'v>(&'v self, property: &'v Value) -> Option<(&'v str, &'v Value)> {
        let reference = property
            .get("$ref")
            .or_else(|| property.pointer("/allOf/0/$ref"))?
            .as_str()?;
        let name = reference.rsplit('/').next()?;
        Some((name, self.schema(name)?))
    }

    pub(crate) fn schema(&self, name: &str) -> Option<&Value> {
        self.schemas()?.get(name)
    }

    fn schemas(&self) -> Option<&Map<String, Value>> {
        self.document.pointer("/components/schemas")?.as_object()
    }

    pub(crate) fn entity(&self, name: &str) -> Option<&EntityType> {
        self.entities.iter().find(|entity| entity.name == name)
    }

    /// Finds the operations on a path below the version. Literal segments are compared as Graph does, in any case.
    pub(crate) fn route(&self, segments: &[String]) -> Option<Route<'_>> {
        let mut found: Option<Route<'_>> = None;
        for operation in &self.operations {
            let Some(ids) = match_template(&operation.segments, segments) else {
                continue;
            };
            match &mut found {
                // A literal segment such as `$count` wins over a parameter.
                Some(route) if route.ids.len() < ids.len() => {}
                Some(route) if route.ids.len() == ids.len() => route.operations.push(operation),
                _ => {
                    found = Some(Route {
                        operations: vec![operation],
                        ids,
                    })
                }
            }
        }
        found
    }
}

fn match_template(template: &[String], segments: &[String]) -> Option<Vec<String>> {
    if template.len() != segments.len() {
        return None;
    }
    let mut ids = Vec::new();
    for (part, segment) in template.iter().zip(segments) {
        if part.starts_with('{') {
            ids.push(segment.clone());
        } else if !part.eq_ignore_ascii_case(segment) {
            return None;
        }
    }
    Some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specification_is_read_whole() {
        let spec = Spec::load().unwrap();
        assert_eq!(spec.operations.len(), 28);
        for operation in &spec.operations {
            assert!(!operation.permissions.is_empty(), "{}", operation.id);
            assert!(!operation.responses.is_empty(), "{}", operation.id);
        }
    }

    #[test]
    fn a_literal_segment_wins_over_an_id() {
        let segments: Vec<String> = "deviceManagement/hardwareconfigurations/$count"
            .split('/')
            .map(str::to_owned)
            .collect();
        let route = Spec::load().unwrap().route(&segments).unwrap();
        assert_eq!(route.operations.len(), 1);
        assert_eq!(route.operations[0].id, "count_hardware_configurations");
        assert!(route.ids.is_empty());
    }
}
