//! Who holds how much cash.

use doorstep_domain::{
    ids::{EntryId, PersonId, RecordId},
    money::Money,
};
use rusqlite::{Connection, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::{MoneyError, money};
use crate::{audit::moment, rights::station_condition, staff::Clerk};

/// The cash in one technician's hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CashLine {
    /// In whose hand: a person's code.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// How much; below zero where more was given out than taken.
    #[schema(value_type = Object)]
    pub amount: Money,
    /// Of how many payments, refunds and compensations.
    pub pieces: i64,
    /// When the oldest of them was, RFC 3339.
    pub since: String,
}

/// One payment, refund or compensation that nobody has handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CashPiece {
    /// The record.
    #[schema(value_type = String, format = "uuid")]
    pub record: RecordId,
    /// The record's number.
    pub number: String,
    /// The record's entry.
    #[schema(value_type = String, format = "uuid")]
    pub entry: EntryId,
    /// The day, `YYYY-MM-DD`, where the technician was.
    pub day: String,
    /// The receipt's number; empty where there is none.
    pub receipt: String,
    /// How much; below zero where it was given out.
    #[schema(value_type = Object)]
    pub amount: Money,
}

/// Who holds cash at a clerk's stations, by the persons' codes.
///
/// # Errors
/// [`MoneyError`].
pub fn in_hand(connection: &Connection, clerk: &Clerk) -> Result<Vec<CashLine>, MoneyError> {
    let (stations, values) = station_condition(clerk, "record_row.station");
    // Whoever is bound to no station is spared the look at every record.
    let join = if values.is_empty() {
        ""
    } else {
        "JOIN record_row ON record_row.document = money_entry.document"
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT person, currency, sum(in_hand_minor), count(*), min(at_ms) FROM money_entry {join}
         WHERE in_hand_minor <> 0{stations} GROUP BY person, currency ORDER BY person, currency",
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let currency: String = row.get(1)?;
        lines.push(CashLine {
            person: PersonId(row.get(0)?),
            amount: money(row.get(2)?, &currency)?,
            pieces: row.get(3)?,
            since: moment(row.get(4)?).to_rfc3339(),
        });
    }
    Ok(lines)
}

/// The pieces of a technician's cash, the oldest first, at most so many, those after an entry's moment.
///
/// # Errors
/// [`MoneyError`].
pub fn in_hand_of(
    connection: &Connection,
    clerk: &Clerk,
    person: &PersonId,
    most: usize,
) -> Result<Vec<CashPiece>, MoneyError> {
    let (stations, more) = station_condition(clerk, "record_row.station");
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let values = [Value::from(person.0.clone())]
        .into_iter()
        .chain(more)
        .chain([Value::from(most)]);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT money_entry.document, record_row.number, entry, day, money_entry.number, in_hand_minor, currency
         FROM money_entry JOIN record_row ON record_row.document = money_entry.document
         WHERE person = ? AND in_hand_minor <> 0{stations} ORDER BY currency, at_ms, entry LIMIT ?",
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut pieces = Vec::new();
    while let Some(row) = rows.next()? {
        let id = |column: usize| row.get(column).map(uuid::Uuid::from_bytes);
        let currency: String = row.get(6)?;
        pieces.push(CashPiece {
            record: RecordId(id(0)?),
            number: row.get(1)?,
            entry: EntryId(id(2)?),
            day: row.get(3)?,
            receipt: row.get(4)?,
            amount: money(row.get(5)?, &currency)?,
        });
    }
    Ok(pieces)
}
