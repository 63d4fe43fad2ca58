//! A line of a quote: by the catalogue's code, or by hand where the catalogue has none.

use doorstep_domain::{
    catalogue::Catalogue,
    cover::{Asked, AskedPart, Case, Decision, not_satisfied_day, visit_day},
    money::{Currency, Money},
    quote::{BadQuote, LineKind, Payer, QuoteLine},
    record::Field,
};
use doorstep_words::{Language, Say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Error,
    records::{Situation, UseCaseError},
    script::schema,
};

/// One line. With a `code` of the catalogue alone, kind, name and price are taken from there. What the catalogue
/// lacks is given by hand: `kind`, `name`, `unit_price_minor`, and for a part that is to be fitted a `code` too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// The code of the part that the labour or the fee is for. Left out, it is the quote's only part.
    #[serde(default)]
    pub for_part: String,
    /// The serial number on the piece that failed, where it can be read.
    #[serde(default)]
    pub failed_serial: String,
    /// Who pays. Left out, it is decided by the rules (the unit's earlier repairs, payer class, exclusions, date of the
    /// invoice, terms of warranty), and the rule stands in the quote.
    #[serde(default)]
    #[schemars(schema_with = "schema::payer")]
    pub payer: Option<Payer>,
    /// Minor units let off the price of the whole line (优惠), within what this device's role may let off.
    #[serde(default)]
    pub discount_minor: i64,
    /// Why another payer than the rules' own; then it must be given.
    #[serde(default)]
    pub reason: String,
}

const fn one() -> i64 {
    1
}

/// What a line is for, from the catalogue or by hand.
struct Described<'a> {
    kind: LineKind,
    name: &'a str,
    unit_price_minor: i64,
    /// The currency of its price, where the catalogue says one.
    currency: Option<Currency>,
}

/// The parts of a quote, before who pays is decided.
pub(super) struct AskedParts<'a> {
    parts: Vec<AskedPart<'a>>,
}

impl<'a> AskedParts<'a> {
    /// Those of all lines.
    pub(super) fn of(lines: &'a [OfferedLine], catalogue: &'a Catalogue) -> Self {
        let is_part = |line: &&OfferedLine| {
            let row = catalogue.priced(&line.code);
            row.map(|row| row.kind).or(line.kind) == Some(LineKind::Part)
        };
        let parts = lines.iter().filter(is_part);
        Self {
            parts: parts.map(|line| line.part(&line.code, catalogue)).collect(),
        }
    }
}

impl OfferedLine {
    /// The line as the customer sees it, and the currency of its price where the catalogue says one.
    pub(super) fn quoted(
        &self,
        situation: &Situation<'_, '_>,
        parts: &AskedParts<'_>,
    ) -> Result<(QuoteLine, Option<Currency>), Error> {
        let language = situation.record.words(Field::Language);
        let described = self.described(situation.catalogue, language)?;
        // The currency does not matter to the product.
        let amount = Money {
            minor: described.unit_price_minor,
            currency: Currency::Cny,
        }
        .times(self.quantity);
        let amount_minor = amount
            .map_err(|error| UseCaseError::from(BadQuote::Total(error)))?
            .minor
            .saturating_sub(self.discount_minor);
        let decision = self.decide(situation, described.kind, parts)?;
        let rule = decision
            .words()
            .say(Language::of_customer(language))
            .into_owned();
        let line = QuoteLine {
            kind: described.kind,
            code: self.code.clone(),
            name: described.name.to_owned(),
            quantity: self.quantity,
            unit_price_minor: described.unit_price_minor,
            amount_minor,
            discount_minor: self.discount_minor,
            payer: decision.payer,
            rule,
            decided_by: Some(decision.rule),
            override_reason: decision.override_reason,
        };
        Ok((line, described.currency))
    }

    fn described<'a>(
        &'a self,
        catalogue: &'a Catalogue,
        language: &str,
    ) -> Result<Described<'a>, UseCaseError> {
        match (
            catalogue.priced(&self.code),
            (self.kind, &self.name, self.unit_price_minor),
        ) {
            (Some(row), (None, None, None)) => Ok(Described {
                kind: row.kind,
                name: row.name.in_language(language),
                unit_price_minor: row.price.minor,
                currency: Some(row.price.currency),
            }),
            // A price beside the price list would be a silent discount or a silent surcharge.
            (Some(_), _) => Err(UseCaseError::CodeInCatalogue),
            (None, (Some(kind), Some(name), Some(unit_price_minor))) => Ok(Described {
                kind,
                name,
                unit_price_minor,
                currency: None,
            }),
            (None, (None, None, None)) if !self.code.is_empty() => Err(UseCaseError::UnknownCode),
            (None, _) => Err(UseCaseError::OneOf(
                "a code of the catalogue; kind, name and unit_price_minor",
            )),
        }
    }

    /// A part of this line's pieces and failed serial number, by its code.
    fn part<'a>(&'a self, code: &'a str, catalogue: &'a Catalogue) -> AskedPart<'a> {
        AskedPart {
            code,
            component: catalogue
                .part(code)
                .map_or("", |row| row.component.as_str()),
            pieces: self.quantity,
            failed_serial: &self.failed_serial,
        }
    }

    fn decide(
        &self,
        situation: &Situation<'_, '_>,
        kind: LineKind,
        parts: &AskedParts<'_>,
    ) -> Result<Decision, UseCaseError> {
        let part = match (kind, self.for_part.as_str()) {
            (LineKind::Part, _) => Some(self.part(&self.code, situation.catalogue)),
            (_, "") => AskedPart::only(parts.parts.iter().copied()),
            (_, code) => {
                let quoted = parts.parts.iter().find(|part| part.code == code);
                quoted
                    .copied()
                    .or_else(|| Some(self.part(code, situation.catalogue)))
            }
        };
        let case = Case {
            record: situation.record,
            catalogue: situation.catalogue,
            history: situation.history,
            // Before an arrival no quote is offered, whatever its lines would say.
            day: visit_day(situation.record).unwrap_or_default(),
            not_satisfied_on: not_satisfied_day(situation.record),
        };
        let rule = case.who_pays(&Asked::of(kind, part));
        Ok(match self.payer {
            Some(payer) => Decision::by_hand(rule, payer, &self.reason)?,
            None => Decision::by_rule(rule),
        })
    }
}
