#![doc = include_str!("../README.md")]

mod batch;
mod client;
mod decode;
mod deploy;
mod list;
pub mod operations;
pub mod query;
mod types;
mod watch;

pub use client::{
    Answer, Assigned, Call, Child, Collection, HardwareConfigurations, NoQuery, Profile,
};
pub use deploy::{DeployError, DeployStage, Deployed, LeftBehind};
pub use list::List;
pub use msgraph_transport::{
    AccessToken, CallOptions, Cloud, Continuation, Credential, CredentialError, Error, ErrorKind,
    GraphError, GraphErrorDetail, Metadata, Operation, Pacing, Page, Pages, RetryPolicy,
    TokenRequest, Transport, TransportBuilder,
};
pub use types::*;
pub use watch::WatchRunSummary;
