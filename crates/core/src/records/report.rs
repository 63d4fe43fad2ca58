//! `report.send`: the technician reports to the office before he leaves.

use doorstep_domain::record::What;
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{RecordName, Situation, UseCase};
use crate::Error;

/// The report to the office. It goes with the next replication, like everything else.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendReport {
    /// The record.
    pub record: RecordName,
    /// What the office should know.
    #[serde(default)]
    pub note: String,
}

impl UseCase for SendReport {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let covers = situation.record.valid_entries().map(|(id, _)| id).collect();
        situation.happened(What::Report {
            note: self.note.clone(),
            covers,
        })
    }
}
