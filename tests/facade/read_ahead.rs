//! Reading ahead: the next page is under way while one is worked through, and nobody notices but by the clock.

use futures_util::TryStreamExt;
use intune_hardware_configurations::{Assignment, Continuation, ErrorKind, List};
use intune_hardware_configurations_emulator::Emulator;

use crate::emulated::Emulated;
use crate::scripted::Scripted;
use crate::server::{Reply, Seen};

async fn emulated() -> Emulated {
    Emulated::start(Emulator::builder().page_size(100)).await
}

/// Leaves the runtime to others until `done`, as a caller does who works on an item.
async fn work_until(done: impl Fn() -> bool) {
    for _ in 0..10_000 {
        if done() {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("it never happened");
}

#[tokio::test]
async fn the_next_page_is_asked_for_while_one_is_worked_through() {
    let emulated = emulated().await;
    let requests = || emulated.emulator.journal().len();
    let mut list = emulated
        .profile(0)
        .device_run_states()
        .list()
        .read_ahead(true);
    list.next().await.unwrap().unwrap();
    work_until(|| requests() == 2).await;
    for _ in 1..100 {
        list.next().await.unwrap().unwrap();
    }
    assert_eq!(requests(), 2, "one page ahead and no more");
    list.next().await.unwrap().unwrap();
    work_until(|| requests() == 3).await;
    assert_eq!(list.try_collect::<Vec<_>>().await.unwrap().len(), 149);
    assert_eq!(requests(), 3, "nothing is after the last page");
}

#[tokio::test]
async fn nothing_is_asked_for_that_nobody_wants() {
    let emulated = emulated().await;
    let states = emulated.profile(0).device_run_states();
    let mut list = states.list();
    for _ in 0..100 {
        list.next().await.unwrap().unwrap();
    }
    tokio::task::yield_now().await;
    assert_eq!(emulated.emulator.journal().len(), 1);
    assert_eq!(
        states
            .list()
            .read_ahead(false)
            .all(250)
            .await
            .unwrap()
            .len(),
        250
    );
}

#[tokio::test]
async fn items_and_places_are_those_of_a_list_that_does_not() {
    let emulated = Emulated::start(Emulator::builder().page_size(7)).await;
    let list = || emulated.profile(0).device_run_states().list();
    let (mut plain, mut ahead) = (list(), list().read_ahead(true));
    loop {
        let (expected, found) = (plain.next().await, ahead.next().await);
        assert_eq!(found.transpose().unwrap(), expected.transpose().unwrap());
        let text = |place: Option<Continuation>| place.map(|place| place.to_text());
        assert_eq!(text(ahead.continuation()), text(plain.continuation()));
        if plain.continuation().is_none() {
            break;
        }
    }
}

#[tokio::test]
async fn a_dropped_wait_loses_nothing() {
    let emulated = emulated().await;
    let mut list = emulated
        .profile(0)
        .device_run_states()
        .list()
        .read_ahead(true);
    let mut items = 0;
    loop {
        let next = tokio::select! {
            biased;
            next = list.next() => next,
            () = tokio::task::yield_now() => continue,
        };
        if next.transpose().unwrap().is_none() {
            break;
        }
        items += 1;
    }
    assert_eq!((items, emulated.emulator.journal().len()), (250, 3));
}

/// A list of one item a page, for which `later` answers the requests after the first one.
async fn pages(
    mut later: impl FnMut(usize) -> Reply + Send + 'static,
) -> (Scripted, List<Assignment>) {
    let mut count = 0;
    let script = move |seen: &Seen| {
        if seen.target.ends_with("next") {
            count += 1;
            return later(count);
        }
        let first = r#"{"value": [{"id": "1"}], "@odata.nextLink": "{root}/beta/next"}"#;
        Reply::json(200, first)
    };
    let scripted = Scripted::start(script).await;
    let list = scripted.profile().assignments().list().read_ahead(true);
    (scripted, list)
}

#[tokio::test]
async fn an_error_comes_in_its_turn() {
    let (scripted, mut list) = pages(|_| Reply::json(403, "{}")).await;
    assert_eq!(list.next().await.unwrap().unwrap().id.as_deref(), Some("1"));
    work_until(|| scripted.server.seen().len() == 2).await;
    let place = list.continuation().unwrap().to_text();
    assert!(place.ends_with("/beta/next"), "{place}");
    let error = list.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    assert!(list.next().await.is_none());
    assert_eq!(list.continuation().unwrap().to_text(), place);
    assert_eq!(scripted.server.seen().len(), 2, "not asked for again");
}

#[tokio::test]
async fn a_connection_that_broke_meanwhile_is_made_anew() {
    // Two tries are one call: the page ahead is lost, and then comes when it is asked for.
    let (scripted, list) = pages(|count| match count {
        1 | 2 => Reply::nothing(),
        _ => Reply::json(200, r#"{"value": [{"id": "2"}]}"#),
    })
    .await;
    let items: Vec<_> = list.try_collect().await.unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(scripted.server.seen().len(), 4);
}

#[tokio::test]
async fn a_service_that_stays_away_is_an_error_all_the_same() {
    let (scripted, mut list) = pages(|_| Reply::nothing()).await;
    list.next().await.unwrap().unwrap();
    let error = list.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network);
    assert!(list.next().await.is_none());
    assert_eq!(scripted.server.seen().len(), 5);
}

#[tokio::test]
async fn links_in_a_circle_and_to_elsewhere_are_not_followed() {
    for (link, kind) in [
        ("{root}/beta/next", ErrorKind::Paging),
        ("{evil}/beta/next", ErrorKind::ForeignOrigin),
    ] {
        let page = format!(r#"{{"value": [{{"id": "2"}}], "@odata.nextLink": "{link}"}}"#);
        let (scripted, mut list) = pages(move |_| Reply::json(200, &page)).await;
        for id in ["1", "2"] {
            assert_eq!(list.next().await.unwrap().unwrap().id.as_deref(), Some(id));
        }
        assert_eq!(list.next().await.unwrap().unwrap_err().kind(), kind);
        assert!(list.next().await.is_none());
        assert_eq!(scripted.server.seen().len(), 2, "{link}");
    }
}

#[tokio::test]
async fn one_connection_does_for_all_pages() {
    let mut page = 0;
    let (scripted, list) = pages(move |_| {
        page += 1;
        let link = format!(r#", "@odata.nextLink": "{{root}}/beta/{page}/next""#);
        let link = if page < 20 { link.as_str() } else { "" };
        Reply::json(200, format!(r#"{{"value": [{{"id": "{page}"}}]{link}}}"#))
    })
    .await;
    assert_eq!(list.all(100).await.unwrap().len(), 21);
    let connections = scripted
        .server
        .seen()
        .iter()
        .map(|seen| seen.connection)
        .max();
    assert_eq!(connections, Some(0));
}
