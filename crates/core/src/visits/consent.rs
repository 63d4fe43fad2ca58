//! `consent.give`: the customer agreed before something of his was touched.

use doorstep_domain::record::{ConsentGiven, ConsentSentence, ConsentTo, Field, What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
    script::schema,
};

/// Consent, asked for before furniture is moved or a wall is drilled.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveConsent {
    /// The record.
    pub record: RecordName,
    /// What to.
    #[schemars(schema_with = "schema::consent_to")]
    pub to: ConsentTo,
    /// In words: which furniture, which wall.
    #[serde(default)]
    pub words: String,
    /// Who agreed.
    pub given_by: String,
}

impl UseCase for GiveConsent {
    const ASKS_CONSENTS: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let language = situation.record.words(Field::Language);
        let read = situation.consents.sentence(self.to.code(), language);
        let sentence = read.map(|row| ConsentSentence {
            wording: row.wording(),
            sentence: row.sentence.clone(),
        });
        situation.happened(What::ConsentGiven(ConsentGiven {
            sentence,
            to: self.to,
            words: self.words.clone(),
            given_by: self.given_by.clone(),
        }))
    }
}
