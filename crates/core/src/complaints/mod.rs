//! What goes wrong with the customer: he is not satisfied, he complains, something was damaged; and what is agreed and
//! paid for it.

mod agree;
mod compensate;
mod damage;
mod not_satisfied;
mod take;
mod tell_insurer;

pub use agree::SignAgreement;
pub use compensate::PayCompensation;
pub use damage::RecordDamage;
pub use not_satisfied::NotSatisfied;
pub use take::TakeComplaint;
pub use tell_insurer::TellInsurer;

use doorstep_domain::money::{Currency, Money};
use doorstep_evidence::statement::Sum;

/// What is paid to customers is paid in the currency of the trade's price lists.
const fn yuan(minor: i64) -> Money {
    Money {
        minor,
        currency: Currency::Cny,
    }
}

/// The amount as it stands on a paper.
fn sum(money: Money) -> Sum {
    Sum {
        minor: money.minor,
        currency: money.currency.code().to_owned(),
    }
}
