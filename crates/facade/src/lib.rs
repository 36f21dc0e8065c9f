//! Intune hardware configurations (BIOS profiles) of Microsoft Graph: typed, complete, in all four clouds.

mod client;
mod decode;
mod list;
pub mod operations;
pub mod query;
mod types;

pub use client::{Answer, Call, Child, Collection, HardwareConfigurations, NoQuery, Profile};
pub use decode::Rejected;
pub use list::{Continuation, InvalidContinuation, List, Page, Pages};
pub use msgraph_transport::{
    AccessToken, CallOptions, Cloud, Credential, CredentialError, Error, ErrorKind, Metadata,
    Operation, TokenRequest, Transport, TransportBuilder,
};
pub use types::*;
