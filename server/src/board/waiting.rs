//! What still waits for the dispatcher, the clock that runs out next first.

use std::{fmt, str::FromStr};

use doorstep_domain::ids::PersonId;
use rusqlite::{Connection, params_from_iter, types::Value};

use super::{
    PAGE_ROWS,
    day::codes,
    job::{COLUMNS, Job, job},
};
use crate::{
    rights::station_condition,
    staff::{Clerk, Colleague, StationCode},
};

/// What a record waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor<'p> {
    /// Nobody has it yet.
    Somebody,
    /// This person has it, and no appointment was agreed.
    Date(&'p PersonId),
    /// Somebody else than these has it, and no appointment was agreed.
    DateOfOthers(&'p [Colleague]),
}

impl WaitsFor<'_> {
    /// The rows, from the index that has only these: left to itself SQLite would take all that have the same assignee, and
    /// sort them.
    fn rows(self) -> (&'static str, Vec<Value>) {
        match self {
            Self::Somebody => (
                "record_row INDEXED BY record_row_unassigned
                 WHERE assignee IS NULL AND status NOT IN ('signed', 'reported', 'cancelled')",
                Vec::new(),
            ),
            Self::Date(person) => (
                "record_row INDEXED BY record_row_undated
                 WHERE assignee = ? AND appointment_at_ms IS NULL AND assignee IS NOT NULL
                     AND status NOT IN ('signed', 'reported', 'cancelled')",
                vec![Value::from(person.0.clone())],
            ),
            Self::DateOfOthers(people) => (
                "record_row INDEXED BY record_row_undated
                 WHERE assignee NOT IN (SELECT value FROM json_each(?)) AND appointment_at_ms IS NULL
                     AND assignee IS NOT NULL AND status NOT IN ('signed', 'reported', 'cancelled')",
                vec![Value::from(codes(people))],
            ),
        }
    }
}

/// A place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobPlace {
    /// When the next clock of the row before runs out; of one without a clock a moment after all others.
    pub(super) due_ms: i64,
    /// Its row.
    pub(super) row: i64,
}

/// As it stands in links.
impl fmt::Display for JobPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_{}", self.due_ms, self.row)
    }
}

impl FromStr for JobPlace {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (due_ms, row) = text.split_once('_').unwrap_or((text, ""));
        Ok(Self {
            due_ms: due_ms.parse()?,
            row: row.parse()?,
        })
    }
}

impl Job {
    /// Where the page of waiting ones after this begins.
    #[must_use]
    pub const fn place(&self) -> JobPlace {
        self.place
    }
}

/// A page of the records that wait, of a station (and of none) or of all that are the clerk's; and one row more where there
/// is another page.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn waiting(
    connection: &Connection,
    clerk: &Clerk,
    waits_for: WaitsFor<'_>,
    station: Option<&StationCode>,
    after: Option<JobPlace>,
) -> rusqlite::Result<Vec<Job>> {
    let (rows, mut values) = waits_for.rows();
    let (mut condition, stations) = at(clerk, station);
    values.extend(stations);
    if let Some(after) = after {
        condition.push_str(" AND (ifnull(next_due_ms, 9007199254740991), row) > (?, ?)");
        values.extend([Value::from(after.due_ms), Value::from(after.row)]);
    }
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM {rows}{condition}
             ORDER BY ifnull(next_due_ms, 9007199254740991), row LIMIT {}",
            PAGE_ROWS + 1,
        ))?
        .query_map(params_from_iter(values), |row| job(clerk, row))?
        .collect()
}

/// How many wait.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn count_waiting(
    connection: &Connection,
    clerk: &Clerk,
    waits_for: WaitsFor<'_>,
    station: Option<&StationCode>,
) -> rusqlite::Result<i64> {
    let (rows, mut values) = waits_for.rows();
    let (condition, stations) = at(clerk, station);
    values.extend(stations);
    connection
        .prepare_cached(&format!("SELECT count(*) FROM {rows}{condition}"))?
        .query_row(params_from_iter(values), |row| row.get(0))
}

/// The clerk's stations, and the one that was asked for; the plus keeps the index of stations out of it.
pub(super) fn at(clerk: &Clerk, station: Option<&StationCode>) -> (String, Vec<Value>) {
    let (mut condition, mut values) = station_condition(clerk, "+station");
    if let Some(station) = station {
        condition.push_str(" AND (+station IS NULL OR +station = ?)");
        values.push(Value::from(station.0.clone()));
    }
    (condition, values)
}
