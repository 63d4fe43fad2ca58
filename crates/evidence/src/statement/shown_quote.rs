//! The quote as a customer saw it: what he took, what else stood on the page, and what a revision changed.

use doorstep_domain::{
    quote::{Bill, Choice, LineChange, Payer, Quote, QuoteLine, Quotes, difference},
    record::Record,
};
use serde::{Deserialize, Serialize};

use super::Asked;

/// The quote as shown: line by line, who pays and by which rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownQuote {
    /// The revision.
    pub revision: i64,
    /// ISO 4217.
    pub currency: String,
    /// The lines.
    pub lines: Vec<QuoteLine>,
    /// All lines, minor units.
    pub total_minor: i64,
    /// What the customer pays, minor units.
    pub customer_pays_minor: i64,
    /// Which option the lines are; absent where the offer has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// What else he could have taken, when he accepts a quote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<ShownOption>,
    /// What the revision before him changes, when he accepts one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<ShownRevision>,
}

/// An option that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownOption {
    /// Which way.
    pub choice: Choice,
    /// Its lines.
    pub lines: Vec<QuoteLine>,
    /// All lines, minor units.
    pub total_minor: i64,
    /// What the customer would pay, minor units.
    pub customer_pays_minor: i64,
}

/// What a revision changes in the lines that are taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownRevision {
    /// The revision that it replaces.
    pub revision: i64,
    /// What that came to, minor units; absent where it did not hold this option.
    pub total_minor: Option<i64>,
    /// The lines that differ: one that is new has no old figures, one that is gone no new ones.
    pub lines: Vec<ShownChange>,
}

/// A line that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownChange {
    /// The name of the line.
    pub name: String,
    /// As it was.
    pub old: Option<ShownFigures>,
    /// As it is.
    pub new: Option<ShownFigures>,
}

/// The figures of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShownFigures {
    /// How many.
    pub quantity: i64,
    /// Minor units.
    pub amount_minor: i64,
    /// Who pays.
    pub payer: Payer,
}

impl ShownQuote {
    pub(super) fn of(record: &Record, before_work: bool, asked: Asked) -> Option<Self> {
        let quotes = Quotes::of(record);
        let (quote, bill) = match asked.offer {
            Some(offer) => {
                let quote = quotes.offered(offer)?;
                (quote, quote.bill(asked.choice)?)
            }
            None => {
                let accepted = quotes.accepted()?;
                (accepted.quote, accepted.bill)
            }
        };
        let totals = bill.totals().ok()?;
        let mut shown = Self {
            revision: quote.revision,
            currency: quote.currency.code().to_owned(),
            lines: bill.lines.to_vec(),
            total_minor: totals.total.minor,
            customer_pays_minor: totals.customer_pays.minor,
            choice: (!quote.options.is_empty()).then_some(bill.choice),
            others: Vec::new(),
            replaces: None,
        };
        if before_work && asked.version >= 3 {
            shown.others = quote
                .bills()
                .filter(|other| other.choice != bill.choice)
                .filter_map(ShownOption::of)
                .collect();
            let replaced = quote.replaces.and_then(|offer| quotes.offered(offer));
            shown.replaces = replaced.and_then(|old| ShownRevision::of(old, quote, bill.choice));
        }
        Some(shown)
    }

    pub(super) fn needs_version_3(&self) -> bool {
        self.choice.is_some() || !self.others.is_empty() || self.replaces.is_some()
    }
}

impl ShownOption {
    fn of(bill: Bill<'_>) -> Option<Self> {
        let totals = bill.totals().ok()?;
        Some(Self {
            choice: bill.choice,
            lines: bill.lines.to_vec(),
            total_minor: totals.total.minor,
            customer_pays_minor: totals.customer_pays.minor,
        })
    }
}

impl ShownRevision {
    fn of(old: &Quote, new: &Quote, choice: Choice) -> Option<Self> {
        let before = old.bills().find(|bill| bill.choice == choice);
        let differences = difference(old, new).ok()?;
        let differs = differences.iter().find(|one| one.choice == choice);
        Some(Self {
            revision: old.revision,
            total_minor: before
                .map(|bill| bill.totals())
                .transpose()
                .ok()?
                .map(|totals| totals.total.minor),
            lines: differs.map_or_else(Vec::new, |one| {
                one.lines.iter().map(ShownChange::of).collect()
            }),
        })
    }
}

impl ShownChange {
    fn of(change: &LineChange<'_>) -> Self {
        let (old, new) = match change {
            LineChange::Added(new) => (None, Some(*new)),
            LineChange::Removed(old) => (Some(*old), None),
            LineChange::Changed { old, new } => (Some(*old), Some(*new)),
        };
        let figures = |line: &QuoteLine| ShownFigures {
            quantity: line.quantity,
            amount_minor: line.amount_minor,
            payer: line.payer,
        };
        let name = new.or(old).map(|line| line.name.clone());
        Self {
            name: name.unwrap_or_default(),
            old: old.map(figures),
            new: new.map(figures),
        }
    }
}
