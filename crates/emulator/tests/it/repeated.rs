//! Pages that were made before, and orders that were put together before: good as long as nothing has changed.

use std::time::{Duration, SystemTime};

use intune_hardware_configurations_emulator::{
    Clock, Emulator, Profile, Quirk, RunState, Scenario, Target, Tenant, Transitions,
};
use serde_json::{Value, json};

use crate::client::{all, ask, get};

/// Asks three times: the second answer is kept, and the third comes from there.
async fn thrice(emulator: &Emulator, path: &str) -> Value {
    let first = get(emulator, path).await;
    for _ in 0..2 {
        assert_eq!(get(emulator, path).await, first);
    }
    first
}

#[tokio::test]
async fn a_page_that_came_before_is_as_a_new_one() {
    let start = SystemTime::UNIX_EPOCH;
    let builder = || Emulator::builder().clock(Clock::Manual { start });
    let keeping = builder().start().await.unwrap();
    let forgetful = builder().page_cache_bytes(0).start().await.unwrap();
    let states = format!("/{}/deviceRunStates", keeping.configurations()[0]);
    for query in [
        "",
        "?$top=3&$count=true",
        "?$select=id&$skip=10",
        "?$orderby=upn desc&$top=7",
    ] {
        let path = format!("{states}{query}");
        let page = thrice(&keeping, &path).await.to_string();
        let made = get(&forgetful, &path).await.to_string();
        assert_eq!(
            page.replace(keeping.root(), ""),
            made.replace(forgetful.root(), "")
        );
    }
    let target =
        format!("http://localhost:1/beta/deviceManagement/hardwareConfigurations{states}?$top=3");
    let request =
        hyper::Request::get(target).header("authorization", format!("Bearer {}", keeping.token()));
    let elsewhere = keeping
        .answer(request.body(hyper::body::Bytes::new()).unwrap())
        .await
        .unwrap();
    let elsewhere: Value = serde_json::from_slice(elsewhere.body()).unwrap();
    let link = elsewhere["@odata.nextLink"].as_str().unwrap();
    assert!(link.starts_with("http://localhost:1/"), "{link}");
    ask(&keeping, "GET", &states)
        .header("authorization", "Bearer none")
        .send()
        .await
        .expect(401);
    assert_eq!(
        keeping.journal().last().unwrap().status,
        401,
        "every request is checked"
    );
}

#[tokio::test]
async fn whatever_is_written_shows_at_once() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let path = format!("/{id}/deviceRunStates?$orderby=deviceName&$top=2");
    let page = thrice(&emulator, &path).await;
    let state = page["value"][0]["id"].as_str().unwrap().to_owned();

    let patch = json!({ "deviceName": "ZZZ" });
    let item = format!("/{id}/deviceRunStates/{state}");
    ask(&emulator, "PATCH", &item)
        .json(&patch)
        .send()
        .await
        .expect(200);
    let page = thrice(&emulator, &path).await;
    assert_ne!(
        page["value"][0]["id"],
        state.as_str(),
        "it is the last one now"
    );

    let second = page["value"][0]["id"].as_str().unwrap().to_owned();
    let item = format!("/{id}/deviceRunStates/{second}");
    ask(&emulator, "DELETE", &item).send().await.expect(204);
    assert_ne!(
        thrice(&emulator, &path).await["value"][0]["id"],
        second.as_str()
    );

    let settings = json!({ "pageSize": 1, "quirks": [Quirk::TypesEverywhere.name()] });
    ask(&emulator, "PATCH", "//_emulator/settings")
        .json(&settings)
        .send()
        .await
        .expect(204);
    let page = get(&emulator, &path).await;
    assert_eq!(page["value"].as_array().unwrap().len(), 1);
    assert!(page["value"][0]["@odata.type"].is_string());

    emulator.reset();
    assert_eq!(
        get(&emulator, &path).await["value"][0]["id"],
        state.as_str()
    );
}

#[tokio::test]
async fn states_that_change_with_time_are_not_kept_for_longer() {
    let rollout = Scenario::all(RunState::Success).transitions(Transitions::OverSeconds(100));
    let profile = Profile::new("Slow")
        .target(Target::all_devices())
        .scenario(rollout);
    let tenant = Tenant::empty().devices(50).users(20).profile(profile);
    let start = SystemTime::UNIX_EPOCH;
    let builder = Emulator::builder()
        .tenant(tenant)
        .clock(Clock::Manual { start });
    let emulator = builder.start().await.unwrap();
    let path = format!(
        "/{}/deviceRunStates?$orderby=configurationState desc&$top=50",
        emulator.configurations()[0]
    );
    let mut successes = Vec::new();
    for _ in 0..4 {
        let page = thrice(&emulator, &path).await;
        let states = page["value"].as_array().unwrap().iter();
        let states: Vec<_> = states
            .map(|state| state["configurationState"].as_str().unwrap())
            .collect();
        assert!(states.is_sorted_by(|a, b| a >= b), "{states:?}");
        successes.push(states.iter().filter(|state| **state == "success").count());
        emulator.advance(Duration::from_secs(40));
    }
    assert!(
        successes.is_sorted_by(|a, b| a < b || *a == 50),
        "{successes:?}"
    );
    assert_eq!((successes[0], successes[3]), (0, 50));
}

#[tokio::test]
async fn an_order_goes_on_from_page_to_page_and_times_count_as_times() {
    let emulator = Emulator::builder().page_size(7).start().await.unwrap();
    let id = emulator.configurations().remove(1);
    for (hour, offset) in [
        ("2019-12-31T23:30:00", "-01:00"),
        ("2020-01-01T00:15:00", "Z"),
    ] {
        let state =
            json!({ "deviceName": hour, "lastStateUpdateDateTime": format!("{hour}{offset}") });
        let states = format!("/{id}/deviceRunStates");
        ask(&emulator, "POST", &states)
            .json(&state)
            .send()
            .await
            .expect(201);
    }
    let path = format!("/{id}/deviceRunStates?$orderby=lastStateUpdateDateTime,upn desc");
    let states = all(&emulator, &path).await;
    assert_eq!(states.len(), 92);
    assert_eq!(
        states[0]["deviceName"], "2020-01-01T00:15:00",
        "the other one was later"
    );
    assert_eq!(states[1]["deviceName"], "2019-12-31T23:30:00");
    let upns: Vec<_> = states[2..]
        .iter()
        .map(|state| state["upn"].as_str().unwrap())
        .collect();
    assert!(upns.is_sorted_by(|a, b| a >= b), "{upns:?}");
    assert_eq!(all(&emulator, &path).await, states);
}
