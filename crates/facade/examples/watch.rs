//! Deploys a hardware configuration and shows as live progress bars how the devices pick it up.
//!
//! The tenant is the emulator's: two hundred devices, which report over ten seconds. With a real tenant, only the
//! settings of the transport differ.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use intune_hardware_configurations::{
    AssignmentTarget, Credential, HardwareConfigurationFormat, HardwareConfigurations,
    NewHardwareConfiguration, RunCounts, RunSummary, Transport,
};
use intune_hardware_configurations_emulator::{Emulator, RunState, Scenario, Tenant, Transitions};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let summary = run(Transitions::OverSeconds(10)).await?;
    let rate = summary.devices.success_rate().unwrap_or(0.0);
    println!(
        "{} devices, {:.1} % successful",
        summary.devices.total(),
        rate * 100.0
    );
    Ok(())
}

async fn run(transitions: Transitions) -> Result<RunSummary, Box<dyn Error>> {
    let scenario = Scenario::default()
        .weight(RunState::Pending, 0)
        .transitions(transitions);
    let tenant = Tenant::empty().devices(200).users(80).scenario(scenario);
    let emulator = Emulator::builder().tenant(tenant).start().await?;
    let settings =
        Transport::builder(Credential::fixed(emulator.token())).loopback_endpoint(emulator.root());
    let configurations = HardwareConfigurations::with(settings)?;

    let new = NewHardwareConfiguration::new(
        "Secure Boot on",
        HardwareConfigurationFormat::Dell,
        "secure-boot.cctk",
        b"[cctk]\nSecureBoot=Enabled\n",
    );
    let deployed = configurations
        .deploy(&new, [AssignmentTarget::all_devices()])
        .await?;

    let bars = Bars::new()?;
    let mut watch = configurations
        .profile(&deployed.id)
        .watch_run_summary(Duration::from_secs(1))
        .for_at_most(Duration::from_secs(60));
    let mut last = RunSummary::default();
    while let Some(summary) = watch.next().await.transpose()? {
        bars.show(&summary.devices);
        last = summary;
    }
    Ok(last)
}

/// One bar for each state.
struct Bars(Vec<ProgressBar>);

impl Bars {
    fn new() -> Result<Self, Box<dyn Error>> {
        let style = ProgressStyle::with_template("{prefix:>15} {bar:40} {pos}/{len}")?;
        let all = MultiProgress::new();
        let bars = RunCounts::default().by_state().map(|(state, _)| {
            let bar = ProgressBar::new(0)
                .with_style(style.clone())
                .with_prefix(state);
            all.add(bar)
        });
        Ok(Self(bars.into()))
    }

    fn show(&self, counts: &RunCounts) {
        for (bar, (_, count)) in self.0.iter().zip(counts.by_state()) {
            bar.set_length(counts.total().unsigned_abs());
            bar.set_position(count.unwrap_or(0).unsigned_abs());
        }
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        // The last state stays on the screen.
        self.0.iter().for_each(ProgressBar::abandon);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn ends_when_nothing_is_pending() {
        let summary = run(Transitions::AtOnce).await.unwrap();
        assert_eq!(summary.devices.total(), 200);
        assert!(!summary.is_pending());
    }
}
