//! What was noted wrongly counts no longer; it stays to be read.

use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{TrainingError, note::require_technician};
use crate::{
    audit::{Deed, note},
    staff::Clerk,
};

/// What was noted, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// Hours.
    Hours(i64),
    /// A certificate.
    Certificate(i64),
}

/// Strikes it out.
///
/// # Errors
/// [`TrainingError::NoNote`] where there is none, or it was struck before; others of [`TrainingError`].
pub fn strike(
    transaction: &Connection,
    clerk: &Clerk,
    noted: Noted,
    now_ms: i64,
) -> Result<PersonId, TrainingError> {
    let (table, column, number) = match noted {
        Noted::Hours(number) => ("training_hours", "training", number),
        Noted::Certificate(number) => ("certificate", "certificate", number),
    };
    let person: Option<String> = transaction
        .prepare_cached(&format!(
            "SELECT person FROM {table} WHERE {column} = ?1 AND struck_at_ms IS NULL"
        ))?
        .query_row([number], |row| row.get(0))
        .optional()?;
    let person = PersonId(person.ok_or(TrainingError::NoNote)?);
    require_technician(transaction, clerk, &person)?;
    transaction
        .prepare_cached(&format!(
            "UPDATE {table} SET struck_at_ms = ?2, struck_by = ?3 WHERE {column} = ?1"
        ))?
        .execute(params![number, now_ms, clerk.person.0])?;
    let detail = serde_json::json!({ column: number });
    let deed = Deed::TrainingStruck;
    note(transaction, clerk, deed, &person.0, &detail, now_ms)?;
    Ok(person)
}
