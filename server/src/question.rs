//! What technicians ask of the office (请示) and nobody has decided: derived from the records. [`note`] keeps the list,
//! [`waiting`] reads it; [`crate::record::decide`] answers.

use std::{fmt, str::FromStr};

use doorstep_domain::{
    course::Approval,
    ids::{EntryId, PersonId, RecordId},
    record::{Matter, Record, What},
};
use rusqlite::{Connection, Row, params, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{audit::moment, rights::station_condition, staff::Clerk};

/// Rows of one page.
pub const PAGE_ROWS: usize = 50;

/// A question that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Question {
    /// The entry that asked.
    #[schema(value_type = String, format = "uuid")]
    pub entry: Uuid,
    /// The record.
    #[schema(value_type = String, format = "uuid")]
    pub record: Uuid,
    /// The record's number.
    pub number: String,
    /// What it is about.
    #[schema(value_type = String)]
    pub matter: Matter,
    /// What is asked for, in words.
    pub wanted: String,
    /// Why.
    pub reason: String,
    /// The new date of an extension, `YYYY-MM-DD`; else empty.
    pub until: String,
    /// Of a discount, up to how many percent.
    pub percent: Option<i64>,
    /// Who agreed by telephone; empty where nobody did.
    pub agreed_by_phone: String,
    /// When, RFC 3339.
    pub asked_at: String,
    /// Who asked: a person's code.
    #[schema(value_type = String)]
    pub asked_by: PersonId,
    /// The same moment, milliseconds since 1970.
    #[serde(skip)]
    pub asked_at_ms: i64,
}

/// A place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionPlace {
    /// When the row before was asked.
    pub asked_at_ms: i64,
    /// Its entry.
    pub entry: Uuid,
}

impl Question {
    /// Where the page after this row begins.
    #[must_use]
    pub const fn place(&self) -> QuestionPlace {
        QuestionPlace {
            asked_at_ms: self.asked_at_ms,
            entry: self.entry,
        }
    }
}

/// As it stands in links.
impl fmt::Display for QuestionPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_{}", self.asked_at_ms, self.entry)
    }
}

impl FromStr for QuestionPlace {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (asked_at_ms, entry) = text.split_once('_').ok_or(NoPlace)?;
        Ok(Self {
            asked_at_ms: asked_at_ms.parse().map_err(|_| NoPlace)?,
            entry: entry.parse().map_err(|_| NoPlace)?,
        })
    }
}

/// The text names no place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no place in the list")]
pub struct NoPlace;

/// Writes the open questions of a record anew.
pub(crate) fn note(
    transaction: &Connection,
    record: &Record,
    station: Option<&str>,
) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("DELETE FROM question WHERE document = ?1")?
        .execute([record.id.as_bytes()])?;
    for (entry, open) in open_questions(record) {
        let What::ApprovalAsked(asked) = &open.what else {
            continue;
        };
        transaction
            .prepare_cached(
                "INSERT INTO question (entry, document, matter, wanted, reason, until, percent, agreed_by_phone,
                     asked_at_ms, asked_by, station)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                entry.as_bytes(),
                record.id.as_bytes(),
                asked.matter.code(),
                asked.wanted,
                asked.reason,
                asked.until,
                asked.percent,
                asked.agreed_by_phone,
                open.at.timestamp_millis(),
                open.by.0,
                station,
            ])?;
    }
    Ok(())
}

fn open_questions(
    record: &Record,
) -> impl Iterator<Item = (EntryId, &doorstep_domain::record::Entry)> {
    let open = Approval::all_of(record).into_iter();
    open.filter(|question| !question.is_decided)
        .filter_map(|question| {
            let reading = record.entries.get(&question.request)?;
            Some((question.request, &reading.entry))
        })
}

/// A page of the questions that wait, the oldest first; and one row more where there is another page.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn waiting(
    connection: &Connection,
    clerk: &Clerk,
    after: Option<QuestionPlace>,
) -> rusqlite::Result<Vec<Question>> {
    let (mut condition, mut values) = station_condition(clerk, "question.station");
    if let Some(after) = after {
        condition.push_str(" AND (asked_at_ms, entry) > (?, ?)");
        values.push(Value::from(after.asked_at_ms));
        values.push(Value::from(after.entry.as_bytes().to_vec()));
    }
    connection
        .prepare_cached(&format!(
            "SELECT entry, question.document, number, matter, wanted, reason, until, percent, agreed_by_phone,
                    asked_at_ms, asked_by
             FROM question JOIN record_row ON record_row.document = question.document
             WHERE true{condition} ORDER BY asked_at_ms, entry LIMIT {}",
            PAGE_ROWS + 1,
        ))?
        .query_map(params_from_iter(values), question)?
        .collect()
}

/// How many wait.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn count_waiting(connection: &Connection, clerk: &Clerk) -> rusqlite::Result<i64> {
    let (condition, values) = station_condition(clerk, "station");
    connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM question WHERE true{condition}"
        ))?
        .query_row(params_from_iter(values), |row| row.get(0))
}

fn question(row: &Row<'_>) -> rusqlite::Result<Question> {
    let record = RecordId::from_slice(&row.get::<_, [u8; 16]>(1)?);
    let matter: String = row.get(3)?;
    let asked_at_ms = row.get(9)?;
    Ok(Question {
        entry: Uuid::from_bytes(row.get(0)?),
        record: record.map_err(|_| rusqlite::Error::InvalidQuery)?.0,
        number: row.get(2)?,
        matter: Matter::from_code(&matter).ok_or(rusqlite::Error::InvalidQuery)?,
        wanted: row.get(4)?,
        reason: row.get(5)?,
        until: row.get(6)?,
        percent: row.get(7)?,
        agreed_by_phone: row.get(8)?,
        asked_at: moment(asked_at_ms).to_rfc3339(),
        asked_by: PersonId(row.get(10)?),
        asked_at_ms,
    })
}
