//! A contract says something else from now on: also its renewal, which gives it a later last day.

use chrono::NaiveDate;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{ContractError, Terms, note::all_due_anew, read::Contract, terms::understand};
use crate::{
    audit::{Deed, note},
    rights::{Action, require},
    staff::Clerk,
};

/// How a contract is to be from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeContract {
    /// The version that was shown.
    pub version: i64,
    /// What it says.
    pub terms: Terms,
}

/// Changes a contract.
///
/// # Errors
/// [`ContractError::ChangedMeanwhile`] if it is not as it was shown; others of [`ContractError`].
pub fn change(
    transaction: &Connection,
    clerk: &Clerk,
    contract: i64,
    request: &ChangeContract,
    today: NaiveDate,
    now_ms: i64,
) -> Result<(), ContractError> {
    let before = standing(transaction, clerk, contract, request.version)?;
    let understood = understand(transaction, clerk, &request.terms, today)?;
    // Not into a station that is not his.
    require(clerk, Action::KeepContracts, understood.station.as_ref())?;
    let terms = &request.terms;
    transaction
        .prepare_cached(
            "UPDATE contract
             SET number = ?2, station = ?3, customer_name = ?4, phone = ?5, address = ?6, language = ?7, from_day = ?8,
                 until_day = ?9, visits_a_year = ?10, every_months = ?11, price_minor = ?12, note = ?13,
                 version = version + 1
             WHERE contract = ?1",
        )?
        .execute(params![
            contract,
            terms.number.trim(),
            understood.station.map(|station| station.0),
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
        ])?;
    all_due_anew(transaction, contract)?;
    let detail = json!({ "before": before.terms, "after": request.terms });
    let subject = contract.to_string();
    note(
        transaction,
        clerk,
        Deed::ContractChanged,
        &subject,
        &detail,
        now_ms,
    )?;
    Ok(())
}

/// A contract that this clerk may change, as he saw it.
pub(super) fn standing(
    transaction: &Connection,
    clerk: &Clerk,
    contract: i64,
    version: i64,
) -> Result<Contract, ContractError> {
    require(clerk, Action::KeepContracts, None)?;
    let before = super::contract(transaction, contract)?.ok_or(ContractError::None)?;
    require(clerk, Action::KeepContracts, before.station().as_ref())?;
    if before.ended_at.is_some() {
        return Err(ContractError::Ended);
    }
    if before.version != version {
        return Err(ContractError::ChangedMeanwhile);
    }
    Ok(before)
}
