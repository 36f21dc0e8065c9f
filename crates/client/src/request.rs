//! Requests of the generated client, unsent.

use http::Method;
use msgraph_transport::{Error, ErrorKind, Operation, Transport};
use progenitor_client::QueryParam;
use reqwest::RequestBuilder;
use serde::Serialize;

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
    pub(crate) client: Start<'a>,
}

/// Starts requests, for the generated code, which knows their URLs as text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start<'a>(&'a Transport);

impl Start<'_> {
    pub(crate) fn get(self, url: String) -> RequestBuilder {
        self.request(Method::GET, url)
    }

    pub(crate) fn post(self, url: String) -> RequestBuilder {
        self.request(Method::POST, url)
    }

    pub(crate) fn patch(self, url: String) -> RequestBuilder {
        self.request(Method::PATCH, url)
    }

    pub(crate) fn delete(self, url: String) -> RequestBuilder {
        self.request(Method::DELETE, url)
    }

    fn request(self, method: Method, url: String) -> RequestBuilder {
        match self.0.parse_url(&url) {
            Some(parsed) => self.0.http().request(method, parsed),
            // Fails, with the words of the HTTP client.
            None => self.0.http().request(method, url),
        }
    }
}

/// An operation and its request.
pub(crate) type Built = Result<(&'static Operation, reqwest::Request), Error>;

impl<'a> RequestFactory<'a> {
    /// A factory for requests to the API that `transport` talks to.
    #[must_use]
    pub fn new(transport: &'a Transport) -> Self {
        Self {
            baseurl: transport.base_url(),
            client: Start(transport),
        }
    }
}

/// Query options, for the generated code.
pub(crate) trait Options {
    /// Adds an option, unless it is absent.
    fn option(self, name: &str, value: &Option<impl Serialize>) -> Self;
}

impl Options for RequestBuilder {
    fn option(self, name: &str, value: &Option<impl Serialize>) -> Self {
        match value {
            Some(value) => self.query(&QueryParam::new(name, value)),
            None => self,
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
    use crate::{CommaSeparated, Id};

    fn transport() -> Transport {
        Transport::builder(Credential::fixed("token"))
            .api_version(ApiVersion::Beta)
            .build()
            .unwrap()
    }

    #[test]
    fn a_request_has_the_options_that_are_there() {
        let transport = transport();
        let id = Id::new("a/b?c d").unwrap();
        let select = CommaSeparated::new(["id", "pendingDeviceCount"]);
        let (_, request) = RequestFactory::new(&transport)
            .get_run_summary(&id, None, Some(&select))
            .unwrap();
        assert_eq!(
            request.url().as_str(),
            "https://graph.microsoft.com/beta/deviceManagement/hardwareConfigurations/a%2Fb%3Fc%20d/runSummary\
             ?%24select=id%2CpendingDeviceCount"
        );
    }

    #[test]
    fn what_no_header_may_hold_is_refused_with_the_operation() {
        let transport = transport();
        let id = Id::new("1").unwrap();
        let error = RequestFactory::new(&transport)
            .delete_run_summary(&id, Some("a\r\nAuthorization: stolen"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.operation(), Some("delete_run_summary"));
        assert!(!error.to_string().contains("stolen"), "{error}");
    }
}
