//! `repair.done`: the work is done.

use doorstep_domain::record::{TextName, What};
use doorstep_replica::{Edit, TextEdit};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
};

/// The repair is done; with the words for what was done, in the same change.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepairDone {
    /// The record.
    pub record: RecordName,
    /// The unit works again.
    pub works: bool,
    /// What was done (维修过程); left out, the text stays as it is.
    #[serde(default)]
    pub work: Option<String>,
}

impl UseCase for RepairDone {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let mut edits = situation.happened(What::RepairDone { works: self.works })?;
        if let Some(work) = &self.work {
            edits.push(Edit::Text(TextName::Work, TextEdit::Rewrite(work.clone())));
        }
        Ok(edits)
    }
}
