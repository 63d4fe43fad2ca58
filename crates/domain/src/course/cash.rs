//! Cash in hand: what a technician took in cash at the door, less what he gave out in cash and what he handed in.
//!
//! A hand-in names the entries that it covers, so the same cash handed in on phone and tablet apart is handed in once;
//! no sum is ever stored, and none can drift.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    ids::{EntryId, PersonId},
    money::{Currency, Money},
    record::{Record, What},
};

/// The method of a payment in notes and coins.
const IN_CASH: &str = "cash";

/// One entry by which cash came into a technician's hand, or left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CashPiece {
    /// The payment, refund or compensation.
    pub entry: EntryId,
    /// In whose hand.
    pub person: PersonId,
    /// How much, below zero where it was given out.
    pub amount: Money,
}

/// The cash of one record in one technician's hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashHeld {
    /// In whose hand.
    pub person: PersonId,
    /// The currency.
    pub currency: Currency,
    /// Minor units, below zero where more was given out than taken.
    pub minor: i64,
}

/// All cash that came and went by a record, whether it was handed in or not, in the order of the entries.
#[must_use]
pub fn movements(record: &Record) -> Vec<CashPiece> {
    record
        .valid_entries()
        .filter_map(|(entry, is)| {
            let (method, minor, currency) = match &is.what {
                What::Payment { method, amount, .. } => (method, amount.minor, amount.currency),
                What::PaymentRefunded(refund) => (
                    &refund.method,
                    refund.amount.minor.saturating_neg(),
                    refund.amount.currency,
                ),
                What::CompensationPaid(paid) => (
                    &paid.method,
                    paid.amount.minor.saturating_neg(),
                    paid.amount.currency,
                ),
                _ => return None,
            };
            (method == IN_CASH).then(|| CashPiece {
                entry,
                person: is.by.clone(),
                amount: Money { minor, currency },
            })
        })
        .collect()
}

/// What is still in hand, in the order of the entries.
#[must_use]
pub fn in_hand(record: &Record) -> Vec<CashPiece> {
    let handed_in: BTreeSet<EntryId> = record
        .valid_entries()
        .filter_map(|(_, entry)| match &entry.what {
            What::CashHandedIn(handed_in) => Some(&handed_in.covers),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    let mut pieces = movements(record);
    pieces.retain(|piece| !handed_in.contains(&piece.entry));
    pieces
}

/// What is still in hand, summed for each technician and currency; nobody who has none.
#[must_use]
pub fn held(record: &Record) -> Vec<CashHeld> {
    let mut sums: BTreeMap<(PersonId, Currency), i64> = BTreeMap::new();
    for piece in in_hand(record) {
        let sum = sums
            .entry((piece.person, piece.amount.currency))
            .or_default();
        *sum = sum.saturating_add(piece.amount.minor);
    }
    sums.into_iter()
        .filter(|(_, minor)| *minor != 0)
        .map(|((person, currency), minor)| CashHeld {
            person,
            currency,
            minor,
        })
        .collect()
}
