//! Cuts a huge OpenAPI document down to some paths and what they need.
//!
//! ```
//! use openapi_slice::Slicer;
//!
//! let document = b"
//! openapi: 3.0.4
//! info: {title: Pets, version: '1'}
//! paths:
//!   /pets/{id}:
//!     get:
//!       responses:
//!         '200':
//!           description: A pet
//!           content:
//!             application/json:
//!               schema: {$ref: '#/components/schemas/Pet'}
//!   /shops:
//!     get:
//!       responses: {'200': {$ref: '#/components/responses/Shops'}}
//! components:
//!   schemas:
//!     Pet: {type: object}
//!     Shop: {type: object}
//! ";
//! let slice = Slicer::new().path("/pets/**").slice(document)?;
//!
//! assert_eq!(slice.report().paths.kept, 1);
//! assert!(slice.to_yaml().contains("Pet:"));
//! assert!(!slice.to_yaml().contains("Shop"));
//! # Ok::<(), openapi_slice::Error>(())
//! ```

mod error;
mod fast;
mod general;
mod glob;
mod index;
mod openapi;
mod pointer;
mod prune;
mod references;
mod report;
mod scan;
mod selection;
mod slicer;
#[cfg(test)]
mod tests;
mod tree;
mod walk;
mod write;

pub use error::{Error, ErrorKind, Position};
pub use report::{ComponentCount, Count, RemovedMapping, Report, Road};
pub use slicer::{Discriminators, External, Slice, Slicer};

use slicer::Options;
