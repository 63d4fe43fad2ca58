//! `sign.off`: the customer gives his opinion and his score and signs for the work (质量验收).

use doorstep_domain::{
    course::may_sign_off,
    record::{Record, Relation, SignPurpose, Stamp, What},
};
use doorstep_evidence::statement::{Signing, StrokePoint};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Signature, as_shown, seal};
use crate::{
    Error,
    files::FileError,
    records::{RecordName, Situation, UseCase},
    script::schema,
};

/// The customer accepts the work.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    /// The record.
    pub record: RecordName,
    /// The signer's name as he wrote or told it.
    pub signer: String,
    /// Who he is to the customer.
    #[schemars(schema_with = "schema::relation")]
    pub relation: Relation,
    /// The customer's opinion, in his words.
    pub opinion: String,
    /// Satisfaction, 1 to 5.
    pub score: i64,
    /// The sentence that was shown above the pad; left out, the product's own in the record's language.
    #[serde(default)]
    pub consent: Option<String>,
    /// The mark of what was shown, from the view's `to_sign`: if anything of it reads otherwise by now, nothing is signed.
    #[serde(default)]
    pub shown: Option<String>,
    /// The signature as drawn; left out where a company sets its stamp.
    #[serde(default)]
    #[schemars(schema_with = "schema::optional_strokes")]
    pub strokes: Option<Vec<Vec<StrokePoint>>>,
    /// A company's stamp (盖章) in the place of a signature by hand; its photo is one of the record's.
    #[serde(default)]
    #[schemars(schema_with = "schema::optional_stamp")]
    pub stamp: Option<Stamp>,
}

impl UseCase for SignOff {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        may_sign_off(situation.record)?;
        if let Some(stamp) = &self.stamp
            && !has_photo(situation.record, &stamp.photo)
        {
            return Err(FileError::NotNamed.into());
        }
        let purpose = SignPurpose::WorkAcceptance;
        as_shown(
            situation,
            purpose,
            None,
            self.shown.as_deref(),
            self.consent.as_deref(),
        )?;
        let signature = Signature {
            signer: &self.signer,
            relation: self.relation,
            consent: self.consent.as_deref(),
            strokes: self.strokes.as_deref(),
        };
        let signing = Signing {
            opinion: Some(self.opinion.clone()),
            score: Some(self.score),
            stamp: self.stamp.clone(),
            ..signature.signing(situation, purpose)
        };
        let covers = situation.record.valid_entries().map(|(id, _)| id).collect();
        let statement = seal(situation, purpose, None, signing)?;
        situation.happened(What::SignOff {
            statement,
            stamp: self.stamp.clone(),
            signer: self.signer.clone(),
            relation: self.relation,
            opinion: self.opinion.clone(),
            score: self.score,
            covers,
        })
    }
}

/// Whether a file of the record that was not taken back has these bytes.
fn has_photo(record: &Record, digest: &str) -> bool {
    record
        .valid_entries()
        .any(|(_, entry)| matches!(&entry.what, What::FileAdded(file) if file.digest == digest))
}
