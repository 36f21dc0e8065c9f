//! A thousand tasks on one client for five minutes, while one answer in five is a fault and tokens live for seconds.

mod ledger;
mod member;
mod time;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use intune_hardware_configurations::{HardwareConfigurationId, HardwareConfigurations};
use intune_hardware_configurations_emulator::{
    self as emulator, Effect, Emulator, Fault, Grant, Tenant,
};
use msgraph_transport::clock::Clock as _;
use msgraph_transport::{AccessToken, Credential, Pacing, RetryPolicy, Transport};

use self::ledger::Ledger;
use self::member::{LIMIT, Member, TRIES};
use self::time::Time;
use crate::again::run_again;
use crate::soak::memory;

/// Set for the process that has its memory to itself.
const ALONE: &str = "FAULTS_CROWD_ALONE";

/// The seeds to take, separated by commas, in place of the usual ones.
const SEEDS: &str = "FAULTS_CROWD_SEEDS";

/// The devices of the tenant, of which each configuration reaches some.
const DEVICES: u32 = 200;

/// What the process may grow by after the first third.
const MOST_GROWTH: u64 = 24 * 1024 * 1024;

#[test]
fn nobody_in_a_crowd_waits_for_anothers_future() {
    let name = "crowd::nobody_in_a_crowd_waits_for_anothers_future";
    alone(name, "1", 100, Duration::from_secs(60));
}

/// A thousand tasks, five minutes, ten seeds.
#[test]
#[ignore = "takes minutes: cargo test --release -p workspace-tests --test faults -- --ignored crowd --nocapture"]
fn nobody_in_a_large_crowd_waits_for_anothers_future() {
    let name = "crowd::nobody_in_a_large_crowd_waits_for_anothers_future";
    alone(name, "1,2,3,4,5,6,7,8,9,10", 1000, Duration::from_secs(300));
}

/// Runs the test called `name` for each seed in a process of its own, which is this one if it was started for that.
fn alone(name: &str, seeds: &str, members: u64, end: Duration) {
    if let Ok(seed) = std::env::var(ALONE) {
        run(seed.parse().unwrap(), members, end);
        return;
    }
    let seeds = std::env::var(SEEDS).unwrap_or_else(|_| seeds.to_owned());
    for seed in seeds.split(',') {
        println!("seed {seed}");
        run_again(name, |command| {
            command
                .args(["--include-ignored", "--nocapture"])
                .env(ALONE, seed)
        });
    }
}

fn run(seed: u64, members: u64, end: Duration) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(crowd(seed, members, end));
}

/// One answer in five is one of these.
fn faults(seed: u64) -> impl Iterator<Item = Fault> {
    let throttled = Effect::Respond(emulator::Response::new(429).retry_after("1"));
    let claims = r#"{"access_token":{"nbf":{"essential":true}}}"#;
    [
        (throttled, 0.03),
        (Effect::status(429), 0.01),
        (Effect::status(503), 0.04),
        (Effect::status(500), 0.03),
        (Effect::ResetBefore, 0.04),
        (Effect::ResetInside, 0.02),
        (Effect::EmptyPage, 0.02),
        (Effect::ClaimsChallenge(claims.to_owned()), 0.01),
    ]
    .into_iter()
    .zip(100 * seed..)
    .map(|((effect, share), seed)| Fault::new(effect).probability(share, seed))
}

/// Tokens that take a while to come, and live for seconds.
fn credential(time: &Time, emulator: &Arc<Emulator>, asked: &Arc<AtomicUsize>) -> Credential {
    let (time, emulator, asked) = (time.clone(), Arc::clone(emulator), Arc::clone(asked));
    Credential::from_fn(move |_| {
        let number = asked.fetch_add(1, Ordering::SeqCst) as u64;
        let (time, emulator) = (time.clone(), Arc::clone(&emulator));
        async move {
            time.wait(Duration::from_millis(50 + number * 379 % 1_500))
                .await;
            let lifetime = Duration::from_secs(4 + number % 5);
            let grant = Grant::new(["DeviceManagementConfiguration.ReadWrite.All"]);
            let token = emulator.issue_token(grant.expires_in(lifetime));
            Ok(AccessToken::new(token).expires_on(time.system_time() + lifetime))
        }
    })
}

async fn crowd(seed: u64, members: u64, end: Duration) {
    let start = SystemTime::now();
    let time = Time::starting_at(start);
    let builder = Emulator::builder()
        .tenant(Tenant::sample().devices(DEVICES))
        .page_size(50)
        .journal_size(100)
        .clock(emulator::Clock::Manual { start })
        .log({
            let time = time.clone();
            move |_| time.note()
        });
    let emulator = Arc::new(builder.start().await.unwrap());
    tokio::spawn(time.clone().pass(Arc::clone(&emulator)));

    let asked = Arc::default();
    let hasty = Duration::from_millis(200);
    let settings = Transport::builder(credential(&time, &emulator, &asked))
        .loopback_endpoint(emulator.root())
        .clock(time.clone())
        .call_timeout(LIMIT)
        .pacing(Pacing::new(20_000, 10_000, Duration::from_secs(20)))
        .retry(
            RetryPolicy::new()
                .max_tries(TRIES)
                .backoff(hasty, 5 * hasty),
        );
    let configurations = HardwareConfigurations::with(settings).unwrap();
    let mut seeded = Vec::new();
    for id in emulator.configurations() {
        let id = HardwareConfigurationId::new(id.as_str()).unwrap();
        let states = configurations.profile(&id).device_run_states();
        let devices = states.count().await.unwrap();
        seeded.push((id, usize::try_from(devices).unwrap()));
    }
    let seeded: Arc<[_]> = seeded.into();
    for fault in faults(seed) {
        emulator.add_fault(fault).unwrap();
    }
    let ledger = Arc::new(Ledger::default());
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..members {
        let member = Member {
            name: format!("{seed}-{number}"),
            configurations: configurations.clone(),
            seeded: Arc::clone(&seeded),
            time: time.clone(),
            ledger: Arc::clone(&ledger),
            is_attentive: true,
        };
        let random = fastrand::Rng::with_seed(seed << 32 | number);
        tasks.spawn(member.live(random, end));
    }
    time.wait(end / 3).await;
    let early = memory();
    time.wait(end - end / 3).await;
    let late = memory();
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }

    emulator.clear_faults();
    let mut found = Vec::new();
    let mut list = configurations.list();
    while let Some(configuration) = list.next().await {
        let name = configuration.unwrap().display_name;
        found.extend(name.value().cloned());
    }
    ledger.check(&found);
    let growth = late.unwrap_or(0).saturating_sub(early.unwrap_or(0));
    println!(
        "seed {seed}: {} requests, {} tokens, {:?} configurations (there, gone, in doubt), {:?} passed, memory grew by {} KiB",
        emulator.forgotten() + emulator.journal().len() as u64,
        asked.load(Ordering::SeqCst),
        ledger.counts(),
        time.elapsed(),
        growth / 1024,
    );
    ledger.assert_right();
    assert!(growth < MOST_GROWTH, "memory grew by {growth} bytes");
}
