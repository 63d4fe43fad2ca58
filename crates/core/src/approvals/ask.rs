//! `approval.ask`: what is outside the rules is asked for first.

use doorstep_domain::record::{ApprovalAsked, Matter, What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
    script::schema,
};

/// A question to the office. It goes with the next contact; meanwhile the work that needs no answer goes on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskApproval {
    /// The record.
    pub record: RecordName,
    /// What it is about.
    #[schemars(schema_with = "schema::matter")]
    pub matter: Matter,
    /// What is asked for, in words.
    pub wanted: String,
    /// The new date, `YYYY-MM-DD`, for an extension.
    #[serde(default)]
    pub until: String,
    /// Up to how many percent may be let off, for a discount.
    #[serde(default)]
    pub percent: Option<i64>,
    /// Why.
    pub reason: String,
    /// Who at the office agreed by telephone; it holds until the office itself decides.
    #[serde(default)]
    pub agreed_by_phone: String,
}

impl UseCase for AskApproval {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        situation.happened(What::ApprovalAsked(ApprovalAsked {
            matter: self.matter,
            wanted: self.wanted.clone(),
            until: self.until.clone(),
            percent: self.percent,
            reason: self.reason.clone(),
            agreed_by_phone: self.agreed_by_phone.clone(),
        }))
    }
}
