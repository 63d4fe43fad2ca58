//! What is read from the file, as callers see it.

use chrono::{DateTime, FixedOffset};
use doorstep_domain::{
    course::{Status, Step},
    deadline::NextClock,
    ids::{DeviceId, PersonId, RecordId},
    record::SignPurpose,
    rights::Role,
};
use doorstep_evidence::digest::Digest;
use doorstep_replica::ChangeHash;

use super::Holding;

/// When a commit waits for the disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Synchronous {
    /// At every commit: what was confirmed survives a power cut.
    #[default]
    Full,
    /// At checkpoints: loses confirmed commits. Only to show that the tests notice.
    Normal,
    /// Never: loses confirmed commits and the file. Only to show that the tests notice.
    Off,
}

/// Who this device is, as its certificate and the organisation say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The device.
    pub device: DeviceId,
    /// What people call it.
    pub device_name: String,
    /// Its number in the organisation: part of the record numbers that it allots.
    pub number: u64,
    /// Whose device it is.
    pub person: PersonId,
    /// What he may do.
    pub role: Role,
    /// Its certificate, DER.
    pub certificate: Vec<u8>,
    /// The organisation's certificate, PEM.
    pub organisation: String,
    /// The device by which the office's own changes are written.
    pub office: DeviceId,
    /// The server, `https://…` without a path.
    pub server_url: String,
}

/// Which rows of the list are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Only records that stand there; empty: all.
    pub status: Vec<Status>,
    /// Only records in which every word is found; empty: all.
    pub text: String,
    /// Rows to leave out.
    pub offset: u32,
    /// Rows at most.
    pub limit: u32,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether there are rows after these.
    pub more: bool,
}

/// One record in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Which record.
    pub record: RecordId,
    /// The record number; empty if it has none.
    pub number: String,
    /// Where it stands.
    pub status: Status,
    /// What comes next.
    pub next_step: Step,
    /// The customer's name.
    pub customer_name: String,
    /// His telephone number.
    pub customer_phone: String,
    /// The address.
    pub customer_address: String,
    /// The kind of appliance, a catalogue code.
    pub unit_kind: String,
    /// The model.
    pub unit_model: String,
    /// The serial number.
    pub unit_serial: String,
    /// The person code of the technician; empty if nobody is named.
    pub assignee: String,
    /// The agreed window as it stands in the record; empty if none.
    pub appointment: String,
    /// Response due in so many hours.
    pub priority_hours: Option<i64>,
    /// How many required items lack.
    pub missing_required: u32,
    /// How many findings there are.
    pub findings: u32,
    /// How many fields have several values.
    pub conflicts: u32,
    /// Something about it was not yet acknowledged by the server.
    pub unsent: bool,
    /// Something about it was refused and waits for a person.
    pub needs_attention: bool,
    /// The latest claimed time of its changes, seconds since 1970.
    pub updated_s: i64,
    /// The deadline that runs out next.
    pub next_clock: Option<NextClock>,
    /// It was closed long ago and only this row is here; the rest can be fetched.
    pub archived: bool,
}

/// A sealed statement as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredStatement {
    /// Its name: SHA-256 of the compact JWS.
    pub digest: Digest,
    /// What for; nothing if this program does not know the purpose.
    pub purpose: Option<SignPurpose>,
    /// The compact JWS.
    pub jws: String,
    /// The device that sealed it.
    pub device: DeviceId,
    /// The server has exactly these bytes.
    pub acknowledged: bool,
}

/// Something that was refused and waits for a person. Nothing of it is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// The record it belongs to, if that is known.
    pub record: Option<RecordId>,
    /// What was refused.
    pub what: Refused,
    /// The stable code of the refusal.
    pub code: String,
    /// A sentence for people.
    pub why: String,
}

/// What was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// A change of the record.
    Change(ChangeHash),
    /// A sealed statement.
    Statement(Digest),
    /// Something that came from the server or from a damaged file and could not be used.
    PutAside(i64),
}

/// How things stand between this device and the office.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceStatus {
    /// The device; nothing before it is enrolled.
    pub device: Option<DeviceId>,
    /// Whose device it is.
    pub person: Option<PersonId>,
    /// Changes that the server has not acknowledged.
    pub unsent_changes: u64,
    /// Records with something unsent.
    pub unsent_records: u64,
    /// Statements that the server has not acknowledged.
    pub unsent_statements: u64,
    /// Photos, other files and previews that the server has not acknowledged.
    pub unsent_files: u64,
    /// How long the oldest of the changes and statements waits, by this device's clock.
    pub oldest_unsent_age_ms: Option<i64>,
    /// How many refusals wait for a person.
    pub needs_attention: u64,
    /// The end of the last whole contact with the server, by this device's clock.
    pub last_contact: Option<DateTime<FixedOffset>>,
    /// The server's clock as it was last seen, milliseconds since 1970.
    pub last_server_time_ms: Option<i64>,
    /// How far this device's clock was ahead of the server's then, milliseconds.
    pub clock_offset_ms: Option<i64>,
    /// How far the organisation's log was read.
    pub cursor_seq: Option<u64>,
    /// The data came from another installation: a backup that was restored, or a copy.
    pub is_copy: bool,
    /// The office revoked this device.
    pub revoked: bool,
    /// A damaged file was set aside and what could be read was salvaged: the folder that holds it.
    pub quarantined: Option<String>,
    /// What the file holds and how large it is.
    pub holding: Holding,
}
