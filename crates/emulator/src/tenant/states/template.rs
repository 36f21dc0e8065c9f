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

/// An object in pieces, all but the last of which end in something that differs in length from device to device.
#[derive(Default)]
struct Template {
    pieces: Vec<(Piece, Varying)>,
    last: Piece,
}

/// Text with gaps.
#[derive(Default)]
struct Piece {
    text: Vec<u8>,
    /// The gaps for ids, and where they begin.
    ids: Vec<(usize, Id)>,
}

#[derive(Clone, Copy)]
enum Id {
    Device,
    User,
}

#[derive(Clone, Copy)]
enum Varying {
    DeviceName,
    LastStateUpdate,
    OsVersion,
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
        let population = device.states.population;
        for (piece, varying) in &template.pieces {
            piece.write(device, out);
            match varying {
                Varying::DeviceName => population.write_device_name(device.device, out),
                Varying::LastStateUpdate => {
                    if self.time.0 != device.since {
                        self.time.0 = device.since;
                        self.time.1.clear();
                        device.since.write(&mut self.time.1);
                    }
                    out.extend_from_slice(&self.time.1);
                }
                Varying::OsVersion => {
                    out.extend_from_slice(population.os_version(device.device).as_bytes());
                }
                Varying::Upn => population.write_upn(device.owner_or_nobody(), out),
            }
        }
        template.last.write(device, out);
    }
}

impl Template {
    /// The template of all devices that are in the state of this one.
    fn of(device: &DeviceState<'_>, opening: &[u8], properties: &[&str]) -> Self {
        let is_owned = device.states.population.owner(device.device).is_some();
        let (mut template, mut scratch) = (Self::default(), String::new());
        let mut piece = Piece {
            text: opening.to_vec(),
            ids: Vec::new(),
        };
        let mut is_first = opening == b"{";
        for property in properties {
            if !std::mem::take(&mut is_first) {
                piece.text.push(b',');
            }
            write_key(property, &mut piece.text);
            let varying = match *property {
                "id" => {
                    write_json(&format!("{}:", device.states.profile), &mut piece.text);
                    // The rest of the id comes before the quote.
                    piece.text.pop();
                    piece.leave_gap(Id::Device);
                    continue;
                }
                "userId" if is_owned => {
                    piece.text.push(b'"');
                    piece.leave_gap(Id::User);
                    continue;
                }
                "deviceName" => Varying::DeviceName,
                "lastStateUpdateDateTime" => Varying::LastStateUpdate,
                "osVersion" => Varying::OsVersion,
                "upn" if is_owned => Varying::Upn,
                _ => {
                    device.get(property, &mut scratch).write(&mut piece.text);
                    continue;
                }
            };
            piece.text.push(b'"');
            template.pieces.push((std::mem::take(&mut piece), varying));
            piece.text.push(b'"');
        }
        piece.text.push(b'}');
        template.last = piece;
        template
    }
}

impl Piece {
    /// Leaves room for an id, up to the quote behind it.
    fn leave_gap(&mut self, id: Id) {
        self.ids.push((self.text.len(), id));
        self.text.extend([b'-'; 36]);
        self.text.push(b'"');
    }

    fn write(&self, device: &DeviceState<'_>, out: &mut Vec<u8>) {
        let begin = out.len();
        out.extend_from_slice(&self.text);
        let population = device.states.population;
        for (place, id) in &self.ids {
            let id = match id {
                Id::Device => population.device_id(device.device),
                Id::User => population.user_id(device.owner_or_nobody()),
            };
            if let Some(gap) = out[begin + place..].first_chunk_mut() {
                *gap = id.text();
            }
        }
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
