//! Old parts (旧件): taken out for the store, and matched with what came back by entry and serial number.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::{Cause, Finding, Known, Movement, Pieces, VanEntry, VanMonth, balance::Ledger};
use crate::ids::{EntryId, PersonId, RecordId};

/// An old part that was taken out for the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldPart {
    /// The van's entry.
    pub entry: EntryId,
    /// The record.
    pub record: RecordId,
    /// The record's entry that took it out; a return names it.
    pub removal: EntryId,
    /// What.
    pub pieces: Pieces,
    /// When it was taken out, as claimed.
    pub at: DateTime<FixedOffset>,
    /// How many pieces came back.
    pub returned: i64,
    /// The serial number of a piece that came back and is another; empty where none is.
    pub other_serial: String,
}

impl OldPart {
    /// How many pieces are still owed.
    #[must_use]
    pub fn owed(&self) -> i64 {
        (self.pieces.quantity - self.returned).max(0)
    }
}

/// The old parts that a technician's van documents tell of, and what of them came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OldPartPapers {
    /// What was taken out: the record, the record's entry and the pieces.
    pub removed: Vec<(RecordId, EntryId, Pieces)>,
    /// What the store got: the record's entry that it was matched with, and the pieces.
    pub returned: Vec<(EntryId, Pieces)>,
}

impl OldPartPapers {
    /// What the van documents of all months say of a technician's old parts.
    #[must_use]
    pub fn of(technician: &PersonId, vans: &[VanMonth]) -> Self {
        let known = Known {
            vans: vans.iter().collect(),
            ..Known::default()
        };
        let mut papers = Self::default();
        for (_, entry) in Ledger::of(technician, None, &known).valid() {
            match &entry.what {
                Movement::Removed {
                    pieces,
                    record,
                    entry,
                } => papers.removed.push((*record, *entry, pieces.clone())),
                Movement::ReturnedOld { pieces, removal } => {
                    papers.returned.push((*removal, pieces.clone()));
                }
                _ => {}
            }
        }
        papers
    }

    /// How many of the pieces that an entry took out the store has. A serial number that was read on both sides is
    /// compared: another piece is not this one, and this one is it by whichever entry it was matched.
    #[must_use]
    pub fn came_back(&self, removal: EntryId, removed: &Pieces) -> i64 {
        let is_it = |(matched, came): &&(EntryId, Pieces)| {
            let both_read = !came.serial.is_empty() && !removed.serial.is_empty();
            if both_read {
                came.serial == removed.serial && (*matched == removal || came.part == removed.part)
            } else {
                *matched == removal
            }
        };
        let came = self.returned.iter().filter(is_it);
        came.fold(0, |sum, (_, came)| sum.saturating_add(came.quantity))
    }
}

/// The old parts, in the order in which they were taken out.
pub(super) fn old_parts(ledger: &Ledger<'_>) -> Vec<OldPart> {
    let mut returned: BTreeMap<EntryId, Vec<&Pieces>> = BTreeMap::new();
    for (_, entry) in ledger.valid() {
        if let Movement::ReturnedOld { pieces, removal } = &entry.what {
            returned.entry(*removal).or_default().push(pieces);
        }
    }
    let old = |(id, entry): (EntryId, &VanEntry)| match &entry.what {
        Movement::Removed {
            pieces,
            record,
            entry: removal,
        } => {
            let back = returned.remove(removal).unwrap_or_default();
            let differs = |came: &&&Pieces| !came.serial.is_empty() && came.serial != pieces.serial;
            // A serial that could not be read in the unit may be read on the bench; one that was read is compared.
            let other = back
                .iter()
                .find(|came| !pieces.serial.is_empty() && differs(came));
            Some(OldPart {
                entry: id,
                record: *record,
                removal: *removal,
                pieces: pieces.clone(),
                at: entry.at,
                returned: back.iter().map(|came| came.quantity).sum(),
                other_serial: other.map(|came| came.serial.clone()).unwrap_or_default(),
            })
        }
        _ => None,
    };
    ledger.valid().filter_map(old).collect()
}

/// What does not match.
pub(super) fn findings(ledger: &Ledger<'_>, old_parts: &[OldPart]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for old in old_parts {
        let mut find = |cause: Cause, pieces: i64, note: &str| {
            findings.push(Finding {
                cause,
                part: old.pieces.part.clone(),
                pieces,
                entry: Some(old.entry),
                record: Some(old.record),
                note: note.to_owned(),
            });
        };
        if old.owed() > 0 {
            find(Cause::OldPartNotReturned, -old.owed(), &old.pieces.serial);
        }
        if old.returned > old.pieces.quantity {
            find(
                Cause::OldPartUnknown,
                old.returned - old.pieces.quantity,
                &old.pieces.serial,
            );
        }
        if !old.other_serial.is_empty() {
            find(Cause::OldPartOtherSerial, 1, &old.other_serial);
        }
    }
    let is_known = |removal: EntryId| old_parts.iter().any(|old| old.removal == removal);
    for (id, entry) in ledger.valid() {
        if let Movement::ReturnedOld { pieces, removal } = &entry.what
            && !is_known(*removal)
        {
            findings.push(Finding {
                cause: Cause::OldPartUnknown,
                part: pieces.part.clone(),
                pieces: pieces.quantity,
                entry: Some(id),
                record: None,
                note: pieces.serial.clone(),
            });
        }
    }
    findings
}
