//! The units that a contract is about.

use chrono::NaiveDate;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ContractError, NewUnit, UNITS_MAX, change::standing, note::due_anew, terms::check_unit,
};
use crate::{
    audit::{Deed, note},
    staff::Clerk,
};

/// A unit is to be visited too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddUnit {
    /// The contract's version that was shown.
    pub version: i64,
    /// The unit.
    pub unit: NewUnit,
}

/// A unit is to be visited no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeUnitOut {
    /// The contract's version that was shown.
    pub version: i64,
}

/// Adds a unit. Its visits begin with the contract's first day, as those of the others.
///
/// # Errors
/// [`ContractError`].
pub fn add_unit(
    transaction: &Connection,
    clerk: &Clerk,
    contract: i64,
    request: &AddUnit,
    today: NaiveDate,
    now_ms: i64,
) -> Result<(), ContractError> {
    let before = standing(transaction, clerk, contract, request.version)?;
    if before.units.len() >= UNITS_MAX {
        return Err(ContractError::UnitCount);
    }
    check_unit(transaction, &request.unit, today)?;
    let unit = insert(transaction, contract, &request.unit)?;
    due_anew(transaction, unit)?;
    changed(transaction, clerk, contract, request, now_ms)
}

/// Takes a unit out: no visit to it is due any more. Those that were made stay.
///
/// # Errors
/// [`ContractError::NoUnit`]; [`ContractError::UnitCount`] for the last one; others of [`ContractError`].
pub fn take_unit_out(
    transaction: &Connection,
    clerk: &Clerk,
    (contract, unit): (i64, i64),
    request: &TakeUnitOut,
    now_ms: i64,
) -> Result<(), ContractError> {
    let before = standing(transaction, clerk, contract, request.version)?;
    let mut visited = before.units.iter().filter(|unit| !unit.is_taken_out);
    if !visited.clone().any(|visited| visited.unit == unit) {
        return Err(ContractError::NoUnit);
    }
    if visited.all(|visited| visited.unit == unit) {
        return Err(ContractError::UnitCount);
    }
    transaction.execute(
        "UPDATE contract_unit SET is_taken_out = 1 WHERE contract_unit = ?1",
        [unit],
    )?;
    due_anew(transaction, unit)?;
    let taken_out = serde_json::json!({ "taken_out": unit });
    changed(transaction, clerk, contract, &taken_out, now_ms)
}

pub(super) fn insert(
    transaction: &Connection,
    contract: i64,
    unit: &NewUnit,
) -> rusqlite::Result<i64> {
    transaction
        .prepare_cached(
            "INSERT INTO contract_unit (contract, unit_kind, model, serial, is_taken_out) VALUES (?1, ?2, ?3, ?4, 0)",
        )?
        .execute(params![
            contract,
            unit.unit_kind.trim(),
            unit.model.trim(),
            unit.serial.trim()
        ])?;
    Ok(transaction.last_insert_rowid())
}

fn changed(
    transaction: &Connection,
    clerk: &Clerk,
    contract: i64,
    detail: &impl Serialize,
    now_ms: i64,
) -> Result<(), ContractError> {
    transaction.execute(
        "UPDATE contract SET version = version + 1 WHERE contract = ?1",
        [contract],
    )?;
    let subject = contract.to_string();
    note(
        transaction,
        clerk,
        Deed::ContractChanged,
        &subject,
        detail,
        now_ms,
    )?;
    Ok(())
}
