//! What happened to one unit before: the earlier records of the same serial number, as far as warranty and second
//! repair (返修) hang on them. Start at [`UnitHistory::of`].

mod in_place;
mod second_repair;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    course::Facts,
    cover::{Exclusion, exclusions},
    ids::RecordId,
    record::{Entry, Field, Record, TextName, What},
};

pub use in_place::PieceInPlace;
pub use second_repair::{SECOND_REPAIR_DAYS, Same, SecondRepair};

/// The earlier records of one unit, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitHistory {
    /// Their summaries.
    pub earlier: Vec<EarlierRecord>,
}

/// What is needed of an earlier record. Made from the record by [`EarlierRecord::of`], so it is the same wherever the
/// record is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierRecord {
    /// The record.
    pub record: RecordId,
    /// Its number.
    pub number: String,
    /// The day on which the customer signed or refused to, else of the report; none while it is open.
    pub closed_on: Option<NaiveDate>,
    /// It was a repair, and the unit worked again afterwards.
    pub repaired: bool,
    /// The fault code; empty if none was given.
    pub fault_code: String,
    /// The cause as it was found.
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
    /// The history of a record's unit, out of records that may be of any unit.
    #[must_use]
    pub fn of<'r>(record: &Record, others: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut earlier: Vec<_> = others
            .into_iter()
            .filter(|other| other.id != record.id && is_same_unit(record, other))
            .map(EarlierRecord::of)
            .collect();
        earlier.sort_by(|left, right| left.order().cmp(&right.order()));
        Self { earlier }
    }
}

/// Whether two records are about the same unit: the same serial number, however it was typed, and no two kinds of
/// appliances. A record without a serial number is about no unit that could be found again.
#[must_use]
pub fn is_same_unit(left: &Record, right: &Record) -> bool {
    let kinds = [left, right].map(|record| record.words(Field::UnitKind));
    let [left, right] = [left, right].map(|record| record.words(Field::UnitSerial).trim());
    let kinds_differ = kinds[0] != kinds[1] && kinds.iter().all(|kind| !kind.is_empty());
    !left.is_empty() && left.eq_ignore_ascii_case(right) && !kinds_differ
}

impl EarlierRecord {
    /// The summary of a record.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let facts = Facts::of(record);
        let mut summary = Self {
            record: record.id,
            number: record.words(Field::Number).to_owned(),
            closed_on: None,
            repaired: facts.repair_done.is_some() && !facts.without_fault,
            fault_code: record.words(Field::FaultCode).to_owned(),
            cause: record.text(TextName::Cause).to_owned(),
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

    /// By the day of the work, the same on every device.
    fn order(&self) -> (Option<NaiveDate>, &str, RecordId) {
        let fitted_on = self.fitted.iter().map(|part| part.fitted_on).min();
        (fitted_on.or(self.closed_on), &self.number, self.record)
    }
}

#[cfg(test)]
mod tests;
