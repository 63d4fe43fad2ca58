//! The list of complaints.

use chrono::NaiveDate;
use doorstep_domain::record::Gravity;
use rusqlite::{Connection, Row, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ComplaintId, gravity};
use crate::{audit::moment, rights::station_condition, staff::Clerk};

/// Rows of one page.
pub const PAGE_ROWS: usize = 50;

/// Which complaints.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// Those that are open, what is due first at the head.
    #[default]
    Open,
    /// All, the newest at the head.
    All,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComplaintLine {
    /// Its id.
    pub complaint: ComplaintId,
    /// The record's number; empty without one.
    pub number: String,
    /// The record's id; null without one.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub record: Option<Uuid>,
    /// Who complains.
    pub name: String,
    /// How grave it is.
    #[schema(value_type = String)]
    pub gravity: Gravity,
    /// What about.
    pub about: String,
    /// When it was taken, RFC 3339.
    pub taken_at: String,
    /// The last day for its answer.
    #[schema(value_type = Option<String>)]
    pub due_on: Option<NaiveDate>,
    /// A code of the post that is next; null where nobody is asked.
    pub next_post: Option<String>,
    /// It is closed.
    pub is_closed: bool,
    /// It was taken back.
    pub is_withdrawn: bool,
    /// The customer says that a signature is not his own.
    pub denies_signature: bool,
    #[serde(skip)]
    taken_at_ms: i64,
}

/// A place in the list: the key by which it is ordered, and the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintPlace {
    /// The day, or the moment in milliseconds.
    pub key: String,
    /// The complaint.
    pub complaint: Uuid,
}

impl ComplaintLine {
    /// Where the page after this row begins.
    #[must_use]
    pub fn place(&self, show: Show) -> ComplaintPlace {
        ComplaintPlace {
            key: match show {
                Show::Open => self.due_on.map(|day| day.to_string()).unwrap_or_default(),
                Show::All => self.taken_at_ms.to_string(),
            },
            complaint: self.complaint.0,
        }
    }
}

/// A page of complaints, and one row more where there is another page.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn list(
    connection: &Connection,
    clerk: &Clerk,
    show: Show,
    after: Option<&ComplaintPlace>,
) -> rusqlite::Result<Vec<ComplaintLine>> {
    let (stations, mut values) = station_condition(clerk, "complaint.station");
    let (open, key, direction, beyond) = match show {
        Show::Open => (
            " AND closed_at_ms IS NULL AND is_withdrawn = 0",
            "complaint.due_on",
            "ASC",
            ">",
        ),
        Show::All => ("", "taken_at_ms", "DESC", "<"),
    };
    let mut after_sql = String::new();
    if let Some(after) = after {
        after_sql = format!(" AND ({key}, complaint) {beyond} (?, ?)");
        values.push(match show {
            Show::Open => Value::from(after.key.clone()),
            Show::All => Value::from(after.key.parse::<i64>().unwrap_or_default()),
        });
        values.push(Value::from(after.complaint.as_bytes().to_vec()));
    }
    connection
        .prepare_cached(&format!(
            "SELECT complaint, record_row.number, complaint.document, ifnull(customer_name, name), gravity, about,
                    taken_at_ms, complaint.due_on, next_post, closed_at_ms IS NOT NULL, is_withdrawn, denies_signature
             FROM complaint LEFT JOIN record_row USING (document) LEFT JOIN approval USING (approval)
             WHERE true{open}{stations}{after_sql}
             ORDER BY {key} {direction}, complaint {direction} LIMIT {}",
            PAGE_ROWS + 1,
        ))?
        .query_map(params_from_iter(values), line)?
        .collect()
}

/// How many are open.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn count_open(connection: &Connection, clerk: &Clerk) -> rusqlite::Result<i64> {
    let (stations, values) = station_condition(clerk, "station");
    connection
        .prepare_cached(&format!(
            "SELECT count(*) FROM complaint WHERE closed_at_ms IS NULL AND is_withdrawn = 0{stations}"
        ))?
        .query_row(params_from_iter(values), |row| row.get(0))
}

fn line(row: &Row<'_>) -> rusqlite::Result<ComplaintLine> {
    let told_gravity: String = row.get(4)?;
    let taken_at_ms = row.get(6)?;
    let due_on: String = row.get(7)?;
    Ok(ComplaintLine {
        complaint: ComplaintId(Uuid::from_bytes(row.get(0)?)),
        number: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
        record: row.get::<_, Option<[u8; 16]>>(2)?.map(Uuid::from_bytes),
        name: row.get(3)?,
        gravity: gravity(&told_gravity).unwrap_or(Gravity::Ordinary),
        about: row.get(5)?,
        taken_at: moment(taken_at_ms).to_rfc3339(),
        due_on: due_on.parse().ok(),
        next_post: row.get(8)?,
        is_closed: row.get(9)?,
        is_withdrawn: row.get(10)?,
        denies_signature: row.get(11)?,
        taken_at_ms,
    })
}
