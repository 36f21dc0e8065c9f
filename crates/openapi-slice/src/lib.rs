//! Cuts a huge OpenAPI document down to some of its operations and what they need.
//!
//! A [`Slicer`] says what to keep, [`Slicer::slice`] takes the bytes of a document (OpenAPI 3, YAML
//! or JSON), and the [`Slice`] that comes out is a document itself. There is no I/O here: a document
//! that is not in memory is a [`Source`], which [`Slicer::slice_source`] reads in pieces.
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
//!     Pet: {properties: {owner: {$ref: '#/components/schemas/Owner'}}}
//!     Owner: {type: object}
//!     Shop: {type: object}
//! ";
//! let slice = Slicer::new().path("/pets/**").slice(document)?;
//!
//! assert_eq!(slice.report().paths.kept, 1);
//! assert_eq!(slice.report().components_of("schemas").kept, 2);
//! assert!(!slice.to_yaml().contains("Shop"));
//! assert_eq!(
//!     slice.why("Owner"),
//!     ["paths//pets/{id}", "components/schemas/Pet", "components/schemas/Owner"],
//! );
//! # Ok::<(), openapi_slice::Error>(())
//! ```
//!
//! # Subtypes
//!
//! The subtypes that a `discriminator` names are kept where the base is used as the type of a
//! value, and not where it is only inherited from. An `allOf` inherits, except one in place (not a
//! component) that refers to a single schema and declares nothing itself: it is a `$ref` to which
//! something like a description was added. Mappings to what is not kept are removed and
//! [reported](Report::removed_mappings). [`Discriminators`] has the alternatives.
//!
//! # What counts as a reference
//!
//! `$ref`, where OpenAPI has one, and anywhere in vendor extensions that are kept (where it may
//! lead nowhere); discriminator mappings; security requirements; and the operations that links
//! name. A reference to the anchor of a schema (`#name`) leads to the component that has it; one to
//! an anchor elsewhere counts as leading out of the document. A path that something kept refers to
//! is kept too, with the operation that is meant.
//! Examples, defaults and enumerations are data, and not looked into.

mod base;
mod block;
mod error;
mod fast;
mod general;
mod glob;
mod index;
mod left_out;
mod methods;
mod openapi;
mod pointer;
mod prune;
mod references;
mod report;
mod runs;
mod scan;
mod selection;
mod slice;
mod slicer;
mod source;
#[cfg(test)]
mod tests;
mod tree;
mod version;
mod walk;
mod write;

pub use error::{Error, ErrorKind, Position};
pub use report::{Cause, ComponentCount, Count, LeftOut, Losable, RemovedMapping, Report, Road};
pub use slice::Slice;
pub use slicer::{Discriminators, External, Slicer};
pub use source::Source;
pub use version::Version;

use slicer::Options;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
