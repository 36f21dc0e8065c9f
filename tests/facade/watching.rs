//! Watching a run summary: what is told, how long is waited, when it ends.

use std::time::Duration;

use intune_hardware_configurations::WatchRunSummary;

use crate::scripted::Scripted;
use crate::server::Reply;

fn summary(pending: u32, successful: u32) -> String {
    format!(
        r#"{{"id": "1", "pendingDeviceCount": {pending}, "successfulDeviceCount": {successful}}}"#
    )
}

fn json(body: String) -> Reply {
    Reply::json(200, body)
}

/// A look every 40 seconds, and the last one after 100.
fn watch_until_the_deadline(scripted: &Scripted) -> WatchRunSummary {
    scripted
        .profile()
        .watch_run_summary(Duration::from_secs(40))
        .for_at_most(Duration::from_secs(100))
}

#[tokio::test]
async fn watching_tells_changes_until_nothing_is_pending() {
    let scripted = Scripted::in_turn(vec![
        json(summary(2, 0)),
        json(summary(2, 0)),
        json(summary(1, 1)),
        json(summary(0, 2)),
    ])
    .await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(30));
    let mut told = Vec::new();
    while let Some(summary) = watch.next().await.transpose().unwrap() {
        told.push((
            summary.devices.pending.unwrap_or(-1),
            scripted.clock.elapsed().as_secs(),
        ));
    }
    assert_eq!(told, [(2, 0), (1, 60), (0, 90)]);
    assert!(watch.next().await.is_none());
    assert_eq!(scripted.server.seen().len(), 4);
}

#[tokio::test]
async fn watching_does_not_take_a_summary_that_is_not_computed_yet_for_the_end() {
    let unknown = r#"{"id": "1", "pendingDeviceCount": null, "successfulDeviceCount": 1}"#;
    let scripted = Scripted::in_turn(vec![
        json(summary(0, 0)),
        json(unknown.to_owned()),
        json(summary(3, 0)),
        json(summary(0, 3)),
    ])
    .await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(30));
    let mut successful = Vec::new();
    while let Some(summary) = watch.next().await.transpose().unwrap() {
        successful.push(summary.devices.successful.unwrap_or(-1));
    }
    assert_eq!(successful, [0, 1, 0, 3]);
}

#[tokio::test]
async fn watching_what_reaches_no_device_ends_at_the_deadline() {
    let scripted = Scripted::in_turn(vec![json(summary(0, 0))]).await;
    let mut watch = watch_until_the_deadline(&scripted);
    assert!(watch.next().await.unwrap().is_ok());
    assert!(watch.next().await.is_none());
    assert_eq!(scripted.clock.elapsed().as_secs(), 100);
}

#[tokio::test]
async fn watching_slows_down_under_throttling_and_speeds_up_again() {
    let throttled = || Reply::json(429, "{}").header("Retry-After", "500");
    let mut script = vec![json(summary(9, 0))];
    // Two tries a look: the transport's own, and its retry.
    script.extend([throttled(), throttled()]);
    script.extend(
        (0..9)
            .rev()
            .map(|pending| json(summary(pending, 9 - pending))),
    );
    let scripted = Scripted::in_turn(script).await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(10));
    let mut times = Vec::new();
    while let Some(summary) = watch.next().await {
        summary.unwrap();
        times.push(scripted.clock.elapsed().as_secs());
    }
    assert_eq!(
        times.len(),
        10,
        "throttling is waited out, and nothing is lost"
    );
    let pauses: Vec<_> = times.windows(2).map(|two| two[1] - two[0]).collect();
    assert!(pauses[0] >= 500, "{pauses:?}");
    assert_eq!(pauses.last(), Some(&10), "{pauses:?}");
}

#[tokio::test]
async fn watching_ends_at_the_deadline() {
    let scripted = Scripted::in_turn(vec![json(summary(1, 0))]).await;
    let mut watch = watch_until_the_deadline(&scripted);
    assert!(watch.next().await.unwrap().is_ok());
    assert!(watch.next().await.is_none());
    assert_eq!(
        scripted.clock.elapsed().as_secs(),
        100,
        "with a last look at the deadline"
    );
    assert_eq!(scripted.server.seen().len(), 4);
}

#[tokio::test]
async fn watching_does_not_undercut_the_wait_asked_for_to_meet_its_deadline() {
    let throttled = Reply::json(429, "{}").header("Retry-After", "500");
    let scripted = Scripted::in_turn(vec![json(summary(1, 0)), throttled]).await;
    let mut watch = watch_until_the_deadline(&scripted);
    assert!(watch.next().await.unwrap().is_ok());
    assert!(watch.next().await.is_none());
    assert_eq!(scripted.server.seen().len(), 2);
}

#[tokio::test]
async fn watching_waits_until_the_service_is_back() {
    let away = || Reply::json(503, "{}").header("Retry-After", "400");
    let scripted = Scripted::in_turn(vec![
        json(summary(1, 0)),
        away(),
        Reply::json(500, "{}"),
        Reply::nothing(),
        json(summary(0, 1)),
    ])
    .await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(10));
    assert!(watch.next().await.unwrap().is_ok());
    let last = watch.next().await.unwrap().unwrap();
    assert!(last.is_complete());
    assert!(watch.next().await.is_none());
    assert!(scripted.clock.elapsed().as_secs() >= 400);
}

#[tokio::test]
async fn watching_ends_when_the_last_look_takes_too_long() {
    let silence = Reply::raw("HTTP/1.1 200").then_stall();
    let scripted = Scripted::in_turn(vec![json(summary(1, 0)), silence]).await;
    let mut watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(40))
        .for_at_most(Duration::from_secs(40));
    assert!(watch.next().await.unwrap().is_ok());
    let end = watch.next().await;
    assert!(end.is_none(), "{end:?}");
}

#[tokio::test]
async fn watching_that_never_saw_a_summary_says_why() {
    let scripted = Scripted::always(500, "{}").await;
    let watch = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(40));
    let mut watch = watch.for_at_most(Duration::from_secs(100));
    let error = watch.next().await.unwrap().unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 500);
    assert!(watch.next().await.is_none());
    assert!(scripted.server.seen().len() > 2, "and it looked again");

    let mut endless = scripted
        .profile()
        .watch_run_summary(Duration::from_secs(40));
    assert!(
        endless.next().await.unwrap().is_err(),
        "not silence for ever"
    );
    assert!(endless.next().await.is_none());
}

#[tokio::test]
async fn watching_ends_with_an_error_that_waiting_does_not_cure() {
    let scripted = Scripted::in_turn(vec![json(summary(1, 0)), Reply::json(404, "{}")]).await;
    let mut watch = scripted.profile().watch_run_summary(Duration::from_secs(1));
    assert!(watch.next().await.unwrap().is_ok());
    assert!(watch.next().await.unwrap().unwrap_err().is_not_found());
    assert!(watch.next().await.is_none());
}
