//! Use cases of payment (收款): only what the accepted quote says, and what becomes of it: refunds, invoices, the cash
//! that is handed in.

mod ask_invoice;
mod hand_in;
mod refund;
mod take;

pub use ask_invoice::AskInvoice;
pub use hand_in::{HandInCash, HandedIn};
pub use refund::RefundPayment;
pub use take::TakePayment;
