//! Rates (考核指标): what one record contributes to each measure of the service.
//!
//! Start at [`measures_of`]. What is known of a record goes in as [`Known`]; out come [`Measure`]s: of which rate, due
//! when, in the numerator or only in the denominator or apart from both and why, final from when, and whose. Adding
//! them up by period and person is the server's work. A rate has its row in [`Rate`] and its rule in a file of its own.
//! All moments are corrected ones; nothing here reads a clock: what is due later than "now" is not counted yet by
//! whoever adds up.

mod complex_fault;
mod far_answer;
mod first_visit_fix;
mod known;
mod measure;
mod on_site;
mod rate;
mod response;
mod rounds;
mod satisfaction;
mod second_repairs;
mod seen;
mod solved;
mod sync_health;

pub use complex_fault::COMPLEX_FAULT_WORKING_DAYS;
pub use far_answer::FAR_ANSWER_HOURS;
pub use known::{AppointmentWrite, Arrival, Known, LaterRepair, Written};
pub use measure::{Apart, Measure, Outcome};
pub use rate::{OF_RECORDS, Rate, Target};
pub use satisfaction::SATISFIED_FROM;
pub use second_repairs::second_repair_of;
pub use sync_health::RECEIVED_WITHIN_HOURS;

use chrono::Datelike as _;

use crate::deadline::Moment;
use seen::Seen;

/// What a record contributes to [`OF_RECORDS`], in their order. A record that speaks of moments in no calendar of ours,
/// as only a broken clock makes it, contributes nothing.
#[must_use]
pub fn measures_of(known: &Known<'_>) -> Vec<Measure> {
    let mut entries = known.record.entries.values();
    if !entries.all(|reading| is_in_calendar(reading.entry.corrected().at)) {
        return Vec::new();
    }
    let seen = Seen::of(known);
    let mut measures = Vec::new();
    measures.extend(response::measure(&seen));
    measures.extend(far_answer::measure(&seen));
    measures.extend(on_site::measures(&seen));
    measures.extend(first_visit_fix::measure(&seen));
    measures.extend(complex_fault::measure(&seen));
    measures.extend(solved::measure(&seen));
    measures.extend(satisfaction::measure(&seen));
    measures.extend(second_repairs::measure(&seen));
    measures.extend(sync_health::measure(&seen));
    measures.retain(|measure| is_in_calendar(measure.due));
    measures
}

/// Whether a moment has a day that can be written as `YYYY-MM-DD`, with years to spare for what is due later.
fn is_in_calendar(at: Moment) -> bool {
    (1900..=9_990).contains(&at.year())
}

#[cfg(test)]
mod tests;
