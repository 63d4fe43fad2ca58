//! The checks, the newest first.

use doorstep_domain::quality::{CheckItem, CheckKind};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Finding;
use crate::{audit::moment, quality::QualityError, rates::Scope, staff::StationCode};

/// Which checks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum CheckShow {
    /// All.
    #[default]
    All,
    /// Those with faults about which nothing was done yet.
    Open,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Check {
    /// Its number.
    pub(crate) check: i64,
    /// `spot`, `mystery`.
    #[schema(value_type = String)]
    pub(crate) kind: CheckKind,
    /// The record; null: a mystery customer of whom there is none.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub(crate) record: Option<Uuid>,
    /// The record's number; empty without one.
    pub(crate) number: String,
    /// Whose work; empty: not known.
    pub(crate) technician: String,
    /// Whose it is.
    pub(crate) station: Option<StationCode>,
    /// The day of the check.
    pub(crate) checked_on: String,
    /// What else was told.
    pub(crate) note: String,
    /// When it was written down, RFC 3339.
    pub(crate) at: String,
    /// By whom.
    pub(crate) person: String,
    /// How many findings are faults.
    pub(crate) faults: i64,
    /// What was found, in the order in which it is looked at; empty in lists.
    pub(crate) findings: Vec<Finding>,
    /// What was done about the faults; null: nothing yet.
    pub(crate) settled_words: Option<String>,
    /// When, RFC 3339.
    pub(crate) settled_at: Option<String>,
    /// By whom.
    pub(crate) settled_by: Option<String>,
}

const SELECT: &str =
    "SELECT quality_check, kind, quality_check.document, number, technician, quality_check.station,
    checked_on, note, at_ms, person, faults, settled_words, settled_at_ms, settled_by
    FROM quality_check LEFT JOIN record_row USING (document)";

/// At most so many checks of the stations, those before the one of a number.
///
/// # Errors
/// [`QualityError::Stored`], [`QualityError::Statement`].
pub(crate) fn checks(
    connection: &Connection,
    scope: &Scope,
    show: CheckShow,
    (before, most): (Option<i64>, usize),
) -> Result<Vec<Check>, QualityError> {
    let open = match show {
        CheckShow::All => "",
        CheckShow::Open => " AND faults > 0 AND settled_at_ms IS NULL",
    };
    let mut statement = connection.prepare_cached(&format!(
        "{SELECT} WHERE quality_check < ?1{open}
           AND (?3 IS NULL OR quality_check.station IS NULL
                OR quality_check.station IN (SELECT value FROM json_each(?3)))
         ORDER BY quality_check DESC LIMIT ?2"
    ))?;
    let mut rows = statement.query(params![
        before.unwrap_or(i64::MAX),
        i64::try_from(most).unwrap_or(i64::MAX),
        scope.value()
    ])?;
    let mut checks = Vec::new();
    while let Some(row) = rows.next()? {
        checks.push(of_row(row)?);
    }
    Ok(checks)
}

/// The check of a number, with what was found.
///
/// # Errors
/// [`QualityError::Stored`], [`QualityError::Statement`].
pub(crate) fn check(connection: &Connection, number: i64) -> Result<Option<Check>, QualityError> {
    let found = connection
        .prepare_cached(&format!("{SELECT} WHERE quality_check = ?1"))?
        .query_row([number], |row| Ok(of_row(row)))
        .optional()?;
    let Some(found) = found else { return Ok(None) };
    let mut check = found?;
    check.findings = findings(connection, number)?;
    let items = check.kind.items();
    let place = |finding: &Finding| items.iter().position(|item| *item == finding.item);
    check.findings.sort_by_key(place);
    Ok(Some(check))
}

fn findings(connection: &Connection, number: i64) -> Result<Vec<Finding>, QualityError> {
    let mut statement = connection.prepare_cached(
        "SELECT item, is_good, words FROM quality_check_finding WHERE quality_check = ?1",
    )?;
    let mut rows = statement.query([number])?;
    let mut findings = Vec::new();
    while let Some(row) = rows.next()? {
        let item: String = row.get(0)?;
        findings.push(Finding {
            item: CheckItem::from_code(&item).ok_or(QualityError::Stored("item"))?,
            is_good: row.get(1)?,
            words: row.get(2)?,
        });
    }
    Ok(findings)
}

fn of_row(row: &Row<'_>) -> Result<Check, QualityError> {
    let kind: String = row.get(1)?;
    Ok(Check {
        check: row.get(0)?,
        kind: CheckKind::from_code(&kind).ok_or(QualityError::Stored("kind"))?,
        record: row.get::<_, Option<[u8; 16]>>(2)?.map(Uuid::from_bytes),
        number: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        technician: row.get(4)?,
        station: row.get::<_, Option<String>>(5)?.map(StationCode),
        checked_on: row.get(6)?,
        note: row.get(7)?,
        at: moment(row.get(8)?).to_rfc3339(),
        person: row.get(9)?,
        faults: row.get(10)?,
        findings: Vec::new(),
        settled_words: row.get(11)?,
        settled_at: row
            .get::<_, Option<i64>>(12)?
            .map(|at_ms| moment(at_ms).to_rfc3339()),
        settled_by: row.get(13)?,
    })
}
