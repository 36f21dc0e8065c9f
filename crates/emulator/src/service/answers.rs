//! Holds the emulator itself to the specification.

use hyper::header::CONTENT_TYPE;

use super::refusal::Refusal;
use crate::http::Reply;
use crate::spec::check::{Direction, check};
use crate::spec::{Operation, Spec};

/// Turns an answer that is not as specified into one that says so.
pub(super) fn check_reply(
    spec: &Spec,
    operation: &Operation,
    reply: &Reply,
) -> Result<(), Refusal> {
    let id = &operation.id;
    let mut specified = operation.responses.iter();
    let Some(specified) = specified.find(|response| response.status == reply.status.as_u16())
    else {
        return Err(Refusal::internal(format!(
            "The answer {} of '{id}' is not specified.",
            reply.status
        )));
    };
    let Some((media_type, schema)) = &specified.body else {
        return match reply.body.is_empty() {
            true => Ok(()),
            false => Err(Refusal::internal(format!(
                "'{id}' answered with a body that is not specified."
            ))),
        };
    };
    let content_type = reply.headers.get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default();
    if !content_type.starts_with(media_type.as_str()) {
        return Err(Refusal::internal(format!(
            "'{id}' answered as '{content_type}', not as {media_type}."
        )));
    }
    let value = match media_type.as_str() {
        "text/plain" => String::from_utf8_lossy(&reply.body).into(),
        _ => serde_json::from_slice(&reply.body).map_err(|error| {
            Refusal::internal(format!("'{id}' answered with broken JSON: {error}."))
        })?,
    };
    match check(spec, schema, &value, Direction::Response).first() {
        None => Ok(()),
        Some(problem) => Err(Refusal::internal(format!(
            "The answer of '{id}' is not as specified: {problem}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use hyper::StatusCode;
    use serde_json::json;

    use super::*;
    use crate::clock::Clock;
    use crate::http::Call;
    use crate::journal::Finding;
    use crate::service::Service;
    use crate::service::tokens::Grant;
    use crate::settings::Settings;
    use crate::tenant::{Profile, Tenant};

    /// In debug builds only: it would cost as much as everything else.
    #[cfg(debug_assertions)]
    #[test]
    fn an_answer_that_is_not_as_specified_is_a_500_that_says_so() {
        // No tenant that was checked could hold this.
        let mut profile = Profile::new("Broken").id("broken");
        profile.content = "not base64".to_owned();
        let tenant = Tenant::empty().profile(profile);
        let service = Service::new(
            tenant,
            Clock::Real,
            Settings::default(),
            [127, 0, 0, 1].into(),
            None,
            None,
        )
        .unwrap();
        let grant = Grant::new(["DeviceManagementConfiguration.Read.All"]);
        let token = service.tokens.issue(grant, service.clock.now());
        for (path, problem) in [
            (
                "",
                Some("list_hardware_configurations value[0].configurationFileContent"),
            ),
            (
                "/broken",
                Some("get_hardware_configuration configurationFileContent"),
            ),
            ("/broken?$select=id", None),
        ] {
            let request = hyper::Request::get(format!(
                "/beta/deviceManagement/hardwareConfigurations{path}"
            ))
            .header("authorization", format!("Bearer {token}"));
            let (head, ()) = request.body(()).unwrap().into_parts();
            let (reply, _) = service.answer(&Call::new(head, "http://localhost", 1));
            let Some((operation, property)) = problem.and_then(|problem| problem.split_once(' '))
            else {
                assert_eq!(reply.status, StatusCode::OK);
                continue;
            };
            assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
            let body: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
            let message = body["error"]["message"].as_str().unwrap();
            assert_eq!(
                message,
                format!(
                    "The answer of '{operation}' is not as specified: The property '{property}' must be base64 with padding."
                )
            );
            let findings = service.journal.exchanges().pop().unwrap().findings;
            assert_eq!(findings, [Finding::Refused(message.to_owned())]);
        }
    }

    #[test]
    fn what_is_wrong_with_an_answer_is_named() {
        let spec = Spec::load().unwrap();
        let json = |body: serde_json::Value| Reply::json(StatusCode::OK, body.to_string());
        let good =
            json!({ "value": [{ "id": "1", "configurationState": "new", "new@odata.count": 1 }] });
        for (operation, reply, problem) in [
            ("list_device_run_states", json(good.clone()), None),
            (
                "count_device_run_states",
                Reply::text(StatusCode::OK, "7".to_owned()),
                None,
            ),
            (
                "delete_device_run_state",
                Reply::empty(StatusCode::NO_CONTENT),
                None,
            ),
            (
                "list_device_run_states",
                json(json!({ "value": [{ "id": "1" }, { "internalVersion": "two" }] })),
                Some("'value[1].internalVersion' must be an integer, but is a string"),
            ),
            (
                "get_device_run_state",
                json(json!({ "id": "1", "colour": "red" })),
                Some("'colour' does not exist here"),
            ),
            (
                "get_device_run_state",
                json(json!({ "lastStateUpdateDateTime": "yesterday" })),
                Some("'lastStateUpdateDateTime' must be a date-time"),
            ),
            (
                "get_device_run_state",
                Reply::json(StatusCode::OK, "{"),
                Some("'get_device_run_state' answered with broken JSON"),
            ),
            (
                "list_device_run_states",
                Reply::text(StatusCode::OK, good.to_string()),
                Some("answered as 'text/plain', not as application/json"),
            ),
            (
                "list_device_run_states",
                Reply::json(StatusCode::CREATED, good.to_string()),
                Some("The answer 201 Created of 'list_device_run_states' is not specified"),
            ),
            (
                "delete_device_run_state",
                Reply::text(StatusCode::NO_CONTENT, "gone".to_owned()),
                Some("'delete_device_run_state' answered with a body that is not specified"),
            ),
        ] {
            let mut operations = spec.operations.iter();
            let operation = operations.find(|known| known.id == operation).unwrap();
            let refusal = check_reply(spec, operation, &reply).err();
            match (refusal, problem) {
                (None, None) => {}
                (Some(refusal), Some(problem)) => {
                    assert_eq!(refusal.status, StatusCode::INTERNAL_SERVER_ERROR);
                    assert!(refusal.message.contains(problem), "{}", refusal.message);
                }
                (refusal, problem) => panic!("{refusal:?} is not {problem:?}"),
            }
        }
    }
}
