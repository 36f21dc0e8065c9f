//! Microsoft Graph's rules for HTTP: credentials, clouds, retries, errors, batch.

mod bridge;
mod cloud;
mod credential;
mod endpoint;
mod error;
mod operation;
mod options;
mod response;
mod transport;

pub use self::cloud::{ApiVersion, Cloud};
pub use self::credential::{AccessToken, Credential, CredentialError, TokenRequest};
pub use self::error::{Error, ErrorKind};
pub use self::operation::Operation;
pub use self::options::CallOptions;
pub use self::response::{Metadata, Response};
pub use self::transport::{Transport, TransportBuilder};
