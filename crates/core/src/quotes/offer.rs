//! `quote.offer`: a quote is put before the customer, the first one or the revision of the one that stands; what
//! it would be before anybody sees it is [`super::DraftQuote`].

use doorstep_domain::{
    money::Currency,
    quote::{Choice, Quote, QuoteLine, QuoteOption, Quotes},
    record::What,
};
use doorstep_replica::Edit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{OfferedLine, line::AskedParts};
use crate::{
    Error,
    records::{RecordName, Situation, UseCase, UseCaseError},
    script::schema,
};

/// A quote: lines, or two to three options of which the customer takes one. Its revision, and the offer that it
/// replaces, follow from the one that stands. The prices are those of the price list that is here at this moment, and
/// stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferQuote {
    /// The record.
    pub record: RecordName,
    /// All lines in the order shown; left out where there are options, and, with these, where the draft that is kept here
    /// is offered. A revision names every line again: none is added
    /// or removed silently.
    #[serde(default)]
    pub lines: Vec<OfferedLine>,
    /// The options on the page in the order shown.
    #[serde(default)]
    pub options: Vec<OfferedOption>,
}

/// One option of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferedOption {
    /// Which way to go on.
    #[schemars(schema_with = "schema::choice")]
    pub choice: Choice,
    /// Its lines; only to leave the unit as it is may need none.
    #[serde(default)]
    pub lines: Vec<OfferedLine>,
}

impl UseCase for OfferQuote {
    const ASKS_CATALOGUE: bool = true;
    const ASKS_HISTORY: bool = true;

    fn record(&self) -> &RecordName {
        &self.record
    }

    fn edits(&self, situation: &mut Situation<'_, '_>) -> Result<Vec<Edit>, Error> {
        let quote = self.quote(situation)?;
        situation.happened(What::QuoteOffered { quote })
    }
}

impl OfferQuote {
    /// Whether nothing is asked for by itself.
    pub(super) fn is_bare(&self) -> bool {
        self.lines.is_empty() && self.options.is_empty()
    }

    /// The quote as the customer would see it now.
    pub(super) fn quote(&self, situation: &Situation<'_, '_>) -> Result<Quote, Error> {
        let mut currency = None;
        let lines = priced(&self.lines, situation, &mut currency)?;
        let mut options = Vec::with_capacity(self.options.len().min(10));
        for option in &self.options {
            options.push(QuoteOption {
                choice: option.choice,
                lines: priced(&option.lines, situation, &mut currency)?,
            });
        }
        let of_options = options.iter().flat_map(|option| &option.lines);
        let discounted = lines
            .iter()
            .chain(of_options)
            .any(|line| line.discount_minor != 0);
        let limit = situation.catalogue.discount_percent(situation.scope.role());
        let standing = Quotes::of(situation.record).standing();
        Ok(Quote {
            revision: standing.map_or(1, |standing| standing.quote.revision.saturating_add(1)),
            replaces: standing.map(|standing| standing.offer),
            catalogue_version: situation.catalogue.version,
            currency: currency.unwrap_or(Currency::Cny),
            lines,
            options,
            discount_limit_percent: discounted.then_some(limit),
        })
    }
}

/// Lines with their prices, all in one currency.
fn priced(
    asked: &[OfferedLine],
    situation: &Situation<'_, '_>,
    currency: &mut Option<Currency>,
) -> Result<Vec<QuoteLine>, Error> {
    let parts = AskedParts::of(asked, situation.catalogue);
    let mut lines = Vec::with_capacity(asked.len().min(1_000));
    for line in asked {
        let (line, priced_in) = line.quoted(situation, &parts)?;
        if priced_in.is_some() && currency.is_some() && *currency != priced_in {
            return Err(UseCaseError::CurrenciesDiffer.into());
        }
        *currency = currency.or(priced_in);
        lines.push(line);
    }
    Ok(lines)
}
