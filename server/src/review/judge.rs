//! A report is reviewed.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ReviewError, State, report};
use crate::{
    audit::{Deed, note},
    rights::{Action, require},
    staff::Clerk,
};

/// The longest text of a review, in characters.
pub(crate) const REVIEW_WORDS_MAX: usize = 2_000;

/// A report is in order, or goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JudgeReport {
    /// The version of the record that was shown.
    pub(crate) version: String,
    /// Whether it is in order.
    pub(crate) is_in_order: bool,
    /// What lacks; must be told where it is not in order.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub(crate) words: String,
}

/// Reviews a report. One with unsettled conflicts is not in order: nobody can say which of the values stands.
///
/// # Errors
/// [`ReviewError::ChangedMeanwhile`] where the record is another than was shown; others of [`ReviewError`].
pub(crate) fn judge(
    transaction: &Connection,
    clerk: &Clerk,
    record: Uuid,
    request: &JudgeReport,
    now_ms: i64,
) -> Result<(), ReviewError> {
    let before = report(transaction, record)?.ok_or(ReviewError::None)?;
    require(clerk, Action::Review, before.station.as_ref())?;
    let words = request.words.trim();
    if words.chars().count() > REVIEW_WORDS_MAX {
        return Err(ReviewError::TooLong);
    }
    if !request.is_in_order && words.is_empty() {
        return Err(ReviewError::Empty);
    }
    if before.version != request.version {
        return Err(ReviewError::ChangedMeanwhile);
    }
    if before.state != State::Due {
        return Err(ReviewError::NotDue);
    }
    if request.is_in_order && before.conflicts > 0 {
        return Err(ReviewError::ConflictsOpen);
    }
    transaction.execute(
        "INSERT INTO report_review (document, heads, is_in_order, words, reviewed_at_ms, reviewed_by)
         SELECT document, heads, ?2, ?3, ?4, ?5 FROM document WHERE document = ?1
         ON CONFLICT (document) DO UPDATE
         SET heads = excluded.heads, is_in_order = ?2, words = ?3, reviewed_at_ms = ?4, reviewed_by = ?5,
             archived_at_ms = NULL, archived_by = NULL",
        params![
            record.as_bytes(),
            request.is_in_order,
            words,
            now_ms,
            clerk.person.0
        ],
    )?;
    transaction.execute(
        "DELETE FROM report_due WHERE document = ?1",
        [record.as_bytes()],
    )?;
    let subject = record.to_string();
    note(
        transaction,
        clerk,
        Deed::ReportReviewed,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}
