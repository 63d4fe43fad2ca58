//! What happened to one unit before: the earlier records of the same serial number, as far as warranty and second
//! repair (返修) hang on them. Start at [`UnitHistory::of`].

mod in_place;
mod second_repair;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    course::{Facts, status},
    cover::{Exclusion, exclusions},
    ids::RecordId,
    record::{Entry, Field, Record, TextName, What},
};

pub use in_place::PieceInPlace;
pub use second_repair::{SECOND_REPAIR_DAYS, Same, SecondRepair};

/// Characters of a text that a summary keeps: enough to recognise a fault by.
pub const WORDS_LENGTH_MAX: usize = 500;

/// The earlier records of one unit, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitHistory {
    /// Their summaries.
    pub earlier: Vec<EarlierRecord>,
}

/// What is needed of an earlier record. Made from the record by [`EarlierRecord::of`], so it is the same wherever the
/// record is; the server sends it, as JSON, to whoever has a job on the same unit. It has nothing of the customer: no
/// name, no telephone number, no address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierRecord {
    /// The record.
    pub record: RecordId,
    /// Its number.
    pub number: String,
    /// The unit's serial number as it stands in that record.
    pub unit_serial: String,
    /// The kind of appliance, a catalogue code; empty if none was given.
    pub unit_kind: String,
    /// What the customer had asked for: the code of [`Field::Request`].
    pub request: String,
    /// The day on which the request was received; none if that was not written down.
    pub received_on: Option<NaiveDate>,
    /// Where the record stands: the code of its [`status`].
    pub status: String,
    /// The symptom as the customer told it, its first [`WORDS_LENGTH_MAX`] characters.
    pub symptom: String,
    /// The day on which the customer signed or refused to, else of the report; none while it is open.
    pub closed_on: Option<NaiveDate>,
    /// It was a repair, and the unit worked again afterwards.
    pub repaired: bool,
    /// The fault code; empty if none was given.
    pub fault_code: String,
    /// The cause as it was found, its first [`WORDS_LENGTH_MAX`] characters.
    pub cause: String,
    /// The person code of who repaired it; of the one it was handed to where no repair is recorded.
    pub technician: String,
    /// Outsiders had opened the unit already then.
    pub opened: bool,
    /// The parts that were fitted, in the order of their entries.
    pub fitted: Vec<FittedPart>,
    /// The parts that were taken out.
    pub removed: Vec<RemovedPart>,
}

/// A part that was fitted on an earlier record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FittedPart {
    /// The catalogue's code.
    pub part: String,
    /// Its name as quoted.
    pub name: String,
    /// Its serial number; empty if it has none.
    pub serial: String,
    /// How many pieces.
    pub pieces: i64,
    /// The day, in the customer's calendar.
    pub fitted_on: NaiveDate,
    /// Its own warranty in months from that day; 0 for none.
    pub months: u32,
}

/// A part that was taken out on an earlier record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedPart {
    /// The catalogue's code.
    pub part: String,
    /// Its serial number; empty if it has none or could not be read.
    pub serial: String,
    /// How many pieces.
    pub pieces: i64,
}

impl UnitHistory {
    /// The history of a record's unit, out of records that may be of any unit. What was received on a later day is no part
    /// of it.
    #[must_use]
    pub fn of<'r>(record: &Record, others: impl IntoIterator<Item = &'r Record>) -> Self {
        Self::with_summaries(record, others, [])
    }

    /// The history of a record's unit, out of records and of summaries of records that may be of any unit. A record of
    /// which there is a summary too counts once, as it stands itself.
    #[must_use]
    pub fn with_summaries<'r>(
        record: &Record,
        others: impl IntoIterator<Item = &'r Record>,
        summaries: impl IntoIterator<Item = EarlierRecord>,
    ) -> Self {
        let unit = Unit::of(record);
        let others: Vec<&Record> = others
            .into_iter()
            .filter(|other| other.id != record.id)
            .collect();
        let is_here = |summary: &EarlierRecord| {
            summary.record == record.id || others.iter().any(|other| other.id == summary.record)
        };
        let mut earlier: Vec<_> = summaries
            .into_iter()
            .filter(|summary| !is_here(summary) && unit.is_same(&Unit::of_summary(summary)))
            .collect();
        // The same record may come with several jobs on its unit.
        earlier.sort_by_key(|summary| summary.record);
        earlier.dedup_by_key(|summary| summary.record);
        let here = others
            .iter()
            .filter(|other| unit.is_same(&Unit::of(other)))
            .map(|other| EarlierRecord::of(other));
        earlier.extend(here);
        let own = received_on(record);
        earlier.retain(|other| !other.is_after(own));
        earlier.sort_by(|left, right| left.order().cmp(&right.order()));
        Self { earlier }
    }
}

/// A unit as a record names it.
struct Unit<'r> {
    serial: &'r str,
    kind: &'r str,
}

impl<'r> Unit<'r> {
    fn of(record: &'r Record) -> Self {
        Self {
            serial: record.words(Field::UnitSerial),
            kind: record.words(Field::UnitKind),
        }
    }

    fn of_summary(summary: &'r EarlierRecord) -> Self {
        Self {
            serial: &summary.unit_serial,
            kind: &summary.unit_kind,
        }
    }

    fn is_same(&self, other: &Unit<'_>) -> bool {
        let kinds_differ =
            self.kind != other.kind && !self.kind.is_empty() && !other.kind.is_empty();
        let key = unit_key(self.serial);
        !key.is_empty() && key == unit_key(other.serial) && !kinds_differ
    }
}

/// A serial number as units are told apart by it: without spaces around it, and however its letters were typed. Empty
/// for a serial number that names no unit.
#[must_use]
pub fn unit_key(serial: &str) -> String {
    serial.trim().to_ascii_lowercase()
}

/// Whether two records are about the same unit: the same serial number, however it was typed, and no two kinds of
/// appliances. A record without a serial number is about no unit that could be found again.
#[must_use]
pub fn is_same_unit(left: &Record, right: &Record) -> bool {
    Unit::of(left).is_same(&Unit::of(right))
}

impl EarlierRecord {
    /// The summary of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let facts = Facts::of(record);
        let mut summary = Self {
            record: record.id,
            number: record.words(Field::Number).to_owned(),
            unit_serial: record.words(Field::UnitSerial).to_owned(),
            unit_kind: record.words(Field::UnitKind).to_owned(),
            request: record.words(Field::Request).to_owned(),
            received_on: received_on(record),
            status: status(&facts).code().to_owned(),
            symptom: beginning(record.text(TextName::Symptom)),
            closed_on: None,
            repaired: facts.repair_done.is_some() && !facts.without_fault,
            fault_code: record.words(Field::FaultCode).to_owned(),
            cause: beginning(record.text(TextName::Cause)),
            technician: record.words(Field::Assignee).to_owned(),
            opened: exclusions(record).contains(&Exclusion::Opened),
            fitted: Vec::new(),
            removed: Vec::new(),
        };
        let (mut signed_on, mut reported_on) = (None, None);
        for (_, entry) in record.valid_entries() {
            let day = entry.at.date_naive();
            match &entry.what {
                What::SignOff { .. } | What::SignRefused { .. } => signed_on = Some(day),
                What::Report { .. } => reported_on = Some(day),
                _ => summary.take(entry),
            }
        }
        summary.closed_on = signed_on.or(reported_on);
        summary
    }

    fn take(&mut self, entry: &Entry) {
        match &entry.what {
            What::RepairDone { works: true } => self.technician.clone_from(&entry.by.0),
            What::PartFitted {
                part,
                name,
                serial,
                quantity,
                warranty_months,
            } => self.fitted.push(FittedPart {
                part: part.clone(),
                name: name.clone(),
                serial: serial.clone(),
                pieces: *quantity,
                fitted_on: entry.at.date_naive(),
                months: u32::try_from(*warranty_months).unwrap_or_default(),
            }),
            What::PartRemoved {
                part,
                serial,
                quantity,
                ..
            } => self.removed.push(RemovedPart {
                part: part.clone(),
                serial: serial.clone(),
                pieces: *quantity,
            }),
            _ => {}
        }
    }

    /// Whether the request was received on a later day than another one. Not, where nobody wrote down a day: what might
    /// have come before may be what the customer need not pay for.
    fn is_after(&self, received_on: Option<NaiveDate>) -> bool {
        let later = self.received_on.zip(received_on);
        later.is_some_and(|(this, other)| this > other)
    }

    /// By the day of the work, the same on every device.
    fn order(&self) -> (Option<NaiveDate>, &str, RecordId) {
        let fitted_on = self.fitted.iter().map(|part| part.fitted_on).min();
        (fitted_on.or(self.closed_on), &self.number, self.record)
    }
}

/// The day on which the request was received, in the calendar of who took it; none if that was not written down.
fn received_on(record: &Record) -> Option<NaiveDate> {
    chrono::DateTime::parse_from_rfc3339(record.words(Field::ReceivedAt))
        .ok()
        .map(|received| received.date_naive())
}

fn beginning(text: &str) -> String {
    text.chars().take(WORDS_LENGTH_MAX).collect()
}

#[cfg(test)]
mod tests;
