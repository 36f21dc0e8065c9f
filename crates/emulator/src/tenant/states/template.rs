//! Writes the states of devices from templates: what all devices in one state have in common is copied, and only the
//! rest is made for each. Lists of a million states would otherwise cost more than what reads them.

use super::DeviceState;
use crate::clock::Ticks;
use crate::tenant::record::{Record as _, write_json, write_key};
use crate::tenant::scenario::RunState;

/// One template for each run state, made when the first device in that state is written.
pub(crate) struct DeviceTemplates<'q> {
    /// What every object begins with: the brace, and annotations if there are any.
    opening: Vec<u8>,
    /// The properties to write.
    properties: Vec<&'q str>,
    by_state: [Option<Template>; RunState::ALL.len()],
    /// The last time that was written, as text: nearly always the next one is the same.
    time: (Ticks, Vec<u8>),
}

/// An object in pieces.
#[derive(Default)]
struct Template(Vec<Piece>);

/// Text with gaps.
#[derive(Default)]
struct Piece {
    text: Vec<u8>,
    /// The gaps, and where they begin.
    gaps: Vec<(usize, Gap)>,
    /// What comes behind the text; nothing behind the last one.
    then: Option<Varying>,
}

/// What differs from device to device, but not in length.
#[derive(Clone, Copy)]
enum Gap {
    DeviceId,
    DeviceName,
    OsVersion,
    UserId,
}

/// What differs in length as well.
#[derive(Clone, Copy)]
enum Varying {
    LastStateUpdate,
    Upn,
}

impl<'q> DeviceTemplates<'q> {
    /// Templates for objects that begin with `opening` and hold these properties.
    pub(crate) fn new(opening: Vec<u8>, properties: Vec<&'q str>) -> Self {
        let mut time = Vec::new();
        Ticks::default().write(&mut time);
        Self {
            opening,
            properties,
            by_state: Default::default(),
            time: (Ticks::default(), time),
        }
    }

    /// Appends the state of a device as a JSON object.
    pub(crate) fn write(&mut self, device: &DeviceState<'_>, out: &mut Vec<u8>) {
        let template = self.by_state[device.state as usize]
            .get_or_insert_with(|| Template::of(device, &self.opening, &self.properties));
        let (population, number) = (device.states.population, device.device);
        let owner = device.owner_or_nobody();
        for piece in &template.0 {
            let begin = out.len();
            out.extend_from_slice(&piece.text);
            for (place, gap) in &piece.gaps {
                let rest = &mut out[begin + place..];
                match gap {
                    Gap::DeviceId => fill(rest, |text| population.device_id(number).fill(text)),
                    Gap::DeviceName => fill(rest, |text| population.fill_device_name(number, text)),
                    Gap::OsVersion => fill(rest, |text| *text = *population.os_version(number)),
                    Gap::UserId => fill(rest, |text| population.user_id(owner).fill(text)),
                }
            }
            match piece.then {
                None => {}
                Some(Varying::LastStateUpdate) => {
                    if self.time.0 != device.since {
                        self.time.0 = device.since;
                        self.time.1.clear();
                        device.since.write(&mut self.time.1);
                    }
                    out.extend_from_slice(&self.time.1);
                }
                Some(Varying::Upn) => population.write_upn(owner, out),
            }
        }
    }
}

impl Template {
    /// The template of all devices that are in the state of this one.
    fn of(device: &DeviceState<'_>, opening: &[u8], properties: &[&str]) -> Self {
        let is_owned = device.states.population.owner(device.device).is_some();
        let (mut template, mut scratch) = (Self::default(), String::new());
        let mut piece = Piece {
            text: opening.to_vec(),
            ..Piece::default()
        };
        let mut is_first = opening == b"{";
        for property in properties {
            if !std::mem::take(&mut is_first) {
                piece.text.push(b',');
            }
            write_key(property, &mut piece.text);
            let gap = match *property {
                "id" => {
                    write_json(&format!("{}:", device.states.profile), &mut piece.text);
                    // The rest of the id comes before the quote.
                    piece.text.pop();
                    piece.leave_gap(Gap::DeviceId);
                    continue;
                }
                "deviceName" => Ok(Gap::DeviceName),
                "osVersion" => Ok(Gap::OsVersion),
                "userId" if is_owned => Ok(Gap::UserId),
                "lastStateUpdateDateTime" => Err(Varying::LastStateUpdate),
                "upn" if is_owned => Err(Varying::Upn),
                _ => {
                    device.get(property, &mut scratch).write(&mut piece.text);
                    continue;
                }
            };
            piece.text.push(b'"');
            match gap {
                Ok(gap) => piece.leave_gap(gap),
                Err(varying) => {
                    piece.then = Some(varying);
                    template.0.push(std::mem::take(&mut piece));
                    piece.text.push(b'"');
                }
            }
        }
        piece.text.push(b'}');
        template.0.push(piece);
        template
    }
}

impl Piece {
    /// Leaves room for what differs, up to the quote behind it.
    fn leave_gap(&mut self, gap: Gap) {
        let length = match gap {
            Gap::DeviceId | Gap::UserId => 36,
            Gap::DeviceName => 11,
            Gap::OsVersion => 15,
        };
        self.gaps.push((self.text.len(), gap));
        self.text.resize(self.text.len() + length, b'-');
        self.text.push(b'"');
    }
}

/// Fills the beginning of `rest`.
fn fill<const LENGTH: usize>(rest: &mut [u8], fill: impl FnOnce(&mut [u8; LENGTH])) {
    if let Some(gap) = rest.first_chunk_mut() {
        fill(gap);
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::spec::Spec;
    use crate::tenant::live::LiveTenant;
    use crate::tenant::record::Record;
    use crate::tenant::{Profile, Scenario, Target, Tenant, Transitions};

    fn plainly(device: &dyn Record, opening: &[u8], properties: &[&str]) -> Vec<u8> {
        let (mut out, mut scratch) = (opening.to_vec(), String::new());
        for property in properties {
            if out != b"{" {
                out.push(b',');
            }
            write_key(property, &mut out);
            device.get(property, &mut scratch).write(&mut out);
        }
        out.push(b'}');
        out
    }

    #[test]
    fn devices_with_longer_names_than_most_go_without_a_template() {
        let now = Ticks::default();
        let profile = Profile::new("P").target(Target::all_devices());
        let tenant = Tenant::empty().devices(10_000_001).profile(profile);
        let tenant = LiveTenant::new(tenant, now);
        let states = tenant.run_states(&tenant.profiles[0], now);
        let mut names = Vec::new();
        states.visit_devices(9_999_999, &mut |_, device| {
            let mut templates = DeviceTemplates::new(b"{".to_vec(), vec!["deviceName"]);
            let mut written = Vec::new();
            match device.as_made_device() {
                Some(device) => templates.write(device, &mut written),
                None => written = plainly(device, b"{", &["deviceName"]),
            }
            names.push(String::from_utf8(written).unwrap());
            ControlFlow::Continue(())
        });
        let ends = ["-9999999\"}", "-10000000\"}"];
        assert_eq!(names.len(), ends.len());
        for (name, end) in names.iter().zip(ends) {
            assert!(name.ends_with(end), "{name}");
        }
    }

    #[test]
    fn templates_write_what_the_properties_say() {
        let entity = Spec::load()
            .unwrap()
            .entity("hardwareConfigurationDeviceState");
        let all = entity.unwrap().properties.iter();
        let all: Vec<&str> = all.map(|property| &*property.name).collect();
        let now = Ticks::parse("2026-11-23T12:00:00.5Z").unwrap();
        for (users, transitions) in [(0, Transitions::AtOnce), (70, Transitions::OverSeconds(60))] {
            let scenario = Scenario::default().transitions(transitions);
            let profile = Profile::new("P")
                .id("a \"quoted\" id")
                .target(Target::all_devices());
            let tenant = Tenant::empty().devices(500).users(users).profile(profile);
            let tenant = LiveTenant::new(tenant.scenario(scenario), now);
            let later = now.plus(std::time::Duration::from_secs(30));
            let states = tenant.run_states(&tenant.profiles[0], later);
            let selections = [
                &all[..],
                &all[3..5],
                &["upn"],
                &["osVersion", "userId"],
                &[],
            ];
            for (opening, properties) in [
                (&b"{"[..], selections),
                (b"{\"@odata.type\":\"#x\"", selections),
            ] {
                for properties in properties {
                    let mut templates = DeviceTemplates::new(opening.to_vec(), properties.to_vec());
                    let mut seen = 0;
                    states.visit_devices(0, &mut |_, device| {
                        let mut written = Vec::new();
                        templates.write(device.as_made_device().unwrap(), &mut written);
                        let expected = plainly(device, opening, properties);
                        assert_eq!(String::from_utf8(written), String::from_utf8(expected));
                        seen += 1;
                        ControlFlow::Continue(())
                    });
                    assert_eq!(seen, 500);
                }
            }
        }
    }
}
