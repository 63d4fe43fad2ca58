//! What came and went at the door, receipt by receipt.

use doorstep_domain::{
    ids::{EntryId, PersonId, RecordId},
    money::Money,
    named,
};
use doorstep_words::office::money as words;
use rusqlite::{Connection, Row, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::{MoneyError, money};
use crate::{rights::station_condition, staff::Clerk};

/// What happened to money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyKind {
    /// The customer paid.
    Payment,
    /// It was given back to him.
    Refund,
    /// He was compensated for damage.
    Compensation,
    /// The technician handed it in.
    HandedIn,
}

named!(MoneyKind {
    Payment "payment" words::kind::PAYMENT;
    Refund "refund" words::kind::REFUND;
    Compensation "compensation" words::kind::COMPENSATION;
    HandedIn "handed_in" words::kind::HANDED_IN;
});

/// Money that came, or went: below zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Received {
    /// The record.
    #[schema(value_type = String, format = "uuid")]
    pub record: RecordId,
    /// The record's number.
    pub number: String,
    /// The record's entry.
    #[schema(value_type = String, format = "uuid")]
    pub entry: EntryId,
    /// What happened.
    #[schema(value_type = String)]
    pub kind: MoneyKind,
    /// Who took it or gave it: a person's code.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// The day, `YYYY-MM-DD`, where the technician was.
    pub day: String,
    /// How: `cash`, `card`, `transfer`, `wechat`, `alipay` or `invoice`.
    pub method: String,
    /// How much; below zero where it was given out.
    #[schema(value_type = Object)]
    pub amount: Money,
    /// The receipt's number; empty where there is none.
    pub receipt: String,
    /// It is cash that nobody has handed in.
    pub is_in_hand: bool,
}

/// Which of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceivedQuestion {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// Only of this technician.
    pub technician: Option<String>,
    /// Only what was paid so.
    pub method: Option<String>,
}

/// A place in the list: the day and the entry of the row before.
pub type ReceivedPlace = (String, EntryId);

/// What came in a month by one method, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthSum {
    /// How it was paid.
    pub method: String,
    /// The sum, less what was given back.
    #[schema(value_type = Object)]
    pub amount: Money,
    /// Of how many rows.
    pub rows: i64,
}

impl ReceivedQuestion {
    /// As SQL with its values, from the first parameter on.
    fn condition(&self, clerk: &Clerk) -> (String, Vec<Value>) {
        let mut condition = "kind <> 'handed_in' AND day BETWEEN ? AND ?".to_owned();
        let mut values = vec![
            Value::from(format!("{}-01", self.month)),
            Value::from(format!("{}-31", self.month)),
        ];
        for (column, value) in [("person", &self.technician), ("method", &self.method)] {
            if let Some(value) = value {
                condition.push_str(&format!(" AND {column} = ?"));
                values.push(Value::from(value.clone()));
            }
        }
        let (stations, more) = station_condition(clerk, "record_row.station");
        condition.push_str(&stations);
        values.extend(more);
        (condition, values)
    }
}

/// What came and went, the last first, at most so many, those after a place.
///
/// # Errors
/// [`MoneyError`].
pub fn received(
    connection: &Connection,
    clerk: &Clerk,
    question: &ReceivedQuestion,
    (after, most): (Option<&ReceivedPlace>, usize),
) -> Result<Vec<Received>, MoneyError> {
    let (mut condition, mut values) = question.condition(clerk);
    if let Some((day, entry)) = after {
        condition.push_str(" AND (day, entry) < (?, ?)");
        values.push(Value::from(day.clone()));
        values.push(Value::Blob(entry.as_bytes().to_vec()));
    }
    values.push(Value::from(i64::try_from(most).unwrap_or(i64::MAX)));
    let mut statement = connection.prepare_cached(&format!(
        "SELECT money_entry.document, record_row.number, entry, kind, person, day, method, minor, currency,
                money_entry.number, in_hand_minor <> 0
         FROM money_entry JOIN record_row ON record_row.document = money_entry.document
         WHERE {condition} ORDER BY day DESC, entry DESC LIMIT ?",
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(of_row(row)?);
    }
    Ok(found)
}

fn of_row(row: &Row<'_>) -> Result<Received, MoneyError> {
    let id = |column: usize| row.get(column).map(uuid::Uuid::from_bytes);
    let kind: String = row.get(3)?;
    let currency: String = row.get(8)?;
    let mut kinds = MoneyKind::ALL.iter().copied();
    Ok(Received {
        record: RecordId(id(0)?),
        number: row.get(1)?,
        entry: EntryId(id(2)?),
        kind: kinds
            .find(|known| known.code() == kind)
            .ok_or(MoneyError::Noted("kind"))?,
        person: PersonId(row.get(4)?),
        day: row.get(5)?,
        method: row.get(6)?,
        amount: money(row.get(7)?, &currency)?,
        receipt: row.get(9)?,
        is_in_hand: row.get(10)?,
    })
}

/// The same by method and currency.
///
/// # Errors
/// [`MoneyError`].
pub fn month_sums(
    connection: &Connection,
    clerk: &Clerk,
    question: &ReceivedQuestion,
) -> Result<Vec<MonthSum>, MoneyError> {
    let (condition, values) = question.condition(clerk);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT method, currency, sum(minor), count(*)
         FROM money_entry JOIN record_row ON record_row.document = money_entry.document
         WHERE {condition} GROUP BY method, currency ORDER BY method, currency",
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut sums = Vec::new();
    while let Some(row) = rows.next()? {
        let currency: String = row.get(1)?;
        sums.push(MonthSum {
            method: row.get(0)?,
            amount: money(row.get(2)?, &currency)?,
            rows: row.get(3)?,
        });
    }
    Ok(sums)
}
