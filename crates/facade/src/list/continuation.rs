//! Where a list can be taken up again.

use std::fmt;
use std::str::FromStr;

/// Where a list can be taken up again, in this process or another one.
///
/// Its text is the address of a page and the number of items of it that were already given out. The address is data
/// from the network, or from wherever it was saved: no token is sent to it unless it is at the client's own cloud.
/// `Debug` does not show the address, since the query of a link may hold anything; [`Continuation::as_str`] does.
///
/// ```
/// use intune_hardware_configurations::Continuation;
///
/// let saved = "https://graph.microsoft.com/beta/deviceManagement/hardwareConfigurations?$skiptoken=abc#3";
/// let continuation: Continuation = saved.parse()?;
/// assert_eq!(continuation.as_str(), saved);
/// # Ok::<(), intune_hardware_configurations::InvalidContinuation>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Continuation(String);

/// A text that is not a continuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidContinuation;

impl Continuation {
    pub(crate) fn new(link: &str, given_out: usize) -> Self {
        // A fragment is never sent, so that it can carry what is not the service's business.
        Self(format!("{link}#{given_out}"))
    }

    /// The text to save.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of the page.
    pub(crate) fn link(&self) -> &str {
        self.split().map_or(&self.0, |(link, _)| link)
    }

    /// How many items of the page were already given out.
    pub(crate) fn given_out(&self) -> usize {
        self.split().map_or(0, |(_, given_out)| given_out)
    }

    fn split(&self) -> Option<(&str, usize)> {
        let (link, given_out) = self.0.rsplit_once('#')?;
        Some((link, given_out.parse().ok()?))
    }
}

impl FromStr for Continuation {
    type Err = InvalidContinuation;

    fn from_str(text: &str) -> Result<Self, InvalidContinuation> {
        let continuation = Self(text.to_owned());
        continuation.split().ok_or(InvalidContinuation)?;
        Ok(continuation)
    }
}

impl fmt::Debug for Continuation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Continuation({} items given out)",
            self.given_out()
        )
    }
}

impl fmt::Display for InvalidContinuation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(
            "not a continuation: pass the text that `Continuation::as_str` gave, unchanged",
        )
    }
}

impl std::error::Error for InvalidContinuation {}
