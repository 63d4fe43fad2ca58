//! What the records say of the visits, and the days that follow from it.

use chrono::NaiveDate;
use doorstep_domain::{
    contract::{Plan, next_visit},
    deadline::Timeline,
    record::Record,
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::rhythm;

/// Notes whether a record that was opened for a contract was visited or called off. Nothing for all others.
pub(crate) fn note(transaction: &Connection, record: &Record) -> rusqlite::Result<()> {
    let unit: Option<i64> = transaction
        .prepare_cached("SELECT contract_unit FROM contract_visit WHERE document = ?1")?
        .query_row([record.id.as_bytes()], |row| row.get(0))
        .optional()?;
    let Some(unit) = unit else { return Ok(()) };
    let timeline = Timeline::of(record, |_, entry| entry.corrected().at);
    let visited_on = timeline
        .reported
        .map(|reported| reported.at.date_naive().to_string());
    transaction
        .prepare_cached(
            "UPDATE contract_visit SET visited_on = ?2, is_called_off = ?3 WHERE document = ?1",
        )?
        .execute(params![
            record.id.as_bytes(),
            visited_on,
            timeline.cancelled.is_some()
        ])?;
    due_anew(transaction, unit)
}

/// The day for the next visit to each unit of a contract, after the contract changed.
pub(super) fn all_due_anew(transaction: &Connection, contract: i64) -> rusqlite::Result<()> {
    let units: Vec<i64> = transaction
        .prepare_cached("SELECT contract_unit FROM contract_unit WHERE contract = ?1")?
        .query_map([contract], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    units
        .into_iter()
        .try_for_each(|unit| due_anew(transaction, unit))
}

/// The day for the next visit to a unit.
pub(super) fn due_anew(transaction: &Connection, unit: i64) -> rusqlite::Result<()> {
    let made = made(transaction, unit)?;
    let plan = plan(transaction, unit)?.filter(|_| !made.is_under_way);
    let due = plan.and_then(|plan| next_visit(&plan, made.visits, made.last));
    transaction
        .prepare_cached("UPDATE contract_unit SET due_on = ?2 WHERE contract_unit = ?1")?
        .execute(params![unit, due.map(|day| day.to_string())])?;
    Ok(())
}

/// The visits to a unit.
pub(super) struct Made {
    /// How many were made.
    pub(super) visits: u32,
    /// The day of the last.
    pub(super) last: Option<NaiveDate>,
    /// One was opened, and is neither made nor called off.
    pub(super) is_under_way: bool,
    /// All that were ever opened.
    pub(super) opened: u32,
}

pub(super) fn made(connection: &Connection, unit: i64) -> rusqlite::Result<Made> {
    connection
        .prepare_cached(
            "SELECT count(visited_on), max(visited_on),
                    ifnull(max(visited_on IS NULL AND is_called_off = 0), 0), count(*)
             FROM contract_visit WHERE contract_unit = ?1",
        )?
        .query_row([unit], |row| {
            let last: Option<String> = row.get(1)?;
            Ok(Made {
                visits: row.get(0)?,
                last: last.and_then(|day| day.parse().ok()),
                is_under_way: row.get(2)?,
                opened: row.get(3)?,
            })
        })
}

/// What the contract promises for a unit; nothing where it was ended, or is about the unit no longer.
pub(super) fn plan(connection: &Connection, unit: i64) -> rusqlite::Result<Option<Plan>> {
    let found: Option<(String, String, Option<u32>, Option<u32>)> = connection
        .prepare_cached(
            "SELECT from_day, until_day, visits_a_year, every_months
             FROM contract_unit JOIN contract USING (contract)
             WHERE contract_unit = ?1 AND is_taken_out = 0 AND ended_at_ms IS NULL",
        )?
        .query_row([unit], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    Ok(
        found.and_then(|(from, until, visits_a_year, every_months)| {
            Some(Plan {
                from: from.parse().ok()?,
                until: until.parse().ok()?,
                rhythm: rhythm(visits_a_year, every_months)?,
            })
        }),
    )
}

/// The same as the contract's terms have it.
pub(super) fn plan_of(terms: &super::Terms) -> Option<Plan> {
    Some(Plan {
        from: terms.from.parse().ok()?,
        until: terms.until.parse().ok()?,
        rhythm: rhythm(terms.visits_a_year, terms.every_months)?,
    })
}
