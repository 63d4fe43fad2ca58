//! A year of the calendar gets other days, and every follow-up call that waits gets its day by them.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate, Weekday};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{CalendarDay, CalendarError, calendar};
use crate::{
    audit::{Deed, note},
    call_back,
    rights::{Action, require},
    staff::Clerk,
};

/// The longest name of a holiday, in characters.
const NAME_CHARACTERS_MAX: usize = 64;

/// A whole year of days: what stood for it before goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCalendar {
    /// The version that was shown.
    pub version: i64,
    /// Which year.
    #[schema(minimum = 2000, maximum = 2100)]
    pub year: i32,
    /// All its days that are not what their weekday says.
    #[schema(max_items = 366)]
    pub days: BTreeSet<CalendarDay>,
}

/// Changes a year, whole or not at all.
///
/// # Errors
/// [`CalendarError`].
pub fn keep(
    transaction: &Connection,
    clerk: &Clerk,
    request: &ChangeCalendar,
    now_ms: i64,
) -> Result<(), CalendarError> {
    require(clerk, Action::PublishCatalogue, None)?;
    let before = calendar(transaction)?;
    if before.version != request.version {
        return Err(CalendarError::ChangedMeanwhile);
    }
    check(request)?;
    let year = format!("{:04}-", request.year);
    transaction.execute(
        "DELETE FROM calendar_day WHERE substr(day, 1, 5) = ?1",
        [&year],
    )?;
    let mut insert = transaction
        .prepare_cached("INSERT INTO calendar_day (day, is_worked, name) VALUES (?1, ?2, ?3)")?;
    for day in &request.days {
        insert.execute(params![day.day, day.is_worked, day.name.trim()])?;
    }
    transaction.execute("UPDATE calendar SET version = version + 1", [])?;
    call_back::due_anew(transaction)?;
    // The rates, and what is late, count by these days too: all of it is made anew when the server starts next.
    transaction.execute("UPDATE organisation SET derivation_version = 0", [])?;
    let had: Vec<&CalendarDay> = before
        .days
        .iter()
        .filter(|day| day.day.starts_with(&year))
        .collect();
    let detail = json!({ "before": had, "after": request.days });
    let subject = request.year.to_string();
    note(
        transaction,
        clerk,
        Deed::CalendarChanged,
        &subject,
        &detail,
        now_ms,
    )?;
    Ok(())
}

fn check(request: &ChangeCalendar) -> Result<(), CalendarError> {
    if !(2000..=2100).contains(&request.year) {
        return Err(CalendarError::BadDay);
    }
    let mut seen = BTreeSet::new();
    for day in &request.days {
        let date: NaiveDate = day.day.parse().map_err(|_| CalendarError::BadDay)?;
        let is_spelt = date.to_string() == day.day;
        let is_named = day.name.chars().count() <= NAME_CHARACTERS_MAX;
        if date.year() != request.year || !is_spelt || !is_named || !seen.insert(date) {
            return Err(CalendarError::BadDay);
        }
        if day.is_worked && !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            return Err(CalendarError::NoWeekend);
        }
    }
    Ok(())
}
