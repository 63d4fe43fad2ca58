//! Second repairs (返修), counted on the record of the first one: that is whose work did not last.

use chrono::NaiveDate;

use super::{Apart, Measure, Outcome, Rate, is_in_calendar, seen::Seen};
use crate::{
    catalogue::Catalogue,
    record::{Field, Record, What},
    unit_history::{SecondRepair, UnitHistory},
};

/// Of the repairs that were closed, those that had to be done again; final once the window is over.
pub(super) fn measure(seen: &Seen<'_>) -> Option<Measure> {
    let closed = seen.closed().filter(|_| seen.has_fault())?;
    seen.facts.repair_done?;
    let later = seen.known.later_repairs;
    let counting = later.iter().filter(|later| !later.is_contested);
    let counting = counting.fold(0, |count, _| count + 1);
    let outcome = match (counting, later.is_empty()) {
        (0, true) => Outcome::No,
        (0, false) => Outcome::Apart(Apart::Contested),
        _ => Outcome::Yes,
    };
    let mut measure = seen.when_closed(Rate::SecondRepairs, closed, outcome);
    measure.value = Some(counting);
    measure.provisional_until = seen.window_ends(closed).filter(|_| counting == 0);
    Some(measure)
}

/// Of which earlier repair a record is the second one: judged on the day of the visit, before it on the day on which the
/// request was received, with the parts that were fitted.
#[must_use]
pub fn second_repair_of(record: &Record, history: &UnitHistory) -> Option<SecondRepair> {
    let parts = record
        .valid_entries()
        .filter_map(|(_, entry)| match &entry.what {
            What::PartFitted { part, .. } => Some(part.as_str()),
            _ => None,
        });
    // The days are the trade's own: no catalogue sets others.
    SecondRepair::judge(record, history, parts, day(record)?, &Catalogue::default())
}

fn day(record: &Record) -> Option<NaiveDate> {
    let visited = record
        .valid_entries()
        .filter(|(_, entry)| matches!(entry.what, What::Visit { .. }))
        .map(|(_, entry)| entry.corrected().at)
        .filter(|at| is_in_calendar(*at))
        .min()
        .map(|at| at.date_naive());
    let received = || chrono::DateTime::parse_from_rfc3339(record.words(Field::ReceivedAt)).ok();
    visited.or_else(|| received().map(|received| received.date_naive()))
}
