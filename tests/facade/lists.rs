//! Lists: items, pages, and places to go on from.

use std::future::IntoFuture;
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use intune_hardware_configurations::query::{CountQuery, ListQuery};
use intune_hardware_configurations::{
    AssignmentTarget, CallOptions, Continuation, Credential, DeviceRunStateProperty as P,
    ErrorKind, Field, HardwareConfigurationFormat, HardwareConfigurationId,
    HardwareConfigurationNavigation as Navigation, HardwareConfigurationProperty as C,
    HardwareConfigurations, NewHardwareConfiguration, RunState,
};
use intune_hardware_configurations_emulator::{Emulator, Quirk};

use crate::emulated::Emulated;
use crate::scripted::Scripted;
use crate::server::Reply;

#[tokio::test]
async fn every_item_comes_once_and_in_order() {
    let emulated = Emulated::start(Emulator::builder().page_size(7)).await;
    let list = || emulated.profile(0).device_run_states().list();
    let all: Vec<_> = list().try_collect().await.unwrap();
    assert_eq!(all.len(), 250);

    // Saved after each item as text, and taken up again, as another process would.
    let mut resumed = Vec::new();
    let mut place: Option<String> = None;
    loop {
        let mut rest = match &place {
            Some(text) => list().resume(text.parse::<Continuation>().unwrap()),
            None => list(),
        };
        let Some(item) = rest.next().await.transpose().unwrap() else {
            break;
        };
        resumed.push(item);
        match rest.continuation() {
            Some(next) => place = Some(next.to_text()),
            None => break,
        }
    }
    assert_eq!(resumed, all);
}

#[tokio::test]
async fn pages_go_on_where_items_stopped() {
    let emulated = Emulated::start(Emulator::builder().page_size(100)).await;
    let query = ListQuery::new().count().select([P::Id, P::DeviceName]);
    let mut list = emulated.profile(0).device_run_states().list().query(query);
    for _ in 0..130 {
        let device = list.next().await.unwrap().unwrap();
        assert_eq!(device.state, Field::Absent, "not selected");
    }
    assert_eq!(list.total_count(), Some(250));
    let pages: Vec<_> = list.into_pages().unwrap().try_collect().await.unwrap();
    let sizes: Vec<_> = pages.iter().map(|page| page.items.len()).collect();
    assert_eq!(sizes, [70, 50]);

    let mut list = emulated.configurations.list();
    while list.next().await.is_some() {}
    let rest: Vec<_> = list.into_pages().unwrap().try_collect().await.unwrap();
    assert_eq!(rest.len(), 0, "nothing comes twice");
}

#[tokio::test]
async fn filters_and_orders_reach_the_service() {
    let emulated = Emulated::start(Emulator::builder()).await;
    let states = emulated.profile(0).device_run_states();
    let query = ListQuery::new()
        .filter(
            P::ConfigurationState
                .is_in([RunState::Fail, RunState::ScriptError])
                .and(!P::DeviceName.contains("'")),
        )
        .order_by([P::DeviceName.descending()])
        .top(5);
    let some: Vec<_> = states
        .list()
        .query(query)
        .take(7)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(some.len(), 7, "`$top` is the size of a page");
    assert!(some.iter().all(|device| {
        matches!(
            device.state.value(),
            Some(RunState::Fail | RunState::ScriptError)
        )
    }));
    assert!(some.is_sorted_by_key(|device| std::cmp::Reverse(device.device_name.as_deref())));
}

#[tokio::test]
async fn all_is_bounded() {
    let emulated = Emulated::start(Emulator::builder()).await;
    let error = emulated
        .profile(0)
        .device_run_states()
        .list()
        .all(249)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.to_string().contains("249"), "{error}");
}

#[tokio::test]
async fn one_bad_item_costs_itself_alone() {
    let items: Vec<_> = (0..1000)
        .map(|index| match index {
            617 => r#"{"id": "617", "internalVersion": "hunter2"}"#.to_owned(),
            _ => format!(r#"{{"id": "{index}"}}"#),
        })
        .collect();
    let body = format!(r#"{{"value": [{}]}}"#, items.join(","));
    let scripted = Scripted::always(200, &body).await;
    let results: Vec<_> = scripted
        .profile()
        .device_run_states()
        .list()
        .collect()
        .await;
    assert_eq!(results.len(), 1000);
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 999);
    let error = results[617].as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let text = error.to_string();
    assert!(
        text.contains("value[617].internalVersion") && !text.contains("hunter2"),
        "{text}"
    );
}

#[tokio::test]
async fn headers_go_out_with_every_page() {
    let emulated = Emulated::start(Emulator::builder().page_size(100)).await;
    let options = CallOptions::new().prefer("odata.maxpagesize=100").unwrap();
    emulated
        .profile(0)
        .device_run_states()
        .list()
        .options(options)
        .all(250)
        .await
        .unwrap();
    let journal = emulated.emulator.journal();
    assert_eq!(journal.len(), 3);
    for exchange in journal {
        assert_eq!(exchange.header("prefer"), Some("odata.maxpagesize=100"));
    }
}

#[tokio::test]
async fn a_failed_page_can_be_tried_again() {
    let mut calls = 0;
    let scripted = Scripted::start(move |seen| {
        calls += 1;
        match (seen.target.ends_with("next"), calls) {
            (false, _) => Reply::json(
                200,
                r#"{"value": [{"id": "1"}], "@odata.nextLink": "{root}/beta/next"}"#,
            ),
            (true, 2 | 3) => Reply::json(500, "{}"),
            (true, _) => Reply::json(200, r#"{"value": [{"id": "2"}]}"#),
        }
    })
    .await;
    let list = || scripted.profile().assignments().list();
    let mut first = list();
    assert_eq!(
        first.next().await.unwrap().unwrap().id.as_deref(),
        Some("1")
    );
    assert!(first.next().await.unwrap().is_err());
    assert!(first.next().await.is_none());
    let mut rest = list().resume(first.continuation().unwrap());
    assert_eq!(rest.next().await.unwrap().unwrap().id.as_deref(), Some("2"));
    assert!(rest.next().await.is_none());
}

#[tokio::test]
async fn no_token_goes_to_a_foreign_continuation() {
    let scripted = Scripted::always(200, r#"{"value": []}"#).await;
    let foreign: Continuation = "0 https://graph.microsoft.com.evil.example/beta/x"
        .parse()
        .unwrap();
    let error = scripted
        .configurations
        .list()
        .resume(foreign)
        .next()
        .await
        .unwrap()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ForeignOrigin);
    assert!(scripted.server.seen().is_empty());
}

#[tokio::test]
async fn the_ways_of_the_documentation_are_read_too() {
    let builder = Quirk::ALL
        .into_iter()
        .filter(|quirk| *quirk != Quirk::NoItemRoutes)
        .fold(
            Emulator::builder(),
            intune_hardware_configurations_emulator::EmulatorBuilder::quirk,
        );
    let emulated = Emulated::start(builder).await;
    let profile = emulated.profile(0);
    let configuration = emulated.configurations.get(profile.id()).await.unwrap();
    assert_eq!(configuration.id.value(), Some(profile.id()));
    assert_eq!(profile.run_summary().await.unwrap().devices.total(), 250);
    let assignments = profile.assignments().list().all(10).await.unwrap();
    let id = assignments[0].id.value().unwrap();
    assert_eq!(
        profile.assignments().get(id).await.unwrap().id.value(),
        Some(id)
    );
    assert!(profile.assign(assignments).await.unwrap().is_none());
}

#[tokio::test]
async fn a_strict_service_takes_every_option() {
    let emulated = Emulated::start(Emulator::builder()).await;
    let query = ListQuery::new()
        .select([C::Id, C::DisplayName])
        .expand([Navigation::Assignments, Navigation::RunSummary])
        .filter(
            C::DisplayName
                .starts_with("S")
                .or(C::RoleScopeTagIds.any(|tag| tag.eq("7"))),
        )
        .order_by([C::DisplayName.ascending(), C::Version.descending()])
        .search("firmware")
        .top(10)
        .skip(0)
        .count();
    let mut list = emulated.configurations.list().query(query);
    let found = list.next().await.unwrap().unwrap();
    assert_eq!(found.display_name.as_deref(), Some("Surface firmware"));
    assert_eq!(found.assignments.value().map(Vec::len), Some(2));
    assert_eq!(found.run_summary.value().unwrap().devices.total(), 90);
    assert_eq!(found.description, Field::Absent, "not selected");
    assert!(list.next().await.is_none());
    assert_eq!(list.total_count(), Some(1));

    let raw = ListQuery::new().raw("$filter", "startswith(displayName,'Dock')");
    let names = emulated
        .configurations
        .list()
        .query(raw)
        .all(10)
        .await
        .unwrap();
    assert_eq!(names.len(), 1);

    let failed = CountQuery::new().filter(P::ConfigurationState.eq(RunState::Fail));
    let states = emulated.profile(0).device_run_states();
    let count = states.count().query(failed).await.unwrap();
    let summary = emulated.profile(0).run_summary().await.unwrap();
    assert_eq!(
        i64::try_from(count).unwrap(),
        summary.devices.failed.unwrap_or(-1)
    );
}

#[test]
fn every_future_can_be_sent_to_another_thread() {
    fn assert_send<T: Send>(_: T) {}

    let configurations = HardwareConfigurations::new(Credential::fixed("token")).unwrap();
    let id = HardwareConfigurationId::new("1").unwrap();
    let profile = configurations.profile(&id);
    let new = NewHardwareConfiguration::new("a", HardwareConfigurationFormat::Dell, "b", vec![1]);
    assert_send(configurations.list());
    assert_send(configurations.list().next());
    assert_send(configurations.list().all(1));
    assert_send(configurations.get(&id).send());
    assert_send(configurations.get(&id).into_future());
    assert_send(configurations.run_summaries([&id]));
    assert_send(configurations.deploy(&new, [AssignmentTarget::all_devices()]));
    assert_send(profile.watch_run_summary(Duration::ZERO).next());
}
