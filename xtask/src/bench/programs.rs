//! The programs that are measured, as text: they are compiled as packages of their own, in the temporary folder.

pub(super) const CLIENT_DEFAULT: &str = include_str!("programs/client_default.rs");
pub(super) const CLIENT_LEAN: &str = include_str!("programs/client_lean.rs");
pub(super) const DECODE: &str = include_str!("programs/decode.rs");
pub(super) const FACADE: &str = include_str!("programs/facade.rs");
pub(super) const GENERATED_BUILD: &str = include_str!("programs/generated_build.rs");
pub(super) const GRAPH_RS_SDK: &str = include_str!("programs/graph_rs_sdk.rs");
pub(super) const MEASURE: &str = include_str!("programs/measure.rs");
pub(super) const RAW: &str = include_str!("programs/raw.rs");
pub(super) const SERVER: &str = include_str!("programs/server.rs");
pub(super) const SUMMARY_FACADE: &str = include_str!("programs/summary_facade.rs");
pub(super) const SUMMARY_GENERATED: &str = include_str!("programs/summary_generated.rs");
pub(super) const SUMMARY_GRAPH_RS_SDK: &str = include_str!("programs/summary_graph_rs_sdk.rs");
pub(super) const SUMMARY_RAW: &str = include_str!("programs/summary_raw.rs");
pub(super) const TYPES: &str = include_str!("programs/types.rs");
