//! `custody.return` and `loaner.return`: a unit comes back against a signature.

use doorstep_domain::{
    course::{Facts, Refusal},
    ids::EntryId,
    record::{EntryKind, Handback, Record, Relation, SignPurpose, What},
};
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

/// The customer has his unit back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnUnit {
    /// The record.
    pub record: RecordName,
    /// How it looks now.
    pub condition: String,
    /// All that went with it is there.
    pub complete: bool,
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

/// The loaner is back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TakeLoanerBack(pub ReturnUnit);

impl UseCase for ReturnUnit {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let taken = Facts::of(situation.record)
            .in_custody
            .or_else(|| last(situation.record, EntryKind::CustodyTaken));
        let back = self.sign(situation, SignPurpose::CustodyReturn, taken)?;
        situation.happened(What::CustodyReturned(back))
    }
}

impl UseCase for TakeLoanerBack {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.0.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let lent = Facts::of(situation.record)
            .loaner_out
            .or_else(|| last(situation.record, EntryKind::LoanerLent));
        let back = self.0.sign(situation, SignPurpose::LoanerReturn, lent)?;
        situation.happened(What::LoanerReturned(back))
    }
}

impl ReturnUnit {
    fn sign(
        &self,
        situation: &mut Situation<'_, '_>,
        purpose: SignPurpose,
        handover: Option<EntryId>,
    ) -> Result<Handback, Error> {
        let handover = handover.ok_or(Refusal::NoSuchEntry)?;
        let handed = situation.record.entries.get(&handover);
        let (Some(What::CustodyTaken(receipt)) | Some(What::LoanerLent(receipt))) =
            handed.map(|reading| &reading.entry.what)
        else {
            return Err(Refusal::NoSuchEntry.into());
        };
        let paper = Paper::Handback {
            number: receipt.number.clone(),
            model: receipt.model.clone(),
            serial: receipt.serial.clone(),
            condition: self.condition.clone(),
            complete: self.complete,
        };
        let signature = Signature {
            signer: &self.signer,
            relation: self.relation,
            consent: self.consent.as_deref(),
            strokes: Some(&self.strokes),
        };
        let signing = Signing {
            paper: Some(paper),
            ..signature.signing(situation, purpose)
        };
        Ok(Handback {
            handover,
            statement: seal(situation, purpose, None, signing)?,
            condition: self.condition.clone(),
            complete: self.complete,
            signer: self.signer.clone(),
            relation: self.relation,
        })
    }
}

/// The last hand-over of a kind: where none is out, the rule that refuses another return says why.
fn last(record: &Record, kind: EntryKind) -> Option<EntryId> {
    record
        .valid_entries()
        .filter(|(_, entry)| entry.what.kind() == kind)
        .map(|(id, _)| id)
        .last()
}
