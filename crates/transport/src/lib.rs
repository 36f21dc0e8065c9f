#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod batch;
mod bridge;
pub mod clock;
mod cloud;
mod credential;
mod endpoint;
mod error;
#[cfg(all(test, shuttle))]
mod interleavings;
#[cfg(test)]
mod noise_tests;
mod operation;
mod options;
mod pages;
mod response;
mod retry;
mod runtime;
mod sync;
mod trace;
mod transport;

pub use self::batch::{Batch, BatchPlace};
pub use self::cloud::{ApiVersion, Cloud};
#[cfg(feature = "azure")]
pub use self::credential::Claims;
pub use self::credential::{AccessToken, Credential, CredentialError, TokenRequest};
pub use self::error::{Error, ErrorKind, GraphError, GraphErrorDetail};
pub use self::operation::Operation;
pub use self::options::CallOptions;
pub use self::pages::{Continuation, Items, Page, Pages};
pub use self::response::{Metadata, Response};
pub use self::retry::{Pacing, RetryPolicy};
pub use self::transport::{Transport, TransportBuilder};

/// The HTTP client whose requests the transport sends, in the version that it is built with.
pub use reqwest;
