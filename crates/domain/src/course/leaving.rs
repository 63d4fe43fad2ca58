//! "May I leave?" (离开前检查): what is still to be done at the door, each with what to do about it.
//!
//! Nothing here holds anybody back: a technician who must go goes, and what was left undone is in the record's missing
//! items and findings. What a device knows beside the record (what waits to be sent, the next job) is added by the
//! device.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_words::{Phrase, trade::course as words};

use super::{Completeness, Facts, Item, Need, Step, VisitKind, next_step};
use crate::{
    ids::{EntryId, PersonId},
    money::Money,
    record::{Record, What},
    van::{OldPartPapers, Pieces},
};

/// One thing to do before leaving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToDo {
    /// An item of the record lacks.
    Fill {
        /// Which; it names its place and its step.
        item: Item,
        /// How much it is needed.
        need: Need,
    },
    /// Something is still to be paid.
    Collect {
        /// How much.
        owed: Money,
    },
    /// A payment has no receipt's number.
    GiveReceipt {
        /// The payment.
        payment: EntryId,
        /// How much it was.
        amount: Money,
    },
    /// An invoice follows, and nobody wrote down to whom it is made out.
    AskInvoice {
        /// How much is to be invoiced.
        amount: Money,
    },
    /// The customer has his unit, and the loaner stands there still.
    TakeLoanerBack {
        /// The entry that lent it.
        loan: EntryId,
    },
    /// Old parts go back to the store.
    TakeOldPart(OldPart),
    /// The office was not told yet.
    Report,
}

/// A removed part that is kept for the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldPart {
    /// The entry that took it out.
    pub removed: EntryId,
    /// The catalogue's code.
    pub part: String,
    /// Its name.
    pub name: String,
    /// Its serial number; empty if it has none or it cannot be read.
    pub serial: String,
    /// How many pieces.
    pub quantity: i64,
}

impl ToDo {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code_and_words().0
    }

    /// What a screen says.
    #[must_use]
    pub const fn words(&self) -> Phrase {
        self.code_and_words().1
    }

    const fn code_and_words(&self) -> (&'static str, Phrase) {
        match self {
            Self::Fill { .. } => ("fill", words::to_do::FILL),
            Self::Collect { .. } => ("collect", words::to_do::COLLECT),
            Self::GiveReceipt { .. } => ("give_receipt", words::to_do::GIVE_RECEIPT),
            Self::AskInvoice { .. } => ("ask_invoice", words::to_do::ASK_INVOICE),
            Self::TakeLoanerBack { .. } => ("take_loaner_back", words::to_do::TAKE_LOANER_BACK),
            Self::TakeOldPart(_) => ("take_old_part", words::to_do::TAKE_OLD_PART),
            Self::Report => ("report", words::to_do::REPORT),
        }
    }

    /// Whether it ought to be done before leaving; the others only want to be thought of.
    #[must_use]
    pub const fn is_must(&self) -> bool {
        match self {
            Self::Fill { need, .. } => matches!(need, Need::Required),
            Self::TakeOldPart(_) => false,
            Self::Collect { .. }
            | Self::GiveReceipt { .. }
            | Self::AskInvoice { .. }
            | Self::TakeLoanerBack { .. }
            | Self::Report => true,
        }
    }
}

impl OldPart {
    /// The old parts of a record that are still with a technician by his van's papers, in the order of the entries that
    /// took them out. What he took out himself counts by the record alone where the papers do not tell of it; what a
    /// colleague took out is with the colleague. The same serial number taken out on two devices is one piece.
    #[must_use]
    pub fn still_with(technician: &PersonId, record: &Record, papers: &OldPartPapers) -> Vec<Self> {
        let told = papers.removed.iter().filter(|(of, ..)| *of == record.id);
        let mut removed: BTreeMap<EntryId, Pieces> = Self::taken_out(technician, record)
            .chain(told.map(|(_, entry, pieces)| (*entry, pieces.clone())))
            .collect();
        for (entry, pieces) in &mut removed {
            let came_back = papers.came_back(*entry, pieces);
            pieces.quantity = pieces.quantity.saturating_sub(came_back);
        }
        let mut seen = BTreeSet::new();
        removed.retain(|_, pieces| {
            let serial = (pieces.part.clone(), pieces.serial.clone());
            pieces.quantity > 0 && (pieces.serial.is_empty() || seen.insert(serial))
        });
        removed
            .into_iter()
            .map(|(removed, pieces)| Self {
                removed,
                part: pieces.part,
                name: pieces.name,
                serial: pieces.serial,
                quantity: pieces.quantity,
            })
            .collect()
    }

    fn taken_out(
        technician: &PersonId,
        record: &Record,
    ) -> impl Iterator<Item = (EntryId, Pieces)> {
        record
            .valid_entries()
            .filter(move |(_, entry)| entry.by == *technician)
            .filter_map(|(removed, entry)| match &entry.what {
                What::PartRemoved {
                    part,
                    name,
                    serial,
                    quantity,
                    kept_for_store: true,
                } => {
                    let pieces = Pieces {
                        part: part.clone(),
                        name: name.clone(),
                        serial: serial.clone(),
                        quantity: *quantity,
                    };
                    Some((removed, pieces))
                }
                _ => None,
            })
    }
}

/// What is still to be done at the door, in the order in which it is done. `old_parts` are those that are
/// [`OldPart::still_with`] the technician.
#[must_use]
pub fn before_leaving(record: &Record, old_parts: Vec<OldPart>) -> Vec<ToDo> {
    let facts = Facts::of(record);
    let completeness = Completeness::of(record);
    let mut to_do: Vec<ToDo> = completeness
        .missing
        .iter()
        .map(|(item, need)| ToDo::Fill {
            item: *item,
            need: *need,
        })
        .collect();
    to_do.extend(payment(&facts, completeness.kind));
    if let Some(loan) = facts.loaner_out
        && facts.in_custody.is_none()
    {
        to_do.push(ToDo::TakeLoanerBack { loan });
    }
    to_do.extend(old_parts.into_iter().map(ToDo::TakeOldPart));
    if !facts.reported && next_step(&facts) != Step::Done {
        to_do.push(ToDo::Report);
    }
    to_do
}

fn payment(facts: &Facts<'_>, kind: VisitKind) -> Vec<ToDo> {
    let account = &facts.account;
    let mut to_do = Vec::new();
    // Without a repair there is nothing to collect.
    let collects = !matches!(
        kind,
        VisitKind::Cancelled
            | VisitKind::CustomerAbsent
            | VisitKind::QuoteDeclined
            | VisitKind::CannotRepair
            | VisitKind::InWorkshop
    );
    if let Some(due) = account.due
        && collects
        && account.owed_minor() > 0
    {
        let owed = Money {
            minor: account.owed_minor(),
            ..due
        };
        to_do.push(ToDo::Collect { owed });
    }
    for payment in account.payments.iter().filter(|paid| paid.left().minor > 0) {
        if !payment.has_receipt {
            to_do.push(ToDo::GiveReceipt {
                payment: payment.entry,
                amount: payment.amount,
            });
        }
        if payment.by_invoice && !account.invoice_asked {
            to_do.push(ToDo::AskInvoice {
                amount: payment.left(),
            });
        }
    }
    to_do
}
