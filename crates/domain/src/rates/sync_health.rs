//! Sync health: records that were at the office within a day of the last thing that happened on a device. It tells how
//! far the other numbers can be trusted.

use chrono::TimeDelta;

use super::{Arrival, Measure, Outcome, Rate, seen::Seen};

/// Hours from what happened last to its receipt by the server.
pub const RECEIVED_WITHIN_HOURS: i64 = 24;

/// The last entry that came from a device, by corrected time.
pub(super) fn measure(seen: &Seen<'_>) -> Option<Measure> {
    let entry = |arrival: &Arrival| {
        let reading = seen.record.entries.get(&arrival.entry)?;
        Some((
            reading.entry.corrected().at,
            reading.entry.by.clone(),
            arrival.received,
        ))
    };
    let written = seen.known.arrivals.iter().filter_map(entry);
    let (at, by, received) = written.max_by_key(|(at, ..)| *at)?;
    let due = at.checked_add_signed(TimeDelta::try_hours(RECEIVED_WITHIN_HOURS)?)?;
    let received = received.with_timezone(at.offset());
    Some(Measure {
        rate: Rate::SyncHealth,
        visit: 1,
        due,
        done: Some(received),
        value: None,
        outcome: Outcome::of(received <= due),
        provisional_until: None,
        technician: Some(by),
    })
}
