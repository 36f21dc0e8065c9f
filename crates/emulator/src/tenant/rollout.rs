//! Which devices have picked a profile up, and what they report when.

use super::by_hand::{ByHand, Of};
use super::index_set::IndexSet;
use super::population::Population;
use super::scenario::{RunState, Scenario, Transitions};
use crate::clock::Ticks;
use crate::random::{mix, mix_text};

/// Devices that were assigned a profile at the same time.
#[derive(Clone, Debug)]
struct Wave {
    devices: IndexSet,
    start: Ticks,
}

/// The rollout of one profile.
#[derive(Clone, Debug)]
pub(crate) struct Rollout {
    /// Mixed from the tenant's seed, the profile and its version.
    key: u64,
    scenario: Scenario,
    pub(crate) version: i32,
    waves: Vec<Wave>,
    /// With [`Transitions::ByHand`]: which devices had been told to report, and since when. Each holds those before it.
    releases: Vec<(IndexSet, Ticks)>,
    devices_by_hand: ByHand,
    users_by_hand: ByHand,
}

impl Rollout {
    pub(crate) fn new(seed: u64, profile: &str, version: i32, scenario: Scenario) -> Self {
        Self {
            key: mix(mix_text(seed, profile), u64::from(version.unsigned_abs())),
            scenario,
            version,
            waves: Vec::new(),
            releases: Vec::new(),
            devices_by_hand: ByHand::default(),
            users_by_hand: ByHand::default(),
        }
    }

    /// Begins again with another version of the profile; only what clients created stays.
    pub(crate) fn restart(&mut self, seed: u64, profile: &str, version: i32, now: Ticks) {
        let mut fresh = Self::new(seed, profile, version, self.scenario.clone());
        fresh.devices_by_hand = std::mem::take(&mut self.devices_by_hand);
        fresh.users_by_hand = std::mem::take(&mut self.users_by_hand);
        fresh.devices_by_hand.retain(|_| false);
        fresh.users_by_hand.retain(|_| false);
        let devices = self.devices();
        fresh.waves.push(Wave {
            devices,
            start: now,
        });
        *self = fresh;
    }

    /// What was written to the states of the devices or of the users.
    pub(crate) fn by_hand(&self, of: Of) -> &ByHand {
        match of {
            Of::Devices => &self.devices_by_hand,
            Of::Users => &self.users_by_hand,
        }
    }

    pub(crate) fn by_hand_mut(&mut self, of: Of) -> &mut ByHand {
        match of {
            Of::Devices => &mut self.devices_by_hand,
            Of::Users => &mut self.users_by_hand,
        }
    }

    /// The devices whose states are made from the seed.
    pub(crate) fn devices(&self) -> IndexSet {
        self.waves
            .iter()
            .fold(IndexSet::default(), |all, wave| all.union(&wave.devices))
    }

    /// Follows a change of the assignments: devices that stay keep their state, new ones begin now. Nothing is left of
    /// what was written to the states of devices, and of their users, that leave.
    pub(crate) fn retarget(&mut self, devices: &IndexSet, users: &IndexSet, now: Ticks) {
        let begun = self.devices();
        for wave in &mut self.waves {
            wave.devices = wave.devices.intersection(devices);
        }
        let fresh = devices.difference(&begun);
        if !fresh.is_empty() {
            self.waves.push(Wave {
                devices: fresh,
                start: now,
            });
        }
        self.waves.retain(|wave| !wave.devices.is_empty());
        for (released, _) in &mut self.releases {
            *released = released.intersection(devices);
        }
        self.devices_by_hand
            .retain(|device| devices.contains(device));
        self.users_by_hand.retain(|user| users.contains(user));
    }

    /// Whether devices wait until they are told to report.
    pub(crate) fn waits(&self) -> bool {
        self.scenario.transitions == Transitions::ByHand
    }

    /// Lets `count` more devices report, with [`Transitions::ByHand`]. Returns how many have been let in all.
    pub(crate) fn release(&mut self, count: u32, now: Ticks) -> u32 {
        let mut released = self
            .releases
            .last()
            .map_or_else(IndexSet::default, |(all, _)| all.clone());
        let mut left = count;
        for wave in &self.waves {
            let next = wave.devices.difference(&released).first(left);
            left -= next.len();
            released = released.union(&next);
        }
        let total = released.len();
        self.releases.push((released, now));
        total
    }

    /// When a clock that runs has nothing left to change.
    pub(crate) fn settled_at(&self) -> Ticks {
        let last = self
            .waves
            .iter()
            .map(|wave| wave.start)
            .max()
            .unwrap_or_default();
        last.plus(self.scenario.transitions.spread())
    }

    /// Every device with its position, state and the time of the last change, from `position` on, until told to stop.
    pub(crate) fn visit(
        &self,
        position: u32,
        now: Ticks,
        mut visitor: impl FnMut(u32, u32, RunState, Ticks) -> std::ops::ControlFlow<()>,
    ) {
        let mut before = 0;
        for wave in &self.waves {
            let length = wave.devices.len();
            if position < before + length {
                let first = position.saturating_sub(before);
                for (rank, device) in
                    (before + first..).zip(wave.devices.iter().skip(first as usize))
                {
                    let (state, since) = self.report(device, wave.start, now);
                    if visitor(rank, device, state, since).is_break() {
                        return;
                    }
                }
            }
            before += length;
        }
    }

    /// The state of one device, if it has picked the profile up.
    pub(crate) fn state(&self, device: u32, now: Ticks) -> Option<(RunState, Ticks)> {
        let mut waves = self.waves.iter();
        let wave = waves.find(|wave| wave.devices.contains(device))?;
        Some(self.report(device, wave.start, now))
    }

    fn report(&self, device: u32, start: Ticks, now: Ticks) -> (RunState, Ticks) {
        let bits = mix(self.key, u64::from(device));
        let reported = match self.scenario.transitions {
            Transitions::ByHand => self
                .releases
                .iter()
                .find(|(released, _)| released.contains(device))
                .map(|(_, at)| *at),
            Transitions::AtOnce => (start <= now).then_some(start),
            Transitions::OverSeconds(_) => {
                let at = start.plus(self.scenario.transitions.delay(mix(bits, 1)));
                (at <= now).then_some(at)
            }
        };
        match reported {
            Some(at) => match self.scenario.outcome(bits) {
                RunState::Pending => (RunState::Pending, start),
                state => (state, at),
            },
            None => (RunState::Pending, start),
        }
    }

    /// The users who own at least one of the devices.
    pub(crate) fn users(&self, population: &Population) -> IndexSet {
        self.devices().modulo(population.users)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn retarget(rollout: &mut Rollout, devices: std::ops::Range<u32>, now: Ticks) {
        rollout.retarget(&IndexSet::range(devices), &IndexSet::default(), now);
    }

    fn pending(rollout: &Rollout, now: Ticks) -> usize {
        let mut pending = 0;
        rollout.visit(0, now, |_, _, state, _| {
            pending += usize::from(state == RunState::Pending);
            std::ops::ControlFlow::Continue(())
        });
        pending
    }

    #[test]
    fn devices_report_over_time_and_agree_with_a_single_look() {
        let scenario = Scenario::all(RunState::Success).transitions(Transitions::OverSeconds(100));
        let mut rollout = Rollout::new(1, "p", 1, scenario);
        retarget(&mut rollout, 0..1000, Ticks(0));
        assert_eq!(pending(&rollout, Ticks(-1)), 1000);
        let half = pending(&rollout, Ticks(0).plus(Duration::from_secs(50)));
        assert!((400..600).contains(&half), "{half}");
        assert_eq!(pending(&rollout, rollout.settled_at()), 0);
        let now = Ticks(0).plus(Duration::from_secs(50));
        rollout.visit(990, now, |position, device, state, since| {
            assert!(position >= 990);
            assert_eq!(rollout.state(device, now), Some((state, since)));
            std::ops::ControlFlow::Continue(())
        });
    }

    #[test]
    fn devices_that_stay_keep_their_state_when_others_come_and_go() {
        let mut rollout = Rollout::new(
            1,
            "p",
            1,
            Scenario::all(RunState::Success).transitions(Transitions::OverSeconds(10)),
        );
        retarget(&mut rollout, 0..10, Ticks(0));
        let later = Ticks(0).plus(Duration::from_secs(20));
        retarget(&mut rollout, 5..15, later);
        assert_eq!(rollout.state(4, later), None);
        assert_eq!(rollout.state(5, later).unwrap().0, RunState::Success);
        assert_eq!(
            rollout.state(14, later).unwrap(),
            (RunState::Pending, later)
        );
    }

    #[test]
    fn by_hand_devices_wait_until_they_are_let() {
        let mut rollout = Rollout::new(
            1,
            "p",
            1,
            Scenario::all(RunState::Fail).transitions(Transitions::ByHand),
        );
        retarget(&mut rollout, 0..10, Ticks(0));
        assert_eq!(pending(&rollout, Ticks(i64::MAX)), 10);
        assert_eq!(rollout.release(4, Ticks(5)), 4);
        assert_eq!(pending(&rollout, Ticks(6)), 6);
        // Those that stay keep their state, and others do not take the places of those that leave.
        retarget(&mut rollout, 2..12, Ticks(6));
        assert_eq!(pending(&rollout, Ticks(6)), 8);
        assert_eq!(rollout.state(3, Ticks(7)), Some((RunState::Fail, Ticks(5))));
        assert_eq!(rollout.release(7, Ticks(7)), 9);
        assert_eq!(
            rollout.state(10, Ticks(7)),
            Some((RunState::Fail, Ticks(7)))
        );
        assert_eq!(rollout.release(100, Ticks(8)), 10);
        assert_eq!(
            rollout.state(11, Ticks(8)),
            Some((RunState::Fail, Ticks(8)))
        );
    }
}
