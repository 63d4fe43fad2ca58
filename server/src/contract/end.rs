//! A contract ends by a word of the office: nobody is reminded of it any more.

use doorstep_words::office::{calls::fault as calls, contract::fault as words};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ContractError, change::standing, note::all_due_anew};
use crate::{
    api_error::FieldFault,
    audit::{Deed, note},
    staff::Clerk,
};

/// The longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 1_000;

/// A contract is to end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndContract {
    /// The version that was shown.
    pub version: i64,
    /// Why: not renewed, cancelled, replaced by another.
    #[schema(min_length = 1, max_length = 1000)]
    pub reason: String,
}

/// Ends a contract. Visits that are under way go on.
///
/// # Errors
/// [`ContractError::ChangedMeanwhile`] if it is not as it was shown; others of [`ContractError`].
pub fn end(
    transaction: &Connection,
    clerk: &Clerk,
    contract: i64,
    request: &EndContract,
    now_ms: i64,
) -> Result<(), ContractError> {
    standing(transaction, clerk, contract, request.version)?;
    let reason = request.reason.trim();
    let fault = if reason.is_empty() {
        Some(("empty", calls::EMPTY))
    } else if reason.chars().count() > REASON_CHARACTERS_MAX {
        Some(("too_long", words::TOO_LONG))
    } else {
        None
    };
    if let Some((code, words)) = fault {
        let field = "reason";
        return Err(ContractError::Unfit(vec![FieldFault {
            field,
            code,
            words,
        }]));
    }
    transaction.execute(
        "UPDATE contract SET ended_at_ms = ?2, ended_by = ?3, ended_words = ?4, version = version + 1
         WHERE contract = ?1",
        params![contract, now_ms, clerk.person.0, reason],
    )?;
    all_due_anew(transaction, contract)?;
    let subject = contract.to_string();
    note(
        transaction,
        clerk,
        Deed::ContractChanged,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}
