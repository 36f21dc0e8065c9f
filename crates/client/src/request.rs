//! Requests of the generated client, unsent.

use msgraph_transport::{Error, ErrorKind, Operation, Transport};

use crate::body;
use crate::generated;

/// Builds the request of an operation without sending it: to look at, to put into a batch, to send with options. It has
/// the methods of [`Client`](crate::Client), by the same names and with the same arguments.
///
/// Each gives the operation and its request, or an error of the kind [`ErrorKind::InvalidRequest`] when the arguments
/// cannot be put into a request, such as a header with a line break.
///
/// ```
/// use intune_hardware_configurations_client::{Id, RequestFactory};
/// use msgraph_transport::{ApiVersion, Credential, Transport};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let transport = Transport::builder(Credential::fixed("token")).api_version(ApiVersion::Beta).build()?;
/// let id = Id::new("42")?;
/// let (operation, request) = RequestFactory::new(&transport).get_run_summary(&id, None, None)?;
/// assert_eq!(operation.name(), "get_run_summary");
/// assert_eq!(
///     request.url().as_str(),
///     "https://graph.microsoft.com/beta/deviceManagement/hardwareConfigurations/42/runSummary",
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RequestFactory<'a> {
    // The names that the generated code has for them.
    pub(crate) baseurl: &'a str,
    pub(crate) client: &'a reqwest::Client,
}

/// An operation and its request.
pub(crate) type Built = Result<(&'static Operation, reqwest::Request), Error>;

impl<'a> RequestFactory<'a> {
    /// A factory for requests to the API that `transport` talks to.
    #[must_use]
    pub fn new(transport: &'a Transport) -> Self {
        Self {
            baseurl: transport.base_url(),
            client: transport.http(),
        }
    }
}

/// What a generated method makes of its request.
pub(crate) fn built(
    operation: &'static Operation,
    request: Result<reqwest::Request, generated::Error<()>>,
) -> Built {
    match request {
        Ok(mut request) => {
            body::ask_for_it(&mut request, operation.name());
            Ok((operation, request))
        }
        Err(error) => {
            let reason = match error {
                generated::Error::InvalidRequest(reason) => reason,
                other => other.to_string(),
            };
            Err(Error::new(ErrorKind::InvalidRequest, reason).with_operation(operation))
        }
    }
}

#[cfg(test)]
mod tests {
    use msgraph_transport::{ApiVersion, Credential};

    use super::*;
    use crate::Id;

    #[test]
    fn what_no_header_may_hold_is_refused_with_the_operation() {
        let transport = Transport::builder(Credential::fixed("token"))
            .api_version(ApiVersion::Beta)
            .build()
            .unwrap();
        let id = Id::new("1").unwrap();
        let error = RequestFactory::new(&transport)
            .delete_run_summary(&id, Some("a\r\nAuthorization: stolen"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.operation(), Some("delete_run_summary"));
        assert!(!error.to_string().contains("stolen"), "{error}");
    }
}
