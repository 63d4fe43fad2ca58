//! `compensation.pay`: a damage or an agreement is paid, against the customer's receipt (收条).

use doorstep_domain::{
    course::Refusal,
    ids::EntryId,
    record::{CompensationPaid, Record, Relation, SignPurpose, What},
};
use doorstep_evidence::statement::{Paper, Signing, StrokePoint};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{sum, yuan};
use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
    script::schema,
    signatures::{Signature, seal},
};

/// A payment to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayCompensation {
    /// The record.
    pub record: RecordName,
    /// The entry of the damage or of the agreement.
    #[schemars(with = "String")]
    pub claim: EntryId,
    /// How much, in fen; never more than was acknowledged.
    pub amount_minor: i64,
    /// How.
    #[schemars(schema_with = "schema::payment_method")]
    pub method: String,
    /// Who signs the receipt.
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

impl UseCase for PayCompensation {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let amount = yuan(self.amount_minor);
        let cause = cause(situation.record, self.claim).ok_or(Refusal::NoSuchEntry)?;
        let signature = Signature {
            signer: &self.signer,
            relation: self.relation,
            consent: self.consent.as_deref(),
            strokes: Some(&self.strokes),
        };
        let purpose = SignPurpose::CompensationReceipt;
        let signing = Signing {
            paper: Some(Paper::Compensation {
                cause,
                amount: sum(amount),
                method: self.method.clone(),
            }),
            ..signature.signing(situation, purpose)
        };
        let statement = seal(situation, purpose, None, signing)?;
        situation.happened(What::CompensationPaid(CompensationPaid {
            claim: self.claim,
            statement,
            amount,
            method: self.method.clone(),
            signer: self.signer.clone(),
        }))
    }
}

/// What is paid for, as it stands on the receipt.
fn cause(record: &Record, claim: EntryId) -> Option<String> {
    match &record.entries.get(&claim)?.entry.what {
        What::DamageRecorded(damage) => Some(damage.thing.clone()),
        What::AgreementSigned(agreement) => Some(agreement.terms.clone()),
        _ => None,
    }
}
