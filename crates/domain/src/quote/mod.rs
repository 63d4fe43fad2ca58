//! Quotes (报价): what the work will cost, line by line, accepted before any repair starts.

mod bill;
mod difference;
mod discount;
mod standing;

use std::collections::BTreeSet;

use doorstep_words::{Phrase, trade::quote as words};
use serde::{Deserialize, Serialize};

use crate::{
    cover::Rule,
    ids::EntryId,
    money::{Currency, Money, MoneyError},
    named::named,
    record::is_forbidden_character,
};

pub use bill::{Bill, Choice, QuoteOption};
pub use difference::{LineChange, QuoteDifference, difference};
pub use discount::{DiscountVerdict, judge_discount, may_discount};
pub use standing::{AcceptedQuote, Quotes, StandingOffer};

/// How many lines one quote may have.
const LINES_MAX: usize = 200;
/// How many characters a line's name, code or rule may have.
const TEXT_MAX: usize = 200;

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Labour by the price list.
    Labour,
    /// A part.
    Part,
    /// Travel and anything else on the price list.
    Other,
}

named!(LineKind {
    Labour "labour" words::line_kind::LABOUR;
    Part "part" words::line_kind::PART;
    Other "other" words::line_kind::OTHER;
});

/// Who pays a line (免费 / 有偿 / 合同).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// The customer, by the price list.
    Customer,
    /// Nobody at the door: in warranty.
    Warranty,
    /// The maintenance contract.
    Contract,
}

named!(Payer {
    Customer "customer" words::payer::CUSTOMER;
    Warranty "warranty" words::payer::WARRANTY;
    Contract "contract" words::payer::CONTRACT;
});

/// One line: unit price, quantity and amount all stand there, as the customer sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// What it is for.
    pub kind: LineKind,
    /// The catalogue's code.
    pub code: String,
    /// The name as shown.
    pub name: String,
    /// Whole pieces or units of labour.
    pub quantity: i64,
    /// Minor units for one.
    pub unit_price_minor: i64,
    /// Minor units for the line: unit price × quantity less the discount, checked.
    pub amount_minor: i64,
    /// Minor units that are let off the price (优惠); 0 for none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub discount_minor: i64,
    /// Who pays it.
    pub payer: Payer,
    /// The rule that decided who pays, in words.
    pub rule: String,
    /// The same with its dates and months; none in a line of an older program, whose bytes stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<Rule>,
    /// Why another payer than the rule's own was given by hand; none where the rule holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
}

/// A quote as it was offered. Frozen: what comes later is a new revision that replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// 1 for the first, one more than the offer it replaces.
    pub revision: i64,
    /// The offer that this one replaces.
    pub replaces: Option<EntryId>,
    /// The version of the price list that the prices are from.
    pub catalogue_version: i64,
    /// The currency of all lines.
    pub currency: Currency,
    /// The lines in the order shown; none where the offer has options.
    pub lines: Vec<QuoteLine>,
    /// What the customer may choose from, on one page (repair, replace, leave); empty where there is one way only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<QuoteOption>,
    /// Percent that whoever offered it may let off without asking, by the reference data of that version; none where
    /// nothing is let off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_limit_percent: Option<i64>,
}

/// What a quote comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// All lines.
    pub total: Money,
    /// The lines that the customer pays.
    pub customer_pays: Money,
}

/// Why a quote is not in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadQuote {
    /// No lines, or more than anybody could read.
    #[error("a quote has between 1 and 200 lines")]
    Lines,
    /// The name is missing, or a text is too long or has forbidden characters.
    #[error("line {0} lacks a name, or a text in it is too long or has forbidden characters")]
    Text(usize),
    /// A quantity below one, a negative price, or an amount that is not price × quantity.
    #[error("line {0} has a quantity, price or amount that is not in order")]
    Amount(usize),
    /// Another payer than the rule's own, and no reason for it.
    #[error("line {0} is paid by another than its rule says, and no reason is given")]
    Payer(usize),
    /// Options beside plain lines, one option alone, too many, or two of one kind.
    #[error("an offer has either lines or two to three different options")]
    Options,
    /// A discount below zero or above the price, or no limit stands beside it.
    #[error("line {0} has a discount that is not in order")]
    Discount(usize),
    /// The revision does not go with what it replaces.
    #[error("the revision number is not in order")]
    Revision,
    /// The sum does not fit.
    #[error("the total is too large")]
    Total(#[from] MoneyError),
}

impl BadQuote {
    /// The words on a screen.
    #[must_use]
    pub const fn words(&self) -> Phrase {
        match self {
            Self::Lines => words::bad_quote::LINES,
            Self::Text(_) => words::bad_quote::TEXT,
            Self::Amount(_) => words::bad_quote::AMOUNT,
            Self::Payer(_) => words::bad_quote::PAYER,
            Self::Options => words::bad_quote::OPTIONS,
            Self::Discount(_) => words::bad_quote::DISCOUNT,
            Self::Revision => words::bad_quote::REVISION,
            Self::Total(error) => error.words(),
        }
    }
}

impl QuoteLine {
    /// Whether its texts and its payer are in order; `number` is its place, from 1.
    fn check(&self, number: usize) -> Result<(), BadQuote> {
        // The customer signs what he sees, so no character may make a line look like another.
        let unfit = |text: &String| {
            text.chars().count() > TEXT_MAX || text.chars().any(is_forbidden_character)
        };
        let texts = [&self.name, &self.code, &self.rule]
            .into_iter()
            .chain(&self.override_reason)
            .chain(self.decided_by.iter().flat_map(Rule::texts));
        if self.name.trim().is_empty() || texts.into_iter().any(unfit) {
            return Err(BadQuote::Text(number));
        }
        let by_rule = self
            .decided_by
            .as_ref()
            .is_none_or(|rule| rule.payer() == self.payer);
        let reasoned = self
            .override_reason
            .as_ref()
            .map(|reason| !reason.trim().is_empty());
        if reasoned.unwrap_or(by_rule) {
            Ok(())
        } else {
            Err(BadQuote::Payer(number))
        }
    }
}

impl Quote {
    /// Whether every line and every total is in order.
    ///
    /// # Errors
    /// [`BadQuote`], with the line counted from 1 over all options.
    pub fn check(&self) -> Result<(), BadQuote> {
        if self.revision < 1 || (self.revision == 1) != self.replaces.is_none() {
            return Err(BadQuote::Revision);
        }
        self.check_options()?;
        let lines = || self.bills().flat_map(|bill| bill.lines);
        if lines().count() > LINES_MAX {
            return Err(BadQuote::Lines);
        }
        for (line, number) in lines().zip(1..) {
            line.check(number)?;
            self.check_amount(line, number)?;
        }
        self.bills()
            .try_for_each(|bill| bill.totals().map(|_| ()))
            .map_err(BadQuote::Total)
    }

    fn check_options(&self) -> Result<(), BadQuote> {
        let choices: BTreeSet<Choice> = self.options.iter().map(|option| option.choice).collect();
        let fits = match self.options.len() {
            0 => true,
            1 => false,
            count => self.lines.is_empty() && choices.len() == count,
        };
        if !fits {
            return Err(BadQuote::Options);
        }
        // Only to leave a unit as it is may cost nothing and need no line.
        let bare = |bill: Bill<'_>| bill.lines.is_empty() && bill.choice != Choice::Leave;
        if self.bills().any(bare) {
            return Err(BadQuote::Lines);
        }
        Ok(())
    }

    fn check_amount(&self, line: &QuoteLine, number: usize) -> Result<(), BadQuote> {
        let price = Money {
            minor: line.unit_price_minor,
            currency: self.currency,
        };
        if line.quantity < 1 || line.unit_price_minor < 0 {
            return Err(BadQuote::Amount(number));
        }
        let full = price.times(line.quantity)?.minor;
        let limited = line.discount_minor == 0 || self.discount_limit_percent.is_some();
        if !limited || !(0..=full).contains(&line.discount_minor) {
            return Err(BadQuote::Discount(number));
        }
        if full.checked_sub(line.discount_minor) == Some(line.amount_minor) {
            Ok(())
        } else {
            Err(BadQuote::Amount(number))
        }
    }

    /// What the customer may choose from, in the order shown: the options, or the one way that there is.
    pub fn bills(&self) -> impl Iterator<Item = Bill<'_>> {
        let only = self.options.is_empty().then_some(Bill {
            choice: Choice::Repair,
            currency: self.currency,
            lines: &self.lines,
        });
        let options = self.options.iter().map(|option| Bill {
            choice: option.choice,
            currency: self.currency,
            lines: &option.lines,
        });
        only.into_iter().chain(options)
    }

    /// The one that a customer took: by its kind where the offer has options, else the only one.
    #[must_use]
    pub fn bill(&self, choice: Option<Choice>) -> Option<Bill<'_>> {
        match choice {
            None if self.options.is_empty() => self.bills().next(),
            None => None,
            Some(choice) => self
                .bills()
                .find(|bill| bill.choice == choice && !self.options.is_empty()),
        }
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
const fn is_zero(minor: &i64) -> bool {
    *minor == 0
}

#[cfg(test)]
mod tests;
