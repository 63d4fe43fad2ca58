//! The claims, and what they come to.

use doorstep_domain::{
    expense::ExpenseState,
    ids::PersonId,
    money::{Currency, Money},
};
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ExpenseError, ExpenseKind};
use crate::{rights::station_condition, staff::Clerk};

/// Where who gets the money works.
const STATION: &str =
    "(SELECT min(station) FROM person_station WHERE person_station.person = expense.person)";

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Expense {
    /// What it goes by.
    pub expense: i64,
    /// Who gets the money back: a person's code.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// The day on the voucher, `YYYY-MM-DD`.
    pub day: String,
    /// On what.
    pub kind: ExpenseKind,
    /// How much.
    #[schema(value_type = Object)]
    pub amount: Money,
    /// What for.
    pub words: String,
    /// The voucher's number; empty where there is none.
    pub voucher: String,
    /// The number of the record that it was for; empty where it was for none.
    pub record_number: String,
    /// Where it stands.
    #[schema(value_type = String)]
    pub state: ExpenseState,
    /// Who entered it: a person's code.
    #[schema(value_type = String)]
    pub claimed_by: PersonId,
    /// Who approved or refused it.
    #[schema(value_type = Option<String>)]
    pub decided_by: Option<PersonId>,
    /// Why it was refused; empty otherwise.
    pub reason: String,
    /// When it was paid, `YYYY-MM-DD`.
    pub paid_on: Option<String>,
}

/// Which claims.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExpenseQuestion {
    /// Only those that stand so.
    pub state: Option<ExpenseState>,
    /// Only this person's.
    pub person: Option<String>,
    /// Only of this month, `YYYY-MM`.
    pub month: Option<String>,
}

/// A place in the list: the day and the id of the row before.
pub type ExpensePlace = (String, i64);

/// What somebody's claims come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExpenseSum {
    /// Whose: a person's code.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Where they stand.
    #[schema(value_type = String)]
    pub state: ExpenseState,
    /// How much.
    #[schema(value_type = Object)]
    pub amount: Money,
    /// Of how many.
    pub rows: i64,
}

impl ExpenseQuestion {
    fn condition(&self, clerk: &Clerk) -> (String, Vec<Value>) {
        let (mut condition, mut values) = station_condition(clerk, STATION);
        if let Some(state) = self.state {
            condition.push_str(" AND state = ?");
            values.push(Value::from(state.code().to_owned()));
        }
        if let Some(person) = &self.person {
            condition.push_str(" AND person = ?");
            values.push(Value::from(person.clone()));
        }
        if let Some(month) = &self.month {
            condition.push_str(" AND day BETWEEN ? AND ?");
            values.push(Value::from(format!("{month}-01")));
            values.push(Value::from(format!("{month}-31")));
        }
        (condition, values)
    }
}

const COLUMNS: &str =
    "SELECT expense, person, day, kind, minor, words, voucher, record_number, state, claimed_by,
        decided_by, reason, paid_on
    FROM expense";

/// The claims of a clerk's stations, the last day first, at most so many, those after a place.
///
/// # Errors
/// [`ExpenseError`].
pub fn expenses(
    connection: &Connection,
    clerk: &Clerk,
    question: &ExpenseQuestion,
    (after, most): (Option<&ExpensePlace>, usize),
) -> Result<Vec<Expense>, ExpenseError> {
    let (mut condition, mut values) = question.condition(clerk);
    if let Some((day, expense)) = after {
        condition.push_str(" AND (day, expense) < (?, ?)");
        values.push(Value::from(day.clone()));
        values.push(Value::from(*expense));
    }
    values.push(Value::from(i64::try_from(most).unwrap_or(i64::MAX)));
    let mut statement = connection.prepare_cached(&format!(
        "{COLUMNS} WHERE true{condition} ORDER BY day DESC, expense DESC LIMIT ?"
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(of_row(row)?);
    }
    Ok(found)
}

/// One claim; nothing where there is none.
///
/// # Errors
/// [`ExpenseError`].
pub fn expense_of(connection: &Connection, expense: i64) -> Result<Option<Expense>, ExpenseError> {
    let found = connection
        .prepare_cached(&format!("{COLUMNS} WHERE expense = ?1"))?
        .query_row([expense], |row| Ok(of_row(row)))
        .optional()?;
    found.transpose()
}

/// What the claims come to, by person and by where they stand.
///
/// # Errors
/// [`ExpenseError`].
pub fn sums(
    connection: &Connection,
    clerk: &Clerk,
    question: &ExpenseQuestion,
) -> Result<Vec<ExpenseSum>, ExpenseError> {
    let (condition, values) = question.condition(clerk);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT person, state, sum(minor), count(*) FROM expense WHERE true{condition}
         GROUP BY person, state ORDER BY person, state"
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let state: String = row.get(1)?;
        found.push(ExpenseSum {
            person: PersonId(row.get(0)?),
            state: state_of(&state)?,
            amount: Money {
                minor: row.get(2)?,
                currency: Currency::Cny,
            },
            rows: row.get(3)?,
        });
    }
    Ok(found)
}

/// How many wait for a word, or for their money.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn open_count(connection: &Connection, clerk: &Clerk) -> rusqlite::Result<i64> {
    let (condition, values) = station_condition(clerk, STATION);
    connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM expense WHERE state IN ('claimed', 'approved'){condition}"
        ))?
        .query_row(params_from_iter(values), |row| row.get(0))
}

fn state_of(code: &str) -> Result<ExpenseState, ExpenseError> {
    let mut states = ExpenseState::ALL.iter().copied();
    states
        .find(|state| state.code() == code)
        .ok_or(ExpenseError::Noted("state"))
}

fn of_row(row: &Row<'_>) -> Result<Expense, ExpenseError> {
    let (kind, state): (String, String) = (row.get(3)?, row.get(8)?);
    Ok(Expense {
        expense: row.get(0)?,
        person: PersonId(row.get(1)?),
        day: row.get(2)?,
        kind: ExpenseKind::from_code(&kind).ok_or(ExpenseError::Noted("kind"))?,
        amount: Money {
            minor: row.get(4)?,
            currency: Currency::Cny,
        },
        words: row.get(5)?,
        voucher: row.get(6)?,
        record_number: row.get(7)?,
        state: state_of(&state)?,
        claimed_by: PersonId(row.get(9)?),
        decided_by: row.get::<_, Option<String>>(10)?.map(PersonId),
        reason: row.get(11)?,
        paid_on: row.get(12)?,
    })
}
