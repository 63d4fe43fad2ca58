//! Farther away than the service area reaches: an answer within 12 hours, instead of a visit within 24.

use chrono::TimeDelta;

use super::{Measure, Rate, seen::Seen};
use crate::{
    deadline::{Clock, ClockKind, ClockState},
    record::Field,
};

/// Hours from the receipt to the answer.
pub const FAR_ANSWER_HOURS: i64 = 12;

/// The first response, by a shorter clock.
pub(super) fn measure(seen: &Seen<'_>) -> Option<Measure> {
    if seen.record.words(Field::Area) != "outside" {
        return None;
    }
    let mut clocks = seen.clocks.iter();
    let response = clocks.find(|clock| clock.kind == ClockKind::FirstResponse)?;
    let due = response
        .start
        .checked_add_signed(TimeDelta::try_hours(FAR_ANSWER_HOURS)?)?;
    let state = match (response.ended, response.state) {
        (Some(ended), _) if ended.at > due => ClockState::Missed,
        // In time for twelve hours, whatever the priority allowed.
        (Some(_), ClockState::Missed) if response.is_done => ClockState::Met,
        (_, state) => state,
    };
    let clock = Clock {
        due,
        state,
        ..*response
    };
    Some(seen.by_clock(Rate::FarAnswer, 1, &clock))
}
