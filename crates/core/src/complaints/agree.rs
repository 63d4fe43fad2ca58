//! `agreement.sign`: a crisis ends in a signed agreement (协议书).

use doorstep_domain::record::{AgreementSigned, Relation, SignPurpose, What};
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

/// An agreement with the customer. From 500 yuan on the insurer is to be told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignAgreement {
    /// The record.
    pub record: RecordName,
    /// What is agreed.
    pub terms: String,
    /// What is to be paid, in fen; left out where nothing is.
    #[serde(default)]
    pub amount_minor: Option<i64>,
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

impl UseCase for SignAgreement {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let amount = self.amount_minor.map(yuan);
        let signature = Signature {
            signer: &self.signer,
            relation: self.relation,
            consent: self.consent.as_deref(),
            strokes: Some(&self.strokes),
        };
        let signing = Signing {
            paper: Some(Paper::Agreement {
                terms: self.terms.clone(),
                amount: amount.map(sum),
            }),
            ..signature.signing(situation, SignPurpose::Agreement)
        };
        let statement = seal(situation, SignPurpose::Agreement, None, signing)?;
        situation.happened(What::AgreementSigned(AgreementSigned {
            statement,
            terms: self.terms.clone(),
            amount,
            signer: self.signer.clone(),
        }))
    }
}
