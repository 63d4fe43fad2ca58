//! Amounts and payments.

use doorstep_domain::{
    course::{Facts, cash::held},
    money::Money,
    record::{EntryReading, Record, What},
};
use serde::Serialize;

use super::{CashHeldView, EntryHead, Words, record::each};

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
    /// An invoice follows; no money was taken.
    pub by_invoice: bool,
}

/// Money that was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RefundView {
    /// Who gave it back, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// The payment that it comes from.
    pub payment: String,
    /// How.
    pub method: Words,
    /// How much.
    pub amount: MoneyView,
    /// The number of its own receipt.
    pub receipt: String,
    /// Why.
    pub reason: String,
}

/// An invoice that the customer wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvoiceView {
    /// Who wrote it down, and when.
    #[serde(flatten)]
    pub head: EntryHead,
    /// To whom it is made out.
    pub title: String,
    /// The tax number; empty for a private person.
    pub tax_number: String,
    /// Where it is sent; empty if by telephone.
    pub email: String,
    /// The telephone number it is sent to; empty if by e-mail.
    pub phone: String,
}

/// What is to be paid and what was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentsView {
    /// What the customer pays by the accepted quote; none while nothing is accepted.
    pub due: Option<MoneyView>,
    /// What was taken in money, less what was given back.
    pub collected: Option<MoneyView>,
    /// What is to be invoiced.
    pub invoiced: Option<MoneyView>,
    /// What is still to be paid.
    pub owed: Option<MoneyView>,
    /// The payments.
    pub taken: Vec<PaymentView>,
    /// What was given back.
    pub refunds: Vec<RefundView>,
    /// The invoices that are wanted.
    pub invoices: Vec<InvoiceView>,
    /// What this record's technicians hold in cash and have not handed in.
    pub cash: Vec<CashHeldView>,
}

impl PaymentsView {
    /// The payments of a record.
    #[must_use]
    pub fn of(record: &Record, facts: &Facts<'_>) -> Self {
        let account = &facts.account;
        let sum = |minor: i64| account.due.map(|due| Money { minor, ..due }.into());
        Self {
            due: account.due.map(Into::into),
            collected: sum(account.collected_minor()),
            invoiced: sum(account.invoiced_minor()),
            owed: sum(account.owed_minor()),
            taken: each(record, PaymentView::of),
            refunds: each(record, RefundView::of),
            invoices: each(record, InvoiceView::of),
            cash: held(record).iter().map(CashHeldView::of).collect(),
        }
    }
}

impl PaymentView {
    fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::Payment {
            method,
            amount,
            receipt,
            ..
        } = &reading.entry.what
        else {
            return None;
        };
        Some(Self {
            head,
            method: Words::choice(method),
            amount: (*amount).into(),
            receipt: receipt.clone(),
            by_invoice: method == "invoice",
        })
    }
}

impl RefundView {
    fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::PaymentRefunded(refund) = &reading.entry.what else {
            return None;
        };
        Some(Self {
            head,
            payment: refund.payment.to_string(),
            method: Words::choice(&refund.method),
            amount: refund.amount.into(),
            receipt: refund.receipt.clone(),
            reason: refund.reason.clone(),
        })
    }
}

impl InvoiceView {
    fn of(head: EntryHead, reading: &EntryReading) -> Option<Self> {
        let What::InvoiceAsked(asked) = &reading.entry.what else {
            return None;
        };
        Some(Self {
            head,
            title: asked.title.clone(),
            tax_number: asked.tax_number.clone(),
            email: asked.email.clone(),
            phone: asked.phone.clone(),
        })
    }
}
