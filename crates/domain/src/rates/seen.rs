//! A record as the rates see it, read once.

use chrono::{DateTime, Days};

use super::{Apart, Known, Measure, Outcome, Rate, rounds};
use crate::{
    course::Facts,
    deadline::{Clock, ClockState, Moment, Timeline, clocks, end_of_day},
    ids::{EntryId, PersonId},
    record::{Field, FieldValue, Record, What},
    unit_history::SECOND_REPAIR_DAYS,
};

/// A record with what the rules of several rates ask of it.
pub(super) struct Seen<'k> {
    pub(super) known: &'k Known<'k>,
    pub(super) record: &'k Record,
    pub(super) facts: Facts<'k>,
    pub(super) timeline: Timeline,
    /// The clocks; one that nothing has ended runs.
    pub(super) clocks: Vec<Clock>,
}

impl<'k> Seen<'k> {
    pub(super) fn of(known: &'k Known<'k>) -> Self {
        let record = known.record;
        let mut timeline = Timeline::of(record, |_, entry| entry.corrected().at);
        if !known.written.is_empty() {
            timeline.rounds = rounds::of(known);
        }
        // What nothing has ended runs, whenever one looks: whoever adds up knows what is due.
        let any = DateTime::UNIX_EPOCH.fixed_offset();
        Self {
            known,
            record,
            facts: Facts::of(record),
            clocks: clocks(&timeline, any, known.working_days),
            timeline,
        }
    }

    /// The request is about something that does not work.
    pub(super) fn has_fault(&self) -> bool {
        matches!(self.record.words(Field::Request), "repair" | "complaint")
    }

    /// When the job was reported at its end, in the customer's calendar; not while the unit is in custody, the customer
    /// is not satisfied or nobody was at home, and never of what was called off.
    pub(super) fn closed(&self) -> Option<Moment> {
        let reported = self.timeline.reported.map(|reported| reported.at);
        reported.filter(|_| !self.facts.cancelled)
    }

    /// Who repaired it, or reported it where no repair is recorded, or has it.
    pub(super) fn repaired_by(&self) -> Option<PersonId> {
        let by_last = |is_it: fn(&What) -> bool| {
            let entries = self.record.valid_entries();
            let (_, entry) = entries.filter(|(_, entry)| is_it(&entry.what)).last()?;
            Some(entry.by.clone())
        };
        by_last(|what| matches!(what, What::RepairDone { works: true }))
            .or_else(|| by_last(|what| matches!(what, What::Report { .. })))
            .or_else(|| self.assignee())
    }

    /// Who has it.
    pub(super) fn assignee(&self) -> Option<PersonId> {
        let words = self.record.field(Field::Assignee)?;
        FieldValue::words(words).map(|code| PersonId(code.to_owned()))
    }

    fn author(&self, entry: EntryId) -> Option<PersonId> {
        let reading = self.record.entries.get(&entry)?;
        Some(reading.entry.by.clone())
    }

    /// The last day on which a repair that was closed then can turn out not to have lasted.
    pub(super) fn window_ends(&self, closed: Moment) -> Option<Moment> {
        let days = Days::new(SECOND_REPAIR_DAYS.into());
        let last = closed.date_naive().checked_add_days(days)?;
        end_of_day(last, closed)
    }

    /// What a clock says.
    pub(super) fn by_clock(&self, rate: Rate, visit: u32, clock: &Clock) -> Measure {
        let outcome = match clock.state {
            ClockState::Met => Outcome::Yes,
            ClockState::Running | ClockState::Missed => Outcome::No,
            ClockState::Cancelled => Outcome::Apart(Apart::Cancelled),
            ClockState::Postponed => Outcome::Apart(Apart::Postponed),
        };
        let counts = outcome.apart().is_none();
        let done = clock.ended.filter(|_| counts && clock.is_done);
        let technician = done.and_then(|done| self.author(done.entry?));
        Measure {
            rate,
            visit,
            due: clock.due,
            done: done.map(|done| done.at),
            value: None,
            outcome,
            provisional_until: None,
            technician: technician.or_else(|| self.assignee()),
        }
    }

    /// What is counted when the job was closed.
    pub(super) fn when_closed(&self, rate: Rate, closed: Moment, outcome: Outcome) -> Measure {
        Measure {
            rate,
            visit: 1,
            due: closed,
            done: None,
            value: None,
            outcome,
            provisional_until: None,
            technician: self.repaired_by(),
        }
    }
}
