//! Failures by model, batch and cause, and the records behind a number; of the stations that a clerk works for.

use doorstep_domain::ids::RecordId;
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use utoipa::ToSchema;

use crate::rates::Scope;

/// A cause on one model and batch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Group {
    pub(crate) model: String,
    /// Empty: of no known batch.
    pub(crate) batch: String,
    pub(crate) cause: String,
}

/// How often a cause came on one model and batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FailureCount {
    /// The model.
    pub(crate) model: String,
    /// The batch; empty where no batch has the serial numbers.
    pub(crate) batch: String,
    /// The fault code.
    pub(crate) cause: String,
    /// Records.
    pub(crate) records: i64,
    /// Different units; records without a serial number name none.
    pub(crate) failed: i64,
    /// Units of the batch that are known; null where there is no batch.
    pub(crate) units: Option<i64>,
}

/// One record of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failed {
    pub(crate) record: RecordId,
    pub(crate) number: String,
    pub(crate) serial: String,
    pub(crate) part: String,
}

/// A place in the list of a group's records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnitPlace {
    pub(crate) serial: String,
    pub(crate) record: RecordId,
}

/// What is seen of the stations' failures: `?N` is the scope's value.
const SEEN: &str =
    "(?5 IS NULL OR station IS NULL OR station IN (SELECT value FROM json_each(?5)))";

/// At most so many groups, in their order, those after one.
pub(crate) fn failure_counts(
    connection: &Connection,
    scope: &Scope,
    after: Option<&Group>,
    most: usize,
) -> rusqlite::Result<Vec<FailureCount>> {
    let (model, batch, cause) = after.map_or(("", "", ""), |group| {
        (
            group.model.as_str(),
            group.batch.as_str(),
            group.cause.as_str(),
        )
    });
    let sql = format!(
        "SELECT model, batch, cause, count(*), count(DISTINCT nullif(serial, '')),
                (SELECT units FROM batch WHERE batch.model = failure.model AND batch.batch = failure.batch)
         FROM failure WHERE (model, batch, cause) > (?1, ?2, ?3) AND {SEEN}
         GROUP BY model, batch, cause ORDER BY model, batch, cause LIMIT ?4"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    connection
        .prepare_cached(&sql)?
        .query_map(params![model, batch, cause, most, scope.value()], counted)?
        .collect()
}

/// The counts of one group; nothing where it has no record that is seen.
pub(crate) fn count_of(
    connection: &Connection,
    scope: &Scope,
    group: &Group,
) -> rusqlite::Result<Option<FailureCount>> {
    let sql = format!(
        "SELECT model, batch, cause, count(*), count(DISTINCT nullif(serial, '')),
                (SELECT units FROM batch WHERE batch.model = failure.model AND batch.batch = failure.batch)
         FROM failure WHERE model = ?1 AND batch = ?2 AND cause = ?3 AND {SEEN}
         GROUP BY model, batch, cause LIMIT ?4"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query_map(
        params![group.model, group.batch, group.cause, 1, scope.value()],
        counted,
    )?;
    rows.next().transpose()
}

fn counted(row: &Row<'_>) -> rusqlite::Result<FailureCount> {
    Ok(FailureCount {
        model: row.get(0)?,
        batch: row.get(1)?,
        cause: row.get(2)?,
        records: row.get(3)?,
        failed: row.get(4)?,
        units: row.get(5)?,
    })
}

/// At most so many records of a group, unit by unit, those after a place.
pub(crate) fn failures_of(
    connection: &Connection,
    scope: &Scope,
    group: &Group,
    (after, most): (Option<&UnitPlace>, usize),
) -> rusqlite::Result<Vec<Failed>> {
    let sql = format!(
        "SELECT failure.document, number, serial, part
         FROM (SELECT document, serial, part FROM failure
               WHERE model = ?1 AND batch = ?2 AND cause = ?3 AND (serial, document) > (?6, ?7) AND {SEEN}
               ORDER BY serial, document LIMIT ?4) AS failure
         JOIN record_row USING (document) ORDER BY serial, failure.document"
    );
    let (serial, record) = after.map_or(("", Vec::new()), |place| {
        (place.serial.as_str(), place.record.as_bytes().to_vec())
    });
    connection
        .prepare_cached(&sql)?
        .query_map(
            params![
                group.model,
                group.batch,
                group.cause,
                i64::try_from(most).unwrap_or(i64::MAX),
                scope.value(),
                serial,
                record
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
