//! `damage.record`: something at the customer's was damaged; both acknowledge it.

use doorstep_domain::record::{DamageRecorded, Relation, SignPurpose, What};
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

/// Damage, acknowledged by the customer's signature and compensated at its price (按价赔偿).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDamage {
    /// The record.
    pub record: RecordName,
    /// What was damaged.
    pub thing: String,
    /// How it came about.
    pub how: String,
    /// Its price in fen; left out while nobody knows it.
    #[serde(default)]
    pub price_minor: Option<i64>,
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

impl UseCase for RecordDamage {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let price = self.price_minor.map(yuan);
        let signature = Signature {
            signer: &self.signer,
            relation: self.relation,
            consent: self.consent.as_deref(),
            strokes: Some(&self.strokes),
        };
        let purpose = SignPurpose::DamageAcknowledgement;
        let signing = Signing {
            paper: Some(Paper::Damage {
                thing: self.thing.clone(),
                how: self.how.clone(),
                price: price.map(sum),
            }),
            ..signature.signing(situation, purpose)
        };
        let statement = seal(situation, purpose, None, signing)?;
        situation.happened(What::DamageRecorded(DamageRecorded {
            statement,
            thing: self.thing.clone(),
            how: self.how.clone(),
            price,
            signer: self.signer.clone(),
        }))
    }
}
