//! The versions of OpenAPI.

use std::str::FromStr;

use crate::error::{ErrorKind, Fault, Result};
use crate::index::Index;

/// A version of OpenAPI of which the rules are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Version {
    /// OpenAPI 3.0.
    V3_0,
    /// OpenAPI 3.1.
    V3_1,
    /// OpenAPI 3.2.
    V3_2,
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "3.0" => Ok(Self::V3_0),
            "3.1" => Ok(Self::V3_1),
            "3.2" => Ok(Self::V3_2),
            _ => Err("expected 3.0, 3.1 or 3.2".to_owned()),
        }
    }
}

/// Fails if a document is of no version of OpenAPI that is known.
pub(crate) fn check(index: &Index<'_>, assumed: Option<Version>) -> Result<()> {
    if let Some(part) = index.root_part("swagger") {
        let message = "expected OpenAPI 3, found Swagger 2: convert the document first";
        return Err(Fault::at(ErrorKind::NotOpenApi, part.key_at, message));
    }
    let Some(part) = index.root_part("openapi") else {
        let message = "expected an OpenAPI document: a mapping with the key `openapi`";
        return Err(Fault::at(ErrorKind::NotOpenApi, 0, message));
    };
    let version = index.load(part)?;
    let refused = |message: String| Err(Fault::at(ErrorKind::NotOpenApi, version.at, message));
    let Some(text) = version.text() else {
        return refused("expected a version as the value of `openapi`".to_owned());
    };
    match numbers(text) {
        Some((3, 0..=2)) => Ok(()),
        Some((3.., _)) if assumed.is_some() => Ok(()),
        Some((3.., _)) => refused(format!(
            "OpenAPI {text} is later than 3.2, the last version that is known here; to read it by \
             the rules of 3.2 all the same, assume that version (--assume 3.2)"
        )),
        _ => refused(format!(
            "expected a version of OpenAPI from 3.0 to 3.2, found {text:?}"
        )),
    }
}

/// The first two numbers of a version.
fn numbers(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split(['.', '-']);
    let mut next = || numbers.next()?.parse().ok();
    Some((next()?, next()?))
}
