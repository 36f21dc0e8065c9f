//! Writes a tree as JSON or as YAML.

mod json;
mod scalar;
mod yaml;

pub(crate) use json::to_json;
pub(crate) use scalar::is_null;
pub(crate) use yaml::to_yaml;
