//! Units in the workshop and loaners with customers, derived from the records. [`note`] keeps the list, [`out`] reads it.

use chrono::NaiveDate;
use doorstep_domain::{
    handed_over::units_of,
    ids::RecordId,
    record::{Field, FieldValue, Record},
};
use rusqlite::{Connection, Row, params, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{audit::moment, rights::station_condition, staff::Clerk};

/// Rows of one page.
pub const PAGE_ROWS: usize = 50;

/// A unit that is not back yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitOut {
    /// The entry by which it was handed over.
    pub entry: String,
    /// The record.
    pub record: String,
    /// The record's number.
    pub number: String,
    /// The receipt's number.
    pub receipt: String,
    /// The model.
    pub model: String,
    /// The serial number; may be empty.
    pub serial: String,
    /// What went with it.
    pub accessories: String,
    /// The day that counts for its return; null where none was promised.
    #[schema(value_type = Option<String>)]
    pub promised_on: Option<NaiveDate>,
    /// A later day was asked for and is not approved.
    pub is_unapproved: bool,
    /// Since when, RFC 3339.
    pub taken_at: String,
    /// Who has the record.
    pub technician: Option<String>,
}

impl UnitOut {
    /// Where the next page begins.
    #[must_use]
    pub fn place(&self) -> UnitPlace {
        let promised = self.promised_on.map(|day| day.to_string());
        UnitPlace {
            promised_on: promised.unwrap_or_else(|| NEVER.to_owned()),
            entry: self.entry.clone(),
        }
    }
}

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPlace {
    /// The promised day; `9999` where none was.
    pub promised_on: String,
    /// The entry.
    pub entry: String,
}

const NEVER: &str = "9999";

/// Writes the units of a record anew.
pub(crate) fn note(
    transaction: &Connection,
    record: &Record,
    station: Option<&str>,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM custody WHERE document = ?1")?
        .execute([record.id.as_bytes()])?;
    let technician = record.field(Field::Assignee).and_then(FieldValue::words);
    for unit in units_of(record) {
        transaction
            .prepare_cached(
                "INSERT INTO custody (entry, document, is_loaner, number, model, serial, accessories, promised_on,
                     is_unapproved, taken_at_ms, returned_at_ms, technician, station)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                unit.entry.as_bytes(),
                record.id.as_bytes(),
                unit.is_loaner,
                unit.handover.number,
                unit.handover.model,
                unit.handover.serial,
                unit.handover.accessories.join("、"),
                unit.promised_on.map(|day| day.to_string()),
                unit.is_unapproved,
                unit.taken.timestamp_millis(),
                unit.returned.map(|at| at.timestamp_millis()),
                technician,
                station,
            ])?;
    }
    Ok(())
}

/// What is out: customers' units in the workshop, or loaners with customers; what is due first stands first.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn out(
    connection: &Connection,
    clerk: &Clerk,
    is_loaner: bool,
    after: Option<&UnitPlace>,
) -> rusqlite::Result<Vec<UnitOut>> {
    let (stations, mut values) = station_condition(clerk, "custody.station");
    values.insert(0, Value::from(i64::from(is_loaner)));
    let mut beyond = "";
    if let Some(after) = after {
        beyond = " AND (ifnull(promised_on, '9999'), entry) > (?, ?)";
        let entry = after.entry.parse::<uuid::Uuid>().unwrap_or_default();
        values.push(Value::from(after.promised_on.clone()));
        values.push(Value::from(entry.as_bytes().to_vec()));
    }
    connection
        .prepare_cached(&format!(
            "SELECT entry, custody.document, record_row.number, custody.number, model, serial, accessories, promised_on,
                    is_unapproved, taken_at_ms, technician
             FROM custody JOIN record_row USING (document)
             WHERE returned_at_ms IS NULL AND is_loaner = ?{stations}{beyond}
             ORDER BY ifnull(promised_on, '9999'), entry LIMIT {}",
            PAGE_ROWS + 1,
        ))?
        .query_map(params_from_iter(values), unit_out)?
        .collect()
}

fn unit_out(row: &Row<'_>) -> rusqlite::Result<UnitOut> {
    let promised: Option<String> = row.get(7)?;
    Ok(UnitOut {
        entry: uuid::Uuid::from_bytes(row.get(0)?).to_string(),
        record: RecordId(uuid::Uuid::from_bytes(row.get(1)?)).to_string(),
        number: row.get(2)?,
        receipt: row.get(3)?,
        model: row.get(4)?,
        serial: row.get(5)?,
        accessories: row.get(6)?,
        promised_on: promised.and_then(|day| day.parse().ok()),
        is_unapproved: row.get(8)?,
        taken_at: moment(row.get(9)?).to_rfc3339(),
        technician: row.get(10)?,
    })
}
