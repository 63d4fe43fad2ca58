//! Amounts and payments.

use doorstep_domain::{
    course::Facts,
    money::{Currency, Money},
    record::{Record, What},
};
use serde::Serialize;

use super::{EntryHead, Words};

/// An amount: exact for programs, readable for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoneyView {
    /// Minor units.
    pub minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// As it is shown, `¥68.00`.
    pub text: String,
}

impl From<Money> for MoneyView {
    fn from(money: Money) -> Self {
        Self {
            minor: money.minor,
            currency: money.currency.code().to_owned(),
            text: money.to_string(),
        }
    }
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentView {
    /// Who took it, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// How.
    pub method: Words,
    /// How much.
    pub amount: MoneyView,
    /// The receipt's number.
    pub receipt: String,
}

/// What is to be paid and what was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentsView {
    /// What the customer pays by the accepted quote; none while nothing is accepted.
    pub due: Option<MoneyView>,
    /// What is still to be paid.
    pub owed: Option<MoneyView>,
    /// The payments.
    pub taken: Vec<PaymentView>,
}

impl PaymentsView {
    /// The payments of a record.
    #[must_use]
    pub fn of(record: &Record, facts: &Facts<'_>) -> Self {
        let due = facts.due();
        let currency = due.map_or(Currency::Cny, |due| due.currency);
        let taken = record
            .valid_readings()
            .filter_map(|(id, reading)| match &reading.entry.what {
                What::Payment {
                    method,
                    amount,
                    receipt,
                    ..
                } => Some(PaymentView {
                    head: EntryHead::of(id, reading),
                    method: Words::choice(method),
                    amount: (*amount).into(),
                    receipt: receipt.clone(),
                }),
                _ => None,
            });
        Self {
            due: due.map(Into::into),
            owed: due.map(|_| {
                Money {
                    minor: facts.owed_minor(),
                    currency,
                }
                .into()
            }),
            taken: taken.collect(),
        }
    }
}
