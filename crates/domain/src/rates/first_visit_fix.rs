//! First-visit fix: closed with one visit, and no second repair inside its window.

use super::{Apart, Measure, Outcome, Rate, seen::Seen};
use crate::record::What;

/// Only final once the window is over. A closed door is no visit; a later repair that is contested does not count.
pub(super) fn measure(seen: &Seen<'_>) -> Option<Measure> {
    let closed = seen.closed().filter(|_| seen.has_fault())?;
    let is_repaired = seen.facts.repair_done.is_some();
    if !is_repaired && seen.facts.not_wanted() {
        let outcome = Outcome::Apart(Apart::NotWanted);
        return Some(seen.when_closed(Rate::FirstVisitFix, closed, outcome));
    }
    let visits = visits(seen);
    let lasted = seen
        .known
        .later_repairs
        .iter()
        .all(|later| later.is_contested);
    let is_fixed = is_repaired && visits == 1 && lasted;
    let mut measure = seen.when_closed(Rate::FirstVisitFix, closed, Outcome::of(is_fixed));
    measure.value = Some(visits);
    let repaired = seen.timeline.repaired.filter(|_| is_repaired);
    measure.done = repaired.map(|repaired| repaired.at);
    measure.provisional_until = seen.window_ends(closed).filter(|_| is_fixed);
    Some(measure)
}

/// How often the service stood before the unit, on all visits.
fn visits(seen: &Seen<'_>) -> i64 {
    let is_visit = |what: &What| match what {
        What::Visit { .. } => true,
        What::CustodyTaken(_) => seen.facts.brought_in,
        _ => false,
    };
    let entries = seen.record.valid_entries();
    entries
        .filter(|(_, entry)| is_visit(&entry.what))
        .fold(0, |visits, _| visits + 1)
}
