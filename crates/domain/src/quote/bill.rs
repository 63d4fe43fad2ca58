//! What a customer may choose from on one page: repair, replace, or leave as it is, each with its own lines and total.

use doorstep_words::trade::quote as words;
use serde::{Deserialize, Serialize};

use super::{LineKind, Payer, QuoteLine, Totals};
use crate::{
    money::{Currency, Money, MoneyError},
    named::named,
};

/// A way to go on with a unit (方案).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// The unit is repaired.
    Repair,
    /// The unit is replaced by another.
    Replace,
    /// It stays as it is; what the visit costs may still be due.
    Leave,
}

named!(Choice {
    Repair "repair" words::choice::REPAIR;
    Replace "replace" words::choice::REPLACE;
    Leave "leave" words::choice::LEAVE;
});

/// One option of an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteOption {
    /// Which way.
    pub choice: Choice,
    /// Its lines in the order shown; only to leave the unit as it is may need none.
    pub lines: Vec<QuoteLine>,
}

/// The lines of one way, with their currency: an option, or a quote that has no options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bill<'q> {
    /// Which way.
    pub choice: Choice,
    /// The currency of all lines.
    pub currency: Currency,
    /// The lines in the order shown.
    pub lines: &'q [QuoteLine],
}

impl Bill<'_> {
    /// How many pieces of a part it names, by the catalogue's code; 0 where it does not name it.
    #[must_use]
    pub fn pieces_of(&self, part: &str) -> i64 {
        self.lines
            .iter()
            .filter(|line| line.kind == LineKind::Part && line.code == part)
            .fold(0, |sum, line| sum.saturating_add(line.quantity))
    }

    /// What it comes to. Derived, never stored.
    ///
    /// # Errors
    /// [`MoneyError`] when the sum does not fit.
    pub fn totals(&self) -> Result<Totals, MoneyError> {
        let mut totals = Totals {
            total: Money::zero(self.currency),
            customer_pays: Money::zero(self.currency),
        };
        for line in self.lines {
            let amount = Money {
                minor: line.amount_minor,
                currency: self.currency,
            };
            totals.total = totals.total.plus(amount)?;
            if line.payer == Payer::Customer {
                totals.customer_pays = totals.customer_pays.plus(amount)?;
            }
        }
        Ok(totals)
    }

    /// Minor units that are let off, and the price before, both of the lines that the customer pays: what another pays
    /// is not let off to him.
    #[must_use]
    pub fn discount(&self) -> (i64, i64) {
        let his = self
            .lines
            .iter()
            .filter(|line| line.payer == Payer::Customer);
        his.fold((0, 0), |(off, full): (i64, i64), line| {
            let price = line.amount_minor.saturating_add(line.discount_minor);
            (
                off.saturating_add(line.discount_minor),
                full.saturating_add(price),
            )
        })
    }
}
