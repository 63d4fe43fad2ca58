//! Who is behind a device or a person's code.

use std::collections::BTreeMap;

use doorstep_domain::ids::{DeviceId, PersonId};
use doorstep_words::{Language, office::frame as words};
use maud::{Markup, html};
use rusqlite::Connection;

use super::told::told;
use crate::organisation::OFFICE;

/// The names of all people and devices, those who left among them.
pub(super) struct Staff {
    people: BTreeMap<PersonId, String>,
    devices: BTreeMap<DeviceId, StaffDevice>,
}

struct StaffDevice {
    name: String,
    person: PersonId,
}

impl Staff {
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let people = connection
            .prepare_cached("SELECT person, name FROM person")?
            .query_map([], |row| Ok((PersonId(row.get(0)?), row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let devices = connection
            .prepare_cached("SELECT device, name, person FROM device")?
            .query_map([], |row| {
                let device = StaffDevice {
                    name: row.get(1)?,
                    person: PersonId(row.get(2)?),
                };
                Ok((DeviceId(row.get(0)?), device))
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Self { people, devices })
    }

    /// A person's name; for a code that nobody has, the code.
    pub(super) fn person(&self, language: Language, person: &PersonId) -> Markup {
        html! {
            @if person.0 == OFFICE {
                (language.say(words::OFFICE))
            } @else {
                (told(self.people.get(person).unwrap_or(&person.0)))
            }
        }
    }

    /// Whether it is the office's own device.
    pub(super) fn is_the_office(&self, device: DeviceId) -> bool {
        let known = self.devices.get(&device);
        known.is_some_and(|known| known.person.0 == OFFICE)
    }

    /// A device's person and its name.
    pub(super) fn device(&self, language: Language, device: DeviceId) -> Markup {
        html! {
            span.who {
                @match self.devices.get(&device) {
                    // The office's device is the server; naming it beside the office says nothing more.
                    Some(known) if known.person.0 == OFFICE => (self.person(language, &known.person)),
                    Some(known) => {
                        (self.person(language, &known.person)) " · " (told(&known.name))
                    }
                    None => {
                        (language.say(words::UNKNOWN_DEVICE)) " " code { (device) }
                    }
                }
            }
        }
    }
}
