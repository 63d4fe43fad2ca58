//! What is irregular about money.

use super::{Facts, Finding};
use crate::{
    course::cash,
    record::{Record, What},
};

pub(super) fn find(record: &Record, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let account = &facts.account;
    let minor = account.overpaid_minor();
    if minor > 0 {
        findings.push(Finding::PaidMoreThanQuoted { minor });
    }
    for payment in &account.payments {
        if !payment.has_receipt {
            findings.push(Finding::PaidWithoutReceipt {
                payment: payment.entry,
            });
        }
        if payment.by_invoice && !account.invoice_asked && payment.left().minor > 0 {
            findings.push(Finding::InvoiceUnaddressed {
                payment: payment.entry,
            });
        }
    }
    let movements = cash::movements(record);
    for (id, entry) in record.valid_entries() {
        match &entry.what {
            What::PaymentRefunded(refund) => {
                let covered = account.payments.iter().any(|payment| {
                    payment.entry == refund.payment
                        && payment.amount.currency == refund.amount.currency
                        && payment.left().minor >= 0
                });
                if !covered {
                    findings.push(Finding::RefundedMoreThanPaid { refund: id });
                }
            }
            What::CashHandedIn(handed_in) => {
                let sum = movements
                    .iter()
                    .filter(|piece| {
                        handed_in.covers.contains(&piece.entry)
                            && piece.amount.currency == handed_in.amount.currency
                    })
                    .fold(0_i64, |sum, piece| sum.saturating_add(piece.amount.minor));
                if sum != handed_in.amount.minor {
                    findings.push(Finding::HandedInOtherwise { handed_in: id });
                }
            }
            _ => {}
        }
    }
}
