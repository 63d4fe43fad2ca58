//! Supplier claims (二次索赔): failed parts that were taken out inside a term, with their evidence; derived from the records.

use doorstep_domain::{
    cover::Rule, ids::RecordId, record::Record, supplier_claim::supplier_claims,
};
use rusqlite::{Connection, Row, params, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use super::{BalanceError, StockError};
use crate::{rights::station_condition, staff::Clerk};

/// Notes what a record has to claim. Called after the record's row of the list was written.
pub(super) fn note(transaction: &Connection, record: &Record) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM supplier_claim WHERE document = ?1")?
        .execute([record.id.as_bytes()])?;
    for claim in supplier_claims(record) {
        let rule = serde_json::to_string(&claim.rule)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        transaction
            .prepare_cached(
                "INSERT INTO supplier_claim (document, removal, acceptance, part, name, serial, pieces, removed_on, rule, last_day)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                record.id.as_bytes(),
                claim.removal.as_bytes(),
                claim.acceptance.as_bytes(),
                claim.part,
                claim.name,
                claim.serial,
                claim.pieces,
                claim.removed_on.to_string(),
                rule,
                claim.last_day.to_string(),
            ])?;
    }
    Ok(())
}

/// A failed part for which its supplier is to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimLine {
    /// The record, with the statements that the customer signed.
    #[schema(value_type = String, format = "uuid")]
    pub record: RecordId,
    /// Its number.
    pub number: String,
    /// The record's entry that took the part out.
    pub removal: String,
    /// The record's entry by which the customer accepted the quote that names the term.
    pub acceptance: String,
    /// The part's code.
    pub part: String,
    /// Its name.
    pub name: String,
    /// Its serial number; empty where it could not be read.
    pub serial: String,
    /// Pieces.
    pub pieces: i64,
    /// The unit's model.
    pub unit_model: String,
    /// The unit's serial number.
    pub unit_serial: String,
    /// The day on which it was taken out.
    pub removed_on: String,
    /// Whose term it is: `fitted_part`, `component` or `whole_unit`.
    pub term: String,
    /// The day from which it runs.
    pub term_from: String,
    /// Its last day.
    pub last_day: String,
    /// Statements of the record, signed and sealed.
    pub statements: i64,
    /// The verdict on the customer's signature for the work; none where nobody signed.
    pub verdict: Option<String>,
    /// The store has the old part.
    pub is_in_store: bool,
    #[serde(skip)]
    pub(crate) rule: Rule,
}

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimPlace {
    /// The day on which it was taken out.
    pub removed_on: String,
    /// The entry that took it out.
    pub removal: uuid::Uuid,
}

/// What is to be claimed from suppliers at a clerk's stations, what was taken out last first, at most so many, those after a
/// place.
///
/// # Errors
/// [`StockError`].
pub fn claims(
    connection: &Connection,
    clerk: &Clerk,
    (after, most): (Option<&ClaimPlace>, usize),
) -> Result<Vec<ClaimLine>, StockError> {
    let (stations, more) = station_condition(clerk, "record_row.station");
    let values = [
        after.map_or(Value::Null, |after| Value::from(after.removed_on.clone())),
        after.map_or(Value::Null, |after| {
            Value::Blob(after.removal.as_bytes().to_vec())
        }),
    ];
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let values = values.into_iter().chain(more).chain([Value::from(most)]);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT supplier_claim.document, record_row.number, removal, acceptance, part, name, serial, pieces, unit_model,
                unit_serial, removed_on, rule, last_day, verdict,
                (SELECT count(*) FROM evidence WHERE evidence.document = supplier_claim.document),
                EXISTS (SELECT 1 FROM van_entry
                        WHERE about = removal AND kind = 'removed' AND is_valid = 1 AND waiting = 0)
         FROM supplier_claim JOIN record_row ON record_row.document = supplier_claim.document
         WHERE (?1 IS NULL OR (removed_on, removal) < (?1, ?2)){stations}
         ORDER BY removed_on DESC, removal DESC LIMIT ?",
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut claims = Vec::new();
    while let Some(row) = rows.next()? {
        claims.push(line(row)?);
    }
    Ok(claims)
}

fn line(row: &Row<'_>) -> Result<ClaimLine, StockError> {
    let id = |column: usize| row.get(column).map(uuid::Uuid::from_bytes);
    let rule: String = row.get(11)?;
    let rule: Rule =
        serde_json::from_str(&rule).map_err(|_| BalanceError::Noted("rule of a claim"))?;
    Ok(ClaimLine {
        record: RecordId(id(0)?),
        number: row.get(1)?,
        removal: id(2)?.to_string(),
        acceptance: id(3)?.to_string(),
        part: row.get(4)?,
        name: row.get(5)?,
        serial: row.get(6)?,
        pieces: row.get(7)?,
        unit_model: row.get(8)?,
        unit_serial: row.get(9)?,
        removed_on: row.get(10)?,
        term: rule.code().to_owned(),
        term_from: rule.from().map(|day| day.to_string()).unwrap_or_default(),
        last_day: row.get(12)?,
        verdict: row.get(13)?,
        statements: row.get(14)?,
        is_in_store: row.get(15)?,
        rule,
    })
}
