//! Units that change hands: the customer's goes into custody against a receipt (收据), a loaner (替补商品) stays with him
//! meanwhile, and both come back against a signature.

mod hand_back;
mod hand_over;

pub use hand_back::{ReturnUnit, TakeLoanerBack};
pub use hand_over::{LendLoaner, TakeUnit};
