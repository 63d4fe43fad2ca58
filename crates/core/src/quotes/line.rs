//! A line of a quote: by the catalogue's code, or by hand where the catalogue has none.

use doorstep_domain::{
    money::{Currency, Money},
    quote::{BadQuote, LineKind, Payer, QuoteLine},
    record::Field,
};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    Error,
    catalogue::{Decision, who_pays},
    records::{Situation, UseCaseError},
    script::schema,
};

/// One line. With a `code` of the catalogue alone, kind, name and price are taken from there. What the catalogue
/// lacks is given by hand: `kind`, `name`, `unit_price_minor`, and for a part that is to be fitted a `code` too.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferedLine {
    /// The catalogue's code of a part or of labour.
    #[serde(default)]
    pub code: String,
    /// What the line is for, by hand.
    #[serde(default)]
    #[schemars(schema_with = "schema::line_kind")]
    pub kind: Option<LineKind>,
    /// Its name, by hand.
    #[serde(default)]
    pub name: Option<String>,
    /// Minor units for one, by hand, in the currency of the other lines.
    #[serde(default)]
    pub unit_price_minor: Option<i64>,
    /// Whole pieces or units of labour.
    #[serde(default = "one")]
    pub quantity: i64,
    /// Who pays. Left out, it is decided by the record's payer class, the date of the invoice and the terms of
    /// warranty, and the rule stands in the quote.
    #[serde(default)]
    #[schemars(schema_with = "schema::payer")]
    pub payer: Option<Payer>,
    /// Why another payer than the rules' own.
    #[serde(default)]
    pub reason: String,
}

const fn one() -> i64 {
    1
}

impl OfferedLine {
    /// The line as the customer sees it, and the currency of its price where the catalogue says one.
    pub(super) fn quoted(
        &self,
        situation: &Situation<'_, '_>,
    ) -> Result<(QuoteLine, Option<Currency>), Error> {
        let by_hand = (self.kind, &self.name, self.unit_price_minor);
        let row = situation.catalogue.priced(&self.code);
        let language = situation.record.words(Field::Language);
        let (kind, name, price, currency, component) = match (row, by_hand) {
            (Some(row), (None, None, None)) => {
                let name = row.name.in_language(language).to_owned();
                (
                    row.kind,
                    name,
                    row.price.minor,
                    Some(row.price.currency),
                    row.component,
                )
            }
            // A price beside the price list would be a silent discount or a silent surcharge.
            (Some(_), _) => return Err(UseCaseError::CodeInCatalogue.into()),
            (None, (Some(kind), Some(name), Some(price))) => (kind, name.clone(), price, None, ""),
            (None, (None, None, None)) if !self.code.is_empty() => {
                return Err(UseCaseError::UnknownCode.into());
            }
            (None, _) => {
                return Err(UseCaseError::OneOf(
                    "a code of the catalogue; kind, name and unit_price_minor",
                )
                .into());
            }
        };
        // The currency does not matter to the product.
        let amount = Money {
            minor: price,
            currency: Currency::Cny,
        }
        .times(self.quantity);
        let amount_minor = amount
            .map_err(|error| UseCaseError::from(BadQuote::Total(error)))?
            .minor;
        let Decision { payer, rule } = self.decide(situation, component);
        let code = self.code.clone();
        let quantity = self.quantity;
        let line = QuoteLine {
            kind,
            code,
            name,
            quantity,
            unit_price_minor: price,
            amount_minor,
            payer,
            rule,
        };
        Ok((line, currency))
    }

    fn decide(&self, situation: &Situation<'_, '_>, component: &str) -> Decision {
        let decision = who_pays(situation.record, situation.catalogue, component);
        match self.payer {
            Some(payer) if payer != decision.payer => {
                let in_english = situation.record.words(Field::Language) == "en";
                let rule = match (in_english, self.reason.trim()) {
                    (true, "") => "set on site".to_owned(),
                    (true, reason) => format!("set on site: {reason}"),
                    (false, "") => "现场指定".to_owned(),
                    (false, reason) => format!("现场指定：{reason}"),
                };
                Decision { payer, rule }
            }
            Some(_) | None => decision,
        }
    }
}
