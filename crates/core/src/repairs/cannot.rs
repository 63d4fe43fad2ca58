//! `repair.cannot`: it cannot be repaired on site, and the customer was told why and what comes next.

use doorstep_domain::record::What;
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
};

/// It cannot be repaired on site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CannotRepair {
    /// The record.
    pub record: RecordName,
    /// Why not, as the customer was told.
    pub reason: String,
    /// What is going to be done: a second visit, the workshop.
    pub plan: String,
}

impl UseCase for CannotRepair {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        situation.happened(What::CannotRepair {
            reason: self.reason.clone(),
            plan: self.plan.clone(),
        })
    }
}
