//! The clocks as tables that read beside domain.md ("Times and rates to be measured").
//!
//! The week of the tables: 2026-11-23 is a Monday.

mod clocks;
mod corrected;
mod records;
mod working_days;

use chrono::DateTime;

use super::*;

/// `23 08:10` is a moment of November 2026 in the customer's calendar; `12-01 08:10` names its month.
fn moment(text: &str) -> Moment {
    let (day, time) = text.split_once(' ').expect("a day and a time");
    let date = if day.contains('-') {
        format!("2026-{day}")
    } else {
        format!("2026-11-{day}")
    };
    let seconds = if time.len() == 5 { ":00" } else { "" };
    DateTime::parse_from_rfc3339(&format!("{date}T{time}{seconds}+08:00")).expect("a moment")
}

fn day(text: &str) -> NaiveDate {
    let text = if text.contains('-') {
        format!("2026-{text}")
    } else {
        format!("2026-11-{text}")
    };
    text.parse().expect("a day")
}
