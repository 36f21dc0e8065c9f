//! Query options.

use intune_hardware_configurations_emulator::Emulator;
use serde_json::{Value, json};

use crate::client::{all, ask, get};

fn names(items: &[Value]) -> Vec<&str> {
    items
        .iter()
        .map(|item| item["displayName"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn what_is_selected_comes_and_nothing_else() {
    let emulator = Emulator::start().await.unwrap();
    let list = get(&emulator, "?$select=displayName,id&$top=1").await;
    assert_eq!(
        list["value"][0],
        json!({ "id": emulator.configurations()[0], "displayName": "Secure Boot for Latitude" })
    );
    assert!(
        list["@odata.context"]
            .as_str()
            .unwrap()
            .ends_with("hardwareConfigurations(displayName,id)")
    );
}

#[tokio::test]
async fn profiles_are_filtered_searched_ordered_skipped_and_counted() {
    let emulator = Emulator::start().await.unwrap();
    for (query, expected) in [
        (
            "$filter=startswith(displayName,'S')",
            vec!["Secure Boot for Latitude", "Surface firmware"],
        ),
        (
            "$filter=hardwareConfigurationFormat eq 'surface'",
            vec!["Surface firmware"],
        ),
        (
            "$filter=description ne null",
            vec!["Secure Boot for Latitude"],
        ),
        ("$filter=false or description ne null and false", vec![]),
        (
            "$filter=true and description ne null",
            vec!["Secure Boot for Latitude"],
        ),
        (
            "$search=\"firmware\"",
            vec!["Surface firmware", "Dock firmware (draft)"],
        ),
        (
            "$search=\"displayName:dock\"",
            vec!["Dock firmware (draft)"],
        ),
        (
            "$orderby=displayName",
            vec![
                "Dock firmware (draft)",
                "Secure Boot for Latitude",
                "Surface firmware",
            ],
        ),
        (
            "$orderby=version,displayName desc&$skip=1",
            vec!["Secure Boot for Latitude", "Dock firmware (draft)"],
        ),
        ("$skip=2", vec!["Dock firmware (draft)"]),
        ("$skip=9", vec![]),
    ] {
        assert_eq!(
            names(&all(&emulator, &format!("?{query}")).await),
            expected,
            "{query}"
        );
    }
    let filtered = ask(
        &emulator,
        "GET",
        "/$count?$filter=contains(displayName,'firmware')",
    )
    .send()
    .await
    .expect(200);
    assert_eq!(filtered.text(), "2");
}

#[tokio::test]
async fn pages_are_linked_and_counted_on_the_first() {
    let emulator = Emulator::builder().page_size(100).start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let path = format!("/{id}/deviceRunStates");
    for (query, items) in [
        ("", 250),
        ("?$top=7", 250),
        ("?$top=5000", 250),
        ("?$orderby=deviceName desc&$top=40", 250),
        ("?$skip=10&$top=40", 240),
        ("?$orderby=deviceName&$skip=10&$top=40", 240),
    ] {
        let found = all(&emulator, &format!("{path}{query}")).await;
        assert_eq!(found.len(), items, "{query}");
        let mut ids: Vec<&str> = found
            .iter()
            .map(|item| item["id"].as_str().unwrap())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), items, "{query}: nothing comes twice");
    }
    let first = get(
        &emulator,
        &format!("{path}?$count=true&$filter=configurationState eq 'success'&$top=10"),
    )
    .await;
    let count = first["@odata.count"].as_u64().unwrap();
    let next = first["@odata.nextLink"]
        .as_str()
        .unwrap()
        .strip_prefix(emulator.root())
        .unwrap()
        .to_owned();
    let second = get(&emulator, &format!("/{next}")).await;
    assert_eq!(second.get("@odata.count"), None);
    assert_eq!(
        all(
            &emulator,
            &format!("{path}?$filter=configurationState eq 'success'")
        )
        .await
        .len() as u64,
        count
    );
    let none = get(&emulator, &format!("{path}?$top=0&$count=true")).await;
    assert_eq!(
        (
            &none["@odata.count"],
            &none["value"],
            none.get("@odata.nextLink")
        ),
        (&json!(250), &json!([]), None)
    );
}

#[tokio::test]
async fn a_link_that_was_touched_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let first = get(&emulator, "?$top=1").await;
    let next = first["@odata.nextLink"]
        .as_str()
        .unwrap()
        .strip_prefix(emulator.root())
        .unwrap()
        .to_owned();
    get(&emulator, &format!("/{next}")).await;
    for touched in [
        format!("{next}A"),
        next.replace("skiptoken=", "skiptoken=B"),
        next.replace("$top=1", "$top=2"),
        format!("{next}&$count=true"),
    ] {
        let refused = ask(&emulator, "GET", &format!("/{touched}"))
            .send()
            .await
            .expect(400);
        assert!(
            refused.message().contains("Skip token is not valid"),
            "{touched}: {}",
            refused.message()
        );
    }
}

#[tokio::test]
async fn what_hangs_on_a_profile_is_expanded() {
    let emulator = Emulator::builder().page_size(60).start().await.unwrap();
    let id = emulator.configurations().remove(1);
    let query = "$expand=assignments($select=id),runSummary($select=pendingDeviceCount),deviceRunStates($count=true)";
    let profile = get(&emulator, &format!("/{id}?{query}")).await;
    let assignments = profile["assignments"].as_array().unwrap();
    assert_eq!(assignments.len(), 2);
    assert_eq!(assignments[0].as_object().unwrap().len(), 1);
    assert_eq!(profile["runSummary"].as_object().unwrap().len(), 1);
    assert_eq!(profile["deviceRunStates"].as_array().unwrap().len(), 60);
    assert_eq!(profile["deviceRunStates@odata.count"], 90);
    let next = profile["deviceRunStates@odata.nextLink"]
        .as_str()
        .unwrap()
        .strip_prefix(emulator.root())
        .unwrap();
    assert_eq!(all(&emulator, &format!("/{next}")).await.len(), 30);
    let list = get(&emulator, "?$expand=assignments").await;
    assert_eq!(list["value"][0]["assignments"].as_array().unwrap().len(), 1);
    let nested = get(
        &emulator,
        "?$expand=assignments($filter=target/groupId ne null;$top=1)&$select=id",
    )
    .await;
    assert_eq!(nested["value"][0]["assignments"], json!([]));
    assert_eq!(
        nested["value"][1]["assignments"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn the_link_of_an_expanded_collection_keeps_its_options() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    let options = [
        "$filter=configurationState ne 'fail'",
        "$orderby=deviceName desc",
        "$select=id,deviceName",
        "$skip=3",
        "$top=40",
    ];
    let query = format!("$expand=deviceRunStates({})", options.join(";"));
    let profile = get(&emulator, &format!("/{id}?{query}")).await;
    let mut expanded = profile["deviceRunStates"].as_array().unwrap().clone();
    let next = profile["deviceRunStates@odata.nextLink"].as_str().unwrap();
    let next = next.strip_prefix(emulator.root()).unwrap();
    expanded.extend(all(&emulator, &format!("/{next}")).await);
    let path = format!("/{id}/deviceRunStates?{}", options.join("&"));
    let listed = all(&emulator, &path).await;
    assert!(listed.len() > 80, "{}", listed.len());
    assert_eq!(expanded, listed);
}

#[tokio::test]
async fn options_that_cannot_be_meant_are_refused_with_a_reason() {
    let emulator = Emulator::start().await.unwrap();
    let id = emulator.configurations().remove(0);
    for (path, reason) in [
        ("?$top=x".to_owned(), "$top"),
        ("?$top=-1".to_owned(), "a whole number from 0 to 4294967295"),
        ("?$count=yes".to_owned(), "true or false"),
        (
            "?$select=dispalyName".to_owned(),
            "Could not find a property named 'dispalyName'",
        ),
        ("?$select=displayName,,id".to_owned(), "empty name"),
        ("?$select=assignments".to_owned(), "$expand"),
        (
            "?$expand=assignment".to_owned(),
            "It has: assignments, deviceRunStates, runSummary, userRunStates",
        ),
        (
            "?$expand=assignments($levels=2)".to_owned(),
            "'$levels' cannot be an option",
        ),
        ("?$expand=assignments,assignments".to_owned(), "twice"),
        ("?$orderby=displayName down".to_owned(), "asc or desc"),
        ("?$orderby=roleScopeTagIds".to_owned(), "not a single value"),
        (
            "?$filter=displayName eq 1".to_owned(),
            "text in single quotes",
        ),
        (
            "?$filter=displayName eq'A'".to_owned(),
            "'eq' needs a space",
        ),
        (
            "?$filter=displayName eq 'A'or version eq 1".to_owned(),
            "'or' needs a space",
        ),
        (
            "?$filter=(version eq 1) and(version eq 1)".to_owned(),
            "'and' needs a space",
        ),
        (
            format!("/{id}/assignments?$filter=target/banana eq 'x'"),
            "a property named 'banana' in 'target'",
        ),
        ("?$search=\"".to_owned(), "$search"),
        ("?$select=id&$select=id".to_owned(), "more than once"),
        ("?top=1".to_owned(), "'top' is not allowed here"),
        ("/$count?$top=1".to_owned(), "Allowed: $search, $filter"),
        (
            format!("/{id}?$filter=version eq 1"),
            "Allowed: $select, $expand",
        ),
        (
            format!("/{id}/runSummary?$skiptoken=x"),
            "'$skiptoken' is not allowed here",
        ),
    ] {
        let refused = ask(&emulator, "GET", &path).send().await.expect(400);
        assert!(
            refused.message().contains(reason),
            "{path}: {}",
            refused.message()
        );
    }
}

#[tokio::test]
async fn what_odata_has_beyond_what_clients_of_graph_use_is_refused_by_name() {
    let emulator = Emulator::start().await.unwrap();
    for (query, reason) in [
        (
            "$filter=tolower(displayName) eq 'a'",
            "An unknown function 'tolower' in '$filter'. Known: startswith, endswith, contains, any",
        ),
        (
            "$filter=roleScopeTagIds/all(t:t eq '0')",
            "An unknown function 'roleScopeTagIds/all'",
        ),
        (
            "$filter=version has 1",
            "An unknown operator 'has' in '$filter'. Known: eq, ne, gt, ge, lt, le, in",
        ),
        (
            "$filter=hardwareConfigurationFormat eq microsoft.graph.hardwareConfigurationFormat'dell'",
            "must be compared with one of 'dell', 'surface', 'surfaceDock'",
        ),
        ("$expand=*", "a navigation property named '*'"),
    ] {
        let refused = ask(&emulator, "GET", &format!("?{query}")).send().await;
        let message = refused.expect(400).message();
        assert!(message.contains(reason), "{query}: {message}");
    }
}

#[tokio::test]
async fn texts_in_filters_keep_their_case() {
    let emulator = Emulator::start().await.unwrap();
    assert_eq!(
        all(&emulator, "?$filter=contains(displayName,'FIRMWARE')")
            .await
            .len(),
        0
    );
    assert_eq!(
        all(&emulator, "?$search=\"FIRMWARE\"").await.len(),
        2,
        "a search does not"
    );
}

#[tokio::test]
async fn a_filter_of_very_many_terms_is_answered_like_any_other() {
    let emulator = Emulator::start().await.unwrap();
    for operator in ["and", "or"] {
        let filter = vec!["id%20ne%20null"; 20_000].join(&format!("%20{operator}%20"));
        let url = format!("/deviceManagement/hardwareConfigurations?$filter={filter}");
        // Only in a batch can a URL be so long.
        let batch = json!({ "requests": [{ "id": "1", "method": "GET", "url": url }] });
        let answer = ask(&emulator, "POST", "//beta/$batch").json(&batch);
        let answer = answer.send().await.expect(200).json();
        let found = answer["responses"][0]["body"]["value"].as_array().unwrap();
        assert_eq!(found.len(), 3);
    }
}
