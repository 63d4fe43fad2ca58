//! A claim is entered for somebody.

use chrono::{DateTime, NaiveDate};
use doorstep_domain::named;
use doorstep_words::office::expense as words;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ExpenseError;
use crate::{
    audit::{self, Deed},
    rights::{Action, require},
    staff::{Clerk, StationCode},
};

/// The longest words, in characters.
const WORDS_CHARACTERS_MAX: usize = 500;
/// The longest number of a voucher or a record, in characters.
const NUMBER_CHARACTERS_MAX: usize = 64;
/// The largest amount, in minor units.
const MINOR_MAX: i64 = 100_000_000;

/// What money was spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExpenseKind {
    /// Train, bus, taxi, fuel.
    Travel,
    /// Parking and tolls.
    Parking,
    /// Meals.
    Meals,
    /// A night away.
    Lodging,
    /// Materials that the store had not.
    Materials,
    /// Telephone.
    Telephone,
    /// Something else.
    Other,
}

named!(ExpenseKind {
    Travel "travel" words::kind_of::TRAVEL;
    Parking "parking" words::kind_of::PARKING;
    Meals "meals" words::kind_of::MEALS;
    Lodging "lodging" words::kind_of::LODGING;
    Materials "materials" words::kind_of::MATERIALS;
    Telephone "telephone" words::kind_of::TELEPHONE;
    Other "other" words::kind_of::OTHER;
});

impl ExpenseKind {
    /// Reads [`ExpenseKind::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimExpense {
    /// Who gets the money back: a person's code.
    #[schema(max_length = 64)]
    pub person: String,
    /// The day on the voucher, `YYYY-MM-DD`.
    #[schema(max_length = 10)]
    pub day: String,
    /// On what.
    pub kind: ExpenseKind,
    /// Fen.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub amount_minor: i64,
    /// What for.
    #[schema(max_length = 500)]
    pub words: String,
    /// The voucher's number; empty where there is none.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub voucher: String,
    /// The number of the record that it was for; empty where it was for none.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub record_number: String,
}

/// Enters a claim. Gives what it goes by.
///
/// # Errors
/// [`ExpenseError`].
pub fn claim(
    transaction: &Connection,
    clerk: &Clerk,
    request: &ClaimExpense,
    now_ms: i64,
) -> Result<i64, ExpenseError> {
    let station = station_of_person(transaction, &request.person)?;
    require(clerk, Action::KeepMoney, station.as_ref())?;
    let fit = fit(transaction, request, now_ms)?;
    transaction
        .prepare_cached(
            "INSERT INTO expense (person, day, kind, minor, words, voucher, record_number, state, claimed_by,
                 claimed_at_ms, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'claimed', ?8, ?9, '')",
        )?
        .execute(params![
            request.person,
            fit.day,
            request.kind.code(),
            request.amount_minor,
            fit.words,
            fit.voucher,
            fit.record_number,
            clerk.person.0,
            now_ms,
        ])?;
    let expense = transaction.last_insert_rowid();
    let subject = format!("expense:{expense}");
    audit::note(
        transaction,
        clerk,
        Deed::ExpenseClaimed,
        &subject,
        request,
        now_ms,
    )?;
    Ok(expense)
}

/// A claim as it may stand.
struct Fit {
    day: String,
    words: String,
    voucher: String,
    record_number: String,
}

fn fit(connection: &Connection, request: &ClaimExpense, now_ms: i64) -> Result<Fit, ExpenseError> {
    let exists = |sql: &str, value: &str| -> Result<bool, ExpenseError> {
        Ok(connection
            .prepare_cached(sql)?
            .query_row([value], |row| row.get(0))?)
    };
    if !exists(
        "SELECT EXISTS (SELECT 1 FROM person WHERE person = ?1 AND active = 1)",
        &request.person,
    )? {
        return Err(ExpenseError::NoPerson);
    }
    if !(1..=MINOR_MAX).contains(&request.amount_minor) {
        return Err(ExpenseError::BadAmount);
    }
    let record_number = number(&request.record_number)?;
    let is_known = record_number.is_empty()
        || exists(
            "SELECT EXISTS (SELECT 1 FROM record_row WHERE number = ?1)",
            &record_number,
        )?;
    if !is_known {
        return Err(ExpenseError::NoRecord);
    }
    Ok(Fit {
        day: past_day(&request.day, now_ms)?,
        words: words_of(&request.words)?,
        voucher: number(&request.voucher)?,
        record_number,
    })
}

/// Where somebody works.
pub(super) fn station_of_person(
    connection: &Connection,
    person: &str,
) -> rusqlite::Result<Option<StationCode>> {
    let station: Option<String> = connection
        .prepare_cached("SELECT min(station) FROM person_station WHERE person = ?1")?
        .query_row([person], |row| row.get(0))?;
    Ok(station.map(StationCode))
}

/// Words that must be there.
pub(super) fn words_of(text: &str) -> Result<String, ExpenseError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > WORDS_CHARACTERS_MAX {
        return Err(ExpenseError::NoWords);
    }
    Ok(text.to_owned())
}

fn number(text: &str) -> Result<String, ExpenseError> {
    let text = text.trim();
    if text.chars().count() > NUMBER_CHARACTERS_MAX || text.chars().any(char::is_control) {
        return Err(ExpenseError::NoWords);
    }
    Ok(text.to_owned())
}

/// A day of this century that is not to come anywhere on earth.
pub(super) fn past_day(text: &str, now_ms: i64) -> Result<String, ExpenseError> {
    let day =
        NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| ExpenseError::BadDay)?;
    let now = DateTime::from_timestamp_millis(now_ms).unwrap_or_default();
    let latest = now.date_naive().succ_opt().ok_or(ExpenseError::BadDay)?;
    let earliest = NaiveDate::from_ymd_opt(2000, 1, 1).ok_or(ExpenseError::BadDay)?;
    if (earliest..=latest).contains(&day) {
        Ok(day.to_string())
    } else {
        Err(ExpenseError::BadDay)
    }
}
