//! What a contract says, as it is typed, and what of it cannot be used.

use chrono::NaiveDate;
use doorstep_domain::contract::{Plan, Rhythm};
use doorstep_words::office::{calls::fault as calls, contract::fault as words};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ContractError, rhythm};
use crate::{
    api_error::FieldFault,
    catalogue,
    intake::{TakeCall, station_named},
    staff::{Clerk, StationCode},
};

/// The longest number of a contract, in characters.
const NUMBER_CHARACTERS_MAX: usize = 64;

/// The longest note, in characters: a record's note of the office takes no more.
const NOTE_CHARACTERS_MAX: usize = 1_000;

/// The highest price, in fen.
const PRICE_MINOR_MAX: i64 = 100_000_000_000;

/// What a contract says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Its number on the paper; may be empty.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub number: String,
    /// The station that it belongs to; empty: none, or the only one of who takes it.
    #[serde(default)]
    pub station: String,
    /// The customer's name.
    #[schema(min_length = 1, max_length = 200)]
    pub customer_name: String,
    /// His telephone number as it is dialled.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub phone: String,
    /// Where the units stand.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub address: String,
    /// The language he is spoken to in: `zh-CN` or `en`.
    pub language: String,
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day, `YYYY-MM-DD`: less than ten years later.
    pub until: String,
    /// How often each unit is visited: 1 to 52 times a year. Either this or `every_months`.
    #[serde(default)]
    pub visits_a_year: Option<u32>,
    /// How often each unit is visited: every 1 to 60 months.
    #[serde(default)]
    pub every_months: Option<u32>,
    /// What the whole term costs, in fen.
    #[schema(minimum = 0, maximum = 100_000_000_000_i64)]
    pub price_minor: i64,
    /// What technicians are to know.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub note: String,
}

/// A unit that a contract is to be about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUnit {
    /// The kind of appliance, a code of the catalogue.
    #[schema(min_length = 1, max_length = 80)]
    pub unit_kind: String,
    /// The model, one of the catalogue's where it has models of this kind.
    #[serde(default)]
    #[schema(max_length = 80)]
    pub model: String,
    /// The serial number.
    #[serde(default)]
    #[schema(max_length = 80)]
    pub serial: String,
}

/// Terms that can be used.
pub(super) struct Understood {
    pub(super) plan: Plan,
    pub(super) station: Option<StationCode>,
}

/// The call by which a visit to a unit is taken in.
pub(super) fn call(terms: &Terms, unit: &NewUnit) -> TakeCall {
    TakeCall {
        customer_name: terms.customer_name.clone(),
        phone: terms.phone.clone(),
        address: terms.address.clone(),
        language: terms.language.clone(),
        unit_kind: unit.unit_kind.clone(),
        model: unit.model.clone(),
        serial: unit.serial.clone(),
        request: "maintenance".to_owned(),
        office_note: terms.note.clone(),
        station: terms.station.clone(),
        ..TakeCall::default()
    }
}

/// The terms as they were understood. What makes a call unfit makes them unfit: the visits are to be taken in by them.
pub(super) fn understand(
    connection: &Connection,
    clerk: &Clerk,
    terms: &Terms,
    today: NaiveDate,
) -> Result<Understood, ContractError> {
    let mut call = call(terms, &NewUnit::default()).understand(None, today);
    // No unit is asked for here.
    call.faults.retain(|fault| fault.field != "unit_kind");
    let station = station_named(connection, clerk, &terms.station, &mut call)?;
    let mut faults = call.faults;
    faults.iter_mut().for_each(|fault| {
        if fault.field == "office_note" {
            fault.field = "note";
        }
    });
    let mut fault = |field, code, words| faults.push(FieldFault { field, code, words });
    for (field, text, longest) in [
        ("number", &terms.number, NUMBER_CHARACTERS_MAX),
        ("note", &terms.note, NOTE_CHARACTERS_MAX),
    ] {
        if text.chars().count() > longest {
            fault(field, "too_long", words::TOO_LONG);
        }
    }
    if terms.number.chars().any(char::is_control) {
        fault("number", "not_plain", calls::NOT_PLAIN);
    }
    if !(0..=PRICE_MINOR_MAX).contains(&terms.price_minor) {
        fault("price_minor", "bad_price", words::BAD_PRICE);
    }
    let (from, until) = (day(&terms.from), day(&terms.until));
    for (field, day) in [("from", from), ("until", until)] {
        if day.is_none() {
            fault(field, "bad_date", calls::BAD_DATE);
        }
    }
    let rhythm = rhythm(terms.visits_a_year, terms.every_months).filter(|rhythm| rhythm.is_fit());
    if rhythm.is_none() {
        fault("rhythm", "bad_rhythm", words::BAD_RHYTHM);
    }
    let plan = plan(from, until, rhythm);
    if plan.is_some_and(|plan| !plan.is_fit()) {
        fault("until", "bad_term", words::BAD_TERM);
    }
    match plan {
        Some(plan) if faults.is_empty() => Ok(Understood { plan, station }),
        _ => Err(ContractError::Unfit(faults)),
    }
}

/// Whether a unit can be used, by the newest catalogue.
pub(super) fn check_unit(
    connection: &Connection,
    unit: &NewUnit,
    today: NaiveDate,
) -> Result<(), ContractError> {
    let catalogue = catalogue::newest(connection)?;
    let mut call = call(&Terms::default(), unit).understand(catalogue.as_ref(), today);
    call.faults
        .retain(|fault| matches!(fault.field, "unit_kind" | "model" | "serial"));
    if call.faults.is_empty() {
        Ok(())
    } else {
        Err(ContractError::Unfit(call.faults))
    }
}

/// A day as it is spelt everywhere; `2026-1-1` sorts elsewhere.
fn day(typed: &str) -> Option<NaiveDate> {
    let day: NaiveDate = typed.trim().parse().ok()?;
    (day.to_string() == typed.trim()).then_some(day)
}

fn plan(from: Option<NaiveDate>, until: Option<NaiveDate>, rhythm: Option<Rhythm>) -> Option<Plan> {
    Some(Plan {
        from: from?,
        until: until?,
        rhythm: rhythm?,
    })
}
