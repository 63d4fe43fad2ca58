//! What somebody at the customer's may put his name to now, by the same rules that judge the signature itself.

use super::{Claim, Facts, legality, may_accept_quote, may_pay, may_sign_off};
use crate::{
    ids::{EntryId, PersonId},
    money::Money,
    quote::{Bill, Choice},
    record::{Field, Record, SignPurpose},
};

/// One thing that can be signed now. What the customer refuses to sign is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signable<'r> {
    /// What for.
    pub purpose: SignPurpose,
    /// The entry it is about: the offer, the hand-over of what comes back, the damage or agreement that is paid for.
    pub about: Option<EntryId>,
    /// The option of the offer, where it has any: each is signed for itself.
    pub choice: Option<Choice>,
    /// What the customer accepts to pay, or receives; none where the record does not say it.
    pub amount: Option<Money>,
    /// The lines that are accepted: of the offer or its option, for the work those of the accepted quote.
    pub bill: Option<Bill<'r>>,
}

impl<'r> Signable<'r> {
    /// All that can be signed now on the device of a person, in the order of a job.
    #[must_use]
    pub fn all_of(record: &'r Record, by: &PersonId) -> Vec<Self> {
        let facts = Facts::of(record);
        let mut all = offers(record, &facts);
        let mut add = |can: bool, purpose, about, amount| {
            if can {
                all.push(Self {
                    purpose,
                    about,
                    choice: None,
                    amount,
                    bill: facts
                        .accepted
                        .filter(|_| purpose == SignPurpose::WorkAcceptance)
                        .map(|accepted| accepted.bill),
                });
            }
        };
        let lead = record.words(Field::Lead);
        let leads = lead.is_empty() || lead == by.0;
        let accepted = facts
            .accepted
            .and_then(|accepted| accepted.bill.totals().ok())
            .map(|totals| totals.customer_pays);
        let owed = facts.due().map(|due| Money {
            minor: facts.owed_minor(),
            ..due
        });
        let owes = owed.is_some_and(|owed| owed.minor > 0);
        let (custody, loaner) = (facts.in_custody, facts.loaner_out);
        let here = legality::seen(record).is_ok();
        let takes = legality::may_receive(record).is_ok();
        let signs_off = leads && may_sign_off(record).is_ok();
        add(takes, SignPurpose::CustodyReceipt, None, None);
        add(here, SignPurpose::LoanerReceipt, None, None);
        add(custody.is_some(), SignPurpose::CustodyReturn, custody, None);
        add(loaner.is_some(), SignPurpose::LoanerReturn, loaner, None);
        add(signs_off, SignPurpose::WorkAcceptance, None, accepted);
        let pays = owes && may_pay(record, 1).is_ok();
        add(pays, SignPurpose::PaymentReceipt, None, owed);
        add(true, SignPurpose::DamageAcknowledgement, None, None);
        add(true, SignPurpose::Agreement, None, None);
        for claim in Claim::all_of(record).iter().filter(|claim| claim.is_open()) {
            let purpose = SignPurpose::CompensationReceipt;
            add(true, purpose, Some(claim.entry), claim.owed());
        }
        all
    }
}

fn offers<'r>(record: &'r Record, facts: &Facts<'r>) -> Vec<Signable<'r>> {
    let open = facts
        .standing_offer
        .filter(|standing| may_accept_quote(record, standing.offer).is_ok());
    let Some(standing) = open else {
        return Vec::new();
    };
    let has_options = !standing.quote.options.is_empty();
    let signable = |bill: Bill<'r>| Signable {
        purpose: SignPurpose::QuoteAcceptance,
        about: Some(standing.offer),
        choice: has_options.then_some(bill.choice),
        amount: bill.totals().ok().map(|totals| totals.customer_pays),
        bill: Some(bill),
    };
    standing.quote.bills().map(signable).collect()
}
