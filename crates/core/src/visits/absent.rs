//! `visit.absent`: nobody was at home.

use doorstep_domain::record::What;
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
};

/// The technician stood before a closed door.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerAbsent {
    /// The record.
    pub record: RecordName,
    /// What he did then.
    #[serde(default)]
    pub note: String,
    /// A card with the service's number was left.
    pub card_left: bool,
}

impl UseCase for CustomerAbsent {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        situation.happened(What::CustomerAbsent {
            note: self.note.clone(),
            card_left: self.card_left,
        })
    }
}
