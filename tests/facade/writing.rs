//! Writing: what is repeated, and what is sent back of what was read.

use intune_hardware_configurations::{
    Assignment, AssignmentId, CallOptions, HardwareConfigurationId, RunSummary,
};
use serde_json::{Value, json};

use crate::scripted::Scripted;
use crate::server::Reply;

#[tokio::test]
async fn a_delete_whose_answer_got_lost_has_succeeded() {
    for gone in [404, 410] {
        let scripted = Scripted::in_turn(vec![Reply::nothing(), Reply::json(gone, "{}")]).await;
        let call = scripted.configurations.delete(&scripted.id());
        let answer = call.send().await.unwrap();
        assert_eq!(answer.metadata.attempts, 2);
    }
    let lost = || Scripted::in_turn(vec![Reply::nothing(), Reply::json(404, "{}")]);
    let scripted = lost().await;
    scripted.profile().delete_run_summary().await.unwrap();
    let scripted = lost().await;
    let id = AssignmentId::new("1").unwrap();
    scripted.profile().assignments().delete(&id).await.unwrap();
}

#[tokio::test]
async fn a_delete_of_what_is_not_there_fails() {
    let scripted = Scripted::always(404, "{}").await;
    let error = scripted.configurations.delete(&scripted.id()).await;
    assert!(error.unwrap_err().is_not_found());

    // Whoever was refused for the moment has deleted nothing.
    let busy = Reply::json(429, "{}").header("Retry-After", "1");
    let scripted = Scripted::in_turn(vec![busy, Reply::json(404, "{}")]).await;
    let error = scripted.configurations.delete(&scripted.id()).await;
    assert!(error.unwrap_err().is_not_found());

    // Nothing but a delete wants its object gone.
    let scripted = Scripted::in_turn(vec![Reply::nothing(), Reply::json(404, "{}")]).await;
    let error = scripted.profile().run_summary().await;
    assert!(error.unwrap_err().is_not_found());
}

/// The answers of a batch of two, of which one is refused with this status.
fn batch_of_two(status: u16) -> Reply {
    let responses = json!([{ "id": "1", "status": 204 }, { "id": "2", "status": status }]);
    Reply::json(200, json!({ "responses": responses }).to_string())
}

#[tokio::test]
async fn a_delete_in_a_batch_succeeds_and_fails_as_it_does_alone() {
    for (refusal, is_done) in [(504, true), (429, false)] {
        let scripted = Scripted::in_turn(vec![batch_of_two(refusal), Reply::json(404, "{}")]).await;
        let ids = ["1", "2"].map(|id| HardwareConfigurationId::new(id).unwrap());
        let calls = ids.iter().map(|id| scripted.configurations.delete(id));
        let deleted = scripted
            .configurations
            .batch(calls, CallOptions::new())
            .await;
        assert_eq!(scripted.server.seen().len(), 2, "one of them once more");
        assert!(deleted[0].is_ok(), "{deleted:?}");
        assert_eq!(deleted[1].is_ok(), is_done, "{refusal}: {deleted:?}");
    }
}

#[tokio::test]
async fn what_only_the_service_may_say_is_not_sent_back() {
    let scripted = Scripted::always(200, r#"{"id": "1"}"#).await;
    let body = || {
        let last = scripted.server.seen().pop().unwrap();
        serde_json::from_str::<Value>(&last.body).unwrap()
    };
    let with = |mut object: Value, own: Value| {
        let properties = object.as_object_mut().unwrap();
        properties.extend(own.as_object().unwrap().clone());
        object
    };
    let kept = || {
        json!({
            "@odata.type": "t", "later@odata.type": "u", "later": 7, "owner@odata.bind": "o",
        })
    };
    let read = |own: Value| {
        let dropped = json!({
            "@odata.context": "x", "@odata.etag": "y", "@odata.id": "z", "id": "1",
            "later@odata.associationLink": "l",
        });
        with(with(kept(), dropped), own)
    };

    let summary: RunSummary =
        serde_json::from_value(read(json!({ "failedDeviceCount": 2 }))).unwrap();
    scripted
        .profile()
        .update_run_summary(&summary)
        .await
        .unwrap();
    assert_eq!(body(), with(kept(), json!({ "failedDeviceCount": 2 })));

    let assignment: Assignment = serde_json::from_value(read(json!({ "target": null }))).unwrap();
    let id = AssignmentId::new("1").unwrap();
    scripted
        .profile()
        .assignments()
        .update(&id, assignment)
        .await
        .unwrap();
    assert_eq!(body(), with(kept(), json!({ "target": null })));
}
