//! `quote.offer`: a quote is put before the customer, the first one or the revision of the one that stands.

use doorstep_domain::{
    money::Currency,
    quote::{Quote, Quotes},
    record::What,
};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{OfferedLine, line::AskedParts};
use crate::{
    Error,
    records::{RecordName, Situation, UseCase, UseCaseError},
};

/// A quote. Its revision, and the offer that it replaces, follow from the one that stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferQuote {
    /// The record.
    pub record: RecordName,
    /// All lines in the order shown. A revision names every line again: none is added or removed silently.
    pub lines: Vec<OfferedLine>,
}

impl UseCase for OfferQuote {
    const ASKS_CATALOGUE: bool = true;
    const ASKS_HISTORY: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let mut lines = Vec::with_capacity(self.lines.len().min(1_000));
        let parts = AskedParts::of(&self.lines, situation.catalogue);
        let mut currency = None;
        for line in &self.lines {
            let (line, priced_in) = line.quoted(situation, &parts)?;
            if priced_in.is_some() && currency.is_some() && currency != priced_in {
                return Err(UseCaseError::CurrenciesDiffer.into());
            }
            currency = currency.or(priced_in);
            lines.push(line);
        }
        let standing = Quotes::of(situation.record).standing();
        situation.happened(What::QuoteOffered {
            quote: Quote {
                revision: standing.map_or(1, |standing| standing.quote.revision.saturating_add(1)),
                replaces: standing.map(|standing| standing.offer),
                catalogue_version: situation.catalogue.version,
                currency: currency.unwrap_or(Currency::Cny),
                lines,
            },
        })
    }
}
