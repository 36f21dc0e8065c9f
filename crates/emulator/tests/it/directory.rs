//! The names of groups and filters.

use intune_hardware_configurations_emulator::{Emulator, Finding, Grant, Group, Tenant};

use crate::client::{Answer, ask};

async fn named(emulator: &Emulator, path: &str) -> Answer {
    ask(emulator, "GET", &format!("//beta{path}")).send().await
}

fn names(answer: &Answer) -> Vec<String> {
    let list = answer.json();
    let items = list["value"].as_array().unwrap();
    let name = |item: &serde_json::Value| item["displayName"].as_str().unwrap().to_owned();
    items.iter().map(name).collect()
}

#[tokio::test]
async fn groups_and_filters_have_names() {
    let emulator = Emulator::start().await.unwrap();
    let id = Tenant::SAMPLE_GROUP;
    let group = named(&emulator, &format!("/groups/{id}?$select=id,displayName")).await;
    let group = group.expect(200).json();
    assert_eq!(group["displayName"], "Pilot devices");
    assert!(group.get("securityEnabled").is_none());
    let filter = format!("/groups?$filter=id%20in%20('{id}')");
    assert_eq!(
        names(&named(&emulator, &filter).await.expect(200)),
        ["Pilot devices"]
    );
    let filter =
        "/groups?$filter=displayName%20eq%20'Devices%20in%20the%20lab'&$select=id,displayName";
    assert_eq!(
        names(&named(&emulator, filter).await.expect(200)),
        ["Devices in the lab"]
    );
    let filters = named(&emulator, "/deviceManagement/assignmentFilters").await;
    assert_eq!(names(&filters.expect(200)), ["Latitude"]);
    named(&emulator, "/groups/nobody").await.expect(404);
    named(&emulator, "/groups?$skip=1").await.expect(400);
    named(&emulator, "/groups?$top=1000").await.expect(400);
    ask(&emulator, "DELETE", &format!("//beta/groups/{id}"))
        .send()
        .await
        .expect(405);
}

#[tokio::test]
async fn groups_come_on_pages_of_a_hundred() {
    let mut tenant = Tenant::empty();
    for number in 0..250 {
        tenant = tenant.group(Group::new(format!("g{number}"), 0..1));
    }
    let emulator = Emulator::builder().tenant(tenant).start().await.unwrap();
    let mut path = "/groups".to_owned();
    let mut sizes = Vec::new();
    let mut seen = Vec::new();
    loop {
        let page = named(&emulator, &path).await.expect(200);
        let page_names = names(&page);
        sizes.push(page_names.len());
        seen.extend(page_names);
        match page.json()["@odata.nextLink"].as_str() {
            Some(link) => link[emulator.base_url().len()..].clone_into(&mut path),
            None => break,
        }
    }
    assert_eq!(sizes, [100, 100, 50]);
    // A group without a name is shown by its id.
    assert_eq!((seen[0].as_str(), seen[249].as_str()), ("g0", "g249"));
    let all = named(&emulator, "/groups?$top=999").await.expect(200);
    assert_eq!(names(&all).len(), 250);
}

#[tokio::test]
async fn names_need_permissions_of_their_own() {
    let emulator = Emulator::start().await.unwrap();
    let asks = |permission: &str, path: &str| {
        let token = emulator.issue_token(Grant::new([permission]));
        ask(&emulator, "GET", path).header("authorization", &format!("Bearer {token}"))
    };
    let configuration = "DeviceManagementConfiguration.Read.All";
    let refused = asks(configuration, "//beta/groups")
        .send()
        .await
        .expect(403);
    assert!(refused.message().contains("GroupMember.Read.All"));
    asks(
        "GroupMember.Read.All",
        "//beta/deviceManagement/assignmentFilters",
    )
    .send()
    .await
    .expect(403);
    asks(configuration, "//beta/deviceManagement/assignmentFilters")
        .send()
        .await
        .expect(200);
    asks("GroupMember.Read.All", "//beta/groups")
        .send()
        .await
        .expect(200);
    asks("Directory.Read.All", "//beta/groups")
        .send()
        .await
        .expect(200);
    let findings = emulator.journal().pop().unwrap().findings;
    let least = "GroupMember.Read.All".to_owned();
    assert_eq!(findings, [Finding::MorePermissionThanNeeded { least }]);
}
