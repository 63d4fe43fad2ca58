//! The batch alert: raised once, listed the newest first.

use doorstep_domain::quality::passed;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use utoipa::ToSchema;

use crate::audit::moment;

/// A batch quality event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Alert {
    /// Its number.
    pub(crate) alert: i64,
    /// The model.
    pub(crate) model: String,
    /// The batch.
    pub(crate) batch: String,
    /// The fault code.
    pub(crate) cause: String,
    /// Which limit was passed: `share` or `units`.
    pub(crate) passed: String,
    /// How many different units had failed then.
    pub(crate) failed: i64,
    /// How many units of the batch were known then.
    pub(crate) units: i64,
    /// When, RFC 3339.
    pub(crate) raised_at: String,
    #[serde(skip)]
    pub(crate) raised_at_ms: i64,
}

/// Raises the alert of a cause on a model and batch, if its limit is passed and it was not raised before. Whether it did.
pub(super) fn raise_if_passed(
    transaction: &Connection,
    (model, batch, cause): (&str, &str, &str),
    now_ms: i64,
) -> rusqlite::Result<bool> {
    let units: Option<i64> = transaction
        .prepare_cached(
            "SELECT units FROM batch WHERE model = ?1 AND batch = ?2
               AND NOT EXISTS (SELECT 1 FROM batch_alert WHERE model = ?1 AND batch = ?2 AND cause = ?3)",
        )?
        .query_row([model, batch, cause], |row| row.get(0))
        .optional()?;
    let Some(units) = units else { return Ok(false) };
    let failed: i64 = transaction
        .prepare_cached(
            "SELECT count(DISTINCT serial) FROM failure WHERE model = ?1 AND batch = ?2 AND cause = ?3",
        )?
        .query_row([model, batch, cause], |row| row.get(0))?;
    let Some(limit) = passed(failed, units) else {
        return Ok(false);
    };
    transaction
        .prepare_cached(
            "INSERT INTO batch_alert (model, batch, cause, passed, failed, units, raised_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            model,
            batch,
            cause,
            limit.code(),
            failed,
            units,
            now_ms
        ])?;
    Ok(true)
}

/// At most so many alerts, the last raised first, those before the one of a number.
pub(crate) fn alerts(
    connection: &Connection,
    before: Option<i64>,
    most: usize,
) -> rusqlite::Result<Vec<Alert>> {
    let before = before.unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "SELECT alert, model, batch, cause, passed, failed, units, raised_at_ms FROM batch_alert
             WHERE alert < ?1 ORDER BY alert DESC LIMIT ?2",
        )?
        .query_map(
            params![before, i64::try_from(most).unwrap_or(i64::MAX)],
            |row| {
                let raised_at_ms = row.get(7)?;
                Ok(Alert {
                    alert: row.get(0)?,
                    model: row.get(1)?,
                    batch: row.get(2)?,
                    cause: row.get(3)?,
                    passed: row.get(4)?,
                    failed: row.get(5)?,
                    units: row.get(6)?,
                    raised_at: moment(raised_at_ms).to_rfc3339(),
                    raised_at_ms,
                })
            },
        )?
        .collect()
}
