//! Who wrote something: the device for certain, the person as his device's certificate says.

use std::collections::BTreeMap;

use doorstep_domain::{
    ids::{DeviceId, EntryId},
    record::EntryReading,
};
use serde::Serialize;

use crate::{Device, Error, Identity};

/// What every entry says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryHead {
    /// The entry's id, by which others name it.
    pub entry: String,
    /// When, by the writer's clock, RFC 3339.
    pub at: String,
    /// The person's code.
    pub by: String,
    /// The device that wrote it.
    pub device: String,
}

impl EntryHead {
    /// The head of an entry.
    #[must_use]
    pub fn of(id: EntryId, reading: &EntryReading) -> Self {
        Self {
            entry: id.to_string(),
            at: reading.entry.at.to_rfc3339(),
            by: reading.entry.by.to_string(),
            device: reading.device.to_string(),
        }
    }
}

/// The persons behind the devices, as the organisation's certificates name them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Writers(BTreeMap<DeviceId, String>);

impl Writers {
    /// The person's code; empty where nobody is known.
    pub(crate) fn person(&self, device: DeviceId) -> String {
        self.0.get(&device).cloned().unwrap_or_default()
    }
}

impl Device {
    /// Whose devices wrote what is here.
    pub(super) fn writers(&self, identity: Option<&Identity>) -> Result<Writers, Error> {
        let mut persons: BTreeMap<DeviceId, String> = BTreeMap::new();
        if let Some(identity) = identity {
            persons.insert(identity.office, "office".to_owned());
            persons.insert(identity.device, identity.person.to_string());
        }
        let certified: Vec<([u8; 16], String)> = self.inner.store.read(|connection| {
            connection
                .prepare_cached("SELECT device, person FROM certificate")
                .and_then(|mut statement| {
                    statement
                        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                        .collect()
                })
                .map_err(Error::storage("reading whose devices these are"))
        })?;
        persons.extend(
            certified
                .into_iter()
                .map(|(device, person)| (DeviceId(device), person)),
        );
        Ok(Writers(persons))
    }
}
