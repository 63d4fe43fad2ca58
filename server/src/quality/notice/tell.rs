//! Somebody saw a safety defect and tells quality.

use doorstep_domain::quality::NoticeReason;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::NOTICE_WORDS_MAX;
use crate::{
    audit::{Deed, note},
    intake::{find, station_of},
    quality::{QualityError, given},
    rights::{Action, require},
    staff::Clerk,
};

/// A safety defect that somebody saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TellQuality {
    /// The number or id of the record on which it was seen.
    #[schema(min_length = 1)]
    pub(crate) record: String,
    /// What was seen.
    #[schema(min_length = 1, max_length = 2000)]
    pub(crate) words: String,
}

/// Raises the safety notice of a record by hand. Gives its number.
///
/// # Errors
/// [`QualityError::ToldAlready`] where the record has one; others of [`QualityError`].
pub(crate) fn tell_quality(
    transaction: &Connection,
    clerk: &Clerk,
    request: &TellQuality,
    now_ms: i64,
) -> Result<i64, QualityError> {
    require(clerk, Action::ReadQuality, None)?;
    let words = given(&request.words, NOTICE_WORDS_MAX)?;
    let record = find(transaction, given(&request.record, NOTICE_WORDS_MAX)?)?;
    let station = station_of(transaction, record)?;
    require(clerk, Action::ReadQuality, station.as_ref())?;
    let told = transaction.execute(
        "INSERT INTO quality_notice (document, reason, model, cause, words, station, raised_at_ms, raised_by, answer, version)
         SELECT ?1, ?2, unit_model, ifnull((SELECT cause FROM failure WHERE failure.document = ?1), ''), ?3, station, ?4, ?5,
                '', 0
         FROM record_row WHERE document = ?1
         ON CONFLICT DO NOTHING",
        params![
            record.as_bytes(),
            NoticeReason::Safety.code(),
            words,
            now_ms,
            clerk.person.0
        ],
    )?;
    if told == 0 {
        return Err(QualityError::ToldAlready);
    }
    let number = transaction.last_insert_rowid();
    let subject = number.to_string();
    note(
        transaction,
        clerk,
        Deed::QualityTold,
        &subject,
        request,
        now_ms,
    )?;
    Ok(number)
}
