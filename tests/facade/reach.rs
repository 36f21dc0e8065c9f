//! What the facade's settings and types ask for can be had from the facade.

use intune_hardware_configurations::clock::VirtualClock;
use intune_hardware_configurations::serde_json::Value;
use intune_hardware_configurations::time::OffsetDateTime;
use intune_hardware_configurations::{
    Credential, HardwareConfigurations, RunSummary, Transport, reqwest,
};

#[test]
fn settings_and_types_need_no_other_crate() {
    let proxy = reqwest::Proxy::all("http://127.0.0.1:9").unwrap();
    let settings = Transport::builder(Credential::fixed("token"))
        .clock(VirtualClock::new())
        .proxy(proxy);
    assert!(HardwareConfigurations::with(settings).is_ok());

    let mut summary = RunSummary::default();
    summary.last_run = OffsetDateTime::UNIX_EPOCH.into();
    summary.extra.insert("later", Value::Null);
    assert!(summary.last_run.into_value().is_some());
}
