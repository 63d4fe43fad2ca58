//! Hours and certificates are written down.

use chrono::NaiveDate;
use doorstep_domain::ids::PersonId;
use doorstep_words::office::{calls::fault as calls, training::fault as words};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::TrainingError;
use crate::{
    api_error::FieldFault,
    audit::{Deed, note},
    rights::{Action, require},
    staff::{Clerk, StationCode},
};

/// The longest subject, name or number, in characters.
const WORDS_CHARACTERS_MAX: usize = 200;

/// Hours that a technician was taught.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteHours {
    /// The day, `YYYY-MM-DD`: not later than today.
    pub held_on: String,
    /// For how long.
    #[schema(minimum = 1, maximum = 1440)]
    pub minutes: i64,
    /// What about.
    #[schema(min_length = 1, max_length = 200)]
    pub subject: String,
}

/// A certificate that a technician got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteCertificate {
    /// What it is for.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Its number.
    #[schema(min_length = 1, max_length = 200)]
    pub number: String,
    /// Its last day, `YYYY-MM-DD`.
    pub valid_until: String,
}

/// Writes hours down. `today` is the office's day.
///
/// # Errors
/// [`TrainingError`].
pub fn note_hours(
    transaction: &Connection,
    clerk: &Clerk,
    person: &PersonId,
    request: &NoteHours,
    today: NaiveDate,
    now_ms: i64,
) -> Result<(), TrainingError> {
    require_technician(transaction, clerk, person)?;
    let mut faults = Vec::new();
    let held_on = day("held_on", &request.held_on, &mut faults);
    if held_on.is_some_and(|day| day > today) {
        fault(&mut faults, "held_on", "future_date", calls::FUTURE_DATE);
    }
    if !(1..=24 * 60).contains(&request.minutes) {
        fault(&mut faults, "minutes", "bad_duration", words::BAD_DURATION);
    }
    given("subject", &request.subject, &mut faults);
    if !faults.is_empty() {
        return Err(TrainingError::Unfit(faults));
    }
    transaction
        .prepare_cached(
            "INSERT INTO training_hours (person, held_on, minutes, subject, noted_at_ms, noted_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            person.0,
            request.held_on.trim(),
            request.minutes,
            request.subject.trim(),
            now_ms,
            clerk.person.0,
        ])?;
    let deed = Deed::TrainingNoted;
    note(transaction, clerk, deed, &person.0, request, now_ms)?;
    Ok(())
}

/// Writes a certificate down.
///
/// # Errors
/// [`TrainingError`].
pub fn note_certificate(
    transaction: &Connection,
    clerk: &Clerk,
    person: &PersonId,
    request: &NoteCertificate,
    now_ms: i64,
) -> Result<(), TrainingError> {
    require_technician(transaction, clerk, person)?;
    let mut faults = Vec::new();
    given("name", &request.name, &mut faults);
    given("number", &request.number, &mut faults);
    day("valid_until", &request.valid_until, &mut faults);
    if !faults.is_empty() {
        return Err(TrainingError::Unfit(faults));
    }
    transaction
        .prepare_cached(
            "INSERT INTO certificate (person, name, number, valid_until, noted_at_ms, noted_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            person.0,
            request.name.trim(),
            request.number.trim(),
            request.valid_until.trim(),
            now_ms,
            clerk.person.0,
        ])?;
    let deed = Deed::TrainingNoted;
    note(transaction, clerk, deed, &person.0, request, now_ms)?;
    Ok(())
}

/// Whether this clerk keeps the training of somebody, who must be a technician.
pub(super) fn require_technician(
    connection: &Connection,
    clerk: &Clerk,
    person: &PersonId,
) -> Result<(), TrainingError> {
    require(clerk, Action::KeepTraining, None)?;
    let station: Option<Option<String>> = connection
        .prepare_cached(
            "SELECT (SELECT min(station) FROM person_station WHERE person = ?1) FROM person
             WHERE person = ?1 AND role = 'technician'",
        )?
        .query_row([&person.0], |row| row.get(0))
        .optional()?;
    let station = station.ok_or(TrainingError::NoTechnician)?;
    let station = station.map(StationCode);
    Ok(require(clerk, Action::KeepTraining, station.as_ref())?)
}

/// A day as it is spelt everywhere; `2026-1-1` sorts elsewhere.
fn day(field: &'static str, typed: &str, faults: &mut Vec<FieldFault>) -> Option<NaiveDate> {
    let day: Option<NaiveDate> = typed.trim().parse().ok();
    let day = day.filter(|day| day.to_string() == typed.trim());
    if day.is_none() {
        fault(faults, field, "bad_date", calls::BAD_DATE);
    }
    day
}

fn given(field: &'static str, typed: &str, faults: &mut Vec<FieldFault>) {
    let typed = typed.trim();
    if typed.is_empty() {
        fault(faults, field, "empty", calls::EMPTY);
    } else if typed.chars().count() > WORDS_CHARACTERS_MAX || typed.chars().any(char::is_control) {
        fault(faults, field, "not_plain", calls::NOT_PLAIN);
    }
}

fn fault(
    faults: &mut Vec<FieldFault>,
    field: &'static str,
    code: &'static str,
    words: doorstep_words::Phrase,
) {
    faults.push(FieldFault { field, code, words });
}
