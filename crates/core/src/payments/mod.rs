//! Use cases of payment (收款): only what the accepted quote says.

mod take;

pub use take::TakePayment;
