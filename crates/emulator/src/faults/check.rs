//! Which faults can happen: one that cannot would let a test pass that tests nothing.

use hyper::header::{HeaderName, HeaderValue};

use super::{Effect, Fault, Response};
use crate::error::SetupError;
use crate::spec::Spec;
use crate::text::nearest;

impl Fault {
    /// Refuses a rule that would never hit, or could not do what it says.
    pub(crate) fn check(&self, spec: &Spec) -> Result<(), SetupError> {
        let operations = || spec.operations.iter().map(|operation| &*operation.id);
        let operation = match &self.operation {
            None => None,
            Some(id) => {
                let found = spec.operations.iter().find(|known| known.id == *id);
                Some(found.ok_or_else(|| {
                    let nearest = nearest(id, operations())
                        .map_or_else(String::new, |name| format!(" The nearest is '{name}'."));
                    let all: Vec<&str> = operations().collect();
                    SetupError::new(
                        "operation",
                        format!(
                            "is '{id}', which no operation is called.{nearest} Operations: {}.",
                            all.join(", ")
                        ),
                    )
                })?)
            }
        };
        if let Some(method) = &self.method {
            self.check_method(method, operation.map(|operation| &*operation.method))?;
        }
        if let Some(share) = self.probability
            && !(0.0..=1.0).contains(&share)
        {
            let problem = format!("is {share}, but must be from 0 to 1.");
            return Err(SetupError::new("probability", problem));
        }
        if self.times == Some(0) {
            let problem = "is 0, so that it would never happen.";
            return Err(SetupError::new("times", problem));
        }
        self.effect.check().map_err(|error| error.within("effect"))
    }

    fn check_method(&self, method: &str, only: Option<&str>) -> Result<(), SetupError> {
        // Not only those of the specification: the others are answered, too, if only by a refusal.
        const METHODS: [&str; 7] = ["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS"];
        let is = |known: &str| known.eq_ignore_ascii_case(method);
        let problem = match (only, &self.operation) {
            (Some(only), Some(operation)) if !is(only) => {
                format!("is '{method}', but '{operation}' is a {only}.")
            }
            _ if METHODS.into_iter().any(is) => return Ok(()),
            _ => format!("is '{method}'. Known: {}.", METHODS.join(", ")),
        };
        Err(SetupError::new("method", problem))
    }
}

impl Effect {
    /// Refuses what could not be done.
    pub(super) fn check(&self) -> Result<(), SetupError> {
        match self {
            Self::Respond(response) => response.check().map_err(|error| error.within("respond")),
            Self::ContentType(kind) => check_value("contentType", kind),
            Self::ForeignNextLink(origin) => {
                let host = origin.split_once("://").filter(|(scheme, host)| {
                    ["http", "https"].contains(scheme)
                        && !host.is_empty()
                        && !host.contains(['/', '?', '#', ' '])
                });
                match host {
                    Some(_) => Ok(()),
                    None => Err(SetupError::new(
                        "foreignNextLink",
                        format!(
                            "is '{origin}', but must be an origin such as https://elsewhere.example."
                        ),
                    )),
                }
            }
            _ => Ok(()),
        }
    }
}

impl Response {
    fn check(&self) -> Result<(), SetupError> {
        if !(200..=599).contains(&self.status) {
            return Err(SetupError::new(
                "status",
                format!(
                    "is {}, but must be from 200 to 599: anything else has to be sent as raw bytes.",
                    self.status
                ),
            ));
        }
        for (number, (name, value)) in self.headers.iter().enumerate() {
            let place = format!("headers[{number}]");
            if HeaderName::try_from(name.as_str()).is_err() {
                let problem = format!("is '{name}', which is no name of a header.");
                return Err(SetupError::new(place, problem));
            }
            check_value(&place, value)?;
        }
        Ok(())
    }
}

/// The value is not repeated: it may be a secret.
fn check_value(place: &str, value: &str) -> Result<(), SetupError> {
    match HeaderValue::from_str(value) {
        Ok(_) => Ok(()),
        Err(_) => Err(SetupError::new(
            place,
            "has a value that no header can hold.",
        )),
    }
}
