//! Units that change hands: the customer's goes to the workshop against a custody receipt (收据), a loaner (替补商品)
//! stays with the customer meanwhile, and both come back.

use serde::{Deserialize, Serialize};

use super::{
    BadEntry, Relation,
    check::{calendar_date, digest, few, given, long, short},
};
use crate::ids::EntryId;

/// A unit is handed over: the customer's into custody, or a loaner to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// SHA-256 of the sealed receipt, 64 hex digits.
    pub statement: String,
    /// The receipt's number, which both keep.
    pub number: String,
    /// The model.
    pub model: String,
    /// The serial number; empty if it cannot be read.
    pub serial: String,
    /// What goes with it: remote control, shelves, hoses.
    pub accessories: Vec<String>,
    /// How it looks: scratches, dents.
    pub condition: String,
    /// When it is to be back, `YYYY-MM-DD`; empty where no date was promised.
    pub promised_on: String,
    /// Who signed.
    pub signer: String,
    /// Who he is to the customer.
    pub relation: Relation,
}

/// A unit comes back: the customer's to the customer, or the loaner to the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handback {
    /// The entry by which it was handed over.
    pub handover: EntryId,
    /// SHA-256 of the sealed receipt, 64 hex digits.
    pub statement: String,
    /// How it looks now.
    pub condition: String,
    /// All that went with it is there.
    pub complete: bool,
    /// Who signed.
    pub signer: String,
    /// Who he is to the customer.
    pub relation: Relation,
}

impl Handover {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        digest(&self.statement)?;
        given("number", &self.number)?;
        given("model", &self.model)?;
        given("condition", &self.condition)?;
        given("signer", &self.signer)?;
        short("number", &self.number)?;
        short("model", &self.model)?;
        short("serial", &self.serial)?;
        short("signer", &self.signer)?;
        long("condition", &self.condition)?;
        few("accessories", self.accessories.len())?;
        self.accessories
            .iter()
            .try_for_each(|accessory| short("accessories", accessory))?;
        calendar_date("promised_on", &self.promised_on)
    }
}

impl Handback {
    pub(super) fn check(&self) -> Result<(), BadEntry> {
        digest(&self.statement)?;
        given("condition", &self.condition)?;
        given("signer", &self.signer)?;
        long("condition", &self.condition)?;
        short("signer", &self.signer)
    }
}
