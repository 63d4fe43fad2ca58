//! What stands beside the lines of a quote: its options, what a revision changes, what is let off; and a draft, which is
//! all of these before anybody was offered them.

use doorstep_domain::{
    money::{Currency, Money},
    quote::{
        Bill, Choice, DiscountVerdict, LineChange, Quote, QuoteDifference, QuoteLine, Quotes,
        difference, may_discount,
    },
    record::Record,
};
use doorstep_words::view::quote as words;
use serde::Serialize;

use super::{MoneyView, QuoteLineView, Words};

/// One way to go on, with its lines and totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OptionView {
    /// Which way.
    pub choice: Words,
    /// The lines in the order shown.
    pub lines: Vec<QuoteLineView>,
    /// All lines; none if the sum does not fit.
    pub total: Option<MoneyView>,
    /// The lines that the customer pays.
    pub customer_pays: Option<MoneyView>,
    /// The customer took it.
    pub taken: bool,
}

/// What a revision changes in one way to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteDifferenceView {
    /// Which way.
    pub choice: Words,
    /// The lines that differ.
    pub lines: Vec<LineChangeView>,
    /// What it came to; none where it was not offered before.
    pub old_total: Option<MoneyView>,
    /// What it comes to; none where it is no longer offered.
    pub new_total: Option<MoneyView>,
    /// What the customer would have paid.
    pub old_customer_pays: Option<MoneyView>,
    /// What he pays.
    pub new_customer_pays: Option<MoneyView>,
    /// How much dearer the whole became; negative where it became cheaper.
    pub total_difference: MoneyView,
}

/// One line that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineChangeView {
    /// `added`, `removed` or `changed`.
    pub change: Words,
    /// As it was; none for an added line.
    pub old: Option<QuoteLineView>,
    /// As it is; none for a removed line.
    pub new: Option<QuoteLineView>,
}

/// What is let off, and whether whoever offers it may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiscountView {
    /// `within`, `approved` or `beyond`.
    pub verdict: Words,
    /// Percent that whoever offered it may let off by himself.
    pub limit_percent: i64,
}

/// A draft: what would be offered now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DraftView {
    /// The revision that it would be.
    pub revision: i64,
    /// The version of the price list.
    pub catalogue_version: i64,
    /// What the customer may choose from; one where it has no options.
    pub options: Vec<OptionView>,
    /// What it changes against the offer that stands.
    pub differences: Vec<QuoteDifferenceView>,
    /// How what is let off stands to its limit; none where nothing is let off.
    pub discount: Option<DiscountView>,
}

impl OptionView {
    pub(super) fn all_of(quote: &Quote, taken: Option<Bill<'_>>) -> Vec<Self> {
        let option = |bill: Bill<'_>| {
            let totals = bill.totals().ok();
            Self {
                choice: choice_words(bill.choice),
                lines: QuoteLineView::all_of(bill),
                total: totals.map(|totals| totals.total.into()),
                customer_pays: totals.map(|totals| totals.customer_pays.into()),
                taken: taken.is_some_and(|taken| taken.choice == bill.choice),
            }
        };
        quote.bills().map(option).collect()
    }
}

impl QuoteDifferenceView {
    pub(super) fn all_of(quotes: &Quotes<'_>, quote: &Quote) -> Vec<Self> {
        let Some(replaced) = quote.replaces.and_then(|offer| quotes.offered(offer)) else {
            return Vec::new();
        };
        // A sum that does not fit was refused when it was offered.
        let differences = difference(replaced, quote).unwrap_or_default();
        let currency = quote.currency;
        differences
            .iter()
            .map(|one| Self::of(currency, one))
            .collect()
    }

    fn of(currency: Currency, one: &QuoteDifference<'_>) -> Self {
        let money = |minor: i64| Money { minor, currency }.into();
        Self {
            choice: choice_words(one.choice),
            lines: one
                .lines
                .iter()
                .map(|change| LineChangeView::of(currency, change))
                .collect(),
            old_total: one.old_total_minor.map(money),
            new_total: one.new_total_minor.map(money),
            old_customer_pays: one.old_customer_minor.map(money),
            new_customer_pays: one.new_customer_minor.map(money),
            total_difference: money(one.total_minor()),
        }
    }
}

impl LineChangeView {
    fn of(currency: Currency, change: &LineChange<'_>) -> Self {
        let line = |line: &QuoteLine| Some(QuoteLineView::of(currency, line));
        match change {
            LineChange::Added(new) => Self {
                change: Words::of("added", words::ADDED),
                old: None,
                new: line(new),
            },
            LineChange::Removed(old) => Self {
                change: Words::of("removed", words::REMOVED),
                old: line(old),
                new: None,
            },
            LineChange::Changed { old, new } => Self {
                change: Words::of("changed", words::CHANGED),
                old: line(old),
                new: line(new),
            },
        }
    }
}

impl DiscountView {
    pub(super) fn of(record: &Record, quote: &Quote) -> Option<Self> {
        let verdict = match may_discount(record, quote) {
            DiscountVerdict::None => return None,
            DiscountVerdict::Within => Words::of("within", words::WITHIN),
            DiscountVerdict::Approved => Words::of("approved", words::APPROVED),
            DiscountVerdict::Beyond => Words::of("beyond", words::BEYOND),
        };
        Some(Self {
            verdict,
            limit_percent: quote.discount_limit_percent.unwrap_or_default(),
        })
    }
}

impl DraftView {
    pub(crate) fn of(record: &Record, quote: &Quote) -> Self {
        Self {
            revision: quote.revision,
            catalogue_version: quote.catalogue_version,
            options: OptionView::all_of(quote, None),
            differences: QuoteDifferenceView::all_of(&Quotes::of(record), quote),
            discount: DiscountView::of(record, quote),
        }
    }
}

pub(super) fn choice_words(choice: Choice) -> Words {
    Words::of(choice.code(), choice.words())
}
