//! A word on a claim: approved, refused, paid.

use doorstep_domain::expense::{ExpenseState, ExpenseWord, after};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Expense, ExpenseError,
    claim::{past_day, station_of_person, words_of},
    expense_of,
};
use crate::{
    audit::{self, Deed},
    rights::{Action, require},
    staff::Clerk,
};

/// A claim is right, or is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideExpense {
    /// It is right.
    pub is_approved: bool,
    /// Why it is not; empty where it is.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub reason: String,
}

/// The money was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayExpense {
    /// On which day, `YYYY-MM-DD`.
    #[schema(max_length = 10)]
    pub paid_on: String,
}

/// Approves or refuses a claim.
///
/// # Errors
/// [`ExpenseError`].
pub fn decide(
    transaction: &Connection,
    clerk: &Clerk,
    (expense, request): (i64, &DecideExpense),
    now_ms: i64,
) -> Result<(), ExpenseError> {
    let word = if request.is_approved {
        ExpenseWord::Approve
    } else {
        ExpenseWord::Refuse
    };
    let (_, next) = said(transaction, clerk, expense, word)?;
    let reason = match next {
        ExpenseState::Refused => words_of(&request.reason)?,
        _ => String::new(),
    };
    transaction
        .prepare_cached(
            "UPDATE expense SET state = ?2, reason = ?3, decided_by = ?4, decided_at_ms = ?5 WHERE expense = ?1",
        )?
        .execute(params![
            expense,
            next.code(),
            reason,
            clerk.person.0,
            now_ms
        ])?;
    let subject = format!("expense:{expense}");
    audit::note(
        transaction,
        clerk,
        Deed::ExpenseDecided,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}

/// Notes that the money was given.
///
/// # Errors
/// [`ExpenseError`].
pub fn pay(
    transaction: &Connection,
    clerk: &Clerk,
    (expense, request): (i64, &PayExpense),
    now_ms: i64,
) -> Result<(), ExpenseError> {
    let (standing, next) = said(transaction, clerk, expense, ExpenseWord::Pay)?;
    let paid_on = past_day(&request.paid_on, now_ms)?;
    if paid_on < standing.day {
        return Err(ExpenseError::BadDay);
    }
    transaction
        .prepare_cached("UPDATE expense SET state = ?2, paid_on = ?3 WHERE expense = ?1")?
        .execute(params![expense, next.code(), paid_on])?;
    let subject = format!("expense:{expense}");
    audit::note(
        transaction,
        clerk,
        Deed::ExpensePaid,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}

fn said(
    transaction: &Connection,
    clerk: &Clerk,
    expense: i64,
    word: ExpenseWord,
) -> Result<(Expense, ExpenseState), ExpenseError> {
    let standing = expense_of(transaction, expense)?.ok_or(ExpenseError::NoExpense)?;
    let station = station_of_person(transaction, &standing.person.0)?;
    require(clerk, Action::KeepMoney, station.as_ref())?;
    let people = (&clerk.person, &standing.claimed_by, &standing.person);
    let next = after(standing.state, word, people).map_err(ExpenseError::NoWord)?;
    Ok((standing, next))
}
