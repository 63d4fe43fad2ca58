//! Problems solved: accepted by the customer, out of all that are closed or overdue.

use super::{Apart, Measure, Outcome, Rate, seen::Seen};
use crate::deadline::{ClockKind, ClockState};

/// Who refused to sign, or did not want the repair, has not had his problem solved. What is still open counts once the
/// last of its clocks has run out.
pub(super) fn measure(seen: &Seen<'_>) -> Option<Measure> {
    if !seen.has_fault() {
        return None;
    }
    let facts = &seen.facts;
    if let Some(cancelled) = seen.timeline.cancelled {
        let outcome = Outcome::Apart(Apart::Cancelled);
        return Some(seen.when_closed(Rate::Solved, cancelled.at, outcome));
    }
    if let Some(closed) = seen.closed() {
        let accepted = !facts.sign_offs.is_empty() && facts.sign_refused.is_none();
        let is_solved = facts.repair_done.is_some() && accepted;
        let mut measure = seen.when_closed(Rate::Solved, closed, Outcome::of(is_solved));
        measure.done = is_solved.then_some(closed);
        return Some(measure);
    }
    let clocks = seen.clocks.iter();
    let clocks = clocks.filter(|clock| clock.kind != ClockKind::CallBack);
    let last = clocks.max_by_key(|clock| clock.due)?;
    let waits = last.state == ClockState::Postponed && !last.is_done;
    let outcome = if waits {
        Outcome::Apart(Apart::Postponed)
    } else {
        Outcome::No
    };
    Some(seen.when_closed(Rate::Solved, last.due, outcome))
}
