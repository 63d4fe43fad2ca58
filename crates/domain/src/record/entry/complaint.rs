//! What goes wrong with the customer: he is not satisfied, he complains, something was damaged, and what was agreed
//! about it.

use doorstep_words::trade::record as words;
use serde::{Deserialize, Serialize};

use super::{
    BadEntry,
    check::{digest, given, long, payment_method, positive, short},
};
use crate::{ids::EntryId, money::Money, named::named};

/// From this compensation on, in fen, the insurer is told (domain: complaints).
pub const INSURER_FROM_MINOR: i64 = 50_000;

/// How grave a complaint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gravity {
    /// An ordinary complaint.
    Ordinary,
    /// Somebody was hurt.
    Injury,
    /// Property was damaged.
    Damage,
    /// The press asks or threatens to write.
    Press,
    /// An authority asks.
    Authority,
}

named!(Gravity {
    Ordinary "ordinary" words::gravity::ORDINARY;
    Injury "injury" words::gravity::INJURY;
    Damage "damage" words::gravity::DAMAGE;
    Press "press" words::gravity::PRESS;
    Authority "authority" words::gravity::AUTHORITY;
});

impl Gravity {
    /// Whether it is a major complaint, a crisis.
    #[must_use]
    pub const fn is_major(self) -> bool {
        !matches!(self, Self::Ordinary)
    }
}

/// The customer's complaint as taken at the door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplaintTaken {
    /// How grave it is.
    pub gravity: Gravity,
    /// What it is about, in the customer's words.
    pub about: String,
    /// What he wants; empty if he did not say.
    pub wish: String,
}

/// Something at the customer's was damaged (按价赔偿).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DamageRecorded {
    /// SHA-256 of the sealed acknowledgement, 64 hex digits.
    pub statement: String,
    /// What was damaged.
    pub thing: String,
    /// How it came about.
    pub how: String,
    /// Its price, which is what is to be paid; absent while nobody knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Who signed the acknowledgement.
    pub signer: String,
}

/// A compensation or a settlement was paid to the customer, against his receipt (收条).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompensationPaid {
    /// The damage or the agreement that it settles.
    pub claim: EntryId,
    /// SHA-256 of the sealed receipt, 64 hex digits.
    pub statement: String,
    /// How much.
    pub amount: Money,
    /// How: one of [`super::PAYMENT_METHODS`].
    pub method: String,
    /// Who signed the receipt.
    pub signer: String,
}

/// A crisis was settled by a signed agreement (协议书).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementSigned {
    /// SHA-256 of the sealed agreement, 64 hex digits.
    pub statement: String,
    /// What was agreed.
    pub terms: String,
    /// What is to be paid; absent where nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Who signed.
    pub signer: String,
}

/// The insurer was told of a damage or an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InsurerTold {
    /// The damage or the agreement.
    pub claim: EntryId,
    /// The insurer's number for it; empty if he gave none yet.
    pub number: String,
}

/// Whether an insurer must be told of an amount.
#[must_use]
pub fn needs_insurer(amount: Money) -> bool {
    amount.minor >= INSURER_FROM_MINOR
}

impl ComplaintTaken {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        given("about", &self.about)?;
        long("about", &self.about)?;
        long("wish", &self.wish)
    }
}

impl DamageRecorded {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        digest(&self.statement)?;
        given("thing", &self.thing)?;
        short("thing", &self.thing)?;
        given("how", &self.how)?;
        long("how", &self.how)?;
        given("signer", &self.signer)?;
        short("signer", &self.signer)?;
        self.price
            .map_or(Ok(()), |price| positive("price", price.minor))
    }
}

impl CompensationPaid {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        digest(&self.statement)?;
        positive("amount", self.amount.minor)?;
        payment_method(&self.method)?;
        given("signer", &self.signer)?;
        short("signer", &self.signer)
    }
}

impl AgreementSigned {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        digest(&self.statement)?;
        given("terms", &self.terms)?;
        long("terms", &self.terms)?;
        given("signer", &self.signer)?;
        short("signer", &self.signer)?;
        self.amount
            .map_or(Ok(()), |amount| positive("amount", amount.minor))
    }
}

impl InsurerTold {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        short("number", &self.number)
    }
}
