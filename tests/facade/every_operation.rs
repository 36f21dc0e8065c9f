//! Every operation once, over HTTP, checked against the specification on the other side.

use std::collections::BTreeSet;

use intune_hardware_configurations::query::{CountQuery, ItemQuery, ListQuery, Property};
use intune_hardware_configurations::{
    Assignment, AssignmentTarget, CallOptions, Child, Collection, Error, Field,
    HardwareConfigurationFormat, HardwareConfigurationNavigation, HardwareConfigurationPatch,
    HardwareConfigurationProperty as P, NewHardwareConfiguration, RunSummary, TargetKind,
    operations,
};
use intune_hardware_configurations_emulator::{Emulator, Exchange};
use serde_json::{Value, json};

use crate::emulated::Emulated;
use crate::properties::specification;

/// Checks what arrived against what the specification says of the operation.
fn assert_as_specified(exchange: &Exchange, name: &str) {
    let operation = operations::named(name).unwrap();
    assert_eq!(exchange.operation.as_deref(), Some(name), "{exchange:?}");
    assert_eq!(exchange.method, operation.method().as_str(), "{name}");

    let (path, query) = exchange
        .target
        .split_once('?')
        .unwrap_or((&exchange.target, ""));
    let path = path.strip_prefix("/beta").unwrap();
    let segments = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    let (sent, template) = (segments(path), segments(operation.path()));
    assert_eq!(sent.len(), template.len(), "{path}");
    for (sent, template) in sent.iter().zip(&template) {
        assert!(
            sent == template || (template.starts_with('{') && !sent.is_empty()),
            "{path}"
        );
    }

    let specification = specification();
    let specified = &specification["paths"][operation.path()][exchange.method.to_lowercase()];
    let resolve = |value: &Value| -> Value {
        match value["$ref"].as_str() {
            Some(reference) => specification.pointer(&reference[1..]).unwrap().clone(),
            None => value.clone(),
        }
    };
    let parameters: BTreeSet<String> = specified["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|parameter| resolve(parameter)["name"].as_str().unwrap().to_owned())
        .collect();
    let options: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(option_name)
        .collect();
    assert!(
        options.iter().all(|option| parameters.contains(*option)),
        "{query}"
    );
    assert_eq!(
        options.iter().collect::<BTreeSet<_>>().len(),
        options.len(),
        "repeated: {query}"
    );

    let schema = resolve(&specified["requestBody"]["content"]["application/json"]["schema"]);
    match exchange.json() {
        None => assert!(exchange.body.is_empty() && schema.is_null(), "{name}"),
        Some(body) => {
            assert_eq!(exchange.header("content-type"), Some("application/json"));
            for property in body.as_object().unwrap().keys() {
                let specified = &schema["properties"][property];
                assert!(!specified.is_null(), "{name} sent `{property}`");
                assert_ne!(
                    specified["readOnly"],
                    json!(true),
                    "{name} sent `{property}`"
                );
            }
        }
    }

    let accept = if name.starts_with("count_") {
        "text/plain"
    } else {
        "application/json"
    };
    assert_eq!(exchange.header("accept"), Some(accept), "{name}");
    assert_eq!(
        exchange.header("authorization"),
        Some("Bearer (hidden)"),
        "{name}"
    );
    assert_eq!(exchange.header("api-version"), None, "{name}");
    assert!(exchange.header("client-request-id").is_some(), "{name}");
}

fn option_name(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(name, _)| name)
}

/// Notes which operations arrived, each as specified.
struct Seen<'a> {
    emulated: &'a Emulated,
    names: BTreeSet<String>,
}

impl Seen<'_> {
    fn check(&mut self, name: &str) {
        assert_as_specified(&self.emulated.last(), name);
        self.names.insert(name.to_owned());
    }

    /// All operations of a collection; `sample` is what is created and deleted.
    async fn check_collection<E>(
        &mut self,
        collection: Collection<E>,
        plural: &str,
        sample: E,
        changes: E,
    ) where
        E: Child,
    {
        let singular = plural.strip_suffix('s').unwrap();
        let query = ListQuery::new().select(E::Property::ALL.iter().copied().take(1));
        let items = collection.list().query(query).all(1000).await.unwrap();
        self.check(&format!("list_{plural}"));
        let count = collection.count().query(CountQuery::new()).await.unwrap();
        self.check(&format!("count_{plural}"));
        assert_eq!(count, items.len() as u64);

        let created = collection.create(sample).await.unwrap();
        self.check(&format!("create_{singular}"));
        let id = created.id().unwrap().clone();
        let read = collection.get(&id).query(ItemQuery::new()).await.unwrap();
        self.check(&format!("get_{singular}"));
        assert_eq!(read.id().unwrap().to_string(), id.to_string());
        // The id of an assignment is made of its target, and changes with it.
        let updated = collection.update(&id, changes).await.unwrap();
        let id = updated.id().unwrap().clone();
        self.check(&format!("update_{singular}"));
        collection.delete(&id).await.unwrap();
        self.check(&format!("delete_{singular}"));
        assert!(collection.get(&id).await.unwrap_err().is_not_found());
    }
}

#[tokio::test]
async fn all_28_arrive_as_specified() {
    let emulated = Emulated::start(Emulator::builder()).await;
    let configurations = &emulated.configurations;
    let mut seen = Seen {
        emulated: &emulated,
        names: BTreeSet::new(),
    };

    let all = configurations
        .list()
        .query(ListQuery::new().order_by([P::DisplayName.ascending()]))
        .all(10)
        .await;
    seen.check("list_hardware_configurations");
    assert_eq!(all.unwrap().len(), 3);
    assert_eq!(configurations.count().await.unwrap(), 3);
    seen.check("count_hardware_configurations");

    let new = NewHardwareConfiguration::new(
        "New",
        HardwareConfigurationFormat::Dell,
        "new.cctk",
        b"a=1".as_slice(),
    )
    .description("To be changed")
    .role_scope_tag_ids(["0"]);
    let created = configurations.create(&new).await.unwrap();
    seen.check("create_hardware_configuration");
    let id = created.id.into_value().unwrap();
    let patch = HardwareConfigurationPatch::new()
        .display_name("Newer")
        .clear_description();
    configurations.update(&id, &patch).await.unwrap();
    seen.check("update_hardware_configuration");
    let query = ItemQuery::new().expand([HardwareConfigurationNavigation::Assignments]);
    let read = configurations.get(&id).query(query).await.unwrap();
    seen.check("get_hardware_configuration");
    assert_eq!(read.display_name.as_deref(), Some("Newer"));
    assert_eq!(read.description, Field::Null);
    assert_eq!(read.file_content.into_value().unwrap().expose(), b"a=1");
    assert_eq!(read.assignments, Field::Value(Vec::new()));

    let profile = configurations.profile(&id);
    let targets = [
        AssignmentTarget::group("g").including("f"),
        AssignmentTarget::all_licensed_users(),
    ];
    let assigned = profile.assign(targets).await.unwrap().unwrap();
    seen.check("assign");
    assert_eq!(assigned.assignments.len(), 2);

    let changes = Assignment::from(AssignmentTarget::exclusion_group("h"));
    let sample = AssignmentTarget::group("i").into();
    seen.check_collection(profile.assignments(), "assignments", sample, changes)
        .await;
    let device =
        || json!({ "deviceName": "LAPTOP", "configurationState": "success", "userId": null });
    let sample = serde_json::from_value(device()).unwrap();
    let changes = serde_json::from_value(device()).unwrap();
    seen.check_collection(
        profile.device_run_states(),
        "device_run_states",
        sample,
        changes,
    )
    .await;
    let user = || json!({ "userName": "A", "successfulDeviceCount": 1, "upn": null });
    let sample = serde_json::from_value(user()).unwrap();
    let changes = serde_json::from_value(user()).unwrap();
    seen.check_collection(
        profile.user_run_states(),
        "user_run_states",
        sample,
        changes,
    )
    .await;

    profile.run_summary().await.unwrap();
    seen.check("get_run_summary");
    let mut changes = RunSummary::default();
    changes.devices.failed = Field::Value(1);
    profile.update_run_summary(&changes).await.unwrap();
    seen.check("update_run_summary");
    profile.delete_run_summary().await.unwrap();
    seen.check("delete_run_summary");
    configurations.delete(&id).await.unwrap();
    seen.check("delete_hardware_configuration");
    assert!(configurations.get(&id).await.unwrap_err().is_not_found());

    let all: BTreeSet<_> = operations::ALL
        .iter()
        .map(|operation| operation.name().to_owned())
        .collect();
    assert_eq!(seen.names, all);
}

#[tokio::test]
async fn a_changed_object_is_sent_back_with_what_is_not_known() -> Result<(), Error> {
    let emulated = Emulated::start(
        Emulator::builder()
            .lenient(intune_hardware_configurations_emulator::Leniency::UnknownValues)
            .lenient(intune_hardware_configurations_emulator::Leniency::UnknownProperties),
    )
    .await;
    let assignments = emulated.profile(0).assignments();
    let later: AssignmentTarget = serde_json::from_value(json!({
        "@odata.type": "#microsoft.graph.deviceTagAssignmentTarget",
        "deviceTag": "7",
        "nested": { "a": [null, 1] },
    }))
    .unwrap();
    let created = assignments.create(later.clone()).await?;
    let target = created.target.value().unwrap();
    assert!(matches!(target.kind(), TargetKind::Other { .. }));
    let id = created.id.value().unwrap().clone();
    assignments.update(&id, created).await?;
    let sent = emulated.last().json().unwrap();
    assert_eq!(sent["target"], serde_json::to_value(&later).unwrap());
    assert_eq!(sent["id"], Value::Null);
    Ok(())
}

#[tokio::test]
async fn a_delete_can_depend_on_the_version() {
    let emulated = Emulated::start(Emulator::builder()).await;
    let options = CallOptions::new().if_match("\"no such version\"").unwrap();
    let error = emulated
        .configurations
        .delete(&emulated.id(0))
        .options(options)
        .await
        .unwrap_err();
    assert!(error.is_precondition_failed(), "{error}");
    assert_eq!(
        emulated.last().header("if-match"),
        Some("\"no such version\"")
    );
}

#[tokio::test]
async fn what_is_too_large_is_not_sent() {
    let emulated = Emulated::start(Emulator::builder()).await;
    let new =
        NewHardwareConfiguration::new("x", HardwareConfigurationFormat::Dell, "f", vec![0; 5121]);
    let error = emulated.configurations.create(&new).await.unwrap_err();
    let line = error.to_string();
    let told = "create_hardware_configuration: configurationFileContent has 5121 bytes";
    assert!(line.starts_with(told), "{line}");
    let patch = HardwareConfigurationPatch::new().display_name("x".repeat(151));
    let error = emulated
        .configurations
        .update(&emulated.id(0), &patch)
        .await;
    let line = error.unwrap_err().to_string();
    let told = "update_hardware_configuration: displayName has 151 characters";
    assert!(line.starts_with(told), "{line}");
    assert!(emulated.emulator.journal().is_empty());
}
