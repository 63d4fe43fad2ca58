//! Quotes with their lines, totals and what became of them.

use doorstep_domain::{
    course::Facts,
    cover::Rule,
    money::{Currency, Money},
    quote::{Bill, Payer, QuoteLine, Quotes},
    record::{Record, What},
};
use serde::Serialize;

use super::{
    DiscountView, EntryHead, MoneyView, OptionView, QuoteDifferenceView, Words,
    quote_option::choice_words,
};

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
    /// What the customer may choose from, in the order shown; one where the quote has no options.
    pub options: Vec<OptionView>,
    /// The option that he took; none where it has no options or nothing was taken.
    pub choice: Option<Words>,
    /// The lines in the order shown: of what was taken, or of a quote without options.
    pub lines: Vec<QuoteLineView>,
    /// All of them; none if the sum does not fit, or while none of several options was taken.
    pub total: Option<MoneyView>,
    /// Those that the customer pays.
    pub customer_pays: Option<MoneyView>,
    /// What it changes against the offer that it replaces, for each way to go on that differs.
    pub differences: Vec<QuoteDifferenceView>,
    /// How what is let off stands to its limit; none where nothing is let off.
    pub discount: Option<DiscountView>,
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
    /// The price of the line, with what is let off taken off.
    pub amount: MoneyView,
    /// What is let off; none where nothing is.
    pub discount: Option<MoneyView>,
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
                let taken = quotes.taken(id).or_else(|| quote.bill(None));
                let totals = taken.and_then(|bill| bill.totals().ok());
                Some(Self {
                    head: EntryHead::of(id, reading),
                    revision: quote.revision,
                    replaces: quote.replaces.map(|replaced| replaced.to_string()),
                    catalogue_version: quote.catalogue_version,
                    options: OptionView::all_of(quote, quotes.taken(id)),
                    choice: quotes
                        .taken(id)
                        .filter(|_| !quote.options.is_empty())
                        .map(|bill| choice_words(bill.choice)),
                    lines: taken.map_or_else(Vec::new, QuoteLineView::all_of),
                    differences: QuoteDifferenceView::all_of(&quotes, quote),
                    discount: DiscountView::of(record, quote),
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
    /// The lines of one way to go on.
    pub(super) fn all_of(bill: Bill<'_>) -> Vec<Self> {
        let lines = bill.lines.iter();
        lines.map(|line| Self::of(bill.currency, line)).collect()
    }

    pub(super) fn of(currency: Currency, line: &QuoteLine) -> Self {
        let money = |minor: i64| Money { minor, currency }.into();
        Self {
            kind: Words::of(line.kind.code(), line.kind.words()),
            code: line.code.clone(),
            name: line.name.clone(),
            quantity: line.quantity,
            unit_price: money(line.unit_price_minor),
            amount: money(line.amount_minor),
            discount: (line.discount_minor != 0).then(|| money(line.discount_minor)),
            payer: payer_words(line.payer),
            rule: line.rule.clone(),
            decided_by: line.decided_by.as_ref().map(RuleView::of),
            override_reason: line.override_reason.clone(),
        }
    }
}

impl RuleView {
    fn of(rule: &Rule) -> Self {
        Self {
            words: Words::saying(rule.code(), &rule.words()),
            payer: payer_words(rule.payer()),
            from: rule.from().map(|day| day.to_string()),
            months: rule.months(),
            last_day: rule.last_day().map(|day| day.to_string()),
        }
    }
}

fn payer_words(payer: Payer) -> Words {
    Words::of(payer.code(), payer.words())
}
