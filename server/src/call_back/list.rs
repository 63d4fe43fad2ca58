//! The due list.

use chrono::NaiveDate;
use doorstep_domain::call_back::CallBackRule;
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter, types::Value};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    rights::{Action, Sight, can, sees, station_condition},
    staff::{Clerk, StationCode},
};

/// Rows of one page.
pub const PAGE_ROWS: usize = 50;

/// Which calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// All that are open.
    #[default]
    Open,
    /// Those that are too late at a moment, in milliseconds.
    Late(i64),
}

/// A call that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DueCall {
    /// What it is about: the id of the report, the complaint or the record.
    #[schema(value_type = String, format = "uuid")]
    pub about: Uuid,
    /// The record; null for a complaint without one.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub record: Option<Uuid>,
    /// The record's number; empty without one.
    pub number: String,
    /// `report` or `complaint`.
    #[schema(value_type = String)]
    pub rule: CallBackRule,
    /// Since when.
    #[schema(value_type = String)]
    pub began_on: NaiveDate,
    /// The last day in time.
    #[schema(value_type = String)]
    pub due_on: NaiveDate,
    /// Not reached: to be called again on this day.
    #[schema(value_type = Option<String>)]
    pub again_on: Option<NaiveDate>,
    /// The customer was not reached yet.
    pub is_open: bool,
    /// Who did the work.
    pub technician: Option<String>,
    /// Whose it is.
    pub station: Option<StationCode>,
    /// The customer's name; empty for who does not see it.
    pub customer_name: String,
    /// His telephone number; empty for who does not see it.
    pub customer_phone: String,
    /// The model of the unit.
    pub unit_model: String,
    /// The last moment in time, milliseconds since 1970.
    #[serde(skip)]
    pub due_ms: i64,
}

/// A place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DuePlace {
    /// The last moment in time of the row before.
    pub due_ms: i64,
    /// What it is about.
    pub about: Uuid,
}

impl DueCall {
    /// Where the page after this row begins.
    #[must_use]
    pub const fn place(&self) -> DuePlace {
        DuePlace {
            due_ms: self.due_ms,
            about: self.about,
        }
    }

    fn seen_by(mut self, clerk: &Clerk) -> Self {
        // Whoever is to call must know whom; what was said is then no reason to keep looking.
        let is_to_call = self.is_open && can(clerk, Action::CallBack, self.station.as_ref());
        if !is_to_call && !sees(clerk, Sight::Customer) {
            self.customer_name.clear();
            self.customer_phone.clear();
        }
        self
    }
}

const COLUMNS: &str = "call_back_due.about, call_back_due.document, record_row.number, rule, began_on,
    call_back_due.due_on, again_on, is_open, technician, call_back_due.station, ifnull(customer_name, complaint.name),
    ifnull(customer_phone, complaint.phone), unit_model, due_ms
    FROM call_back_due LEFT JOIN record_row ON record_row.document = call_back_due.document
    LEFT JOIN complaint ON complaint.complaint = call_back_due.about";

/// A page of the calls that are open, what is due first at the head; and one row more where there is another page.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn list(
    connection: &Connection,
    clerk: &Clerk,
    show: Show,
    after: Option<DuePlace>,
) -> rusqlite::Result<Vec<DueCall>> {
    let (mut condition, mut values) = station_condition(clerk, "call_back_due.station");
    if let Show::Late(now_ms) = show {
        condition.push_str(" AND due_ms < ?");
        values.push(Value::from(now_ms));
    }
    if let Some(after) = after {
        condition.push_str(" AND (due_ms, call_back_due.about) > (?, ?)");
        values.push(Value::from(after.due_ms));
        values.push(Value::from(after.about.as_bytes().to_vec()));
    }
    let rows = connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} WHERE is_open = 1{condition} ORDER BY due_ms, call_back_due.about LIMIT {}",
            PAGE_ROWS + 1,
        ))?
        .query_map(params_from_iter(values), due)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(rows.into_iter().map(|due| due.seen_by(clerk)).collect())
}

/// How many calls are open, and how many of them are too late at a moment.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn count_open(
    connection: &Connection,
    clerk: &Clerk,
    now_ms: i64,
) -> rusqlite::Result<(i64, i64)> {
    let (condition, values) = station_condition(clerk, "station");
    let count = |late: &str, first: Option<i64>| {
        let values = first.map(Value::from).into_iter().chain(values.clone());
        connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM call_back_due WHERE is_open = 1{late}{condition}"
            ))?
            .query_row(params_from_iter(values), |row| row.get(0))
    };
    Ok((count("", None)?, count(" AND due_ms < ?", Some(now_ms))?))
}

/// The call about something, also where it was made.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn due_call(
    connection: &Connection,
    clerk: &Clerk,
    about: Uuid,
) -> rusqlite::Result<Option<DueCall>> {
    let found = connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE call_back_due.about = ?1"))?
        .query_row([about.as_bytes()], due)
        .optional()?;
    Ok(found.map(|due| due.seen_by(clerk)))
}

fn due(row: &Row<'_>) -> rusqlite::Result<DueCall> {
    let day = |column: usize| -> rusqlite::Result<NaiveDate> {
        let day: String = row.get(column)?;
        Ok(day.parse().unwrap_or_default())
    };
    let rule: String = row.get(3)?;
    let again_on: Option<String> = row.get(6)?;
    let words = |column: usize| -> rusqlite::Result<String> {
        Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default())
    };
    Ok(DueCall {
        about: Uuid::from_bytes(row.get(0)?),
        record: row.get::<_, Option<[u8; 16]>>(1)?.map(Uuid::from_bytes),
        number: words(2)?,
        rule: CallBackRule::from_code(&rule).unwrap_or(CallBackRule::Report),
        began_on: day(4)?,
        due_on: day(5)?,
        again_on: again_on.and_then(|day| day.parse().ok()),
        is_open: row.get(7)?,
        technician: row.get(8)?,
        station: row.get::<_, Option<String>>(9)?.map(StationCode),
        customer_name: words(10)?,
        customer_phone: words(11)?,
        unit_model: words(12)?,
        due_ms: row.get(13)?,
    })
}
