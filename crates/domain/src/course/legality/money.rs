//! What is legal with money: it is taken by the accepted quote, given back out of a payment, handed in once.

use super::{Refusal, may_pay};
use crate::{
    course::{Facts, cash::in_hand},
    ids::{EntryId, PersonId},
    money::Money,
    record::{CashHandedIn, PaymentRefunded, Record, What},
};

pub(super) fn may_collect(
    record: &Record,
    amount: Money,
    acceptance: EntryId,
) -> Result<(), Refusal> {
    may_pay(record, amount.minor)?;
    let in_currency = Facts::of(record)
        .due()
        .is_some_and(|due| due.currency == amount.currency);
    let names_acceptance = record
        .valid_entries()
        .any(|(id, entry)| id == acceptance && matches!(entry.what, What::QuoteAccepted { .. }));
    if !in_currency {
        Err(Refusal::MoreThanQuoted)
    } else if !names_acceptance {
        Err(Refusal::NoSuchEntry)
    } else {
        Ok(())
    }
}

/// Whether money may be given back: never more than is left of the payment that it comes from. Asked for also after a
/// cancellation, for then it is given back most of all.
pub(super) fn may_refund(record: &Record, refund: &PaymentRefunded) -> Result<(), Refusal> {
    let facts = Facts::of(record);
    let payment = facts
        .account
        .payments
        .iter()
        .find(|payment| payment.entry == refund.payment)
        .ok_or(Refusal::NoSuchEntry)?;
    let left = payment.left();
    if left.currency == refund.amount.currency && refund.amount.minor <= left.minor {
        Ok(())
    } else {
        Err(Refusal::MoreThanPaid)
    }
}

/// Whether cash may be handed in: all that is named is in hand.
pub(super) fn may_hand_in(record: &Record, handed_in: &CashHandedIn) -> Result<(), Refusal> {
    let there = in_hand(record);
    let is_there = |entry: &EntryId| there.iter().any(|piece| piece.entry == *entry);
    if handed_in.covers.iter().all(is_there) {
        Ok(())
    } else {
        Err(Refusal::NotInHand)
    }
}

/// Nobody hands in what another took.
pub(super) fn is_own_cash(
    record: &Record,
    by: &PersonId,
    handed_in: &CashHandedIn,
) -> Result<(), Refusal> {
    let theirs = |entry: &EntryId| {
        in_hand(record)
            .iter()
            .any(|piece| piece.entry == *entry && piece.person != *by)
    };
    if handed_in.covers.iter().any(theirs) {
        Err(Refusal::NotInHand)
    } else {
        Ok(())
    }
}
