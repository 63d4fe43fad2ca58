//! `custody.take` and `loaner.lend`: a unit is handed over against a signed receipt.

use doorstep_domain::record::{Field, Handover, Relation, SignPurpose, What};
use doorstep_evidence::statement::{Paper, Signing, StrokePoint};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
    script::schema,
    signatures::{Signature, seal},
};

/// The customer's unit is taken into custody: for the workshop, or because he brought it in (送修), which takes a
/// promised date.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeUnit {
    /// The record.
    pub record: RecordName,
    /// What goes with it: remote control, shelves, hoses.
    #[serde(default)]
    pub accessories: Vec<String>,
    /// How it looks: scratches, dents.
    pub condition: String,
    /// When it is to be back, `YYYY-MM-DD`; empty where no date is promised.
    #[serde(default)]
    pub promised_on: String,
    /// Who signs.
    pub signer: String,
    /// Who he is to the customer.
    #[schemars(schema_with = "schema::relation")]
    pub relation: Relation,
    /// The sentence that was shown above the pad; left out, the product's own in the record's language.
    #[serde(default)]
    pub consent: Option<String>,
    /// The signature as drawn.
    #[schemars(schema_with = "schema::strokes")]
    pub strokes: Vec<Vec<StrokePoint>>,
}

/// A loaner unit stays with the customer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LendLoaner {
    /// The record.
    pub record: RecordName,
    /// The loaner's model.
    pub model: String,
    /// The loaner's serial number; empty if it has none.
    #[serde(default)]
    pub serial: String,
    /// What goes with it.
    #[serde(default)]
    pub accessories: Vec<String>,
    /// How it looks.
    pub condition: String,
    /// When it is to be back, `YYYY-MM-DD`; empty where no date is agreed.
    #[serde(default)]
    pub promised_on: String,
    /// Who signs.
    pub signer: String,
    /// Who he is to the customer.
    #[schemars(schema_with = "schema::relation")]
    pub relation: Relation,
    /// The sentence that was shown above the pad; left out, the product's own in the record's language.
    #[serde(default)]
    pub consent: Option<String>,
    /// The signature as drawn.
    #[schemars(schema_with = "schema::strokes")]
    pub strokes: Vec<Vec<StrokePoint>>,
}

impl UseCase for TakeUnit {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let words = |field: Field| situation.record.words(field).to_owned();
        let unsigned = Handover {
            statement: String::new(),
            number: String::new(),
            model: words(Field::UnitModel),
            serial: words(Field::UnitSerial),
            accessories: self.accessories.clone(),
            condition: self.condition.clone(),
            promised_on: self.promised_on.clone(),
            signer: self.signer.clone(),
            relation: self.relation,
        };
        let signature = Signature {
            signer: &self.signer,
            relation: self.relation,
            consent: self.consent.as_deref(),
            strokes: Some(&self.strokes),
        };
        let signed = sign(situation, SignPurpose::CustodyReceipt, unsigned, &signature)?;
        situation.happened(What::CustodyTaken(signed))
    }
}

impl UseCase for LendLoaner {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let unsigned = Handover {
            statement: String::new(),
            number: String::new(),
            model: self.model.clone(),
            serial: self.serial.clone(),
            accessories: self.accessories.clone(),
            condition: self.condition.clone(),
            promised_on: self.promised_on.clone(),
            signer: self.signer.clone(),
            relation: self.relation,
        };
        let signature = Signature {
            signer: &self.signer,
            relation: self.relation,
            consent: self.consent.as_deref(),
            strokes: Some(&self.strokes),
        };
        let signed = sign(situation, SignPurpose::LoanerReceipt, unsigned, &signature)?;
        situation.happened(What::LoanerLent(signed))
    }
}

/// Gives the receipt its number and its seal. Receipts and records are numbered in one sequence of the installation,
/// so no two papers of it have one number.
fn sign(
    situation: &mut Situation<'_, '_>,
    purpose: SignPurpose,
    unsigned: Handover,
    signature: &Signature<'_>,
) -> Result<Handover, Error> {
    let number = situation.scope.next_number()?;
    let signing = Signing {
        paper: Some(Paper::Handover {
            number: number.clone(),
            model: unsigned.model.clone(),
            serial: unsigned.serial.clone(),
            accessories: unsigned.accessories.clone(),
            condition: unsigned.condition.clone(),
            promised_on: unsigned.promised_on.clone(),
        }),
        ..signature.signing(situation, purpose)
    };
    Ok(Handover {
        statement: seal(situation, purpose, None, signing)?,
        number,
        ..unsigned
    })
}
