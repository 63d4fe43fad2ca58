//! `record.cancel`: the customer or the office called it off.

use doorstep_domain::record::What;
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{RecordName, Situation, UseCase};
use crate::Error;

/// Calls the record off.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelRecord {
    /// The record.
    pub record: RecordName,
    /// Why.
    pub reason: String,
}

impl UseCase for CancelRecord {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        situation.happened(What::Cancelled {
            reason: self.reason.clone(),
            duplicate_of: None,
        })
    }
}
