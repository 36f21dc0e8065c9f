//! Every leniency and every quirk, by its name.

use intune_hardware_configurations_emulator::{Emulator, Leniency, Quirk};
use serde_json::json;

use crate::client::{ask, get};
use crate::rules::new_profile;

#[tokio::test]
async fn each_leniency_lets_its_own_pass() {
    let target = json!({ "hardwareConfigurationAssignments": [{ "target": { "@odata.type": "#x.moonTarget", "a": 1 } }] });
    let with = |name: &str, value: serde_json::Value| {
        let mut body = new_profile();
        body[name] = value;
        body
    };
    for leniency in Leniency::ALL {
        let strict = Emulator::start().await.unwrap();
        let lenient = Emulator::builder().lenient(leniency).start().await.unwrap();
        for (emulator, passes) in [(&strict, false), (&lenient, true)] {
            let id = emulator.configurations().remove(2);
            let request = match leniency {
                Leniency::NoToken => ask(emulator, "GET", "").without("authorization"),
                Leniency::AnyToken => {
                    ask(emulator, "GET", "").header("authorization", "Bearer anything")
                }
                Leniency::UnknownProperties => {
                    ask(emulator, "POST", "").json(&with("colour", json!("red")))
                }
                Leniency::UnknownValues => {
                    ask(emulator, "POST", &format!("/{id}/assign")).json(&target)
                }
                Leniency::ReadOnlyProperties => {
                    ask(emulator, "POST", "").json(&with("version", json!(2)))
                }
                Leniency::OverLimits => {
                    ask(emulator, "POST", "").json(&with("displayName", json!("x".repeat(151))))
                }
                Leniency::UnknownQueryOptions => ask(emulator, "GET", "?api-version=1"),
                Leniency::RepeatedQueryOptions => ask(emulator, "GET", "?$top=1&$top=2"),
                Leniency::AnyContentType => ask(emulator, "POST", "")
                    .json(&new_profile())
                    .header("content-type", "text/plain"),
                Leniency::PythonSdkBatches => {
                    let url = format!(
                        "{}/deviceManagement/hardwareConfigurations/{id}",
                        emulator.base_url()
                    );
                    let item = json!({ "id": "1", "method": "GET", "url": url, "depends_on": [] });
                    ask(emulator, "POST", "//beta/$batch").json(&json!({ "requests": [item] }))
                }
                other => panic!("{} has no test", other.name()),
            };
            let answer = request.send().await;
            assert_eq!(
                answer.status.is_success(),
                passes,
                "{}: {}",
                leniency.name(),
                answer.text()
            );
        }
    }
}

#[tokio::test]
async fn each_quirk_shows() {
    for quirk in Quirk::ALL {
        let emulator = Emulator::builder().quirk(quirk).start().await.unwrap();
        let id = emulator.configurations().remove(0);
        match quirk {
            Quirk::IntuneErrors => {
                let message = ask(&emulator, "GET", "/nobody")
                    .send()
                    .await
                    .expect(404)
                    .message();
                let inner: serde_json::Value = serde_json::from_str(&message).unwrap();
                assert_eq!(inner["_version"], 3);
                assert!(inner["Message"].as_str().unwrap().contains("Activity ID: "));
            }
            Quirk::WrappedObjects => {
                for path in [format!("/{id}"), format!("/{id}/runSummary")] {
                    assert!(get(&emulator, &path).await["value"]["id"].is_string());
                }
                assert!(get(&emulator, "").await["value"].is_array());
            }
            Quirk::AssignNoContent => {
                let body = json!({ "hardwareConfigurationAssignments": [] });
                ask(&emulator, "POST", &format!("/{id}/assign"))
                    .json(&body)
                    .send()
                    .await
                    .expect(204);
            }
            Quirk::TypesWithoutHash => {
                let list = get(&emulator, &format!("/{id}/assignments")).await;
                let kind = &list["value"][0]["target"]["@odata.type"];
                assert_eq!(kind, "microsoft.graph.allDevicesAssignmentTarget");
            }
            Quirk::TypesEverywhere => {
                let profile = get(&emulator, &format!("/{id}")).await;
                assert_eq!(
                    profile["@odata.type"],
                    "#microsoft.graph.hardwareConfiguration"
                );
            }
            Quirk::NoItemRoutes => {
                let refused = ask(&emulator, "GET", &format!("/{id}/deviceRunStates/x"))
                    .send()
                    .await
                    .expect(400);
                assert!(
                    refused
                        .message()
                        .starts_with("No method match route template")
                );
            }
            Quirk::NoFilterWrittenOut => {
                let path = format!("/{id}/assignments");
                let list = get(&emulator, &path).await;
                let target = &list["value"][0]["target"];
                assert_eq!(target["deviceAndAppManagementAssignmentFilterType"], "none");
                let filter = target.get("deviceAndAppManagementAssignmentFilterId");
                assert_eq!(filter, Some(&serde_json::Value::Null));
                // What was read can be written back.
                let body = json!({ "hardwareConfigurationAssignments": list["value"] });
                let assign = ask(&emulator, "POST", &format!("/{id}/assign")).json(&body);
                let assigned = assign.send().await.expect(200).json();
                assert_eq!(assigned["value"], list["value"]);
            }
            other => panic!("{} has no test", other.name()),
        }
    }
}

/// Types that are let pass may be for groups of another kind, which have no `groupId`.
#[tokio::test]
async fn only_the_specified_groups_need_the_id_of_a_group() {
    let builder = Emulator::builder().lenient(Leniency::UnknownValues);
    let emulator = builder.start().await.unwrap();
    let path = format!("/{}/assign", emulator.configurations()[2]);
    let scope_tags = json!({
        "@odata.type": "#microsoft.graph.scopeTagGroupAssignmentTarget",
        "targetType": "device",
        "entraObjectId": "1",
    });
    let body = json!({ "hardwareConfigurationAssignments": [{ "target": scope_tags }] });
    let assigned = ask(&emulator, "POST", &path)
        .json(&body)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!(assigned["value"][0]["target"], scope_tags);
    let group = json!({ "@odata.type": "#microsoft.graph.groupAssignmentTarget" });
    let body = json!({ "hardwareConfigurationAssignments": [{ "target": group }] });
    let refused = ask(&emulator, "POST", &path)
        .json(&body)
        .send()
        .await
        .expect(400);
    assert!(refused.message().contains("'target.groupId' is required"));
}

#[tokio::test]
async fn unknown_properties_that_are_let_pass_are_not_kept() {
    let builder = Emulator::builder().lenient(Leniency::UnknownProperties);
    let emulator = builder.start().await.unwrap();
    let path = format!("/{}/assignments", emulator.configurations()[2]);
    let target = json!({ "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" });
    let mut with_more = target.clone();
    with_more["colour"] = json!("red");
    let assigned = ask(&emulator, "POST", &path).json(&json!({ "target": with_more }));
    let assigned = assigned.send().await.expect(201).json();
    assert_eq!(assigned["target"], target);
}
