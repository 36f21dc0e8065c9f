#![doc = include_str!("../README.md")]

mod builder;
mod clock;
mod emulator;
mod error;
mod faults;
mod http;
mod journal;
mod odata;
mod random;
mod server;
mod service;
mod settings;
mod spec;
mod tenant;
mod text;

pub use builder::EmulatorBuilder;
pub use clock::Clock;
pub use emulator::Emulator;
pub use error::{SetupError, StartError};
pub use faults::{Effect, Fault, Raw, Response, Then};
pub use journal::{Exchange, Finding};
pub use service::tokens::Grant;
pub use settings::{Leniency, Quirk, Throttle};
pub use tenant::{Group, Profile, RunState, Scenario, Target, Tenant, Transitions};
