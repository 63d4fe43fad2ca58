//! The calendar of working days: public holidays and the weekends that are worked for them (调休).
//!
//! [`working_days`] is what deadlines are reckoned with; [`keep`] changes it, whole years or single days, and what is due
//! by it moves with it.

mod error;
mod keep;

use doorstep_domain::deadline::WorkingDays;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::{
    error::CalendarError,
    keep::{ChangeCalendar, keep},
};

/// A day that is not what its weekday says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarDay {
    /// `YYYY-MM-DD`.
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    pub day: String,
    /// A Saturday or Sunday that is worked; else a holiday.
    pub is_worked: bool,
    /// The holiday that it belongs to: at most 64 characters.
    #[schema(max_length = 64)]
    pub name: String,
}

/// The calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Calendar {
    /// Counts up with every change; a change names the one that was shown.
    pub version: i64,
    /// In their order.
    pub days: Vec<CalendarDay>,
}

/// The calendar as it stands.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn calendar(connection: &Connection) -> rusqlite::Result<Calendar> {
    let version = connection
        .prepare_cached("SELECT version FROM calendar")?
        .query_row([], |row| row.get(0))?;
    let days = connection
        .prepare_cached("SELECT day, is_worked, name FROM calendar_day ORDER BY day")?
        .query_map([], |row| {
            Ok(CalendarDay {
                day: row.get(0)?,
                is_worked: row.get(1)?,
                name: row.get(2)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Calendar { version, days })
}

/// The days that deadlines are reckoned with.
///
/// # Errors
/// [`rusqlite::Error`].
pub fn working_days(connection: &Connection) -> rusqlite::Result<WorkingDays> {
    let mut working_days = WorkingDays::default();
    let mut statement = connection.prepare_cached("SELECT day, is_worked FROM calendar_day")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let day: String = row.get(0)?;
        let Ok(day) = day.parse() else { continue };
        if row.get(1)? {
            working_days.worked.insert(day);
        } else {
            working_days.holidays.insert(day);
        }
    }
    Ok(working_days)
}
