//! Quotes with their lines, totals and what became of them.

use doorstep_domain::{
    course::Facts,
    cover::{Rule, RuleWords},
    money::Money,
    quote::{Payer, Quote, QuoteLine, Quotes},
    record::{Record, What},
};
use serde::Serialize;

use super::{EntryHead, MoneyView, Words};

/// One quote as it was offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteView {
    /// Who offered it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// 1 for the first.
    pub revision: i64,
    /// The offer that it replaces.
    pub replaces: Option<String>,
    /// The version of the price list.
    pub catalogue_version: i64,
    /// The lines in the order shown.
    pub lines: Vec<QuoteLineView>,
    /// All lines; none if the sum does not fit.
    pub total: Option<MoneyView>,
    /// The lines that the customer pays.
    pub customer_pays: Option<MoneyView>,
    /// It is the one that stands.
    pub standing: bool,
    /// It was accepted.
    pub accepted: bool,
    /// It is the accepted one that the work goes by.
    pub in_force: bool,
    /// It was declined.
    pub declined: bool,
    /// Why, if it was declined.
    pub declined_reason: Option<String>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteLineView {
    /// What it is for.
    pub kind: Words,
    /// The catalogue's code; empty if it was given by hand.
    pub code: String,
    /// The name as shown.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// The price of one.
    pub unit_price: MoneyView,
    /// The price of the line.
    pub amount: MoneyView,
    /// Who pays it.
    pub payer: Words,
    /// The rule that decided, in the customer's language; where the payer was given by hand, the reason.
    pub rule: String,
    /// What the rules say, with the dates it hangs on; none in a line of an older program.
    pub decided_by: Option<RuleView>,
    /// Why the payer is another than the rule's own; none where the rule holds.
    pub override_reason: Option<String>,
}

/// A rule of who pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleView {
    /// Its code and the sentence.
    #[serde(flatten)]
    pub words: Words,
    /// Who pays by it.
    pub payer: Words,
    /// The day from which its term runs, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// The months of its term.
    pub months: Option<u32>,
    /// The last day inside its term, `YYYY-MM-DD`.
    pub last_day: Option<String>,
}

impl QuoteView {
    /// The quotes of a record, in the order of their ids.
    #[must_use]
    pub fn all_of(record: &Record, facts: &Facts<'_>) -> Vec<Self> {
        let quotes = Quotes::of(record);
        record
            .valid_readings()
            .filter_map(|(id, reading)| {
                let What::QuoteOffered { quote } = &reading.entry.what else {
                    return None;
                };
                let totals = quote.totals().ok();
                Some(Self {
                    head: EntryHead::of(id, reading),
                    revision: quote.revision,
                    replaces: quote.replaces.map(|replaced| replaced.to_string()),
                    catalogue_version: quote.catalogue_version,
                    lines: quote
                        .lines
                        .iter()
                        .map(|line| QuoteLineView::of(quote, line))
                        .collect(),
                    total: totals.map(|totals| totals.total.into()),
                    customer_pays: totals.map(|totals| totals.customer_pays.into()),
                    standing: facts
                        .standing_offer
                        .is_some_and(|standing| standing.offer == id),
                    accepted: quotes.is_accepted(id),
                    in_force: facts.accepted.is_some_and(|accepted| accepted.offer == id),
                    declined: quotes.is_declined(id),
                    declined_reason: record.valid_entries().find_map(|(_, entry)| {
                        match &entry.what {
                            What::QuoteDeclined { offer, reason } if *offer == id => {
                                Some(reason.clone())
                            }
                            _ => None,
                        }
                    }),
                })
            })
            .collect()
    }
}

impl QuoteLineView {
    fn of(quote: &Quote, line: &QuoteLine) -> Self {
        let money = |minor: i64| {
            Money {
                minor,
                currency: quote.currency,
            }
            .into()
        };
        Self {
            kind: Words::new(line.kind.code(), line.kind.chinese(), line.kind.english()),
            code: line.code.clone(),
            name: line.name.clone(),
            quantity: line.quantity,
            unit_price: money(line.unit_price_minor),
            amount: money(line.amount_minor),
            payer: payer_words(line.payer),
            rule: line.rule.clone(),
            decided_by: line.decided_by.as_ref().map(RuleView::of),
            override_reason: line.override_reason.clone(),
        }
    }
}

impl RuleView {
    fn of(rule: &Rule) -> Self {
        let RuleWords { chinese, english } = rule.words();
        Self {
            words: Words::new(rule.code(), &chinese, &english),
            payer: payer_words(rule.payer()),
            from: rule.from().map(|day| day.to_string()),
            months: rule.months(),
            last_day: rule.last_day().map(|day| day.to_string()),
        }
    }
}

fn payer_words(payer: Payer) -> Words {
    Words::new(payer.code(), payer.chinese(), payer.english())
}
