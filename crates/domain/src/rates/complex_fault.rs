//! A complex fault, one that could not be repaired on site: solved within 3 working days.

use super::{Apart, Measure, Outcome, Rate, seen::Seen};
use crate::{deadline::end_of_day, record::What};

/// Working days from the visit on which it could not be repaired.
pub const COMPLEX_FAULT_WORKING_DAYS: u32 = 3;

/// Counted on the day on which the solution was due.
pub(super) fn measure(seen: &Seen<'_>) -> Option<Measure> {
    if !seen.has_fault() {
        return None;
    }
    let mut entries = seen.record.valid_entries();
    let (_, found) = entries.find(|(_, entry)| matches!(entry.what, What::CannotRepair { .. }))?;
    let start = found.corrected().at;
    let last = seen
        .known
        .working_days
        .after(start.date_naive(), COMPLEX_FAULT_WORKING_DAYS)?;
    let due = end_of_day(last, start)?;
    let done = seen.timeline.repaired.map(|repaired| repaired.at);
    let called_off = seen.timeline.cancelled.map(|cancelled| cancelled.at);
    let outcome = match (done, called_off) {
        (Some(done), _) => Outcome::of(done <= due),
        (None, Some(at)) if at <= due => Outcome::Apart(Apart::Cancelled),
        (None, _) if seen.facts.not_wanted() => Outcome::Apart(Apart::NotWanted),
        (None, _) => Outcome::No,
    };
    Some(Measure {
        due,
        done,
        ..seen.when_closed(Rate::ComplexFault, due, outcome)
    })
}
