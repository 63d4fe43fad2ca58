//! What the customer is owed: damages and agreements, each with what is to be paid and what was. Counted here and
//! nowhere else.

use crate::{
    ids::EntryId,
    money::Money,
    record::{Record, What, needs_insurer},
};

/// A damage or an agreement, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The damage or the agreement.
    pub entry: EntryId,
    /// What is to be paid; none where nothing is, or where the price of a damage is not known yet.
    pub amount: Option<Money>,
    /// It is an agreement, whose amount is final: without one nothing is to be paid.
    pub is_agreement: bool,
    /// What was paid, each, in the order of the entries.
    pub paid: Vec<Money>,
    /// The insurer was told.
    pub insurer_told: bool,
}

impl Claim {
    /// All claims of a record in the order of their entries.
    #[must_use]
    pub fn all_of(record: &Record) -> Vec<Self> {
        record
            .valid_entries()
            .filter_map(|(entry, is)| {
                let (amount, is_agreement) = match &is.what {
                    What::DamageRecorded(damage) => (damage.price, false),
                    What::AgreementSigned(agreement) => (agreement.amount, true),
                    _ => return None,
                };
                Some(Self {
                    entry,
                    amount,
                    is_agreement,
                    paid: paid(record, entry),
                    insurer_told: insurer_told(record, entry),
                })
            })
            .collect()
    }

    /// One claim of a record.
    #[must_use]
    pub fn find(record: &Record, claim: EntryId) -> Option<Self> {
        let mut claims = Self::all_of(record);
        let place = claims.iter().position(|one| one.entry == claim)?;
        Some(claims.swap_remove(place))
    }

    /// What is still to be paid, below zero where it was too much; none while nobody knows what is to be paid. Money of
    /// another currency settles nothing: it is neither counted here nor does it stand in the way of what is owed.
    #[must_use]
    pub fn owed(&self) -> Option<Money> {
        let amount = self.amount?;
        let paid = self
            .paid
            .iter()
            .filter(|paid| paid.currency == amount.currency)
            .fold(0_i64, |sum, paid| sum.saturating_add(paid.minor));
        Some(Money {
            minor: amount.minor.saturating_sub(paid),
            ..amount
        })
    }

    /// Whether something is still to be paid. Where no price was ever known, what was paid is what it came to.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self.owed() {
            Some(owed) => owed.minor > 0,
            None => !self.is_agreement && self.paid.is_empty(),
        }
    }

    /// Whether an amount may be paid now: in the claim's currency and not more than is owed.
    #[must_use]
    pub fn may_pay(&self, amount: Money) -> bool {
        self.owed()
            .is_none_or(|owed| owed.currency == amount.currency && amount.minor <= owed.minor)
    }

    /// Whether the insurer must be told and was not.
    #[must_use]
    pub fn insurer_open(&self) -> bool {
        self.amount.is_some_and(needs_insurer) && !self.insurer_told
    }
}

fn paid(record: &Record, claim: EntryId) -> Vec<Money> {
    record
        .valid_entries()
        .filter_map(|(_, entry)| match &entry.what {
            What::CompensationPaid(paid) if paid.claim == claim => Some(paid.amount),
            _ => None,
        })
        .collect()
}

fn insurer_told(record: &Record, claim: EntryId) -> bool {
    record
        .valid_entries()
        .any(|(_, entry)| matches!(&entry.what, What::InsurerTold(told) if told.claim == claim))
}
