//! The failures of a month by model, batch, cause and part, and the records behind each number; what was raised in it.

use doorstep_domain::ids::RecordId;
use rusqlite::{Connection, params};
use serde::Serialize;
use utoipa::ToSchema;

use super::Month;
use crate::{
    quality::{Failed, UnitPlace},
    rates::Scope,
};

/// What failed on one model and batch, and which part was taken out for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MonthGroup {
    pub(crate) model: String,
    /// Empty: of no known batch.
    pub(crate) batch: String,
    pub(crate) cause: String,
    /// Empty: none was taken out.
    pub(crate) part: String,
}

/// How often that came in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct MonthFailure {
    /// The model.
    pub(crate) model: String,
    /// The batch; empty where no batch has the serial numbers.
    pub(crate) batch: String,
    /// The fault code.
    pub(crate) cause: String,
    /// The code of the part that was taken out; empty where none was.
    pub(crate) part: String,
    /// Records.
    pub(crate) records: i64,
    /// Different units; records without a serial number name none.
    pub(crate) failed: i64,
}

/// What was raised in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Raised {
    /// Quality notices of a cause that was seen for the first time.
    pub(crate) first_notices: i64,
    /// Quality notices of a safety defect.
    pub(crate) safety_notices: i64,
    /// Batch alerts.
    pub(crate) alerts: i64,
}

/// `?1` is the month, `?2` the scope.
const SEEN: &str = "month = ?1 AND (?2 IS NULL OR station IS NULL OR station IN (SELECT value FROM json_each(?2)))";

/// At most so many groups of a month, in their order, those after one.
///
/// # Errors
/// [`rusqlite::Error`].
pub(crate) fn month_failures(
    connection: &Connection,
    scope: &Scope,
    month: Month,
    (after, most): (Option<&MonthGroup>, usize),
) -> rusqlite::Result<Vec<MonthFailure>> {
    let first = MonthGroup::default();
    let after = after.unwrap_or(&first);
    connection
        .prepare_cached(&format!(
            "SELECT model, batch, cause, part, count(*), count(DISTINCT nullif(serial, '')) FROM failure
             WHERE {SEEN} AND (model, batch, cause, part) > (?3, ?4, ?5, ?6)
             GROUP BY model, batch, cause, part ORDER BY model, batch, cause, part LIMIT ?7"
        ))?
        .query_map(
            params![
                month.name(),
                scope.value(),
                after.model,
                after.batch,
                after.cause,
                after.part,
                i64::try_from(most).unwrap_or(i64::MAX)
            ],
            |row| {
                Ok(MonthFailure {
                    model: row.get(0)?,
                    batch: row.get(1)?,
                    cause: row.get(2)?,
                    part: row.get(3)?,
                    records: row.get(4)?,
                    failed: row.get(5)?,
                })
            },
        )?
        .collect()
}

/// At most so many records of a group of a month, unit by unit, those after a place.
///
/// # Errors
/// [`rusqlite::Error`].
pub(crate) fn records_behind(
    connection: &Connection,
    scope: &Scope,
    (month, group): (Month, &MonthGroup),
    (after, most): (Option<&UnitPlace>, usize),
) -> rusqlite::Result<Vec<Failed>> {
    let (serial, record) = after.map_or(("", Vec::new()), |place| {
        (place.serial.as_str(), place.record.as_bytes().to_vec())
    });
    connection
        .prepare_cached(&format!(
            "SELECT failure.document, number, serial, part
             FROM (SELECT document, serial, part FROM failure
                   WHERE {SEEN} AND model = ?3 AND batch = ?4 AND cause = ?5 AND part = ?6 AND (serial, document) > (?7, ?8)
                   ORDER BY serial, document LIMIT ?9) AS failure
             JOIN record_row USING (document) ORDER BY serial, failure.document"
        ))?
        .query_map(
            params![
                month.name(),
                scope.value(),
                group.model,
                group.batch,
                group.cause,
                group.part,
                serial,
                record,
                i64::try_from(most).unwrap_or(i64::MAX)
            ],
            |row| {
                Ok(Failed {
                    record: RecordId::from_slice(&row.get::<_, [u8; 16]>(0)?)
                        .map_err(|_| rusqlite::Error::InvalidQuery)?,
                    number: row.get(1)?,
                    serial: row.get(2)?,
                    part: row.get(3)?,
                })
            },
        )?
        .collect()
}

/// What was raised in a month; alerts are of no station.
///
/// # Errors
/// [`rusqlite::Error`].
pub(crate) fn raised(
    connection: &Connection,
    scope: &Scope,
    month: Month,
) -> rusqlite::Result<Raised> {
    let (from_ms, to_ms) = month.span_ms();
    connection
        .prepare_cached(
            "SELECT ifnull(sum(reason = 'first'), 0), ifnull(sum(reason = 'safety'), 0),
                    (SELECT count(*) FROM batch_alert WHERE raised_at_ms >= ?1 AND raised_at_ms < ?2)
             FROM quality_notice
             WHERE raised_at_ms >= ?1 AND raised_at_ms < ?2
               AND (?3 IS NULL OR station IS NULL OR station IN (SELECT value FROM json_each(?3)))",
        )?
        .query_row(params![from_ms, to_ms, scope.value()], |row| {
            Ok(Raised {
                first_notices: row.get(0)?,
                safety_notices: row.get(1)?,
                alerts: row.get(2)?,
            })
        })
}
