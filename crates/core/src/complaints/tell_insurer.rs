//! `insurer.tell`: the insurer was told of a damage or an agreement.

use doorstep_domain::{
    ids::EntryId,
    record::{InsurerTold, What},
};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
};

/// The insurer was told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TellInsurer {
    /// The record.
    pub record: RecordName,
    /// The entry of the damage or of the agreement.
    #[schemars(with = "String")]
    pub claim: EntryId,
    /// The insurer's number for it, if he gave one.
    #[serde(default)]
    pub number: String,
}

impl UseCase for TellInsurer {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        situation.happened(What::InsurerTold(InsurerTold {
            claim: self.claim,
            number: self.number.clone(),
        }))
    }
}
