#![doc = include_str!("../README.md")]
//!
//! # A tour
//!
//! The examples of this tour run against the emulator; `connect` stands for whatever gives you a
//! [`HardwareConfigurations`].
//!
//! ## Credentials and clouds
//!
//! A [`Credential`] is a fixed token, an async closure, or (feature `azure`) any `TokenCredential` of `azure_core`. The
//! settings of the [`Transport`] say which [`Cloud`] it is for, from which root and scope follow, and how calls are
//! retried, paced and timed. The credential has to ask the same cloud: those of `azure_identity` take its
//! [authority](Cloud::authority) from `AZURE_AUTHORITY_HOST`, or from the options that they are made with.
//!
//! ```
//! use std::time::Duration;
//! use intune_hardware_configurations::{
//!     AccessToken, Cloud, Credential, HardwareConfigurations, RetryPolicy, Transport,
//! };
//!
//! let credential = Credential::from_fn(|request| async move {
//!     println!("a token for {}, please", request.scope);
//!     Ok(AccessToken::new("eyJ0eXAi…"))
//! });
//! let settings = Transport::builder(credential)
//!     .cloud(Cloud::UsGovernmentL4)
//!     .retry(RetryPolicy::new().max_tries(8))
//!     .call_timeout(Duration::from_secs(300));
//! let configurations = HardwareConfigurations::with(settings)?;
//! # Ok::<(), intune_hardware_configurations::Error>(())
//! ```
//!
//! ## Reading
//!
//! [`HardwareConfigurations`] is the collection of all configurations; [`HardwareConfigurations::profile`] is the
//! handle of one, for what belongs to it. Collections work alike: `list`, `count`, `get`, `create`, `update`,
//! `delete`. A [`Call`] can be looked at before it is awaited, and takes a query and options.
//!
//! ```
//! # mod connect { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/connect.rs")); }
//! # use connect::connect;
//! use intune_hardware_configurations::query::{CountQuery, ItemQuery};
//! use intune_hardware_configurations::{DeviceRunStateProperty, HardwareConfigurationProperty as P, RunState};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (configurations, id) = connect().await?;
//! let call = configurations.get(&id).query(ItemQuery::new().select([P::Id, P::DisplayName]));
//! assert!(call.url()?.ends_with("?$select=id,displayName"));
//! let configuration = call.await?;
//! assert!(configuration.display_name.as_deref().is_some());
//! assert!(configuration.file_content.is_absent(), "it was not selected");
//!
//! let pending = DeviceRunStateProperty::ConfigurationState.eq(RunState::Pending);
//! let states = configurations.profile(&id).device_run_states();
//! let count = states.count().query(CountQuery::new().filter(pending)).await?;
//! # _ = count;
//! # Ok(())
//! # }
//! ```
//!
//! What the service returns consists of [`Field`]s, which keep *absent*, `null` and a value apart. Enums are open,
//! and what this version does not know is kept in `extra`: a new value or property breaks nothing, and is sent back
//! as it came.
//!
//! ## Lists
//!
//! A [`List`] is a stream that fetches pages as they are needed. It can be saved after any item, and resumed by another
//! process; [`List::into_pages`] gives whole pages, and [`List::all`] a bounded `Vec`. With [`List::read_ahead`] the next
//! page is under way while one is worked through.
//!
//! ```
//! # mod connect { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/connect.rs")); }
//! # use connect::connect;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (configurations, id) = connect().await?;
//! let states = configurations.profile(&id).device_run_states();
//! let mut list = states.list();
//! let first = list.next().await.ok_or("no device")??;
//! let saved = list.continuation().ok_or("only one device")?.to_text();
//!
//! let rest = states.list().resume(saved.parse()?).all(1_000_000).await?;
//! assert!(!rest.contains(&first));
//! # Ok(())
//! # }
//! ```
//!
//! ## Writing
//!
//! [`NewHardwareConfiguration`] asks for what the service requires, [`HardwareConfigurationPatch`] sends only what was
//! mentioned, and [`HardwareConfigurations::deploy`] creates and assigns in one step, or not at all. Sizes are
//! checked before anything is sent. A request to create is repeated only when it was certainly not done: after 429, after 503
//! with `Retry-After`, and when no connection was made. [`RetryPolicy::risk_duplicates(true)`](RetryPolicy::risk_duplicates)
//! repeats it after every 503, 504 and 509 as well, as Microsoft's own clients do.
//!
//! ```
//! # mod connect { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/connect.rs")); }
//! # use connect::connect;
//! use intune_hardware_configurations::{
//!     AssignmentTarget, HardwareConfigurationFormat, HardwareConfigurationPatch, NewHardwareConfiguration,
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (configurations, _) = connect().await?;
//! let file = b"[cctk]\nSecureBoot=Enabled\n";
//! let new = NewHardwareConfiguration::new("Secure Boot", HardwareConfigurationFormat::Dell, "boot.cctk", file);
//! let id = configurations.deploy(&new, [AssignmentTarget::all_devices()]).await?.id;
//!
//! let patch = HardwareConfigurationPatch::new().display_name("Secure Boot on").clear_description();
//! let changed = configurations.update(&id, &patch).await?;
//! assert_eq!(changed.display_name.as_deref(), Some("Secure Boot on"));
//! # Ok(())
//! # }
//! ```
//!
//! ## Many at once, and over time
//!
//! [`HardwareConfigurations::run_summaries`] reads the summaries of hundreds of configurations in few round trips,
//! [`HardwareConfigurations::batch`] does the same for any calls of one kind, and [`Profile::watch_run_summary`] is a
//! stream of changes until the rollout is complete.
//!
//! ## Errors and permissions
//!
//! Everything fails with one [`Error`], which knows its [kind](ErrorKind), Graph's code, the request id and, on a
//! 403, the permissions of which one is missing. [`operations`] has the table of all 28 operations with the
//! permission that each needs, as documentation and as data.
//!
//! ```
//! # mod connect { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/connect.rs")); }
//! # use connect::connect;
//! use intune_hardware_configurations::HardwareConfigurationId;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (configurations, _) = connect().await?;
//! let id = HardwareConfigurationId::new("no-such-id")?;
//! match configurations.get(&id).await {
//!     Err(error) if error.is_not_found() => println!("gone: {error}"),
//!     other => drop(other?),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | feature | what it adds |
//! | --- | --- |
//! | `rustls` | TLS that is built in, rustls with ring; needs a C compiler to build, and nothing of the system; on by default |
//! | `native-tls` | TLS of the system: OpenSSL on Linux (with its headers, to build), Schannel on Windows, Security framework on macOS |
//! | `azure` | credentials of `azure_core`, and so all of `azure_identity` |
//! | `schemars` | `schemars::JsonSchema` on all data types |
//!
//! Both kinds of TLS trust the system's certificates, offer HTTP/2, and go no lower than TLS 1.2. For the system's alone, turn the default
//! off: `default-features = false, features = ["native-tls"]`. Where both are on, the system's is used. With none, plain
//! http to this machine works, and so does an [`http_client`](TransportBuilder::http_client) of your own; any other
//! transport is an error when it is built.

mod batch;
mod client;
mod decode;
mod deploy;
mod list;
#[cfg(doctest)]
mod misuse;
pub mod operations;
pub mod query;
mod types;
mod watch;

pub use client::{
    Answer, Assigned, Call, Child, Collection, HardwareConfigurations, NoQuery, Profile,
};
pub use deploy::{DeployError, DeployStage, Deployed, LeftBehind};
pub use list::List;
#[cfg(feature = "azure")]
pub use msgraph_transport::Claims;
/// Time as the transport sees it: [`clock::VirtualClock`] makes every wait of a test take no time.
pub use msgraph_transport::clock;
/// The HTTP client, in the version that [`TransportBuilder::proxy`] and [`TransportBuilder::http_client`] take.
pub use msgraph_transport::reqwest;
pub use msgraph_transport::{
    AccessToken, ApiVersion, CallOptions, Cloud, Continuation, Credential, CredentialError, Error,
    ErrorKind, GraphError, GraphErrorDetail, Metadata, Operation, Pacing, Page, Pages, RetryPolicy,
    TokenRequest, Transport, TransportBuilder,
};
/// JSON, in the version whose values [`ExtraProperties`] holds.
pub use serde_json;
/// Dates, in the version that entities and filters have them.
pub use time;
pub use types::{
    Assignment, AssignmentFilterType, AssignmentId, AssignmentNavigation, AssignmentProperty,
    AssignmentTarget, DeviceRunState, DeviceRunStateId, DeviceRunStateNavigation,
    DeviceRunStateProperty, Entity, ExtraProperties, Field, FileContent, HardwareConfiguration,
    HardwareConfigurationFormat, HardwareConfigurationId, HardwareConfigurationNavigation,
    HardwareConfigurationPatch, HardwareConfigurationProperty, InvalidId, LimitExceeded,
    MAX_DESCRIPTION_CHARACTERS, MAX_FILE_CONTENT_BYTES, MAX_NAME_CHARACTERS,
    NewHardwareConfiguration, RunCounts, RunState, RunSummary, RunSummaryNavigation,
    RunSummaryProperty, TargetKind, UserRunState, UserRunStateId, UserRunStateNavigation,
    UserRunStateProperty,
};
pub use watch::WatchRunSummary;
