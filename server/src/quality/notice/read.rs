//! The notices, the newest first.

use doorstep_domain::quality::{NoticeOutcome, NoticeReason};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    audit::moment,
    quality::{Month, QualityError},
    rates::Scope,
    staff::StationCode,
};

/// Which notices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Show {
    /// Those that quality has not answered.
    #[default]
    Open,
    /// All.
    All,
    /// Those that were raised in a month for a reason.
    Raised(Month, NoticeReason),
}

/// A quality notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Notice {
    /// Its number.
    pub(crate) notice: i64,
    /// The version that an answer names.
    pub(crate) version: i64,
    /// The record.
    #[schema(value_type = String, format = "uuid")]
    pub(crate) record: Uuid,
    /// The record's number.
    pub(crate) number: String,
    /// Whose it is.
    pub(crate) station: Option<StationCode>,
    /// `first`, `safety`.
    #[schema(value_type = String)]
    pub(crate) reason: NoticeReason,
    /// The model; empty where the record did not say.
    pub(crate) model: String,
    /// The fault code; empty where the record did not say.
    pub(crate) cause: String,
    /// What the record says now has failed; null: nothing.
    pub(crate) cause_now: Option<String>,
    /// What was told; empty where the record raised it.
    pub(crate) words: String,
    /// When it was raised, RFC 3339.
    pub(crate) raised_at: String,
    /// Who raised it; null: what the record says.
    pub(crate) raised_by: Option<String>,
    /// `watched`, `to_factory`, `no_defect`; null: not answered.
    #[schema(value_type = Option<String>)]
    pub(crate) outcome: Option<NoticeOutcome>,
    /// What was found, and what is done.
    pub(crate) answer: String,
    /// When it was answered, RFC 3339.
    pub(crate) answered_at: Option<String>,
    /// Who answered it.
    pub(crate) answered_by: Option<String>,
}

const COLUMNS: &str = "notice, version, quality_notice.document, number, quality_notice.station, reason, quality_notice.model,
    quality_notice.cause, failure.cause, words, raised_at_ms, raised_by, outcome, answer, answered_at_ms, answered_by";

/// At most so many notices of the stations, those before the one of a number.
///
/// # Errors
/// [`QualityError::Stored`], [`QualityError::Statement`].
pub(crate) fn notices(
    connection: &Connection,
    scope: &Scope,
    show: Show,
    (before, most): (Option<i64>, usize),
) -> Result<Vec<Notice>, QualityError> {
    let open = match show {
        Show::Open => " AND outcome IS NULL",
        Show::All => "",
        Show::Raised(..) => " AND raised_at_ms >= ?4 AND raised_at_ms < ?5 AND reason = ?6",
    };
    let (from_ms, to_ms, reason) = match show {
        Show::Raised(month, reason) => {
            let (from_ms, to_ms) = month.span_ms();
            (from_ms, to_ms, reason.code())
        }
        Show::Open | Show::All => (0, 0, ""),
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM quality_notice JOIN record_row USING (document) LEFT JOIN failure USING (document)
         WHERE notice < ?1 AND ?4 = ?4 AND ?5 = ?5 AND ?6 = ?6{open}
           AND (?3 IS NULL OR quality_notice.station IS NULL
                OR quality_notice.station IN (SELECT value FROM json_each(?3)))
         ORDER BY notice DESC LIMIT ?2"
    ))?;
    let mut rows = statement.query(params![
        before.unwrap_or(i64::MAX),
        i64::try_from(most).unwrap_or(i64::MAX),
        scope.value(),
        from_ms,
        to_ms,
        reason
    ])?;
    let mut notices = Vec::new();
    while let Some(row) = rows.next()? {
        notices.push(of_row(row)?);
    }
    Ok(notices)
}

/// The notice of a number.
///
/// # Errors
/// [`QualityError::Stored`], [`QualityError::Statement`].
pub(crate) fn notice(connection: &Connection, number: i64) -> Result<Option<Notice>, QualityError> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM quality_notice JOIN record_row USING (document) LEFT JOIN failure USING (document)
             WHERE notice = ?1"
        ))?
        .query_row([number], |row| Ok(of_row(row)))
        .optional()?
        .transpose()
}

fn of_row(row: &Row<'_>) -> Result<Notice, QualityError> {
    let reason: String = row.get(5)?;
    let outcome: Option<String> = row.get(12)?;
    let outcome = match outcome {
        Some(code) => Some(NoticeOutcome::from_code(&code).ok_or(QualityError::Stored("outcome"))?),
        None => None,
    };
    Ok(Notice {
        notice: row.get(0)?,
        version: row.get(1)?,
        record: Uuid::from_bytes(row.get(2)?),
        number: row.get(3)?,
        station: row.get::<_, Option<String>>(4)?.map(StationCode),
        reason: NoticeReason::from_code(&reason).ok_or(QualityError::Stored("reason"))?,
        model: row.get(6)?,
        cause: row.get(7)?,
        cause_now: row.get(8)?,
        words: row.get(9)?,
        raised_at: moment(row.get(10)?).to_rfc3339(),
        raised_by: row.get(11)?,
        outcome,
        answer: row.get(13)?,
        answered_at: row
            .get::<_, Option<i64>>(14)?
            .map(|at_ms| moment(at_ms).to_rfc3339()),
        answered_by: row.get(15)?,
    })
}
