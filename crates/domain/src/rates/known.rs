//! What the rates of a record are derived from: the record, and what stands beside it.

use crate::{
    deadline::{Agreed, Moment, WorkingDays},
    ids::{EntryId, RecordId},
    record::Record,
    rights::Role,
};

/// What is known of a record.
#[derive(Debug, Clone)]
pub struct Known<'k> {
    /// The record.
    pub record: &'k Record,
    /// What was written of appointments, and the entries, in the order in which it came to the office.
    pub written: &'k [Written],
    /// Later repairs that are second repairs of this one.
    pub later_repairs: &'k [LaterRepair],
    /// When entries came to the office.
    pub arrivals: &'k [Arrival],
    /// Which days are worked.
    pub working_days: &'k WorkingDays,
}

/// Something that came to the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// An appointment was agreed.
    Appointment(AppointmentWrite),
    /// An entry of the record.
    Entry(EntryId),
}

/// Somebody wrote down an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppointmentWrite {
    /// The beginning of the window.
    pub from: Moment,
    /// Its end.
    pub to: Moment,
    /// Who wrote it.
    pub role: Role,
}

/// When an entry came to the office, by the server's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The entry.
    pub entry: EntryId,
    /// When.
    pub received: Moment,
}

/// A later record that is the second repair of this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaterRepair {
    /// The later record.
    pub record: RecordId,
    /// Somebody says why it should not count against the technician.
    pub is_contested: bool,
}

impl<'k> Known<'k> {
    /// Only the record, with what rests on nothing else.
    #[must_use]
    pub const fn of(record: &'k Record, working_days: &'k WorkingDays) -> Self {
        Self {
            record,
            written: &[],
            later_repairs: &[],
            arrivals: &[],
            working_days,
        }
    }
}

impl AppointmentWrite {
    /// Reads the words of a [`crate::record::Field::Appointment`].
    #[must_use]
    pub fn read(words: &str, role: Role) -> Option<Self> {
        let (from, to) = words.split_once('/')?;
        Some(Self {
            from: Moment::parse_from_rfc3339(from).ok()?,
            to: Moment::parse_from_rfc3339(to).ok()?,
            role,
        })
    }

    pub(super) const fn agreed(self, because: crate::deadline::Because) -> Agreed {
        Agreed {
            from: self.from,
            to: self.to,
            because,
        }
    }
}
