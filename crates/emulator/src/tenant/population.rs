//! The devices and users of a tenant, made from their number and the seed when asked for.

use crate::random::{Guid, mix};
use crate::text::{TextSink, digit_pairs};

const DEVICE_IDS: u64 = 0xD0;
const USER_IDS: u64 = 0x05;
const DETAILS: u64 = 0xDE;

/// The digits of every number below 100.
const DECIMAL_DIGITS: [[u8; 2]; 100] = digit_pairs(10);

/// With the dots that a user principal name has behind them.
const FIRST_NAMES: [&str; 12] = [
    "adele.",
    "alex.",
    "diego.",
    "grady.",
    "henrietta.",
    "isaiah.",
    "johanna.",
    "joni.",
    "lee.",
    "lidia.",
    "miriam.",
    "pradeep.",
];
/// As the first names.
const LAST_NAMES: [&str; 10] = [
    "vance.",
    "wilber.",
    "siciliani.",
    "archie.",
    "mueller.",
    "langer.",
    "lorenz.",
    "sherman.",
    "gu.",
    "holloway.",
];
/// All of one length.
const OS_VERSIONS: [&[u8; 15]; 5] = [
    b"10.0.19045.5131",
    b"10.0.22621.4460",
    b"10.0.22631.4460",
    b"10.0.26100.2314",
    b"10.0.26100.3194",
];

/// All devices and users of a tenant. User `u` owns the devices `u`, `u + users`, `u + 2 * users` and so on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Population {
    pub(crate) seed: u64,
    pub(crate) devices: u32,
    pub(crate) users: u32,
    device_ids: u64,
    user_ids: u64,
    details: u64,
}

impl Population {
    /// Devices below this number have names of the same length.
    pub(crate) const USUAL: u32 = 10_000_000;

    pub(crate) fn new(seed: u64, devices: u32, users: u32) -> Self {
        Self {
            seed,
            devices,
            users,
            device_ids: mix(seed, DEVICE_IDS),
            user_ids: mix(seed, USER_IDS),
            details: mix(seed, DETAILS),
        }
    }

    pub(crate) fn device_id(&self, device: u32) -> Guid {
        Guid::of(self.device_ids, device)
    }

    pub(crate) fn device(&self, id: &str) -> Option<u32> {
        let device = Guid::parse(id)?.index(self.device_ids)?;
        (device < self.devices).then_some(device)
    }

    pub(crate) fn user_id(&self, user: u32) -> Guid {
        Guid::of(self.user_ids, user)
    }

    pub(crate) fn user(&self, id: &str) -> Option<u32> {
        let user = Guid::parse(id)?.index(self.user_ids)?;
        (user < self.users).then_some(user)
    }

    /// The user who owns a device; nobody in a tenant without users.
    pub(crate) fn owner(&self, device: u32) -> Option<u32> {
        device.checked_rem(self.users)
    }

    pub(crate) fn devices_of(&self, user: u32) -> impl Iterator<Item = u32> + use<> {
        (user..self.devices).step_by(self.users.max(1) as usize)
    }

    pub(crate) fn write_device_name(&self, device: u32, out: &mut impl TextSink) {
        out.push_ascii(self.device_kind(device));
        write_number::<7>(device, out);
    }

    /// The name of a device with a [usual](Self::USUAL) number.
    pub(crate) fn fill_device_name(&self, device: u32, name: &mut [u8; 11]) {
        name[..4].copy_from_slice(self.device_kind(device));
        name[4..].copy_from_slice(&digits::<7>(device).0);
    }

    fn device_kind(&self, device: u32) -> &'static [u8; 4] {
        match self.details(device).is_multiple_of(5) {
            true => b"SFC-",
            false => b"LAT-",
        }
    }

    pub(crate) fn os_version(&self, device: u32) -> &'static [u8; 15] {
        OS_VERSIONS[(self.details(device) >> 8) as usize % OS_VERSIONS.len()]
    }

    pub(crate) fn write_upn(&self, user: u32, out: &mut impl TextSink) {
        let (first, last) = Self::names(user);
        out.push_text(first);
        out.push_text(last);
        write_number::<5>(user, out);
        out.push_text("@contoso.example");
    }

    pub(crate) fn write_user_name(&self, user: u32, out: &mut impl TextSink) {
        let (first, last) = Self::names(user);
        write_capitalized(first, out);
        out.push_text(" ");
        write_capitalized(last, out);
    }

    fn names(user: u32) -> (&'static str, &'static str) {
        let user = user as usize;
        (
            FIRST_NAMES[user % FIRST_NAMES.len()],
            LAST_NAMES[user / FIRST_NAMES.len() % LAST_NAMES.len()],
        )
    }

    fn details(&self, device: u32) -> u64 {
        mix(self.details, u64::from(device))
    }
}

fn write_capitalized(name: &str, out: &mut impl TextSink) {
    let name = name.trim_end_matches('.');
    let (initial, rest) = name.split_at_checked(1).unwrap_or_default();
    out.push_text(&initial.to_ascii_uppercase());
    out.push_text(rest);
}

/// Appends a number with at least `WIDTH` digits.
fn write_number<const WIDTH: usize>(number: u32, out: &mut impl TextSink) {
    let (last, rest) = digits::<WIDTH>(number);
    if rest > 0 {
        let (first, _) = digits::<10>(rest);
        let zeros = first.iter().take_while(|digit| **digit == b'0').count();
        out.push_ascii(&first[zeros..]);
    }
    out.push_ascii(&last);
}

/// The last digits of a number, and what is left of it.
fn digits<const WIDTH: usize>(mut number: u32) -> ([u8; WIDTH], u32) {
    let mut digits = [b'0'; WIDTH];
    let (single, pairs) = digits.as_rchunks_mut();
    for pair in pairs.iter_mut().rev() {
        *pair = DECIMAL_DIGITS[(number % 100) as usize];
        number /= 100;
    }
    for digit in single {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
    (digits, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_devices_are_found_by_their_ids_and_belong_together() {
        let population = Population::new(1, 10, 3);
        for device in 0..10 {
            assert_eq!(
                population.device(&population.device_id(device).to_string()),
                Some(device)
            );
            let owner = population.owner(device).unwrap();
            assert!(population.devices_of(owner).any(|owned| owned == device));
        }
        assert_eq!(
            population.device(&population.device_id(10).to_string()),
            None,
            "there are only ten"
        );
        assert_eq!(
            population.user(&population.device_id(1).to_string()),
            None,
            "a device is no user"
        );
        let (mut name, mut upn) = (String::new(), String::new());
        population.write_user_name(13, &mut name);
        population.write_upn(13, &mut upn);
        assert_eq!(
            (name.as_str(), upn.as_str()),
            ("Alex Wilber", "alex.wilber.00013@contoso.example")
        );
        let mut many = String::new();
        population.write_upn(4_000_000_013, &mut many);
        assert!(many.ends_with(".4000000013@contoso.example"), "{many}");
    }
}
