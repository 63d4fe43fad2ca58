//! On site in time: 4, 6 or 24 hours after the agreed time, each visit for itself.

use super::{Measure, Rate, seen::Seen};
use crate::{deadline::ClockKind, record::Field};

/// One for each visit that was agreed; outside the service area an answer is due instead.
pub(super) fn measures(seen: &Seen<'_>) -> Vec<Measure> {
    if seen.record.words(Field::Area) == "outside" || seen.facts.brought_in {
        return Vec::new();
    }
    let clocks = seen.clocks.iter();
    let clocks = clocks.filter(|clock| clock.kind == ClockKind::OnSite);
    (1..)
        .zip(clocks)
        .map(|(visit, clock)| seen.by_clock(Rate::OnSite, visit, clock))
        .collect()
}
