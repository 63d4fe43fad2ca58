//! What the customer owes by the accepted quote and what became of it: counted here and nowhere else.
//!
//! Money of another currency pays nothing off. What is to be invoiced counts as settled at the door: the customer owes
//! it to whoever writes the invoice. A refund opens again what its payment had paid.

use crate::{
    ids::EntryId,
    money::Money,
    record::{Record, What},
};

/// The method of a payment that is no money yet: an invoice follows.
pub(super) const BY_INVOICE: &str = "invoice";

/// One payment and what was given back of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payment {
    /// The entry.
    pub entry: EntryId,
    /// How much.
    pub amount: Money,
    /// Minor units that were given back, in the payment's own currency.
    pub refunded_minor: i64,
    /// An invoice follows; no money was taken.
    pub by_invoice: bool,
    /// It has a receipt's number.
    pub has_receipt: bool,
}

/// What the customer owes and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// What he pays by the accepted quote; none where nothing is accepted.
    pub due: Option<Money>,
    /// The payments in the order of their entries.
    pub payments: Vec<Payment>,
    /// An invoice was asked for.
    pub invoice_asked: bool,
}

impl Payment {
    /// What is left of it after the refunds.
    #[must_use]
    pub const fn left(&self) -> Money {
        Money {
            minor: self.amount.minor.saturating_sub(self.refunded_minor),
            ..self.amount
        }
    }
}

impl Account {
    pub(super) fn of(record: &Record, due: Option<Money>) -> Self {
        let payments = record
            .valid_entries()
            .filter_map(|(entry, is)| match &is.what {
                What::Payment {
                    method,
                    amount,
                    receipt,
                    ..
                } => Some(Payment {
                    entry,
                    amount: *amount,
                    refunded_minor: refunded_minor(record, entry, *amount),
                    by_invoice: method == BY_INVOICE,
                    has_receipt: !receipt.trim().is_empty(),
                }),
                _ => None,
            })
            .collect();
        let invoice_asked = record
            .valid_entries()
            .any(|(_, entry)| matches!(entry.what, What::InvoiceAsked(_)));
        Self {
            due,
            payments,
            invoice_asked,
        }
    }

    /// Minor units that were taken and not given back, in the currency that is due.
    #[must_use]
    pub fn collected_minor(&self) -> i64 {
        self.sum(|payment| self.is_in_currency(payment) && !payment.by_invoice)
    }

    /// Minor units that are to be invoiced, in the currency that is due.
    #[must_use]
    pub fn invoiced_minor(&self) -> i64 {
        self.sum(|payment| self.is_in_currency(payment) && payment.by_invoice)
    }

    /// Minor units that are still to be paid, 0 where nothing is.
    #[must_use]
    pub fn owed_minor(&self) -> i64 {
        let Some(due) = self.due else {
            return 0;
        };
        due.minor
            .saturating_sub(self.collected_minor())
            .saturating_sub(self.invoiced_minor())
            .max(0)
    }

    /// Minor units that were taken too much; what came in another currency counts whole.
    #[must_use]
    pub fn overpaid_minor(&self) -> i64 {
        let paid = self.sum(|payment| self.is_in_currency(payment));
        let foreign = self.sum(|payment| !self.is_in_currency(payment));
        paid.saturating_sub(self.due.map_or(0, |due| due.minor))
            .max(0)
            .saturating_add(foreign)
    }

    fn is_in_currency(&self, payment: &Payment) -> bool {
        self.due
            .is_none_or(|due| due.currency == payment.amount.currency)
    }

    fn sum(&self, counts: impl Fn(&Payment) -> bool) -> i64 {
        let counted = self.payments.iter().filter(|payment| counts(payment));
        counted.fold(0, |sum, payment| {
            // Two refunds made apart may be more than the payment: that is a finding, not money taken.
            sum.saturating_add(payment.left().minor.max(0))
        })
    }
}

fn refunded_minor(record: &Record, payment: EntryId, amount: Money) -> i64 {
    record
        .valid_entries()
        .fold(0, |sum: i64, (_, entry)| match &entry.what {
            What::PaymentRefunded(refund)
                if refund.payment == payment && refund.amount.currency == amount.currency =>
            {
                sum.saturating_add(refund.amount.minor)
            }
            _ => sum,
        })
}
