//! Reports by where they stand.

use doorstep_domain::named;
use doorstep_evidence::digest::Digest;
use doorstep_words::office::review::state as words;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{audit::moment, rates::Scope, staff::StationCode};

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// The visit is not reported.
    NotReported,
    /// It waits for its review.
    Due,
    /// It was sent back and has not changed since.
    SentBack,
    /// It was found in order and is not archived.
    ToArchive,
    /// It is archived.
    Archived,
}

named!(State {
    NotReported "not_reported" words::NOT_REPORTED;
    Due "due" words::DUE;
    SentBack "sent_back" words::SENT_BACK;
    ToArchive "to_archive" words::TO_ARCHIVE;
    Archived "archived" words::ARCHIVED;
});

/// Which reports: those of a state, what has waited longest at the head; of the archive the newest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Show {
    #[default]
    Due,
    SentBack,
    ToArchive,
    Archived,
}

impl Show {
    /// All, in their order.
    pub(crate) const ALL: [Self; 4] = [Self::Due, Self::SentBack, Self::ToArchive, Self::Archived];

    /// The state of what is shown.
    pub(crate) const fn state(self) -> State {
        match self {
            Self::Due => State::Due,
            Self::SentBack => State::SentBack,
            Self::ToArchive => State::ToArchive,
            Self::Archived => State::Archived,
        }
    }

    /// Reads the code of a state.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|show| show.state().code() == code)
    }
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Report {
    /// The record.
    #[schema(value_type = String, format = "uuid")]
    pub(crate) record: Uuid,
    /// Its number.
    pub(crate) number: String,
    /// Its station.
    pub(crate) station: Option<StationCode>,
    /// Who it is assigned to; empty: nobody.
    pub(crate) technician: String,
    /// The model.
    pub(crate) model: String,
    /// What is conspicuous in it: how many findings.
    pub(crate) findings: i64,
    /// What several wrote apart and nobody settled: how many values.
    pub(crate) conflicts: i64,
    /// The version that a review names.
    pub(crate) version: String,
    /// `not_reported`, `due`, `sent_back`, `to_archive`, `archived`.
    #[schema(value_type = String)]
    pub(crate) state: State,
    /// The record changed after its last review.
    pub(crate) is_changed: bool,
    /// What the last review said lacks.
    pub(crate) words: String,
    /// When it was reviewed last, RFC 3339.
    pub(crate) reviewed_at: Option<String>,
    /// By whom.
    pub(crate) reviewed_by: Option<String>,
    /// When it was archived, RFC 3339; also of one that changed since.
    pub(crate) archived_at: Option<String>,
    /// By whom.
    pub(crate) archived_by: Option<String>,
    #[serde(skip)]
    since_ms: i64,
}

/// A place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReportPlace {
    pub(crate) since_ms: i64,
    pub(crate) record: Uuid,
}

impl Report {
    /// Where it stands in the list that it came with.
    pub(crate) const fn place(&self) -> ReportPlace {
        ReportPlace {
            since_ms: self.since_ms,
            record: self.record,
        }
    }
}

const COLUMNS: &str = "document.document, number, record_row.station, ifnull(assignee, ''), unit_model, findings, conflicts,
    document.heads, report_review.heads, report_due.document IS NOT NULL, is_in_order, words, reviewed_at_ms, reviewed_by,
    archived_at_ms, archived_by";

/// At most so many reports of a state, those after a place.
///
/// # Errors
/// [`rusqlite::Error`].
pub(crate) fn reports(
    connection: &Connection,
    scope: &Scope,
    show: Show,
    (after, most): (Option<ReportPlace>, usize),
) -> rusqlite::Result<Vec<Report>> {
    // Each walks an index of its own, in its order. One that changed since its review is due, and in no other list but the
    // archive.
    let (first, key, condition, direction, beyond) = match show {
        Show::Due => (
            "report_due CROSS JOIN document USING (document) LEFT JOIN report_review USING (document)",
            "report_due.since_ms",
            "true",
            "ASC",
            ">",
        ),
        Show::SentBack => (
            REVIEWED,
            "reviewed_at_ms",
            "is_in_order = 0 AND report_review.heads = document.heads",
            "ASC",
            ">",
        ),
        Show::ToArchive => (
            REVIEWED,
            "reviewed_at_ms",
            "is_in_order = 1 AND archived_at_ms IS NULL AND report_review.heads = document.heads",
            "ASC",
            ">",
        ),
        Show::Archived => (
            REVIEWED,
            "archived_at_ms",
            "archived_at_ms IS NOT NULL",
            "DESC",
            "<",
        ),
    };
    let start = match direction {
        "ASC" => i64::MIN,
        _ => i64::MAX,
    };
    let (since_ms, record) = after.map_or((start, Vec::new()), |place| {
        (place.since_ms, place.record.as_bytes().to_vec())
    });
    let sql = format!(
        "SELECT {COLUMNS}, {key} FROM {first} JOIN record_row USING (document)
         WHERE {condition} AND ({key}, document.document) {beyond} (?1, ?2)
           AND (?3 IS NULL OR record_row.station IS NULL OR record_row.station IN (SELECT value FROM json_each(?3)))
         ORDER BY {key} {direction}, document.document {direction} LIMIT ?4"
    );
    connection
        .prepare_cached(&sql)?
        .query_map(
            params![
                since_ms,
                record,
                scope.value(),
                i64::try_from(most).unwrap_or(i64::MAX)
            ],
            of_row,
        )?
        .collect()
}

const REVIEWED: &str =
    "report_review CROSS JOIN document USING (document) LEFT JOIN report_due USING (document)";

/// A record as the report that it is.
///
/// # Errors
/// [`rusqlite::Error`].
pub(crate) fn report(connection: &Connection, record: Uuid) -> rusqlite::Result<Option<Report>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS}, 0 FROM record_row JOIN document USING (document)
             LEFT JOIN report_review USING (document) LEFT JOIN report_due USING (document)
             WHERE record_row.document = ?1"
        ))?
        .query_row([record.as_bytes()], of_row)
        .optional()
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<Report> {
    let heads: Vec<u8> = row.get(7)?;
    let reviewed: Option<Vec<u8>> = row.get(8)?;
    let is_due: bool = row.get(9)?;
    let is_in_order: Option<bool> = row.get(10)?;
    let at = |at_ms: Option<i64>| at_ms.map(|at_ms| moment(at_ms).to_rfc3339());
    let archived_at_ms: Option<i64> = row.get(14)?;
    let is_changed = reviewed.as_ref().is_some_and(|reviewed| *reviewed != heads);
    let state = match is_in_order {
        _ if is_due => State::Due,
        Some(_) if is_changed => State::NotReported,
        Some(false) => State::SentBack,
        Some(true) if archived_at_ms.is_some() => State::Archived,
        Some(true) => State::ToArchive,
        None => State::NotReported,
    };
    Ok(Report {
        record: Uuid::from_bytes(row.get(0)?),
        number: row.get(1)?,
        station: row.get::<_, Option<String>>(2)?.map(StationCode),
        technician: row.get(3)?,
        model: row.get(4)?,
        findings: row.get(5)?,
        conflicts: row.get(6)?,
        version: Digest::of(&heads).to_string(),
        state,
        is_changed,
        words: row.get::<_, Option<String>>(11)?.unwrap_or_default(),
        reviewed_at: at(row.get(12)?),
        reviewed_by: row.get(13)?,
        archived_at: at(archived_at_ms),
        archived_by: row.get(15)?,
        since_ms: row.get(16)?,
    })
}
