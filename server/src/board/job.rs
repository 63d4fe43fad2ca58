//! A record as the board shows it.

use chrono::{DateTime, FixedOffset};
use doorstep_domain::ids::RecordId;
use rusqlite::Row;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::waiting::JobPlace;
use crate::{
    rights::{Sight, sees},
    staff::{Clerk, StationCode},
};

/// What is read of each row, in the order in which [`job`] takes it.
pub(super) const COLUMNS: &str = "document, number, status, unit_kind, unit_model, customer_name, customer_address,
     priority_hours, assignee, appointment, next_due_ms, row, station, ifnull(next_due_ms, 9007199254740991)";

/// A record on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Job {
    /// The record.
    #[schema(value_type = String, format = "uuid")]
    pub record: Uuid,
    /// The record's number.
    pub number: String,
    /// Where it stands: a code.
    pub status: String,
    /// The kind of appliance: a code.
    pub unit_kind: String,
    /// The model.
    pub unit_model: String,
    /// Whose it is.
    pub customer_name: String,
    /// Where he lives.
    pub customer_address: String,
    /// Response due in so many hours; null: not said.
    pub priority_hours: Option<i64>,
    /// Who has it, a person's code; null: nobody.
    pub assignee: Option<String>,
    /// The agreed window, two moments of RFC 3339 joined by `/`; null: none.
    pub appointment: Option<String>,
    /// The station; null: none.
    pub station: Option<StationCode>,
    /// When the next clock runs out, milliseconds since 1970.
    #[serde(skip)]
    pub next_due_ms: Option<i64>,
    #[serde(skip)]
    pub(super) place: JobPlace,
}

impl Job {
    /// The record, as addresses name it.
    #[must_use]
    pub fn id(&self) -> RecordId {
        RecordId(self.record)
    }

    /// The ends of its window.
    pub(super) fn window(&self) -> Option<[DateTime<FixedOffset>; 2]> {
        window(self.appointment.as_deref()?)
    }
}

/// The ends of a window as it stands in a record.
pub(super) fn window(text: &str) -> Option<[DateTime<FixedOffset>; 2]> {
    let (start, end) = text.split_once('/')?;
    let end = DateTime::parse_from_rfc3339(end).ok()?;
    Some([DateTime::parse_from_rfc3339(start).ok()?, end])
}

/// A row of [`COLUMNS`].
pub(super) fn job(clerk: &Clerk, row: &Row<'_>) -> rusqlite::Result<Job> {
    let customer = |column: usize| match sees(clerk, Sight::Customer) {
        true => row.get(column),
        false => Ok(String::new()),
    };
    Ok(Job {
        record: Uuid::from_bytes(row.get(0)?),
        number: row.get(1)?,
        status: row.get(2)?,
        unit_kind: row.get(3)?,
        unit_model: row.get(4)?,
        customer_name: customer(5)?,
        customer_address: customer(6)?,
        priority_hours: row.get(7)?,
        assignee: row.get(8)?,
        appointment: row.get(9)?,
        next_due_ms: row.get(10)?,
        station: row.get::<_, Option<String>>(12)?.map(StationCode),
        place: JobPlace {
            due_ms: row.get(13)?,
            row: row.get(11)?,
        },
    })
}
