//! The generated client for the Intune hardware configurations of Microsoft Graph.
//!
//! Most people want the crate `intune-hardware-configurations`, which is made of this one and has types that are
//! pleasant to use. What is here follows the OpenAPI document to the letter and changes with it and its generator.
//!
//! [`Client`] has a method for each of the 28 operations and sends what it builds through
//! [`msgraph_transport::Transport`]. [`RequestFactory`] has the same methods, and hands out the requests unsent.
//!
//! ```no_run
//! use intune_hardware_configurations_client::{Client, Id};
//! use msgraph_transport::{ApiVersion, Credential, Transport};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let transport = Transport::builder(Credential::fixed("token")).api_version(ApiVersion::Beta).build()?;
//! let id = Id::new("a3d5…")?;
//! let summary = Client::over(transport).get_run_summary(&id, None, None).await?;
//! println!("{:?}", summary.pending_device_count);
//! # Ok(())
//! # }
//! ```
//!
//! # Reading the types
//!
//! Optional properties are two options deep: `None` is absent, `Some(None)` is null. Enums are open: they hold the text
//! that came. File content and date-times have types of their own, [`FileContent`] and [`DateTime`].

mod body;
mod hooks;
mod nullable;
pub mod operations;
mod request;
mod value;

/// What progenitor makes of the specification: now, or when the snapshot was accepted. A test holds both the same.
mod generated {
    #![allow(
        missing_docs,
        unreachable_pub,
        dead_code,
        unused_mut,
        unused_qualifications,
        clippy::all,
        clippy::unwrap_used,
        reason = "generated code"
    )]
    #[cfg(feature = "generate")]
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
    #[cfg(not(feature = "generate"))]
    include!("../generated/client.snap.rs");
}

/// The source of the generated code, for review: of the client, and of the table of operations.
#[cfg(feature = "generated-source")]
pub const GENERATED_SOURCES: [&str; 2] = [
    include_str!(concat!(env!("OUT_DIR"), "/client.rs")),
    include_str!(concat!(env!("OUT_DIR"), "/operations.rs")),
];

pub use generated::{Client, Error, ResponseValue, types};
pub use hooks::transport_error;
pub use request::RequestFactory;
pub use value::{CommaSeparated, DateTime, FileContent, Id, InvalidId};
