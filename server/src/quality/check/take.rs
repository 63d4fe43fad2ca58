//! A check is written down.

use chrono::{DateTime, Days, NaiveDate};
use doorstep_domain::quality::{CheckItem, CheckKind};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::CHECK_WORDS_MAX;
use crate::{
    audit::{Deed, note},
    intake::{find, station_of},
    quality::{QualityError, given, text},
    rights::{Action, require},
    staff::{Clerk, StationCode},
};

/// Characters of a person's code.
const CODE_MAX: usize = 64;

/// What was found of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Finding {
    /// What was looked at: `fault_gone`, `parts_as_recorded`, `record_is_true`, `on_time`, `badge_shown`, `polite`,
    /// `charged_by_the_rules`, `tested_in_presence`, `care_explained`, `tidy`.
    #[schema(value_type = String)]
    pub(crate) item: CheckItem,
    /// Whether it was as it should be.
    pub(crate) is_good: bool,
    /// What was seen; must be told of a fault.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub(crate) words: String,
}

/// A check that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeCheck {
    /// `spot`, `mystery`.
    #[schema(value_type = String)]
    pub(crate) kind: CheckKind,
    /// The number or id of the record; needed for a spot check.
    #[serde(default)]
    pub(crate) record: String,
    /// Whose work; empty: of whom the record is assigned to. Needed without a record.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub(crate) technician: String,
    /// The day of the check, YYYY-MM-DD.
    #[schema(value_type = String, format = "date")]
    pub(crate) checked_on: NaiveDate,
    /// What was found; of each thing once, of one at least.
    pub(crate) findings: Vec<Finding>,
    /// What else there is to tell.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub(crate) note: String,
}

/// What is checked.
struct Checked {
    record: Option<Uuid>,
    technician: String,
    station: Option<StationCode>,
}

/// Writes a check down. Gives its number.
///
/// # Errors
/// [`QualityError::NotFinished`] for a spot check of work that is not finished; others of [`QualityError`].
pub(crate) fn take_check(
    transaction: &Connection,
    clerk: &Clerk,
    request: &TakeCheck,
    now_ms: i64,
) -> Result<i64, QualityError> {
    require(clerk, Action::WorkOnQuality, None)?;
    let note_words = text(&request.note, CHECK_WORDS_MAX)?;
    let findings = findings(request)?;
    let today = DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
    // Whoever checks may be a day ahead of UTC.
    let last = today.date_naive().checked_add_days(Days::new(1));
    if last.is_some_and(|last| request.checked_on > last) {
        return Err(QualityError::BadDay);
    }
    let checked = checked(transaction, clerk, request)?;
    require(clerk, Action::WorkOnQuality, checked.station.as_ref())?;
    let faults = findings.iter().filter(|(finding, _)| !finding.is_good);
    let faults = faults.fold(0_i64, |count, _| count + 1);
    transaction.execute(
        "INSERT INTO quality_check (kind, document, technician, station, checked_on, note, at_ms, person, faults)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            request.kind.code(),
            checked.record.map(|record| record.as_bytes().to_vec()),
            checked.technician,
            checked.station.map(|station| station.0),
            request.checked_on.format("%Y-%m-%d").to_string(),
            note_words,
            now_ms,
            clerk.person.0,
            faults,
        ],
    )?;
    let number = transaction.last_insert_rowid();
    for (finding, words) in findings {
        transaction.execute(
            "INSERT INTO quality_check_finding (quality_check, item, is_good, words) VALUES (?1, ?2, ?3, ?4)",
            params![number, finding.item.code(), finding.is_good, words],
        )?;
    }
    let subject = number.to_string();
    note(
        transaction,
        clerk,
        Deed::CheckTaken,
        &subject,
        request,
        now_ms,
    )?;
    Ok(number)
}

/// What was found, with its words; each thing belongs to the kind and stands there once.
fn findings(request: &TakeCheck) -> Result<Vec<(&Finding, &str)>, QualityError> {
    let mut seen: Vec<CheckItem> = Vec::new();
    let mut findings = Vec::new();
    for finding in &request.findings {
        if !request.kind.items().contains(&finding.item) || seen.contains(&finding.item) {
            return Err(QualityError::BadFinding);
        }
        seen.push(finding.item);
        let words = if finding.is_good {
            text(&finding.words, CHECK_WORDS_MAX)?
        } else {
            given(&finding.words, CHECK_WORDS_MAX)?
        };
        findings.push((finding, words));
    }
    if findings.is_empty() {
        return Err(QualityError::BadFinding);
    }
    Ok(findings)
}

fn checked(
    connection: &Connection,
    clerk: &Clerk,
    request: &TakeCheck,
) -> Result<Checked, QualityError> {
    let technician = text(&request.technician, CODE_MAX)?;
    let record = request.record.trim();
    if record.is_empty() && request.kind == CheckKind::Spot {
        return Err(QualityError::NoRecord);
    }
    if record.is_empty() {
        let technician = given(technician, CODE_MAX)?;
        let found: Option<Option<String>> = connection
            .prepare_cached(
                "SELECT (SELECT min(station) FROM person_station WHERE person = ?1) FROM person
                 WHERE person = ?1 AND role = 'technician'",
            )?
            .query_row([technician], |row| row.get(0))
            .optional()?;
        let station = found.ok_or(QualityError::NoTechnician)?;
        return Ok(Checked {
            record: None,
            technician: technician.to_owned(),
            station: station.map(StationCode),
        });
    }
    let record = find(connection, record)?;
    let station = station_of(connection, record)?;
    // Who may not see the record learns nothing of it by a refusal.
    require(clerk, Action::WorkOnQuality, station.as_ref())?;
    let (status, assignee): (String, Option<String>) = connection
        .prepare_cached("SELECT status, assignee FROM record_row WHERE document = ?1")?
        .query_row([record.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let is_finished = matches!(
        status.as_str(),
        "signed" | "reported" | "second_service" | "complaint"
    );
    if request.kind == CheckKind::Spot && !is_finished {
        return Err(QualityError::NotFinished);
    }
    Ok(Checked {
        record: Some(record.0),
        technician: match technician {
            "" => assignee.unwrap_or_default(),
            technician => technician.to_owned(),
        },
        station,
    })
}
