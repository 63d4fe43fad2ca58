//! What is irregular about the devices' clocks. Nothing is ordered or refused by a clock; who reads a moment must know
//! that it was claimed wrong.

use std::collections::BTreeMap;

use super::Finding;
use crate::{
    deadline::corrected::{Claim, ClockFinding},
    ids::{DeviceId, EntryId},
    record::Record,
};

/// One finding a device for a clock that was wrong, where it was wrong by most, and one for each time that it was set.
pub(super) fn find(record: &Record, findings: &mut Vec<Finding>) {
    let mut earlier: BTreeMap<DeviceId, Claim> = BTreeMap::new();
    let mut wrong: BTreeMap<DeviceId, (EntryId, i64)> = BTreeMap::new();
    // What was taken back was written all the same. Within one run of the program a device's ids grow as it writes,
    // whatever its clock does; a clock that was set back while it was off shows as a wrong one.
    for (id, reading) in &record.entries {
        let claim = reading.entry.claim();
        let corrected = claim.corrected();
        if corrected.finding().is_some() {
            let ahead_s = corrected.ahead.num_seconds();
            let most = wrong.entry(reading.device).or_insert((*id, ahead_s));
            if ahead_s.unsigned_abs() > most.1.unsigned_abs() {
                *most = (*id, ahead_s);
            }
        }
        let jump = earlier
            .insert(reading.device, claim)
            .and_then(|before| claim.jumped_since(&before));
        if let Some(ClockFinding::Jumped { by }) = jump {
            findings.push(Finding::ClockJumped {
                entry: *id,
                by_s: by.num_seconds(),
            });
        }
    }
    findings.extend(
        wrong
            .into_values()
            .map(|(entry, ahead_s)| Finding::ClockWrong { entry, ahead_s }),
    );
}
