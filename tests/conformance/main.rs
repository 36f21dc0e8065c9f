//! The road that users walk, end to end: against the emulator, or against a real tenant.
//!
//! | variable | what it does |
//! | --- | --- |
//! | `GRAPH_ACCESS_TOKEN` | asks a real tenant instead of the emulator, with this token |
//! | `GRAPH_CLOUD` | the tenant's cloud: `global` (default), `us-l4`, `us-l5` or `china` |
//! | `GRAPH_WRITES=1` | allows the tests to create a configuration, assigned to nobody, and to delete it again |

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used
)]

mod scale;
mod tenant;

use intune_hardware_configurations::{
    AssignmentTarget, HardwareConfigurationFormat, HardwareConfigurationPatch,
    NewHardwareConfiguration,
};

use tenant::Tenant;

/// How many items of a collection are looked at: a real tenant may have many.
const ENOUGH: usize = 50;

#[tokio::test]
async fn what_is_listed_can_be_read_and_adds_up() {
    let tenant = Tenant::open().await;
    let configurations = &tenant.configurations;
    let listed = configurations.list().all(ENOUGH).await.unwrap();
    let counted = configurations.count().await.unwrap();
    assert!(listed.len() as u64 <= counted);
    for listed in listed {
        let id = listed
            .id
            .into_value()
            .expect("every configuration has an id");
        let read = configurations.get(&id).await.unwrap();
        assert_eq!(read.id.value(), Some(&id));
        assert_eq!(read.display_name.value(), listed.display_name.value());

        let profile = configurations.profile(&id);
        let assignments = profile.assignments().list().all(ENOUGH).await.unwrap();
        assert!(
            assignments
                .iter()
                .all(|assignment| assignment.target.value().is_some())
        );
        let summary = profile.run_summary().await.unwrap();
        let devices = profile.device_run_states().count().await.unwrap();
        if tenant.emulated() {
            // A real summary is computed now and then, and may be behind.
            assert_eq!(summary.devices.total() as u64, devices);
            let users = profile.user_run_states().count().await.unwrap();
            assert_eq!(summary.users.total() as u64, users);
        }
    }
}

#[tokio::test]
async fn what_is_created_can_be_changed_and_is_gone_once_deleted() {
    let tenant = Tenant::open().await;
    if !tenant.may_write() {
        println!("skipped: GRAPH_WRITES=1 would allow writing to the tenant");
        return;
    }
    let configurations = &tenant.configurations;
    let new = NewHardwareConfiguration::new(
        "End-to-end test, to be deleted",
        HardwareConfigurationFormat::Dell,
        "end-to-end.cctk",
        b"[cctk]\n".to_vec(),
    );
    let created = configurations.create(&new).await.unwrap();
    let id = created
        .id
        .value()
        .expect("a new configuration has an id")
        .clone();
    let changed = async {
        let patch = HardwareConfigurationPatch::new().description("changed");
        configurations.update(&id, &patch).await?;
        configurations
            .profile(&id)
            .assign(Vec::<AssignmentTarget>::new())
            .await?;
        configurations.get(&id).await
    }
    .await;
    // Whatever went wrong, nothing is left behind.
    configurations.delete(&id).await.unwrap();
    let changed = changed.unwrap();
    assert_eq!(
        changed.description.value().map(String::as_str),
        Some("changed")
    );
    assert!(configurations.get(&id).await.unwrap_err().is_not_found());
}
