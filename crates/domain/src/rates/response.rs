//! Response in time: somebody spoke with the customer within 24, 48 or 72 hours, at an urgent fault within 4.

use super::{Apart, Measure, Outcome, Rate, seen::Seen};
use crate::deadline::{ClockKind, ClockRule};

/// A response is urgent that is due within so many hours.
const URGENT_HOURS: i64 = 4;

/// Counted on the day on which the response was due, whenever the record is closed.
pub(super) fn measure(seen: &Seen<'_>) -> Option<Measure> {
    let mut clocks = seen.clocks.iter();
    let clock = clocks.find(|clock| clock.kind == ClockKind::FirstResponse)?;
    let rate = match clock.rule {
        ClockRule::Response { hours, .. } if hours <= URGENT_HOURS => Rate::UrgentResponse,
        _ => Rate::Response,
    };
    let mut measure = seen.by_clock(rate, 1, clock);
    // Where the technician himself opened it there is no entry that says he spoke with the customer.
    let at_the_door = seen
        .timeline
        .first_contact
        .is_some_and(|contact| contact.entry.is_none());
    if at_the_door {
        measure.outcome = Outcome::Apart(Apart::OpenedAtTheDoor);
        measure.done = None;
    }
    Some(measure)
}
