//! The entries of a van document: what happened to pieces, each written once and never edited.

use chrono::{DateTime, FixedOffset};
use doorstep_words::trade::van as words;
use serde::{Deserialize, Serialize};

use super::Month;
use crate::{
    ids::{EntryId, PersonId, RecordId},
    named::named,
};

/// Something that happened to the stock of a van: `entries/<uuid>` in its document, as canonical JSON bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VanEntry {
    /// When, by the device's clock, with the offset it was seen in. A claim: nothing is ordered by it.
    pub at: DateTime<FixedOffset>,
    /// Who did it, by his own device's word.
    pub by: PersonId,
    /// The month of the document. With the technician it makes the document's id, which the gate compares.
    pub month: Month,
    /// Whose van.
    pub technician: PersonId,
    /// What happened.
    pub what: Movement,
}

/// Some pieces of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pieces {
    /// The catalogue's code.
    pub part: String,
    /// Its name.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// The serial number; empty if it has none.
    pub serial: String,
}

/// Where a part that was fitted came from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartSource {
    /// The technician's van.
    #[default]
    Van,
    /// It is the customer's own.
    Customer,
    /// The store gave it for this job, past the van.
    Store,
}

named!(PartSource {
    Van "van" words::part_source::VAN;
    Customer "customer" words::part_source::CUSTOMER;
    Store "store" words::part_source::STORE;
});

/// What happened to pieces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Movement {
    /// The technician asks the store for pieces (领料单).
    Requisitioned {
        /// What he asks for.
        pieces: Pieces,
        /// What for.
        note: String,
    },
    /// The store issued pieces to the van (出库).
    Issued {
        /// What.
        pieces: Pieces,
        /// The requisition that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        requisition: Option<EntryId>,
    },
    /// Who took confirms what the other gave: the technician an issue, the store a return.
    Confirmed {
        /// The issue or the return.
        entry: EntryId,
        /// How many pieces there really were.
        quantity: i64,
    },
    /// Pieces went to another technician. Its number is [`super::transfer_number`] of this entry.
    HandedOver {
        /// What.
        pieces: Pieces,
        /// To whom.
        to: PersonId,
    },
    /// Pieces came from another technician.
    TakenOver {
        /// What.
        pieces: Pieces,
        /// From whom.
        from: PersonId,
        /// The number of the transfer, as his screen showed it.
        transfer: String,
    },
    /// A part was fitted: the other half of the entry in the record.
    Fitted {
        /// What.
        pieces: Pieces,
        /// Where it came from; only what came from the van leaves it.
        source: PartSource,
        /// The record.
        record: RecordId,
        /// The record's entry.
        entry: EntryId,
    },
    /// An old part was taken out and is owed to the store (以旧换新): the other half of the entry in the record.
    Removed {
        /// What.
        pieces: Pieces,
        /// The record.
        record: RecordId,
        /// The record's entry.
        entry: EntryId,
    },
    /// New pieces went back to the store.
    ReturnedNew {
        /// What.
        pieces: Pieces,
    },
    /// An old part went back to the store.
    ReturnedOld {
        /// What, with the serial number on the piece itself.
        pieces: Pieces,
        /// The record's entry that took it out.
        removal: EntryId,
    },
    /// Somebody counted (盘点).
    Counted {
        /// The catalogue's code.
        part: String,
        /// How many pieces are on the van.
        quantity: i64,
    },
    /// Why a count differs: the stock is as counted from here on.
    DifferenceExplained {
        /// The count.
        count: EntryId,
        /// The catalogue's code.
        part: String,
        /// Pieces that are there beyond the books; negative, that are missing.
        quantity: i64,
        /// Why.
        reason: String,
    },
    /// An entry of this van, of whatever month, is taken back.
    Void {
        /// The entry.
        entry: EntryId,
        /// Why.
        reason: String,
    },
}

impl Movement {
    /// The code of its kind, as in the entry's JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Requisitioned { .. } => "requisitioned",
            Self::Issued { .. } => "issued",
            Self::Confirmed { .. } => "confirmed",
            Self::HandedOver { .. } => "handed_over",
            Self::TakenOver { .. } => "taken_over",
            Self::Fitted { .. } => "fitted",
            Self::Removed { .. } => "removed",
            Self::ReturnedNew { .. } => "returned_new",
            Self::ReturnedOld { .. } => "returned_old",
            Self::Counted { .. } => "counted",
            Self::DifferenceExplained { .. } => "difference_explained",
            Self::Void { .. } => "void",
        }
    }

    /// The entry that it names: what it confirms, answers, explains or takes back; of an old part the record's entry that
    /// took it out.
    #[must_use]
    pub const fn about(&self) -> Option<EntryId> {
        match self {
            Self::Issued { requisition, .. } => *requisition,
            Self::Confirmed { entry, .. }
            | Self::Fitted { entry, .. }
            | Self::Removed { entry, .. }
            | Self::Void { entry, .. } => Some(*entry),
            Self::ReturnedOld { removal, .. } => Some(*removal),
            Self::DifferenceExplained { count, .. } => Some(*count),
            Self::Requisitioned { .. }
            | Self::HandedOver { .. }
            | Self::TakenOver { .. }
            | Self::ReturnedNew { .. }
            | Self::Counted { .. } => None,
        }
    }

    /// The part it is about; a confirmation and a void name an entry instead.
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Counted { part, .. } | Self::DifferenceExplained { part, .. } => Some(part),
            _ => self.pieces().map(|pieces| pieces.part.as_str()),
        }
    }

    /// The pieces it names.
    #[must_use]
    pub const fn pieces(&self) -> Option<&Pieces> {
        match self {
            Self::Requisitioned { pieces, .. }
            | Self::Issued { pieces, .. }
            | Self::HandedOver { pieces, .. }
            | Self::TakenOver { pieces, .. }
            | Self::Fitted { pieces, .. }
            | Self::Removed { pieces, .. }
            | Self::ReturnedNew { pieces }
            | Self::ReturnedOld { pieces, .. } => Some(pieces),
            Self::Confirmed { .. }
            | Self::Counted { .. }
            | Self::DifferenceExplained { .. }
            | Self::Void { .. } => None,
        }
    }

    /// By how many pieces the stock of the van grows, of the part that it names.
    #[must_use]
    pub const fn effect(&self) -> i64 {
        match self {
            Self::Issued { pieces, .. } | Self::TakenOver { pieces, .. } => pieces.quantity,
            Self::Fitted {
                pieces,
                source: PartSource::Van,
                ..
            }
            | Self::HandedOver { pieces, .. }
            | Self::ReturnedNew { pieces } => -pieces.quantity,
            Self::DifferenceExplained { quantity, .. } => *quantity,
            _ => 0,
        }
    }
}
