//! `quote.decline`: the customer declines a quote, and the reason is recorded.

use doorstep_domain::{ids::EntryId, record::What};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::offer_of;
use crate::{
    Error,
    records::{RecordName, Situation, UseCase},
};

/// The customer declines a quote.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineQuote {
    /// The record.
    pub record: RecordName,
    /// The entry that offered the quote; left out, the offer that stands.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub offer: Option<EntryId>,
    /// Why.
    pub reason: String,
}

impl UseCase for DeclineQuote {
    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let offer = offer_of(situation.record, self.offer)?;
        situation.happened(What::QuoteDeclined {
            offer,
            reason: self.reason.clone(),
        })
    }
}
