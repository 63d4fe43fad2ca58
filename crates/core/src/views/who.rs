//! Who wrote something: the device for certain, the person as his device or his entries say.

use std::collections::BTreeMap;

use doorstep_domain::{
    ids::{DeviceId, EntryId},
    record::{EntryReading, Record},
};
use serde::Serialize;

use crate::Identity;

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

/// The persons behind the devices that wrote a record.
pub(crate) struct Writers(BTreeMap<DeviceId, String>);

impl Writers {
    /// From the record's own entries, and from what this device knows of itself and of the office.
    pub(crate) fn of(record: &Record, identity: Option<&Identity>) -> Self {
        let entries = record.entries.values();
        let mut persons: BTreeMap<_, _> =
            entries.map(|reading| (reading.device, reading.entry.by.to_string())).collect();
        if let Some(identity) = identity {
            persons.insert(identity.device, identity.person.to_string());
            persons.entry(identity.office).or_insert_with(|| "office".to_owned());
        }
        Self(persons)
    }

    /// The person's code; empty where nobody is known.
    pub(crate) fn person(&self, device: DeviceId) -> String {
        self.0.get(&device).cloned().unwrap_or_default()
    }
}
