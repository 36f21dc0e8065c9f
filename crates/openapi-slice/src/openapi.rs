//! What OpenAPI 3 says about its own objects: which fields hold what.
//!
//! One table serves the search for references, the pruning, and the dropping of prose, examples
//! and extensions, so the three cannot disagree.

use crate::methods::{ADDITIONAL, fixed};

/// The kinds of objects that references lead to or pass through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Info,
    Server,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Response,
    MediaType,
    Encoding,
    Schema,
    Example,
    Link,
    Callback,
    SecurityScheme,
    Tag,
    /// An object without references that may have extensions, such as a license.
    Plain,
    /// An object of which nothing is known, such as an extension: `$ref` is a reference wherever
    /// it is, and nothing is dropped.
    Unknown,
}

/// What the value of a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// Data that only looks like OpenAPI, such as a default; never looked into.
    Data,
    One(Kind),
    List(Kind),
    /// A mapping from names to objects.
    Map(Kind),
    /// The same, but keys that start with `x-` are extensions.
    Patterned(Kind),
}

/// What a field is dropped with, on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extra {
    Prose,
    /// Prose in a field that OpenAPI requires, which is emptied instead.
    RequiredProse,
    Examples,
    Extension,
}

/// The kind of object that a kind of components holds.
pub(crate) fn component(section: &str) -> Kind {
    match section {
        "schemas" => Kind::Schema,
        "responses" => Kind::Response,
        "parameters" => Kind::Parameter,
        "examples" => Kind::Example,
        "requestBodies" => Kind::RequestBody,
        "headers" => Kind::Header,
        "securitySchemes" => Kind::SecurityScheme,
        "links" => Kind::Link,
        "callbacks" => Kind::Callback,
        "pathItems" => Kind::PathItem,
        "mediaTypes" => Kind::MediaType,
        _ => Kind::Unknown,
    }
}

/// What the field `key` of an object of this kind holds.
pub(crate) fn field(kind: Kind, key: &str) -> Field {
    use Field::{Data, List, Map, One, Patterned};
    if kind == Kind::Unknown || key.starts_with("x-") {
        return One(Kind::Unknown);
    }
    match (kind, key) {
        (Kind::PathItem | Kind::Operation, "parameters") => List(Kind::Parameter),
        (Kind::PathItem | Kind::Operation, "servers") => List(Kind::Server),
        (Kind::PathItem, ADDITIONAL) => Map(Kind::Operation),
        (Kind::PathItem, _) if fixed(key).is_some() => One(Kind::Operation),
        (Kind::Operation, "requestBody") => One(Kind::RequestBody),
        (Kind::Operation, "responses") => Patterned(Kind::Response),
        (Kind::Operation, "callbacks") => Map(Kind::Callback),
        (Kind::Callback, _) => One(Kind::PathItem),
        (Kind::Parameter | Kind::Header | Kind::MediaType, "schema" | "itemSchema") => {
            One(Kind::Schema)
        }
        (Kind::Parameter | Kind::Header | Kind::RequestBody | Kind::Response, "content") => {
            Map(Kind::MediaType)
        }
        (Kind::Parameter | Kind::Header | Kind::MediaType, "examples") => Map(Kind::Example),
        (Kind::MediaType | Kind::Encoding, "encoding") => Map(Kind::Encoding),
        (Kind::MediaType | Kind::Encoding, "prefixEncoding") => List(Kind::Encoding),
        (Kind::MediaType | Kind::Encoding, "itemEncoding") => One(Kind::Encoding),
        (Kind::Response | Kind::Encoding, "headers") => Map(Kind::Header),
        (Kind::Response, "links") => Map(Kind::Link),
        (Kind::Link, "server") => One(Kind::Server),
        (Kind::Info, "contact" | "license")
        | (Kind::Schema, "xml" | "externalDocs")
        | (Kind::Operation | Kind::Tag, "externalDocs")
        | (Kind::SecurityScheme, "flows") => One(Kind::Plain),
        (Kind::Server, "variables") => Map(Kind::Plain),
        (
            Kind::Plain,
            "implicit"
            | "password"
            | "clientCredentials"
            | "authorizationCode"
            | "deviceAuthorization",
        ) => One(Kind::Plain),
        (
            Kind::Schema,
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas",
        ) => Map(Kind::Schema),
        (
            Kind::Schema,
            "items"
            | "additionalProperties"
            | "not"
            | "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "contentSchema",
        ) => One(Kind::Schema),
        (Kind::Schema, "allOf" | "anyOf" | "oneOf" | "prefixItems") => List(Kind::Schema),
        _ => Data,
    }
}

/// With what the field `key` of an object of this kind can be dropped.
pub(crate) fn extra(kind: Kind, key: &str) -> Option<Extra> {
    if kind == Kind::Unknown {
        return None;
    }
    if key.starts_with("x-") {
        return Some(Extra::Extension);
    }
    match (kind, key) {
        (Kind::Callback, _) => None,
        (Kind::Response, "description") => Some(Extra::RequiredProse),
        (
            Kind::Parameter | Kind::Header | Kind::MediaType | Kind::Schema,
            "example" | "examples",
        ) => Some(Extra::Examples),
        (Kind::Encoding, _) => None,
        (_, "description" | "summary" | "externalDocs") => Some(Extra::Prose),
        _ => None,
    }
}
