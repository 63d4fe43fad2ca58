//! `record.call`: the customer was called.

use doorstep_domain::record::{CallOutcome, What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{RecordName, Situation, UseCase};
use crate::{Error, script::schema};

/// A call to the customer; within the 30 minutes before arrival it is the confirmation that the rules ask for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The record.
    pub record: RecordName,
    /// How it went.
    #[schemars(schema_with = "schema::call_outcome")]
    pub outcome: CallOutcome,
    /// What was said, if it matters.
    #[serde(default)]
    pub note: String,
}

impl UseCase for Call {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        situation.happened(What::Call {
            outcome: self.outcome,
            note: self.note.clone(),
        })
    }
}
