//! `sign.refuse`: the customer does not sign; the reason is recorded and sealed by the technician's device.

use doorstep_domain::{
    course::may_sign_off,
    record::{Field, Relation, SignPurpose, What},
};
use doorstep_evidence::statement::Signing;
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Signature, seal};
use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
};

/// The customer refuses to sign.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseToSign {
    /// The record.
    pub record: RecordName,
    /// Why, in his words.
    pub reason: String,
}

impl UseCase for RefuseToSign {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        may_sign_off(situation.record)?;
        let signature = Signature {
            signer: situation.record.words(Field::CustomerName),
            relation: Relation::Customer,
            consent: None,
            strokes: None,
        };
        let signing = Signing {
            refusal_reason: Some(self.reason.clone()),
            ..signature.signing(situation, SignPurpose::Refusal)
        };
        let statement = seal(situation, SignPurpose::Refusal, None, signing)?;
        situation.happened(What::SignRefused {
            statement,
            reason: self.reason.clone(),
        })
    }
}
