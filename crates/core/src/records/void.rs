//! `entry.void`: an entry is taken back. It stays, and so does the reason.

use doorstep_domain::{ids::EntryId, record::What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{RecordName, Situation, UseCase};
use crate::{Error, van::take_back};

/// Takes an entry back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidEntry {
    /// The record.
    pub record: RecordName,
    /// The entry's id.
    #[schemars(with = "String")]
    pub entry: EntryId,
    /// Why.
    pub reason: String,
}

impl UseCase for VoidEntry {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let edits = situation.happened(What::Void {
            entry: self.entry,
            reason: self.reason.clone(),
        })?;
        // What stands in the van as the other half is taken back with it.
        take_back(situation, self.entry, &self.reason)?;
        Ok(edits)
    }
}
