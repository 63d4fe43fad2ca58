//! "May I leave?" (离开前检查): what is still to be done at the door, each with what to do about it.
//!
//! Nothing here holds anybody back: a technician who must go goes, and what was left undone is in the record's missing
//! items and findings. What a device knows beside the record (what waits to be sent, the next job) is added by the
//! device.

use doorstep_words::{Phrase, trade::course as words};

use super::{Completeness, Facts, Item, Need, Step, VisitKind, next_step};
use crate::{
    ids::EntryId,
    money::Money,
    record::{Record, What},
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
    /// The removed parts of a record that are kept for the store, in the order of their entries.
    #[must_use]
    pub fn all_of(record: &Record) -> Vec<Self> {
        record
            .valid_entries()
            .filter_map(|(removed, entry)| match &entry.what {
                What::PartRemoved {
                    part,
                    name,
                    serial,
                    quantity,
                    kept_for_store: true,
                } => Some(Self {
                    removed,
                    part: part.clone(),
                    name: name.clone(),
                    serial: serial.clone(),
                    quantity: *quantity,
                }),
                _ => None,
            })
            .collect()
    }
}

/// What is still to be done at the door, in the order in which it is done. `old_parts` are those that are not back in
/// the store: [`OldPart::all_of`] the record without those that somebody has taken back.
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
