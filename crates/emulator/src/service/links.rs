//! Ids in links: whatever is in one, the link leads to it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is encoded in a segment of a path: all but what no part of a URL needs encoded, and the colons of ids.
const IN_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'$')
    .remove(b':');

/// A path of these segments.
pub(super) fn path<'s>(segments: impl IntoIterator<Item = &'s str>) -> String {
    let mut path = String::new();
    for segment in segments {
        path.push('/');
        path.extend(utf8_percent_encode(segment, IN_SEGMENT));
    }
    path
}

/// The path of what belongs to a profile.
pub(super) fn below_profile(profile: &str, name: &str) -> String {
    path(["deviceManagement", "hardwareConfigurations", profile, name])
}

/// An id in quotes and parentheses, in which a quote is written twice.
pub(super) fn key(id: &str) -> String {
    let id = id.replace('\'', "''");
    format!("('{}')", utf8_percent_encode(&id, IN_SEGMENT))
}
