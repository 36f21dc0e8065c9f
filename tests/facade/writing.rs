//! Writing: what is repeated, and what is sent back of what was read.

use intune_hardware_configurations::AssignmentId;

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

    // Nothing but a delete wants its object gone.
    let scripted = Scripted::in_turn(vec![Reply::nothing(), Reply::json(404, "{}")]).await;
    let error = scripted.profile().run_summary().await;
    assert!(error.unwrap_err().is_not_found());
}
