//! What was done about the faults that a check found.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CHECK_WORDS_MAX, check};
use crate::{
    audit::{Deed, note},
    quality::{QualityError, given},
    rights::{Action, require},
    staff::Clerk,
};

/// What was done about the faults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SettleCheck {
    /// What was done.
    #[schema(min_length = 1, max_length = 2000)]
    pub(crate) words: String,
}

/// Settles a check with faults, once.
///
/// # Errors
/// [`QualityError::Settled`] where it is settled or has no fault; others of [`QualityError`].
pub(crate) fn settle_check(
    transaction: &Connection,
    clerk: &Clerk,
    number: i64,
    request: &SettleCheck,
    now_ms: i64,
) -> Result<(), QualityError> {
    let before = check(transaction, number)?.ok_or(QualityError::None)?;
    require(clerk, Action::WorkOnQuality, before.station.as_ref())?;
    let words = given(&request.words, CHECK_WORDS_MAX)?;
    if before.faults == 0 || before.settled_words.is_some() {
        return Err(QualityError::Settled);
    }
    transaction.execute(
        "UPDATE quality_check SET settled_words = ?2, settled_at_ms = ?3, settled_by = ?4 WHERE quality_check = ?1",
        params![number, words, now_ms, clerk.person.0],
    )?;
    let subject = number.to_string();
    note(
        transaction,
        clerk,
        Deed::CheckSettled,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}
