//! One of the crowd: it does whatever comes to its mind, gives up, or turns to something else in the middle.

use std::collections::HashSet;
use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};
use intune_hardware_configurations::{
    AssignmentTarget, Call, HardwareConfigurationFormat, HardwareConfigurationId,
    HardwareConfigurationPatch, HardwareConfigurations, NewHardwareConfiguration, Profile,
};
use msgraph_transport::clock::Clock;
use msgraph_transport::{CallOptions, Error, ErrorKind};

use super::ledger::{Fate, Ledger};
use super::time::Time;

/// The limit of each call.
pub(super) const LIMIT: Duration = Duration::from_secs(60);

/// How often a call is tried.
pub(super) const TRIES: u32 = 12;

type Deed = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Who does it.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) configurations: HardwareConfigurations,
    /// Configurations that nobody changes, and of how many devices they have states.
    pub(super) seeded: Arc<[(HardwareConfigurationId, usize)]>,
    pub(super) time: Time,
    pub(super) ledger: Arc<Ledger>,
    /// It is polled all the time, so that each call has to keep to its limit.
    pub(super) is_attentive: bool,
}

impl Member {
    /// Does one thing after the other until `end`.
    pub(super) async fn live(self, mut random: fastrand::Rng, end: Duration) {
        let mut count = 0;
        self.pause(&mut random, 0..10_000).await;
        while self.time.elapsed() < end {
            count += 1;
            let (kind, how) = (random.u32(..), random.u32(..10));
            match how {
                0 => self.give_up(kind, count, &mut random).await,
                1 | 2 => self.turn_away(kind, count, &mut random).await,
                _ => self.deed(kind, count).await,
            }
            self.pause(&mut random, 100..20_000).await;
        }
    }

    async fn pause(&self, random: &mut fastrand::Rng, millis: std::ops::Range<u64>) {
        self.time
            .wait(Duration::from_millis(random.u64(millis)))
            .await;
    }

    /// Begins something, and drops it.
    async fn give_up(&self, kind: u32, count: u32, random: &mut fastrand::Rng) {
        let deed = self.inattentive().deed(kind, count);
        let until = self.time.wait(Duration::from_millis(random.u64(..3_000)));
        select(deed, until).await;
    }

    /// Begins something, does not poll it for long, does other things, and goes on with it.
    async fn turn_away(&self, kind: u32, count: u32, random: &mut fastrand::Rng) {
        let deed = self.inattentive().deed(kind, count);
        let until = self.time.wait(Duration::from_millis(random.u64(..2_000)));
        let Either::Right(((), deed)) = select(deed, until).await else {
            return;
        };
        for _ in 0..random.u32(1..4) {
            let (id, _) = self.any(random.u32(..));
            drop(self.call("get", self.configurations.get(&id)).await);
            self.pause(random, 1_000..30_000).await;
        }
        deed.await;
    }

    fn inattentive(&self) -> Self {
        Self {
            is_attentive: false,
            ..self.clone()
        }
    }

    fn any(&self, number: u32) -> (HardwareConfigurationId, usize) {
        self.seeded[number as usize % self.seeded.len()].clone()
    }

    fn deed(&self, kind: u32, count: u32) -> Deed {
        let me = self.clone();
        let (id, devices) = self.any(kind / 16);
        let name = format!("{}-{count}", self.name);
        Box::pin(async move {
            match kind % 16 {
                0..=2 => drop(me.call("get", me.configurations.get(&id)).await),
                3 => drop(me.call("summary", me.configurations.run_summary(&id)).await),
                4 => drop(me.call("count", me.configurations.count()).await),
                5 | 6 => me.own(&name).await,
                7 => me.deploy(&name).await,
                8 => me.states(&id, devices, false).await,
                9 => me.states(&id, devices, true).await,
                10 => me.some_of_all().await,
                11 | 12 => me.watch(&id).await,
                13 | 14 => me.batch().await,
                _ => me.below(&id).await,
            }
        })
    }

    /// Makes a call, which has to keep to its limit.
    async fn call<T: Send + 'static, Q: 'static>(
        &self,
        what: &str,
        call: Call<T, Q>,
    ) -> Result<T, Error> {
        let call = call.options(CallOptions::new().call_timeout(LIMIT));
        self.timed(what, 1, call.into_future()).await
    }

    /// Waits for something that takes `calls` calls at most.
    async fn timed<T>(
        &self,
        what: &str,
        calls: u32,
        future: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let start = self.time.elapsed();
        let result = future.await;
        let took = self.time.elapsed() - start;
        if self.is_attentive && took > LIMIT * calls + Duration::from_secs(1) {
            self.ledger.wrong(format!("{what} took {took:?}"));
        }
        if let Err(error) = &result {
            self.judge(what, error, took);
        }
        result
    }

    /// A call may fail only because the service does.
    fn judge(&self, what: &str, error: &Error, took: Duration) {
        let attempts = error.metadata().attempts;
        let is_the_services = match error.kind() {
            ErrorKind::Service | ErrorKind::Network => attempts > 0,
            ErrorKind::Throttled => attempts >= TRIES,
            // Challenged a second time.
            ErrorKind::Unauthenticated => attempts >= 2,
            _ => false,
        };
        if self.is_attentive && !is_the_services {
            self.ledger.wrong(format!("{what} after {took:?}: {error}"));
        }
    }

    fn sample(name: &str) -> NewHardwareConfiguration {
        let format = HardwareConfigurationFormat::Dell;
        NewHardwareConfiguration::new(name, format, "a.cctk", b"a".as_slice())
    }

    /// Creates a configuration, works on it, and deletes it.
    async fn own(&self, name: &str) {
        self.ledger.set(name, Fate::InDoubt);
        let created = self.call("create", self.configurations.create(&Self::sample(name)));
        let id = match created.await {
            Ok(created) => created.id.value().cloned().unwrap(),
            Err(error) => return self.ledger.failed(name, &error),
        };
        self.ledger.set(name, Fate::Exists);
        let patch = HardwareConfigurationPatch::new().description("Changed");
        drop(
            self.call("update", self.configurations.update(&id, &patch))
                .await,
        );
        let profile = self.configurations.profile(&id);
        let targets = [AssignmentTarget::all_devices()];
        drop(self.call("assign", profile.assign(targets)).await);
        drop(
            self.call("assignments", profile.assignments().count())
                .await,
        );
        self.delete(name, &id).await;
    }

    async fn delete(&self, name: &str, id: &HardwareConfigurationId) {
        self.ledger.set(name, Fate::InDoubt);
        if self
            .call("delete", self.configurations.delete(id))
            .await
            .is_ok()
        {
            self.ledger.set(name, Fate::Gone);
        }
    }

    async fn deploy(&self, name: &str) {
        self.ledger.set(name, Fate::InDoubt);
        let new = Self::sample(name);
        let start = self.time.elapsed();
        let deployed = self
            .configurations
            .deploy(&new, [AssignmentTarget::all_devices()])
            .await;
        let took = self.time.elapsed() - start;
        if self.is_attentive && took > 3 * LIMIT {
            self.ledger.wrong(format!("deploy took {took:?}"));
        }
        match deployed {
            Ok(deployed) => {
                self.ledger.set(name, Fate::Exists);
                self.delete(name, &deployed.id).await;
            }
            Err(error) => {
                self.judge("deploy", &error.error, took);
                if error.is_clean() {
                    self.ledger.set(name, Fate::Gone);
                }
            }
        }
    }

    /// Reads the states of all devices: each comes once, whatever happens in between.
    async fn states(&self, id: &HardwareConfigurationId, devices: usize, ahead: bool) {
        let states = self.configurations.profile(id).device_run_states();
        let options = CallOptions::new().call_timeout(LIMIT);
        let list = || states.list().options(options.clone()).read_ahead(ahead);
        let (mut items, mut seen, mut count) = (list(), HashSet::new(), 0);
        // An empty page may come before each.
        while let Some(item) = self.next_of(&mut items).await {
            let Ok(state) = item else {
                let Some(place) = items.continuation() else {
                    return;
                };
                items = list().resume(place);
                continue;
            };
            count += 1;
            let id = state.id.value().cloned().unwrap();
            if ahead && count % 40 == 0 {
                drop(self.call("state", states.get(&id)).await);
            }
            seen.insert(id);
        }
        if (count, seen.len()) != (devices, devices) {
            let wrong = format!("{count} states, of {} devices, not {devices}", seen.len());
            self.ledger.wrong(wrong);
        }
    }

    async fn next_of<E: intune_hardware_configurations::Entity>(
        &self,
        items: &mut intune_hardware_configurations::List<E>,
    ) -> Option<Result<E, Error>> {
        let next = self.timed("next", 4, async { items.next().await.transpose() });
        next.await.transpose()
    }

    /// Reads the beginning of the list of all configurations, and loses interest.
    async fn some_of_all(&self) {
        let mut list = self.configurations.list().read_ahead(true);
        for _ in 0..3 {
            if !matches!(self.next_of(&mut list).await, Some(Ok(_))) {
                return;
            }
        }
    }

    /// Watches, and makes calls in between, while nobody polls the watch.
    async fn watch(&self, id: &HardwareConfigurationId) {
        let profile: Profile = self.configurations.profile(id);
        let mut watch = profile
            .watch_run_summary(Duration::from_secs(4))
            .for_at_most(Duration::from_secs(15));
        for round in 0..6 {
            let looked = {
                let next = std::pin::pin!(watch.next());
                let tick = self.time.wait(Duration::from_millis(300 + 700 * round));
                matches!(select(next, tick).await, Either::Left((None, _)))
            };
            if looked {
                return;
            }
            drop(
                self.call("get in a watch", self.configurations.get(id))
                    .await,
            );
        }
    }

    async fn batch(&self) {
        let options = CallOptions::new().call_timeout(LIMIT);
        let calls: Vec<_> = self
            .seeded
            .iter()
            .cycle()
            .take(25)
            .map(|(id, _)| self.configurations.profile(id).run_summary())
            .collect();
        let start = self.time.elapsed();
        let results = self.configurations.batch(calls, options).await;
        let took = self.time.elapsed() - start;
        if self.is_attentive && took > LIMIT + Duration::from_secs(1) {
            self.ledger.wrong(format!("a batch took {took:?}"));
        }
        for result in results {
            if let Err(error) = result {
                self.judge("batch", &error, took);
            }
        }
    }

    async fn below(&self, id: &HardwareConfigurationId) {
        let profile = self.configurations.profile(id);
        drop(self.call("users", profile.user_run_states().count()).await);
        drop(
            self.call("devices", profile.device_run_states().count())
                .await,
        );
        let mut list = profile.assignments().list();
        while let Some(item) = self.next_of(&mut list).await {
            let Ok(assignment) = item else { return };
            let id = assignment.id.value().cloned().unwrap();
            drop(
                self.call("assignment", profile.assignments().get(&id))
                    .await,
            );
        }
    }
}
