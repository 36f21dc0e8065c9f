//! `$self`: the address that a document says it has, by which references may name the document.

use std::borrow::Cow;

use fluent_uri::{Uri, UriRef};

/// Stands for where a document is whose `$self` is relative: only what is equal to it counts.
const ANYWHERE: &str = "https://document.invalid/";

/// The address of a document.
#[derive(Debug)]
pub(crate) struct Base(Uri<String>);

impl Base {
    /// `None` if the value of `$self` is no reference.
    pub(crate) fn new(value: &str) -> Option<Self> {
        let anywhere = Uri::parse(ANYWHERE).ok()?;
        let base = UriRef::parse(value).ok()?.resolve_against(&anywhere).ok()?;
        Some(Self(base.strip_fragment().normalize().to_owned()))
    }

    /// A reference to something in the document itself as one that says no more than that.
    pub(crate) fn local<'t>(&self, reference: &'t str) -> Cow<'t, str> {
        if reference.starts_with('#') {
            return reference.into();
        }
        self.fragment(reference).map_or_else(
            || reference.into(),
            |fragment| format!("#{fragment}").into(),
        )
    }

    fn fragment(&self, reference: &str) -> Option<String> {
        let target = UriRef::parse(reference).ok()?;
        let target = target.resolve_against(&self.0).ok()?;
        let is_here = target.strip_fragment().normalize() == self.0;
        is_here.then(|| {
            let fragment = target.fragment().map(|fragment| fragment.as_str());
            fragment.unwrap_or_default().to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_to_the_document_itself_is_told_by_its_address() {
        for (base, reference, expected) in [
            ("https://x.org/api/v1.yaml", "v1.yaml#/a", "#/a"),
            (
                "https://x.org/api/v1.yaml",
                "https://X.org/api/v1.yaml#a",
                "#a",
            ),
            ("https://x.org/api/v1.yaml", "../api/./v1.yaml", "#"),
            ("/api/v1", "v1#/a%20b", "#/a%20b"),
            ("v1.yaml#ignored", "./v1.yaml#/a", "#/a"),
            ("https://x.org/api/v1.yaml", "v2.yaml#/a", "v2.yaml#/a"),
            (
                "https://x.org/api/v1.yaml",
                "https://y.org/api/v1.yaml#/a",
                "https://y.org/api/v1.yaml#/a",
            ),
            ("https://x.org/api/v1.yaml", "#/a", "#/a"),
            ("https://x.org/api/v1.yaml", "no reference", "no reference"),
        ] {
            assert_eq!(
                Base::new(base).unwrap().local(reference),
                expected,
                "{base} {reference}"
            );
        }
    }
}
