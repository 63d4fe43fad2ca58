//! A technician's stock in his van (车载库存), to the piece: a document a technician and month, and what it adds up to.
//!
//! Start at [`VanEntry`]: what happened to pieces is written once, by who gives and by who takes. [`balance`] derives
//! the rest from the documents of all months: `opening + issued + taken over + explained = fitted + returned + handed
//! over + on the van` for every part, and every piece that does not fit as a [`Finding`] with its [`Cause`]. The
//! opening balance is never stored: it is what the months before add up to. Nothing here asks a clock.

mod balance;
mod cause;
mod count;
mod entry;
mod finding;
mod id;
mod month;
mod old_part;
mod rights;
#[cfg(test)]
mod tests;

pub use balance::{Balance, HandedOver, Known, Requisition, Row, balance, taken_back};
pub use cause::{Cause, Finding};
pub use entry::{Movement, PartSource, Pieces, VanEntry};
pub use finding::received;
pub use id::{VAN_TAG, is_van, van_id};
pub use month::{BadMonth, Month};
pub use old_part::{OldPart, OldPartPapers};
pub use rights::{BadVanEntry, may_move};

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{DeviceId, EntryId, PersonId};

/// One van document (a technician and a month) as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VanMonth {
    /// Whose van.
    pub technician: PersonId,
    /// Which month.
    pub month: Month,
    /// Its entries in the order of their ids, which every replica shares.
    pub entries: BTreeMap<EntryId, VanReading>,
    /// Entries that a newer program wrote: kept, and shown as what the balance lacks.
    pub unreadable: BTreeSet<EntryId>,
    /// For every count of the month what its author had before him, and who had the count before him.
    pub counts: BTreeMap<EntryId, CountPast>,
}

/// One entry and the device that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VanReading {
    /// What happened.
    pub entry: VanEntry,
    /// The device that wrote it.
    pub device: DeviceId,
}

/// Where a count stands among the other entries of its month. What is in neither set was written apart from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountPast {
    /// What its author's device had.
    pub before: BTreeSet<EntryId>,
    /// What was written by a device that had the count.
    pub after: BTreeSet<EntryId>,
}

/// The number by which two technicians name one transfer: the end of the id of the entry that handed over.
#[must_use]
pub fn transfer_number(handed_over: EntryId) -> String {
    let id = handed_over.0.simple().to_string();
    id.chars().skip(24).collect::<String>().to_uppercase()
}
