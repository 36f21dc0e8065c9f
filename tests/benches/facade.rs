//! The hot paths of the facade that need no network: `cargo bench -p workspace-tests`.
//!
//! `cargo xtask bench` compares with what one would use instead; this is for work on the facade itself.

#![allow(
    clippy::unwrap_used,
    reason = "what is measured is known to work, as in a test"
)]

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use intune_hardware_configurations::query::ListQuery;
use intune_hardware_configurations::{
    Credential, DeviceRunState, DeviceRunStateProperty as P, HardwareConfigurationId,
    HardwareConfigurations, RunState, RunSummary,
};

fn main() {
    divan::main();
}

const RUN_SUMMARY: &str = r#"{"id":"5a1c2d3e-0000-4000-8000-000000000001","successfulDeviceCount":812,
"failedDeviceCount":9,"pendingDeviceCount":151,"errorDeviceCount":3,"notApplicableDeviceCount":25,
"unknownDeviceCount":0,"successfulUserCount":640,"failedUserCount":8,"pendingUserCount":120,"errorUserCount":3,
"notApplicableUserCount":20,"unknownUserCount":0,"lastRunDateTime":"2024-02-29T08:00:00.1234567Z"}"#;

const DEVICE_RUN_STATE: &str = r#"{"id":"5a1c2d3e-0000-4000-8000-000000000001_7d9f1b2c-0000-4000-8000-000000000001",
"deviceName":"LAPTOP-000001","configurationState":"success","lastStateUpdateDateTime":"2024-02-29T08:00:00.5775965Z",
"configurationOutput":"12 settings applied; restart pending","configurationError":null,"osVersion":"10.0.22631.3155",
"upn":"user1@contoso.example","userId":"91a7c0de-0000-4000-8000-000000000001","internalVersion":3,
"assignmentFilterIds":""}"#;

#[divan::bench]
fn decode_run_summary(bencher: Bencher<'_, '_>) {
    bencher
        .counter(BytesCount::of_str(RUN_SUMMARY))
        .bench(|| serde_json::from_str::<RunSummary>(divan::black_box(RUN_SUMMARY)).unwrap());
}

#[divan::bench]
fn decode_1000_device_run_states(bencher: Bencher<'_, '_>) {
    let page = format!("[{}]", [DEVICE_RUN_STATE; 1_000].join(","));
    bencher
        .counter(ItemsCount::new(1_000_usize))
        .bench(|| serde_json::from_str::<Vec<DeviceRunState>>(divan::black_box(&page)).unwrap());
}

#[divan::bench]
fn write_device_run_state(bencher: Bencher<'_, '_>) {
    let state: DeviceRunState = serde_json::from_str(DEVICE_RUN_STATE).unwrap();
    bencher.bench(|| serde_json::to_vec(divan::black_box(&state)).unwrap());
}

#[divan::bench]
fn build_run_summary_request(bencher: Bencher<'_, '_>) {
    let configurations = HardwareConfigurations::new(Credential::fixed("token")).unwrap();
    let id = HardwareConfigurationId::new("5a1c2d3e-0000-4000-8000-000000000001").unwrap();
    let profile = configurations.profile(&id);
    bencher.bench(|| profile.run_summary());
}

#[divan::bench]
fn build_filtered_list(bencher: Bencher<'_, '_>) {
    let configurations = HardwareConfigurations::new(Credential::fixed("token")).unwrap();
    let id = HardwareConfigurationId::new("5a1c2d3e-0000-4000-8000-000000000001").unwrap();
    let states = configurations.profile(&id).device_run_states();
    bencher.bench(|| {
        let failed = P::ConfigurationState.eq(RunState::Fail);
        states.list().query(
            ListQuery::new()
                .filter(failed)
                .select([P::Id, P::DeviceName]),
        )
    });
}
