//! `customer.not_satisfied`: finished work does not satisfy the customer. A second service, free of charge, is due; the
//! second time the complaint procedure.

use doorstep_domain::record::What;
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
};

/// The customer is not satisfied.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotSatisfied {
    /// The record.
    pub record: RecordName,
    /// Why not, in his words.
    pub reason: String,
}

impl UseCase for NotSatisfied {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        situation.happened(What::NotSatisfied {
            reason: self.reason.clone(),
        })
    }
}
