//! A contract is written down.

use chrono::NaiveDate;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ContractError, NewUnit, Terms, UNITS_MAX,
    note::due_anew,
    terms::{check_unit, understand},
    unit::insert,
};
use crate::{
    audit::{Deed, note},
    rights::{Action, require},
    staff::Clerk,
};

/// A contract that was made with a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeContract {
    /// What it says.
    pub terms: Terms,
    /// What it is about.
    #[schema(min_items = 1, max_items = 200)]
    pub units: Vec<NewUnit>,
}

/// Writes a contract down. Gives its id. `today` is the office's day.
///
/// # Errors
/// [`ContractError`].
pub fn take(
    transaction: &Connection,
    clerk: &Clerk,
    request: &TakeContract,
    today: NaiveDate,
    now_ms: i64,
) -> Result<i64, ContractError> {
    require(clerk, Action::KeepContracts, None)?;
    let understood = understand(transaction, clerk, &request.terms, today);
    let units: Vec<ContractError> = request
        .units
        .iter()
        .filter_map(|unit| check_unit(transaction, unit, today).err())
        .collect();
    // Of the terms and of the first unit that does not fit at once: who types them mends all in one go.
    let understood = match (understood, units.into_iter().next()) {
        (understood, None) => understood?,
        (Err(ContractError::Unfit(mut faults)), Some(ContractError::Unfit(more))) => {
            faults.extend(more);
            return Err(ContractError::Unfit(faults));
        }
        (Err(error), _) | (_, Some(error)) => return Err(error),
    };
    if !(1..=UNITS_MAX).contains(&request.units.len()) {
        return Err(ContractError::UnitCount);
    }
    require(clerk, Action::KeepContracts, understood.station.as_ref())?;
    let terms = &request.terms;
    transaction
        .prepare_cached(
            "INSERT INTO contract (number, station, customer_name, phone, address, language, from_day, until_day,
                 visits_a_year, every_months, price_minor, note, taken_at_ms, taken_by, ended_words, version)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, '', 1)",
        )?
        .execute(params![
            terms.number.trim(),
            understood.station.as_ref().map(|station| &station.0),
            terms.customer_name.trim(),
            terms.phone.trim(),
            terms.address.trim(),
            terms.language.trim(),
            understood.plan.from.to_string(),
            understood.plan.until.to_string(),
            terms.visits_a_year,
            terms.every_months,
            terms.price_minor,
            terms.note.trim(),
            now_ms,
            clerk.person.0,
        ])?;
    let contract = transaction.last_insert_rowid();
    for unit in &request.units {
        let unit = insert(transaction, contract, unit)?;
        due_anew(transaction, unit)?;
    }
    let subject = contract.to_string();
    note(
        transaction,
        clerk,
        Deed::ContractTaken,
        &subject,
        request,
        now_ms,
    )?;
    Ok(contract)
}
