//! A report that was found in order is archived.

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

/// A report is archived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArchiveReport {
    /// The version of the record that was shown.
    pub(crate) version: String,
}

/// Archives a report, once it was found in order as it stands.
///
/// # Errors
/// [`ReviewError::NotToArchive`] before its review, after one that sent it back, and where it is archived; others of
/// [`ReviewError`].
pub(crate) fn archive(
    transaction: &Connection,
    clerk: &Clerk,
    record: Uuid,
    request: &ArchiveReport,
    now_ms: i64,
) -> Result<(), ReviewError> {
    let before = report(transaction, record)?.ok_or(ReviewError::None)?;
    require(clerk, Action::Review, before.station.as_ref())?;
    if before.version != request.version {
        return Err(ReviewError::ChangedMeanwhile);
    }
    if before.state != State::ToArchive {
        return Err(ReviewError::NotToArchive);
    }
    transaction.execute(
        "UPDATE report_review SET archived_at_ms = ?2, archived_by = ?3 WHERE document = ?1",
        params![record.as_bytes(), now_ms, clerk.person.0],
    )?;
    let subject = record.to_string();
    note(
        transaction,
        clerk,
        Deed::ReportArchived,
        &subject,
        &(),
        now_ms,
    )?;
    Ok(())
}
