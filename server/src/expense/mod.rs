//! Expenses that are claimed (报销): [`claim`] enters one, [`decide`] approves or refuses it, [`pay`] says that the money was
//! given. Who may say what, and when, is `doorstep_domain::expense`. [`expenses`] lists them, [`sums`] adds them up.

mod claim;
mod error;
mod list;
mod speak;

pub use claim::{ClaimExpense, ExpenseKind, claim};
pub use error::ExpenseError;
pub use list::{
    Expense, ExpensePlace, ExpenseQuestion, ExpenseSum, expense_of, expenses, open_count, sums,
};
pub use speak::{DecideExpense, PayExpense, decide, pay};
