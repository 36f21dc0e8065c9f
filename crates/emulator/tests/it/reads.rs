//! Lists, single objects, counts and summaries.

use intune_hardware_configurations_emulator::{
    Emulator, Profile, RunState, Scenario, Target, Tenant,
};
use serde_json::Value;

use crate::client::{all, ask, get};

/// Counts what a summary counts, from the states themselves.
pub(crate) fn sum(devices: &[Value]) -> [u64; 6] {
    let mut sum = [0; 6];
    for device in devices {
        let state = device["configurationState"].as_str().unwrap();
        let position = RunState::ALL
            .iter()
            .position(|known| known.as_str() == state)
            .unwrap();
        sum[position] += 1;
    }
    sum
}

#[tokio::test]
async fn a_started_emulator_serves_the_sample_tenant() {
    let emulator = Emulator::start().await.unwrap();
    let list = get(&emulator, "").await;
    assert_eq!(
        list["@odata.context"],
        format!(
            "{}/$metadata#deviceManagement/hardwareConfigurations",
            emulator.base_url()
        )
    );
    assert_eq!(list["value"].as_array().unwrap().len(), 3);
    assert_eq!(list.get("@odata.nextLink"), None);
    let id = &emulator.configurations()[0];
    let profile = get(&emulator, &format!("/{id}")).await;
    assert_eq!(profile["id"], **id);
    assert_eq!(profile["version"], 1);
    assert_eq!(
        profile.get("assignments"),
        None,
        "what is not expanded is not there"
    );
    assert_eq!(profile.get("@odata.type"), None, "Graph leaves it out");
}

#[tokio::test]
async fn the_run_summary_is_the_sum_of_the_run_states() {
    let emulator = Emulator::start().await.unwrap();
    for id in emulator.configurations() {
        let summary = get(&emulator, &format!("/{id}/runSummary")).await;
        let devices = all(&emulator, &format!("/{id}/deviceRunStates?$top=60")).await;
        let counts = [
            "unknown",
            "successful",
            "failed",
            "error",
            "pending",
            "notApplicable",
        ]
        .map(|state| summary[format!("{state}DeviceCount")].as_u64().unwrap());
        assert_eq!(counts, sum(&devices));
        let users = all(&emulator, &format!("/{id}/userRunStates")).await;
        let counted: u64 = [
            "unknown",
            "successful",
            "failed",
            "error",
            "pending",
            "notApplicable",
        ]
        .iter()
        .map(|state| summary[format!("{state}UserCount")].as_u64().unwrap())
        .sum();
        assert_eq!(counted as usize, users.len(), "each user counts once");
        let owned: u64 = users
            .iter()
            .map(|user| user["successfulDeviceCount"].as_u64().unwrap())
            .sum();
        assert_eq!(owned, counts[1]);
    }
}

#[tokio::test]
async fn groups_exclusions_and_filters_decide_which_devices_there_are() {
    let tenant = Tenant::sample().profile(
        Profile::new("Filtered")
            .id("filtered")
            .scenario(Scenario::all(RunState::Success))
            .target(Target::all_devices().including("corporate")),
    );
    let tenant = tenant.filter(intune_hardware_configurations_emulator::Group::new(
        "corporate",
        10..14,
    ));
    let emulator = Emulator::builder().tenant(tenant).start().await.unwrap();
    let ids = emulator.configurations();
    for (id, devices) in [
        (&ids[0], "250"),
        (&ids[1], "90"),
        (&ids[2], "0"),
        (&ids[3], "4"),
    ] {
        let count = ask(&emulator, "GET", &format!("/{id}/deviceRunStates/$count"))
            .send()
            .await
            .expect(200);
        assert_eq!(count.text(), devices);
        assert_eq!(count.header("content-type"), Some("text/plain"));
    }
}

#[tokio::test]
async fn the_journal_is_bounded_by_requests_and_by_bytes() {
    let body = "x".repeat(100_000);
    for (builder, remembered) in [
        (Emulator::builder().journal_size(3), 3),
        (Emulator::builder().journal_bytes(450_000), 4),
        (Emulator::builder().journal_bytes(0), 0),
        (Emulator::builder(), 5),
    ] {
        let emulator = builder.start().await.unwrap();
        for number in 0..5 {
            let path = format!("/{number}/assign");
            ask(&emulator, "POST", &path)
                .body(body.clone())
                .send()
                .await
                .expect(415);
        }
        let numbers: Vec<_> = emulator
            .journal()
            .iter()
            .map(|exchange| (exchange.number, exchange.connection))
            .collect();
        // Each came over a connection of its own.
        let latest: Vec<_> = (6 - remembered..=5)
            .map(|number| (number, number))
            .collect();
        assert_eq!(numbers, latest, "the oldest go first");
        assert_eq!(emulator.forgotten(), 5 - remembered);
    }
}

#[tokio::test]
async fn every_request_is_in_the_journal_without_its_token() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    ask(&emulator, "GET", &format!("/{id}/runSummary"))
        .header("client-request-id", "abc")
        .send()
        .await
        .expect(200);
    let journal = emulator.journal();
    let [exchange] = &journal[..] else {
        panic!("{journal:?}")
    };
    assert_eq!(exchange.operation.as_deref(), Some("get_run_summary"));
    assert_eq!(exchange.status, 200);
    assert_eq!(exchange.header("Client-Request-Id"), Some("abc"));
    assert_eq!(exchange.header("authorization"), Some("Bearer (hidden)"));
    assert_eq!(
        exchange.least_permission.as_deref(),
        Some("DeviceManagementConfiguration.Read.All")
    );
}

#[tokio::test]
async fn a_dropped_emulator_no_longer_answers() {
    let emulator = Emulator::start().await.unwrap();
    let request = ask(&emulator, "GET", "");
    drop(emulator);
    tokio::task::yield_now().await;
    assert!(request.try_send().await.is_err());
}

#[tokio::test]
async fn links_lead_on_whatever_is_in_an_id() {
    let id = "50% off/#1? \"é\" o'neil";
    let encoded = "50%25%20off%2F%231%3F%20%22%C3%A9%22%20o%27neil";
    let profile = Profile::new("P").id(id).target(Target::all_devices());
    let tenant = Tenant::empty().devices(5).users(5).profile(profile);
    let emulator = Emulator::builder().tenant(tenant).page_size(2);
    let emulator = emulator.start().await.unwrap();
    let states = format!("/{encoded}/deviceRunStates");
    assert_eq!(all(&emulator, &states).await.len(), 5);
    let page = get(&emulator, &states).await;
    let collection = format!(
        "{}/deviceManagement/hardwareConfigurations",
        emulator.base_url()
    );
    let link = page["@odata.nextLink"].as_str().unwrap();
    assert!(
        link.starts_with(&format!("{collection}{states}?")),
        "{link}"
    );
    // A quote within a key is written twice.
    assert_eq!(
        page["@odata.context"],
        format!(
            "{}/$metadata#deviceManagement/hardwareConfigurations('{}')/deviceRunStates",
            emulator.base_url(),
            encoded.replace("%27", "%27%27")
        )
    );
    let quoted = format!("('{}')/deviceRunStates", encoded.replace("%27", "''"));
    let by_key = format!("//beta/deviceManagement/hardwareConfigurations{quoted}");
    assert_eq!(get(&emulator, &by_key).await["value"], page["value"]);

    let expanded = get(&emulator, &format!("/{encoded}?$expand=deviceRunStates")).await;
    let link = expanded["deviceRunStates@odata.nextLink"].as_str().unwrap();
    let rest = format!("/{}", link.strip_prefix(emulator.root()).unwrap());
    assert_eq!(all(&emulator, &rest).await.len(), 3, "{link}");
}
