//! Counts against the books, without a clock: what the counter's device had is before the count, what was written by a
//! device that had the count is after it, and what was written apart from it may be either.

use std::collections::BTreeSet;

use super::{Cause, CountPast, Finding, Month, Movement, VanEntry, balance::Ledger};
use crate::ids::EntryId;

/// The counts that differ, and the differences that were explained.
pub(super) fn differences(ledger: &Ledger<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, entry) in ledger.valid() {
        match &entry.what {
            Movement::Counted { part, quantity } => {
                findings.extend(differs(ledger, id, entry.month, part, *quantity));
            }
            Movement::DifferenceExplained {
                part,
                quantity,
                reason,
                ..
            } => findings.push(Finding {
                cause: Cause::DifferenceExplained,
                part: part.clone(),
                pieces: *quantity,
                entry: Some(id),
                record: None,
                note: reason.clone(),
            }),
            _ => {}
        }
    }
    findings
}

/// Where an entry of the same part stands seen from a count.
#[derive(PartialEq, Eq)]
enum Place {
    Before,
    Apart,
    After,
}

fn differs(
    ledger: &Ledger<'_>,
    count: EntryId,
    month: Month,
    part: &str,
    counted: i64,
) -> Option<Finding> {
    let nothing = CountPast::default();
    let past = ledger
        .months
        .iter()
        .find_map(|van| van.counts.get(&count))
        .unwrap_or(&nothing);
    let (mut before, mut apart, mut explained, mut books) = (0, Vec::new(), 0, 0);
    for (id, entry) in ledger.entries.iter().map(|(id, entry)| (*id, *entry)) {
        if entry.what.part() != Some(part) || id == count {
            continue;
        }
        let place = place(past, month, id, entry);
        if let Some(void) = ledger.taken_back.get(&id) {
            // Whether the piece was away while somebody counted, a void that he did not know of does not say.
            let known = ledger
                .entries
                .get(void)
                .is_some_and(|entry| self::place(past, month, *void, entry) == Place::Before);
            if !known && place != Place::After {
                apart.push(entry.what.effect());
            }
            continue;
        }
        match &entry.what {
            // Somebody counted again: that count speaks for this one too.
            Movement::Counted { .. } if place == Place::After => return None,
            Movement::DifferenceExplained {
                count: of,
                quantity,
                ..
            } if *of == count => explained += quantity,
            what => match place {
                Place::Before => before += what.effect(),
                Place::Apart => apart.push(what.effect()),
                Place::After => continue,
            },
        }
        books += entry.what.effect();
    }
    // What was written apart may have happened before or after the counting. If some of it makes the count right, it is.
    if explained == 0 && reachable(before, &apart).contains(&counted) {
        return None;
    }
    let pieces = counted - books;
    (pieces != 0).then(|| Finding {
        cause: Cause::CountedOtherwise,
        part: part.to_owned(),
        pieces,
        entry: Some(count),
        record: None,
        note: String::new(),
    })
}

fn place(past: &CountPast, month: Month, id: EntryId, entry: &VanEntry) -> Place {
    // Another month is another document. Its last and first days may overlap on devices that are apart; nobody counts
    // at midnight on two devices, and should somebody, the difference is shown and counted again.
    if entry.month < month || past.before.contains(&id) {
        Place::Before
    } else if entry.month > month || past.after.contains(&id) {
        Place::After
    } else {
        Place::Apart
    }
}

/// So many sums are tried at most: enough for any van, and no reason for a program to stand still.
const SUMS_MAX: usize = 4_096;

/// The sums that some of `apart` give on top of `before`.
fn reachable(before: i64, apart: &[i64]) -> BTreeSet<i64> {
    let mut sums = BTreeSet::from([before]);
    for effect in apart {
        if sums.len() > SUMS_MAX {
            break;
        }
        let with: Vec<i64> = sums.iter().map(|sum| sum + effect).collect();
        sums.extend(with);
    }
    sums
}
