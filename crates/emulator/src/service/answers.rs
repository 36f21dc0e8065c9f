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
    let value = serde_json::from_slice(&reply.body).map_err(|error| {
        Refusal::internal(format!("'{id}' answered with broken JSON: {error}."))
    })?;
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
