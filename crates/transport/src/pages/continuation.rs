//! A place in a collection, to go on from later.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// A place in a collection: the link of a page, and how many of its items are done.
///
/// Save it as text ([`to_text`](Self::to_text)) and read it back with `parse`. The link may grant access to data: treat
/// it as a secret. `Debug` does not show it. Whoever saved it, it is followed only if it leads to the transport's cloud.
///
/// ```
/// use msgraph_transport::Continuation;
///
/// # fn main() -> Result<(), msgraph_transport::Error> {
/// let place: Continuation = "40 https://graph.microsoft.com/v1.0/devices?$skiptoken=X".parse()?;
/// assert_eq!(place.to_text(), "40 https://graph.microsoft.com/v1.0/devices?$skiptoken=X");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Continuation {
    link: String,
    done: usize,
}

impl Continuation {
    /// The start of the page behind an `@odata.nextLink`.
    #[must_use]
    pub fn from_link(link: impl Into<String>) -> Self {
        Self::new(link.into(), 0)
    }

    pub(crate) fn new(link: String, done: usize) -> Self {
        Self { link, done }
    }

    /// The place as text, from which it can be parsed again.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{} {}", self.done, self.link)
    }

    pub(crate) fn link(&self) -> &str {
        &self.link
    }

    pub(crate) fn one_more_done(&mut self) {
        self.done += 1;
    }

    pub(crate) fn done(&self) -> usize {
        self.done
    }
}

impl FromStr for Continuation {
    type Err = Error;

    /// Reads the text of [`Continuation::to_text`], or a bare link.
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let (done, link) = match text.split_once(' ') {
            None => (Ok(0), text),
            Some((done, link)) => (done.parse(), link),
        };
        match done {
            Ok(done) if !link.is_empty() => Ok(Self::new(link.to_owned(), done)),
            _ => Err(Error::new(
                ErrorKind::InvalidRequest,
                "the saved continuation is damaged: start again from the first page",
            )),
        }
    }
}

impl fmt::Debug for Continuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Continuation")
            .field("link", &"[redacted]")
            .field("done", &self.done)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_back_and_damage_is_noticed() {
        let place = Continuation::new("https://x/y?a=b".to_owned(), 7);
        assert_eq!(place.to_text().parse::<Continuation>().unwrap(), place);
        assert_eq!(
            "https://x/y".parse::<Continuation>().unwrap(),
            Continuation::from_link("https://x/y")
        );
        for bad in ["", " ", "7", "x https://y", "-1 https://y"] {
            // A bare word is a link that the origin check will refuse.
            if bad != "7" {
                assert!(bad.parse::<Continuation>().is_err(), "{bad:?}");
            }
        }
        assert!(!format!("{place:?}").contains("a=b"));
    }
}
