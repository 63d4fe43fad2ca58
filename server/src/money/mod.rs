//! Money at the door, as finance sees it: receipts, the cash that technicians hold and hand in (上交现金), and invoices that
//! customers wait for (开票).
//!
//! [`note`] notes what a record's entries say of money whenever the record becomes another; the lists load no document.
//! [`received`] lists what came and went, [`in_hand`] who holds how much cash, [`slips`] what was handed in, and
//! [`receive_cash`] counts it. [`invoices`] lists what is to be invoiced; [`write_invoice`] notes the number of an invoice
//! that was written elsewhere, and [`void_invoice`] that it does not stand.

mod cash;
mod error;
mod invoice;
mod invoice_list;
mod note;
mod received;
mod slip;
#[cfg(test)]
mod tests;

pub(crate) use note::note;

pub use cash::{CashLine, CashPiece, in_hand, in_hand_of};
pub use error::MoneyError;
pub use invoice::{VoidInvoice, WriteInvoice, void_invoice, write_invoice};
pub use invoice_list::{InvoiceDue, InvoicePlace, InvoiceWritten, invoice_due, invoices, written};
pub use received::{MonthSum, Received, ReceivedPlace, ReceivedQuestion, month_sums, received};
pub use slip::{ReceiveCash, Slip, SlipPlace, one_slip, receive_cash, slips, waiting_count};

use doorstep_domain::money::{Currency, Money};

/// An amount as it stands in the tables.
fn money(minor: i64, code: &str) -> Result<Money, MoneyError> {
    let known = [Currency::Cny, Currency::Hkd];
    let currency = known.into_iter().find(|currency| currency.code() == code);
    let currency = currency.ok_or(MoneyError::Noted("currency"))?;
    Ok(Money { minor, currency })
}
