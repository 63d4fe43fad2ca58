//! What quality makes of a notice.

use doorstep_domain::quality::NoticeOutcome;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{NOTICE_WORDS_MAX, notice};
use crate::{
    audit::{Deed, note},
    quality::{QualityError, given},
    rights::{Action, require},
    staff::Clerk,
};

/// Quality's answer to a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerNotice {
    /// The version that was shown.
    pub(crate) version: i64,
    /// `watched`, `to_factory`, `no_defect`.
    #[schema(value_type = String)]
    pub(crate) outcome: NoticeOutcome,
    /// What was found, and what is done.
    #[schema(min_length = 1, max_length = 2000)]
    pub(crate) words: String,
}

/// Answers a notice; what was answered before stands in the audit.
///
/// # Errors
/// [`QualityError::ChangedMeanwhile`] where somebody answered since it was shown; others of [`QualityError`].
pub(crate) fn answer_notice(
    transaction: &Connection,
    clerk: &Clerk,
    number: i64,
    request: &AnswerNotice,
    now_ms: i64,
) -> Result<(), QualityError> {
    let before = notice(transaction, number)?.ok_or(QualityError::None)?;
    require(clerk, Action::WorkOnQuality, before.station.as_ref())?;
    let words = given(&request.words, NOTICE_WORDS_MAX)?;
    if before.version != request.version {
        return Err(QualityError::ChangedMeanwhile);
    }
    transaction.execute(
        "UPDATE quality_notice
         SET outcome = ?2, answer = ?3, answered_at_ms = ?4, answered_by = ?5, version = version + 1
         WHERE notice = ?1",
        params![
            number,
            request.outcome.code(),
            words,
            now_ms,
            clerk.person.0
        ],
    )?;
    let subject = number.to_string();
    note(
        transaction,
        clerk,
        Deed::NoticeAnswered,
        &subject,
        request,
        now_ms,
    )?;
    Ok(())
}
